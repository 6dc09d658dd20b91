package import Control
package import Kernel
internal import Store

extension Billing {
    /// Lets a failed or paused run go on with the units that are left, in its calculation or its release. Work it with
    /// `work`, or leave it to the server.
    ///
    /// It asks for `billing.run` in a calculation, for `billing.release` in a release.
    /// - Throws: `BillingRefusal.runUnknown`, `.runIs`.
    package func resume(_ id: JobID, by principal: Principal) async throws {
        let found = try await run(id, by: principal)
        let permission = Self.permission(toResume: found)
        let run = try await requireState(id, .failed, .paused, permission: permission, by: principal)
        try await control.continueJob(run.releaseJob ?? id, with: permission, by: principal)
    }

    /// Stops a run under way after the units in hand, in its calculation or its release; `resume` lets it go on. It asks
    /// for what resuming asks for.
    /// - Throws: `BillingRefusal.runUnknown`, `.runIs`.
    package func pause(_ id: JobID, by principal: Principal) async throws {
        let found = try await run(id, by: principal)
        let permission = Self.permission(toResume: found)
        let run = try await requireState(
            id, .calculating, .releasing, permission: permission, by: principal)
        do {
            try await control.pauseJob(run.releaseJob ?? id, with: permission, by: principal)
        } catch ControlRefusal.jobNotIn {
            // It came to its end since it was looked at.
            throw BillingRefusal.runIs(state: try await self.run(id, by: principal).state.rawValue)
        }
    }

    /// Whether a run in that state is under way, and so can be paused.
    package static func mayPause(_ state: BillRun.State) -> Bool {
        state == .calculating || state == .releasing
    }

    /// What somebody must be allowed to resume a run.
    package static func permission(toResume run: BillRun) -> Permission {
        run.releaseJob == nil ? "billing.run" : "billing.release"
    }

    /// Gives a run up that is not released, so that its month can be run again; a release under way is paused first. Bills
    /// that its release already wrote stay; a new run bills the others.
    /// - Throws: `BillingRefusal.runUnknown`, `.runIs` for a run whose release is under way, released or cancelled before.
    package func cancel(_ id: JobID, by principal: Principal) async throws {
        let run = try await requireState(
            id, .calculating, .calculated, .checked, .failed, .paused, permission: "billing.run",
            by: principal)
        try await control.command("billing.run", by: principal) { act in
            // Somebody may have sent it on since it was looked at.
            let state = try BillRunRows.find(id, in: act.transaction).map {
                try self.state(of: $0, in: act.transaction)
            }
            guard state == run.state,
                try BillRunRows.setCancelled(id, by: principal.user, at: act.now, in: act.transaction)
            else { throw BillingRefusal.runIs(state: (state ?? run.state).rawValue) }
            try self.control.endJob(run.releaseJob ?? id, in: act)
            try act.audit(
                bucket: id.bucket, action: "billing.cancel", subject: "run \(id)",
                before: "{\"state\":\"\(run.state.rawValue)\"}", after: "{\"state\":\"CANCELLED\"}")
            try act.publish(
                BillingTopic.cancelled, bucket: id.bucket,
                organisation: OrganisationPath(run.organisationPath),
                payload: "{\"run\":\"\(id)\"}")
        }
    }

    /// Refuses where a run of the month that is still open shares accounts with `path`.
    func refuseOpenRun(of month: BillingMonth, over path: OrganisationPath, _ act: Act) throws {
        try BillRunRows.hold(month, at: act.now, in: act.transaction)
        for run in try BillRunRows.runs(of: month, in: act.transaction)
        where run.path.contains(path) || path.contains(run.path) {
            guard try !state(of: run, in: act.transaction).isOpen else {
                throw BillingRefusal.monthInRun(run: run.id, month: month)
            }
        }
    }

    /// Where a run stands, by its own row and by the job that works it.
    func state(of stored: BillRunRows.Stored, in transaction: any Transaction) throws -> BillRun.State {
        guard stored.cancelledAt == nil else { return .cancelled }
        let job = try control.job(stored.releaseJob ?? stored.id, in: transaction)
        switch (job.state, stored.releaseJob != nil) {
        case (.cancelled, _): return .cancelled
        case (.failed, _): return .failed
        case (.paused, _): return .paused
        case (.done, true): return .released
        case (.waiting, true), (.running, true): return .releasing
        case (.done, false): return stored.checkedBy == nil ? .calculated : .checked
        case (.waiting, false), (.running, false): return .calculating
        }
    }
}
