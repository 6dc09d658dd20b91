package import Control
package import Kernel
import Records
import Store

extension Reading {
    /// The open exceptions of a month under the principal's scope, by account; the next page begins after the last
    /// account of this one, whose exceptions are all there, be they a few above `limit`.
    package func worklist(
        _ month: BillingMonth, after: AccountID? = nil, limit: Int = ReadingLimit.page,
        by principal: Principal
    ) async throws -> [ReadingException] {
        try await control.read("reading.read", by: principal) { transaction in
            let wanted = min(max(limit, 1), ReadingLimit.page)
            func open(after: AccountID?, limit: Int) throws -> [ReadingException] {
                try ExceptionRows.open(
                    month, from: principal.scope.text, to: principal.scope.end, after: after, limit: limit,
                    in: transaction)
            }
            let found = try open(after: after, limit: wanted)
            guard found.count == wanted, let last = found.last?.account else { return found }
            // The page ends with an account, not amid what was found there.
            let rest = try open(after: AccountID(last.number - 1), limit: ReadingLimit.page * 10)
            return found.filter { $0.account != last } + rest.filter { $0.account == last }
        }
    }

    /// Approves the energy of accounts that wait, with all their exceptions of the month.
    /// - Returns: how many accounts were approved; those with nothing open are left out.
    /// - Throws: `ReadingRefusal.accountUnknown`, `.nothingToApprove` where none of them waits,
    ///   `MonthRefusal.closed`; `PeopleRefusal.samePerson` where the person read one of them.
    @discardableResult
    package func approve(
        _ accounts: [AccountID], _ month: BillingMonth, by principal: Principal
    ) async throws -> Int {
        guard !accounts.isEmpty else { return 0 }
        let wanted = Array(Set(accounts)).sorted { ($0.bucket, $0) < ($1.bucket, $1) }
        var done = 0
        for slice in wanted.slices(of: ReadingLimit.approvals) {
            let ids = Array(slice)
            done += try await control.command("reading.approve", by: principal) { act in
                let found = try records.readableAccounts(ids, in: act.transaction)
                let histories = try ReadingRows.histories(of: ids, month: month, in: act.transaction)
                let own = try ReadingRows.read(
                    by: principal.user, among: ids, month: month, in: act.transaction)
                try control.requireOpen(
                    Set(
                        found.values.filter { principal.scope.contains($0.organisationPath) }.map {
                            MonthPlace($0.organisation, month)
                        }), in: act.transaction)
                var changes: [RouteKey: ProgressChange] = [:]
                var organisations: [OrganisationID: OrganisationPath] = [:]
                var count = 0
                for id in ids {
                    guard let account = found[id], principal.scope.contains(account.organisationPath) else {
                        throw ReadingRefusal.accountUnknown(id.description)
                    }
                    guard Self.state((histories[id] ?? []).filter { $0.month == month }) == .pending else {
                        continue
                    }
                    if own.contains(id) {
                        try act.refuse(.check, after: [.read], at: account.organisationPath)
                    }
                    try act.perform(
                        .check, on: DutyMatter.reading(id, month), at: account.organisationPath)
                    try ExceptionRows.approve(id, month, by: principal.user, at: act.now, in: act.transaction)
                    let key = RouteKey(organisation: account.organisation, route: account.route)
                    changes[key, default: ProgressChange()].approved += 1
                    changes[key, default: ProgressChange()].pending -= 1
                    organisations[account.organisation] = account.organisationPath
                    count += 1
                }
                guard count > 0 else {
                    throw ReadingRefusal.nothingToApprove(
                        account: found[ids[0]]?.consumerNo ?? "", month: month)
                }
                try settleLosses(ids, month, in: act.transaction)
                try ReadingRows.add(changes, month: month, bucket: ids[0].bucket, in: act.transaction)
                try ReadingEvents.approved(
                    month, changes, organisations: organisations, bucket: ids[0].bucket, by: act)
                try act.audit(
                    bucket: ids[0].bucket, action: "reading.approve",
                    subject: count == 1 ? "account \(ids[0])" : "accounts",
                    after: "{\"month\":\"\(month)\",\"accounts\":\(count)}")
                return count
            }
        }
        return done
    }
}
