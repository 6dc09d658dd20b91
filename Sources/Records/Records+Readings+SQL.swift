package import Control
package import Kernel
package import Store

extension Installation {
    /// Whether the meter hangs there at the end of `day`: on the day of a change that is the new one.
    package func isInPlace(on day: Day) -> Bool { installedOn <= day && removedOn.map { $0 > day } ?? true }
}

/// An account with every meter it has or had, as reading needs it: nothing of the person.
package struct ReadableAccount: Sendable, Hashable {
    package let account: AccountID
    package let consumerNo: String
    package let organisation: OrganisationID
    package let organisationPath: OrganisationPath
    package let isResidential: Bool
    /// 抄表段.
    package let route: String
    package let openedOn: Day
    package let closedOn: Day?
    /// By usage point, then day of installation.
    package fileprivate(set) var meters: [Installation]
}

/// How many accounts are to be read in one route of one organisation.
package struct RouteCount: Sendable, Hashable {
    package let organisation: OrganisationID
    package let route: String
    package let accounts: Int64
}

extension Records {
    /// Accounts with their meters, fetched together; ids that are nobody's are left out.
    ///
    /// No scope is applied: the caller compares `organisationPath` with its principal's.
    package func readableAccounts(
        _ ids: [AccountID], in transaction: any Transaction
    ) throws -> [AccountID: ReadableAccount] {
        var found: [AccountID: ReadableAccount] = [:]
        found.reserveCapacity(ids.count)
        for slice in ids.slices(of: WantedAccounts.limit) {
            try transaction.each(WantedAccounts.sql(slice) + Self.readableAccountColumns) { row in
                let account = ReadableAccount(
                    account: try row.id(0), consumerNo: try row.text(1), organisation: try row.id(2),
                    organisationPath: OrganisationPath(try row.text(3)),
                    isResidential: try row.text(4) == "RESIDENTIAL", route: try row.text(5),
                    openedOn: try row.day(6), closedOn: try row.optionalDay(7), meters: [])
                found[account.account] = account
            }
            try readableMeters(slice, in: transaction) { found[$0]?.meters = $1 }
        }
        return found
    }

    /// The accounts behind consumer numbers (户号) under a scope; numbers that are nobody's there are left out, so that
    /// another station's number looks like an unknown one.
    package func accountIDs(
        consumerNumbers: [String], under scope: OrganisationPath, in transaction: any Transaction
    ) throws -> [String: AccountID] {
        var found: [String: AccountID] = [:]
        found.reserveCapacity(consumerNumbers.count)
        for slice in consumerNumbers.slices(of: WantedAccounts.limit) {
            var sql: SQL =
                """
                /*scatter: a file names accounts of many buckets by number*/
                SELECT consumer_no, id FROM records_account
                WHERE organisation_path >= \(scope.text) AND organisation_path < \(scope.end) AND consumer_no IN (
                """
            for (index, number) in slice.enumerated() { sql.append(index == 0 ? "\(number)" : ", \(number)") }
            sql.append(")")
            try transaction.each(sql) { found[try $0.text(0)] = try $0.id(1) }
        }
        return found
    }

    /// How many accounts in service each route under a scope has.
    package func routeCounts(
        under scope: OrganisationPath, in transaction: any Transaction
    ) throws -> [RouteCount] {
        try transaction.all(
            """
            /*scatter: a station's routes lie in all buckets*/
            SELECT organisation_id, route, COUNT(*) FROM records_account
            WHERE organisation_path >= \(scope.text) AND organisation_path < \(scope.end) AND state = 'ACTIVE'
            GROUP BY organisation_id, route ORDER BY organisation_id, route
            """
        ) { RouteCount(organisation: try $0.id(0), route: try $0.text(1), accounts: try $0.int64(2)) }
    }

    /// Accounts in service under a scope, by id, after `after`; the route is optional. For lists that page by key.
    package func activeAccounts(
        under scope: OrganisationPath, route: String?, after: AccountID?, limit: Int,
        in transaction: any Transaction
    ) throws -> [ListedAccount] {
        try transaction.all(
            """
            /*scatter: a station's accounts lie in all buckets*/
            SELECT id, consumer_no, name, address, organisation_id, route FROM records_account
            WHERE organisation_path >= \(scope.text) AND organisation_path < \(scope.end) AND state = 'ACTIVE'
            AND id > \(after?.number ?? 0) AND (\(route ?? "") = '' OR route = \(route ?? ""))
            ORDER BY id LIMIT \(limit)
            """
        ) { row in
            ListedAccount(
                account: try row.id(0), consumerNo: try row.text(1), name: try row.text(2),
                address: try row.text(3),
                organisation: try row.id(4), route: try row.text(5))
        }
    }

    /// The meters of some accounts, account by account.
    private func readableMeters(
        _ ids: ArraySlice<AccountID>, in transaction: any Transaction,
        _ body: (AccountID, [Installation]) -> Void
    ) throws {
        var owner: AccountID?
        var meters: [Installation] = []
        var meter: Installation?
        var registers: [Register] = []
        func endMeter() {
            if let meter { meters.append(meter.having(registers)) }
            meter = nil
            registers = []
        }
        func endAccount() {
            endMeter()
            if let owner { body(owner, meters) }
            meters = []
        }
        try transaction.each(WantedAccounts.sql(ids) + Self.readableMeterColumns) { row in
            let account: AccountID = try row.id(0)
            if account != owner {
                endAccount()
                owner = account
            }
            let installation = try row.int64(1)
            if meter?.id != installation {
                endMeter()
                meter = Installation(
                    id: installation, usagePoint: try row.id(2), meter: try row.id(12),
                    assetNo: try row.text(3),
                    multiplier: try row.quantity(4), installedOn: try row.day(5),
                    removedOn: try row.optionalDay(6),
                    registers: [])
            }
            guard let kind = RegisterKind(rawValue: try row.int(7)) else { return }
            registers.append(
                Register(
                    kind: kind, digits: try row.int(8), decimals: try row.int(9),
                    installValue: try row.quantity(10), removalValue: try row.optionalQuantity(11)))
        }
        endAccount()
    }

    private static let readableAccountColumns: SQL =
        """
        SELECT a.id, a.consumer_no, a.organisation_id, a.organisation_path, a.class, a.route, a.opened_on, a.closed_on
        FROM wanted w CROSS JOIN records_account a WHERE a.bucket = w.bucket AND a.id = w.id
        """

    private static let readableMeterColumns: SQL =
        """
        SELECT i.account_id, i.id, i.usage_point_id, i.asset_no, i.multiplier_milli, i.installed_on, i.removed_on,
            r.kind, r.digits, r.decimals, r.install_value, r.removal_value, i.meter_id
        FROM wanted w CROSS JOIN records_installation i
        JOIN records_register r ON r.bucket = i.bucket AND r.account_id = i.account_id AND r.installation_id = i.id
        WHERE i.bucket = w.bucket AND i.account_id = w.id
        ORDER BY i.account_id, i.usage_point_id, i.installed_on, i.id, r.kind
        """
}

extension Installation {
    fileprivate func having(_ registers: [Register]) -> Installation {
        Installation(
            id: id, usagePoint: usagePoint, meter: meter, assetNo: assetNo, multiplier: multiplier,
            installedOn: installedOn, removedOn: removedOn, registers: registers)
    }
}

/// An account as lists of reading work show it.
package struct ListedAccount: Sendable, Hashable {
    package let account: AccountID
    package let consumerNo: String
    package let name: String
    package let address: String
    package let organisation: OrganisationID
    package let route: String
}

/// The head of a statement that fetches rows of many accounts at once: `wanted (bucket, id)`.
package enum WantedAccounts {
    /// Accounts a statement.
    package static let limit = 500

    /// - Precondition: 1 to `limit` ids.
    package static func sql(_ ids: some Collection<AccountID>) -> SQL {
        precondition(!ids.isEmpty && ids.count <= limit, "1 to \(limit) accounts a statement")
        var sql: SQL =
            "/*scatter: one load has accounts of many buckets*/ WITH wanted (bucket, id) AS (VALUES "
        var isFirst = true
        for id in ids {
            sql.append(
                isFirst
                    ? "(CAST(\(id.bucket) AS BIGINT), CAST(\(id) AS BIGINT))"
                    : ", (CAST(\(id.bucket) AS BIGINT), CAST(\(id) AS BIGINT))")
            isFirst = false
        }
        sql.append(") ")
        return sql
    }
}

extension Array {
    /// The array cut into pieces of at most `size`.
    package func slices(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
