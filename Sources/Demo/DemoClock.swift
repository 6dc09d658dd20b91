package import Control
package import Kernel
internal import Synchronization

/// The time of a demo utility: it stands still until the builder moves it, and never goes back.
package final class DemoClock: Sendable {
    private let instant: Mutex<Instant>

    package init(_ instant: Instant) { self.instant = Mutex(instant) }

    /// What a house is given.
    package var wall: WallClock { WallClock { self.now } }

    package var now: Instant { instant.withLock { $0 } }

    func move(to later: Instant) { instant.withLock { $0 = max($0, later) } }

    /// A time of day in China.
    func move(to day: Day, hour: Int64, minute: Int64 = 0) {
        move(to: Instant(startOf: day).adding(seconds: hour * 3_600 + minute * 60))
    }
}
