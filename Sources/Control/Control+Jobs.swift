package import Kernel
package import Store

extension Control {
    /// Puts a job into the queue: its units are ranges of whole buckets. `prepare` writes, in the same transaction, what
    /// the job stands on (a run's row, say).
    package func startJob(
        kind: String, organisation: Organisation, input: String, units: [BucketRange], permission: Permission,
        by principal: Principal, prepare: (@Sendable (JobID, Act) throws -> Void)? = nil
    ) async throws -> JobID {
        let id: JobID = house.ids.next()
        return try await command(permission, by: principal) { act in
            try JobRows.insert(
                id, kind: kind, organisation: organisation, input: input, units: units, by: principal.user,
                at: act.now,
                in: act.transaction)
            try prepare?(id, act)
            try act.audit(
                bucket: id.bucket, action: "control.startJob", subject: "job \(id)",
                after: "{\"kind\":\"\(kind)\"}")
            try act.publish(
                "control.job", bucket: id.bucket, organisation: organisation.path,
                payload: "{\"job\":\"\(id)\"}")
            return id
        }
    }

    /// Works a job to its end, unit by unit; each unit is a transaction of its own, so a stop at any moment leaves whole
    /// units, and running the job again goes on with what is left. Any number of workers, on any number of machines, may
    /// work one job: each takes the units that no other has. It ends early when the job is paused, cancelled, or failed
    /// in another worker's hands.
    /// - Parameter onUnit: hears of progress after each unit.
    @discardableResult
    package func runJob(
        _ id: JobID, by principal: Principal, onUnit: (@Sendable (JobProgress) -> Void)? = nil
    ) async throws -> JobProgress {
        while let took = try await workJob(id, atMost: .max, by: principal, onUnit: onUnit) {
            // What is left is in other workers' hands; one of them may yet die and leave it to us.
            if took == 0 { try await Task.sleep(for: .milliseconds(200)) }
        }
        return try await progress(id)
    }

    /// Works at most so many units of a job, and ends it where none is left.
    /// - Returns: how many units were had; 0 where all that is left is in other hands; nil where there is no more to do.
    package func workJob(
        _ id: JobID, atMost units: Int, by principal: Principal,
        onUnit: (@Sendable (JobProgress) -> Void)? = nil
    ) async throws -> Int? {
        guard let job = try await house.database.read({ try JobRows.find(id, in: $0) }),
            let kind = jobKinds[job.kind]
        else { throw ControlRefusal.jobUnknown }
        guard let perform = kind.perform else { return nil }
        try await house.database.write { [house] in try JobRows.setRunning(id, at: house.clock.now(), in: $0)
        }
        guard try await state(of: id) == .running else { return nil }
        let waiting = try await house.database.read { try JobRows.waiting(id, in: $0) }
        if waiting.isEmpty {
            try await finishJob(job, by: principal)
            return nil
        }
        return try await work(waiting, of: job, perform, atMost: units, by: principal, onUnit)
    }

    /// Who works a job of the queue: in the name of whoever started it, from `job <id>`, with all that the job needs. What
    /// they might do was asked when it was started; that they were disabled since does not break it half-way.
    func worker(of job: Job) async throws -> Principal {
        let system = systemPrincipal(address: "job \(job.id)")
        let starter = try await house.database.read { try PeopleRows.user(job.startedBy, in: $0) }
        guard let starter else { return system }
        return Principal(
            user: starter.id, login: starter.login, name: starter.name, organisation: starter.organisation,
            organisationName: "", scope: system.scope, roles: [], permissions: system.permissions,
            address: system.address)
    }

    /// Works those of `waiting` that can be had; gives how many they were.
    private func work(
        _ waiting: [(number: Int, range: BucketRange)], of job: Job,
        _ perform: @Sendable @escaping (JobUnit, Act) throws -> UnitResult, atMost limit: Int,
        by principal: Principal, _ onUnit: (@Sendable (JobProgress) -> Void)?
    ) async throws -> Int {
        var took = 0
        for (number, range) in waiting {
            guard took < limit, try await state(of: job.id) == .running else { break }
            do {
                let isOurs = try await record(as: principal) { act in
                    guard try JobRows.take(job.id, number, range, at: act.now, in: act.transaction) else {
                        return false
                    }
                    let unit = JobUnit(job: job.id, number: number, range: range, input: job.input)
                    let result = try perform(unit, act)
                    try JobRows.setResult(job.id, number, range, result, in: act.transaction)
                    try act.publish(
                        "control.job", bucket: range.first, organisation: job.organisationPath,
                        payload: "{\"job\":\"\(job.id)\",\"done\":\(result.done)}")
                    return true
                }
                if isOurs { took += 1 }
            } catch {
                // What it stood on was given up under it.
                if try await state(of: job.id) == .cancelled { break }
                let fault = String(describing: error)
                try await record(as: principal) { act in
                    try setFailed(job, fault, act)
                }
                throw error
            }
            if let onUnit { onUnit(try await progress(job.id)) }
        }
        return took
    }

    func setFailed(_ job: Job, _ fault: String, _ act: Act) throws {
        try JobRows.setFailed(job.id, fault: fault, at: act.now, in: act.transaction)
        try publish(job, "FAILED", act)
    }

    private func finishJob(_ job: Job, by principal: Principal) async throws {
        try await record(as: principal) { act in
            guard try JobRows.setDone(job.id, at: act.now, in: act.transaction) else { return }
            try act.audit(bucket: job.id.bucket, action: "control.finishJob", subject: "job \(job.id)")
            try publish(job, "DONE", act)
        }
    }

    func publish(_ job: Job, _ state: String, _ act: Act) throws {
        try act.publish(
            "control.job", bucket: job.id.bucket, organisation: job.organisationPath,
            payload: "{\"job\":\"\(job.id)\",\"state\":\"\(state)\"}")
    }

    func state(of id: JobID) async throws -> Job.State? {
        try await house.database.read { try JobRows.find(id, in: $0)?.state }
    }

    /// Stops a job after the units in hand; `resumeJob` lets it go on.
    /// - Parameter permission: a room's own, whose people stop its jobs without being let loose on all others.
    /// - Throws: `ControlRefusal.jobUnknown` outside the scope too; `.jobNotIn` where it is neither waiting nor running.
    package func pauseJob(
        _ id: JobID, with permission: Permission = "control.jobs", by principal: Principal
    ) async throws {
        try await wish(.pause, "PAUSED", for: id, from: [.waiting, .running], permission, by: principal)
    }

    /// Ends a job for good in the transaction of what ends with it, whatever its kind; one that is over stays so. The
    /// room that asks has checked the permission.
    package func endJob(_ id: JobID, in act: Act) throws {
        let job = try job(id, in: act.transaction)
        guard !job.state.isOver else { return }
        try JobRows.setWish(id, .cancel, at: act.now, in: act.transaction)
        try act.audit(
            bucket: id.bucket, action: "control.jobState", subject: "job \(id)",
            before: "{\"state\":\"\(job.state.rawValue)\"}", after: "{\"state\":\"CANCELLED\"}")
        try publish(job, "CANCELLED", act)
    }

    /// Puts a paused or failed job back into the queue; it goes on with the units that are left.
    package func resumeJob(_ id: JobID, by principal: Principal) async throws {
        try await wish(.run, "WAITING", for: id, from: [.paused, .failed], by: principal)
    }

    /// As `resumeJob`, for a room that asks for a permission of its own: its people resume its jobs without being let
    /// loose on all others.
    package func continueJob(_ id: JobID, with permission: Permission, by principal: Principal) async throws {
        try await wish(.run, "WAITING", for: id, from: [.paused, .failed], permission, by: principal)
    }

    /// Ends a job for good; what its finished units did stays.
    /// - Parameter permission: as in `pauseJob`.
    /// - Throws: `ControlRefusal.jobMayNotEnd` for a kind that would leave half a thing.
    package func cancelJob(
        _ id: JobID, with permission: Permission = "control.jobs", by principal: Principal
    ) async throws {
        try await wish(
            .cancel, "CANCELLED", for: id, from: [.waiting, .running, .paused, .failed], permission,
            by: principal)
    }

    private func wish(
        _ wish: JobRows.Wish, _ state: String, for id: JobID, from states: Set<Job.State>,
        _ permission: Permission = "control.jobs", by principal: Principal
    ) async throws {
        try await command(permission, by: principal) { act in
            guard let job = try JobRows.find(id, in: act.transaction),
                principal.scope.contains(job.organisationPath)
            else { throw ControlRefusal.jobUnknown }
            guard states.contains(job.state) else { throw ControlRefusal.jobNotIn(state: job.state.rawValue) }
            if wish == .cancel, jobKinds[job.kind]?.mayCancel == false { throw ControlRefusal.jobMayNotEnd }
            try JobRows.setWish(id, wish, at: act.now, in: act.transaction)
            if wish == .cancel { try ImportPartRows.drop(id, in: act.transaction) }
            try act.audit(
                bucket: id.bucket, action: "control.jobState", subject: "job \(id)",
                before: "{\"state\":\"\(job.state.rawValue)\"}", after: "{\"state\":\"\(state)\"}")
            try publish(job, state, act)
        }
    }

    /// A job within the principal's scope, and how far it is. Who started it may watch it without `control.jobs`.
    /// - Throws: `ControlRefusal.jobUnknown`; `.forbidden` for a job of somebody else's.
    package func job(_ id: JobID, by principal: Principal) async throws -> JobProgress {
        let mayAll = principal.may("control.jobs")
        let look: @Sendable (any Transaction) throws -> JobProgress = { transaction in
            guard let job = try JobRows.find(id, in: transaction),
                principal.scope.contains(job.organisationPath)
            else { throw ControlRefusal.jobUnknown }
            guard mayAll || job.startedBy == principal.user else {
                throw ControlRefusal.forbidden("control.jobs")
            }
            let (done, result, pace) = try JobRows.progress(id, in: transaction)
            return JobProgress(job: job, unitsDone: done, result: result, pace: pace)
        }
        guard mayAll else { return try await house.database.read(look) }
        return try await read("control.jobs", by: principal, look)
    }

    /// Whether a job's kind may be ended half done.
    package func mayCancel(_ job: Job) -> Bool { jobKinds[job.kind]?.mayCancel ?? true }

    /// How far a job is.
    /// - Throws: `ControlRefusal.jobUnknown`.
    package func progress(_ id: JobID) async throws -> JobProgress {
        try await house.database.read { try progress(id, in: $0) }
    }

    /// How far a job is as a transaction sees it, beside what else it reads.
    /// - Throws: `ControlRefusal.jobUnknown`.
    package func progress(_ id: JobID, in transaction: any Transaction) throws -> JobProgress {
        guard let job = try JobRows.find(id, in: transaction) else { throw ControlRefusal.jobUnknown }
        let (done, result, pace) = try JobRows.progress(id, in: transaction)
        return JobProgress(job: job, unitsDone: done, result: result, pace: pace)
    }

    /// A job as a transaction sees it, whoever asks.
    /// - Throws: `ControlRefusal.jobUnknown`.
    package func job(_ id: JobID, in transaction: any Transaction) throws -> Job {
        guard let job = try JobRows.find(id, in: transaction) else { throw ControlRefusal.jobUnknown }
        return job
    }

    /// The newest jobs of a scope.
    package func jobs(
        by principal: Principal, before: JobID? = nil, limit: Int = 50
    ) async throws -> [Job] {
        try await read("control.jobs", by: principal) {
            try JobRows.recent(principal.scope, before: before, limit: limit, in: $0)
        }
    }

    /// As many jobs are taken up in one look at the queue; what is beyond comes in the next.
    private static let queueLimit = 1_000

    /// Jobs under way or waiting, the oldest first: those of a process that stopped too. Paused ones are not among them.
    /// - Parameter apart: those of kinds that have a worker of their own, or those of the queue.
    package func unfinishedJobs(apart: Bool = false) async throws -> [Job] {
        try await house.database.read { try JobRows.unfinished(limit: Self.queueLimit, in: $0) }
            .filter { job in (jobKinds[job.kind].map { $0.perform == nil } ?? false) == apart }
    }
}
