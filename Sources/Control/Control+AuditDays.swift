package import Kernel
internal import Store

extension Control {
    /// Chains every finished day before `day` into the roots, in order; gives how many days that closed.
    @discardableResult
    package func closeAuditDays(before day: Day) async throws -> ScheduleOutcome {
        let open = try await house.database.read { try AuditRows.daysWithoutRoot(before: day, in: $0) }
        for one in open {
            _ = try await house.database.write { try AuditChain.closeDay(one, in: $0) }
        }
        return ScheduleOutcome("control.auditRoots.outcome", [("days", String(open.count))])
    }
}
