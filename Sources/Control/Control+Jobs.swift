package import Kernel
internal import Store

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
    /// units, and running the job again goes on with what is left. Two workers on one job never do a unit twice.
    /// - Parameter onUnit: hears of progress after each unit.
    @discardableResult
    package func runJob(
        _ id: JobID, by principal: Principal, onUnit: (@Sendable (JobProgress) -> Void)? = nil
    ) async throws -> JobProgress {
        guard let job = try await house.database.read({ try JobRows.find(id, in: $0) }) else {
            throw ControlRefusal.jobUnknown
        }
        guard let kind = jobKinds[job.kind] else { throw ControlRefusal.jobUnknown }
        try await house.database.write { [house] in try JobRows.setRunning(id, at: house.clock.now(), in: $0)
        }
        let waiting = try await house.database.read { try JobRows.waiting(id, in: $0) }
        for (number, range) in waiting {
            do {
                try await record(as: principal) { act in
                    guard try JobRows.take(id, number, range, at: act.now, in: act.transaction) else {
                        return
                    }
                    let unit = JobUnit(job: id, number: number, range: range, input: job.input)
                    let result = try kind.perform(unit, act)
                    try JobRows.setResult(id, number, range, result, in: act.transaction)
                    try act.publish(
                        "control.job", bucket: range.first, organisation: job.organisationPath,
                        payload: "{\"job\":\"\(id)\",\"done\":\(result.done)}")
                }
            } catch {
                let fault = String(describing: error)
                try await house.database.write { [house] in
                    try JobRows.setFailed(id, fault: fault, at: house.clock.now(), in: $0)
                }
                throw error
            }
            if let onUnit { onUnit(try await progress(id)) }
        }
        try await record(as: principal) { act in
            try JobRows.setDone(id, at: act.now, in: act.transaction)
            try act.audit(bucket: id.bucket, action: "control.finishJob", subject: "job \(id)")
            try act.publish(
                "control.job", bucket: id.bucket, organisation: job.organisationPath,
                payload: "{\"job\":\"\(id)\",\"state\":\"DONE\"}")
        }
        return try await progress(id)
    }

    /// How far a job is.
    /// - Throws: `ControlRefusal.jobUnknown`.
    package func progress(_ id: JobID) async throws -> JobProgress {
        try await house.database.read { transaction in
            guard let job = try JobRows.find(id, in: transaction) else { throw ControlRefusal.jobUnknown }
            let (done, result) = try JobRows.progress(id, in: transaction)
            return JobProgress(job: job, unitsDone: done, result: result)
        }
    }

    /// The newest jobs of a scope.
    package func jobs(by principal: Principal, limit: Int = 50) async throws -> [Job] {
        try await read("control.jobs", by: principal) {
            try JobRows.recent(principal.scope, limit: limit, in: $0)
        }
    }

    /// Jobs that were under way or waiting when the process stopped.
    package func unfinishedJobs() async throws -> [Job] {
        try await house.database.read { transaction in
            try JobRows.recent(OrganisationPath("/"), limit: 1_000, in: transaction)
                .filter { $0.state == .waiting || $0.state == .running }
        }
    }
}
