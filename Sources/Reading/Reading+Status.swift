package import Control
package import Kernel
package import Records
import Store

/// How far a month's reading is in one route of one station; counts of accounts.
package struct ReadingStatusLine: Sendable, Hashable, Codable {
    package let organisation: OrganisationID
    package let route: String
    /// In service, or closed in the month or later.
    package var expected: Int64
    package var approved: Int64
    package var pending: Int64
    package var read: Int64 { approved + pending }
}

extension Reading {
    /// How far the month is, by station and route, under the principal's scope.
    package func status(_ month: BillingMonth, by principal: Principal) async throws -> [ReadingStatusLine] {
        try await control.read("reading.read", by: principal) { transaction in
            let visible = Set(
                try control.organisations(under: principal.scope, in: transaction).map(\.id))
            var lines: [RouteKey: ReadingStatusLine] = [:]
            func line(_ key: RouteKey) -> ReadingStatusLine {
                lines[key]
                    ?? ReadingStatusLine(
                        organisation: key.organisation, route: key.route, expected: 0, approved: 0, pending: 0
                    )
            }
            for count in try records.routeCounts(
                under: principal.scope, from: month.firstDay, in: transaction)
            {
                let key = RouteKey(organisation: count.organisation, route: count.route)
                var changed = line(key)
                changed.expected = count.accounts
                lines[key] = changed
            }
            for (key, change) in try ProgressRows.sums(month, in: transaction)
            where visible.contains(key.organisation) {
                var changed = line(key)
                changed.approved = change.approved
                changed.pending = change.pending
                lines[key] = changed
            }
            return lines.values.sorted { ($0.organisation, $0.route) < ($1.organisation, $1.route) }
        }
    }

    /// Accounts in service without readings for the month, by id; the next page begins after the last of this one.
    /// - Parameter route: only this route; nil for all.
    package func unread(
        _ month: BillingMonth, route: String? = nil, after: AccountID? = nil, limit: Int = ReadingLimit.page,
        by principal: Principal
    ) async throws -> [ListedAccount] {
        try await control.read("reading.read", by: principal) { transaction in
            let wanted = min(max(limit, 1), ReadingLimit.page)
            var found: [ListedAccount] = []
            var last = after
            while found.count < wanted {
                let page = try records.activeAccounts(
                    under: principal.scope, route: route, after: last, limit: ReadingLimit.chunk,
                    in: transaction)
                let read = try ReadingRows.readIDs(page.map(\.account), month: month, in: transaction)
                found += page.filter { !read.contains($0.account) }.prefix(wanted - found.count)
                guard page.count == ReadingLimit.chunk else { break }
                last = page.last?.account
            }
            return found
        }
    }
}
