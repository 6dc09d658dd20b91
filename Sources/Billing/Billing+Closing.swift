internal import Control
internal import Kernel
internal import Reading
internal import Records
internal import Store

extension Billing {
    /// Accounts of a month without a bill, by station and route: not read or not approved, and approved but not released.
    /// Reads every account of the organisation, as a run does.
    func unbilled(
        _ place: Organisation, _ month: BillingMonth, in transaction: any Transaction
    ) throws -> [OpenItem] {
        var unread: [AccountID] = []
        var unreleased: [AccountID] = []
        let accounts = try records.count(scope: place.path, in: transaction)
        for range in Self.units(accounts: accounts) {
            let billed = Set(try BillRows.traces(month, in: range, transaction).map(\.account))
            let states = try DetailRows.states(month, in: range, transaction)
            let points = try reading.approved(month, in: range, transaction)
            let waiting = points.lazy.filter(\.lossWaits).map(\.account)
            let approved = Set(points.map(\.account)).subtracting(waiting)
            for account in try records.billable(
                in: range, on: month.lastDay, scope: place.path, in: transaction)
            where account.openedOn <= month.lastDay && account.closedOn.map({ $0 >= month.firstDay }) ?? true
            {
                if billed.contains(account.id), states[account.id]?.settlement?.isLast != false { continue }
                if approved.contains(account.id) {
                    unreleased.append(account.id)
                } else {
                    unread.append(account.id)
                }
            }
        }
        return try items(unread, "unread", link: "/reading?month=\(month)", in: transaction)
            + items(unreleased, "unreleased", link: "/billing", in: transaction)
    }

    private struct Route: Hashable, Comparable {
        let organisation: OrganisationID
        let route: String
        static func < (a: Self, b: Self) -> Bool { (a.organisation, a.route) < (b.organisation, b.route) }
    }

    private func items(
        _ accounts: [AccountID], _ kind: String, link: String, in transaction: any Transaction
    ) throws -> [OpenItem] {
        var counts: [Route: Int] = [:]
        for account in try records.readableAccounts(accounts, in: transaction).values {
            counts[Route(organisation: account.organisation, route: account.route), default: 0] += 1
        }
        return try counts.sorted { $0.key < $1.key }.map { route, count in
            OpenItem(
                id: "\(kind) \(route.organisation) \(route.route)", text: "billing.closing.\(kind)",
                arguments: [
                    "station": try control.organisation(route.organisation, in: transaction)?.name ?? "",
                    "route": route.route, "count": String(count),
                ], count: count, link: link)
        }
    }
}
