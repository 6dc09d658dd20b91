package import Kernel
package import Store
import Synchronization

/// What the whole house stands on; handed to every room's front door.
package struct House: Sendable {
    package let database: any Database
    package let clock: WallClock
    package let ids: IdentifierSource
    package let keys: KeyRing

    package init(database: any Database, clock: WallClock, ids: IdentifierSource, keys: KeyRing) {
        self.database = database
        self.clock = clock
        self.ids = ids
        self.keys = keys
    }
}

/// The time, as a parameter: a simulation hands in its own.
package struct WallClock: Sendable {
    package let now: @Sendable () -> Instant
    package init(now: @Sendable @escaping () -> Instant) { self.now = now }
    package var today: Day { now().day }
}

/// Time-ordered ids for a whole process.
package final class IdentifierSource: Sendable {
    private let sequence: Mutex<IdentifierSequence>
    private let clock: WallClock

    /// - Precondition: `node` is 0…1023 and no other process on this database has it.
    package init(node: Int, clock: WallClock) {
        sequence = Mutex(IdentifierSequence(node: node))
        self.clock = clock
    }

    package func next<Kind>(_: Kind.Type = Kind.self) -> Identifier<Kind> { Identifier(nextNumber()) }
    package func nextNumber() -> Int64 {
        let now = clock.now()
        return sequence.withLock { $0.next(at: now) }
    }
}
