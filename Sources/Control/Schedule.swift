package import Kernel

/// Work that comes round by the clock: a room's registration with control.
package struct Schedule: Sendable {
    /// When it is due, in China Standard Time.
    package enum Cadence: Sendable, Hashable {
        /// Each day at a minute of the day.
        case daily(minute: Int)
        /// Each so many minutes from midnight on.
        case every(minutes: Int)
    }

    /// `control.auditRoots`; also the key of its name under `<key>.schedule`.
    package let key: String
    package let cadence: Cadence
    /// Does the work; gives what came of it. It may be done again after a stop in the
    /// middle, so doing it twice must change nothing.
    package let perform: @Sendable (Control, Instant) async throws -> ScheduleOutcome

    package init(
        key: StaticString, _ cadence: Cadence,
        perform: @Sendable @escaping (Control, Instant) async throws -> ScheduleOutcome
    ) {
        self.key = key.description
        self.cadence = cadence
        self.perform = perform
    }
}

extension Schedule.Cadence {
    /// The latest time not after `now` that it was due.
    package func lastDue(at now: Instant) -> Instant {
        let midnight = Instant(startOf: now.day)
        switch self {
        case .daily(let minute):
            let today = midnight.adding(seconds: Int64(minute) * 60)
            return today <= now
                ? today : Instant(startOf: now.day.adding(days: -1)).adding(seconds: Int64(minute) * 60)
        case .every(let minutes):
            let length = Int64(minutes) * 60_000
            return midnight.adding(milliseconds: now.millisecondOfDay / length * length)
        }
    }

    /// The first time after `now` that it will be due.
    package func nextDue(after now: Instant) -> Instant {
        let last = lastDue(at: now)
        switch self {
        case .daily(let minute):
            return Instant(startOf: last.day.adding(days: 1)).adding(seconds: Int64(minute) * 60)
        case .every(let minutes):
            let next = last.adding(seconds: Int64(minutes) * 60)
            let tomorrow = Instant(startOf: now.day.adding(days: 1))
            return min(next, tomorrow)
        }
    }
}

/// A schedule as its page shows it.
package struct ScheduleState: Sendable {
    package let key: String
    package let cadence: Schedule.Cadence
    package let isOn: Bool
    package let next: Instant?
    /// The newest first.
    package let runs: [ScheduleRun]
}

/// One time that a schedule ran.
package struct ScheduleRun: Sendable, Hashable {
    package let key: String
    package let due: Instant
    package let started: Instant
    /// Nil while it runs, and where it was stopped in the middle.
    package let finished: Instant?
    /// What came of it.
    package let outcome: ScheduleOutcome?
    /// Why it failed.
    package let fault: String?
}
