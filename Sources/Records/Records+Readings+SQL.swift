package import Control
package import Kernel
package import Store

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
            try transaction.each(
                WantedAccounts.sql(slice, as: "records_wanted") + Self.readableAccountColumns
            ) { row in
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

    /// How many accounts in service each route under a scope has; those closed on `day` or later among them.
    package func routeCounts(
        under scope: OrganisationPath, from day: Day, in transaction: any Transaction
    ) throws -> [RouteCount] {
        try transaction.all(
            """
            /*scatter: a station's routes lie in all buckets*/
            SELECT organisation_id, route, COUNT(*) FROM records_account
            WHERE organisation_path >= \(scope.text) AND organisation_path < \(scope.end)
                AND (closed_on IS NULL OR closed_on >= \(day))
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
        try transaction.each(WantedAccounts.sql(ids, as: "records_wanted") + Self.readableMeterColumns) {
            row in
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
        FROM records_wanted w CROSS JOIN records_account a WHERE a.bucket = w.bucket AND a.id = w.id
        """

    private static let readableMeterColumns: SQL =
        """
        SELECT i.account_id, i.id, i.usage_point_id, i.asset_no, i.multiplier_milli, i.installed_on, i.removed_on,
            r.kind, r.digits, r.decimals, r.install_value, r.removal_value, i.meter_id
        FROM records_wanted w CROSS JOIN records_installation i
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
