package import Kernel

/// A piece of long work and how far it is.
package struct Job: Sendable, Hashable {
    package enum State: String, Sendable {
        case waiting = "WAITING", running = "RUNNING", done = "DONE", failed = "FAILED"
        /// Stands still at somebody's wish, until it is resumed.
        case paused = "PAUSED"
        /// Ended at somebody's wish; what was done stays done.
        case cancelled = "CANCELLED"

        /// Whether nothing more will happen to it.
        package var isOver: Bool { self == .done || self == .cancelled }
    }
    package let id: JobID
    package let kind: String
    package let organisation: OrganisationID
    package let organisationPath: OrganisationPath
    package let input: String
    package let state: State
    package let units: Int
    package let startedBy: UserID
    package let createdAt: Instant
    package let startedAt: Instant?
    package let finishedAt: Instant?
    package let fault: String?
}

/// How far a job is: what its finished units add up to.
package struct JobProgress: Sendable {
    package let job: Job
    package let unitsDone: Int
    package let result: UnitResult
    /// How fast it went of late; nil before the second unit.
    package let pace: JobPace?

    /// Things done a second: over the whole life of a job that is done, of late in one under way; nil before the first
    /// unit.
    package func perSecond(at now: Instant) -> Int64? {
        if job.state != .done, let pace { return pace.done * 1_000 / pace.milliseconds }
        guard let started = job.startedAt, result.done > 0 else { return nil }
        let elapsed = max(1, (job.finishedAt ?? now).milliseconds - started.milliseconds)
        return Int64(result.done) * 1_000 / elapsed
    }

    /// Seconds until the last unit at the pace of late; nil where there is none, or the job does not run.
    package var secondsLeft: Int64? {
        guard job.state == .running, let pace, pace.units > 0 else { return nil }
        return (Int64(job.units - unitsDone) * pace.milliseconds / pace.units + 999) / 1_000
    }
}

/// How fast units were finished within the last minute of work, however long ago that was.
package struct JobPace: Sendable, Hashable {
    /// Things done in that time.
    package let done: Int64
    /// Units finished in it.
    package let units: Int64
    /// How long it was; at least 1.
    package let milliseconds: Int64

    /// Of units by the time they were finished; nil for fewer than two.
    init?(_ finished: [(at: Instant, done: Int)]) {
        guard let last = finished.map(\.at).max() else { return nil }
        let late = finished.filter { $0.at > last.adding(seconds: -60) }
        guard let first = late.map(\.at).min(), late.count > 1 else { return nil }
        // The first unit's own time lies before the window: it only marks where the window begins.
        let counted = late.filter { $0.at > first }
        done = counted.reduce(0) { $0 + Int64($1.done) }
        units = Int64(counted.count)
        milliseconds = max(1, last.milliseconds - first.milliseconds)
    }
}

extension UnitResult {
    package static func + (a: UnitResult, b: UnitResult) -> UnitResult {
        UnitResult(
            done: a.done + b.done, errors: a.errors.merging(b.errors, uniquingKeysWith: +),
            totals: a.totals.merging(b.totals, uniquingKeysWith: +))
    }
}
