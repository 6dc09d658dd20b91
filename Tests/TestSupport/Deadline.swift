import Foundation

/// A moment by which something must have come true; for tests that wait on another process.
package struct Deadline: Sendable {
    private let moment: ContinuousClock.Instant
    private let seconds: Double

    /// A deadline `seconds` from now.
    package init(seconds: Double) {
        self.seconds = seconds
        moment = .now + .milliseconds(Int(seconds * 1000))
    }

    /// Whether it has gone by.
    package var isPast: Bool { ContinuousClock.now >= moment }

    /// The milliseconds left, at least 1: what `poll` takes.
    package var leftMs: Int32 {
        let left = ContinuousClock.now.duration(to: moment) / .milliseconds(1)
        return Int32(max(1, min(left, 3_600_000)))
    }

    /// Asks `condition` every 20 ms until it answers something, and throws `DeadlinePassed` when it never does.
    package func wait<Answer>(
        for what: String, until condition: () async throws -> Answer?
    ) async throws -> Answer {
        while true {
            if let answer = try await condition() { return answer }
            if isPast { throw DeadlinePassed(what: what, seconds: seconds) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

/// What was waited for did not come in time.
package struct DeadlinePassed: Error, CustomStringConvertible {
    package let what: String
    package let seconds: Double
    package var description: String { "waited \(seconds) s for \(what)" }
}
