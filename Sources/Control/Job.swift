package import Kernel

/// A piece of long work and how far it is.
package struct Job: Sendable, Hashable {
    package enum State: String, Sendable {
        case waiting = "WAITING", running = "RUNNING", done = "DONE", failed = "FAILED"
    }
    package let id: JobID
    package let kind: String
    package let organisation: OrganisationID
    package let organisationPath: OrganisationPath
    package let input: String
    package let state: State
    package let units: Int
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

    /// Things done a second since the job began; nil before the first unit.
    package func perSecond(at now: Instant) -> Int64? {
        guard let started = job.startedAt, result.done > 0 else { return nil }
        let elapsed = max(1, (job.finishedAt ?? now).milliseconds - started.milliseconds)
        return Int64(result.done) * 1_000 / elapsed
    }
}

extension UnitResult {
    package static func + (a: UnitResult, b: UnitResult) -> UnitResult {
        UnitResult(
            done: a.done + b.done, errors: a.errors.merging(b.errors, uniquingKeysWith: +),
            totals: a.totals.merging(b.totals, uniquingKeysWith: +))
    }
}
