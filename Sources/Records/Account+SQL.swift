internal import Control
internal import Kernel
internal import Store

/// Rows of `records_account` and the counter of their ids.
enum AccountRows {
    /// Moves the counter on by `count`; gives the number after the last one taken.
    static func takeNumbers(_ count: Int, in transaction: any Transaction) throws -> Int64 {
        try transaction.one(
            """
            INSERT INTO records_counter (name, next) VALUES ('account', \(1 + count))
            ON CONFLICT (name) DO UPDATE SET next = records_counter.next + \(count) RETURNING next
            """
        ) { try $0.int64(0) }
    }

    static func account(_ id: AccountID, in transaction: any Transaction) throws -> Account? {
        try transaction.first(
            """
            SELECT id, consumer_no, old_no, name, customer_id, organisation_id, organisation_path, address, state,
                class, route, opened_on, closed_on, version
            FROM records_account WHERE bucket = \(id.bucket) AND id = \(id)
            """, account)
    }

    /// Counts the version up; false where it is no longer `version`.
    static func countUp(_ id: AccountID, from version: Int64, in transaction: any Transaction) throws -> Bool
    {
        try transaction.run(
            """
            UPDATE records_account SET version = version + 1
            WHERE bucket = \(id.bucket) AND id = \(id) AND version = \(version)
            """) == 1
    }

    /// The sealed phone number and bank account.
    static func sealed(
        _ id: AccountID, in transaction: any Transaction
    ) throws -> (phone: [UInt8]?, bank: [UInt8]?) {
        try transaction.one(
            """
            SELECT phone_sealed, bank_sealed FROM records_account WHERE bucket = \(id.bucket) AND id = \(id)
            """
        ) { (try $0.optionalBlob(0), try $0.optionalBlob(1)) }
    }

    static func change(
        _ id: AccountID, name: String, initials: String, address: String, route: String,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE records_account
            SET name = \(name), initials = \(initials), address = \(address), route = \(route)
            WHERE bucket = \(id.bucket) AND id = \(id)
            """)
    }

    static func setPhone(_ id: AccountID, _ field: SealedField?, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE records_account
            SET phone_sealed = \(field?.sealed), phone_digest = \(field?.digest), phone_tail = \(field?.tail)
            WHERE bucket = \(id.bucket) AND id = \(id)
            """)
    }

    static func setBank(_ id: AccountID, _ field: SealedField?, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE records_account
            SET bank_sealed = \(field?.sealed), bank_digest = \(field?.digest), bank_tail = \(field?.tail)
            WHERE bucket = \(id.bucket) AND id = \(id)
            """)
    }

    // MARK: Lists

    /// A scope's accounts by organisation, then 户号, after a place; narrowed by class inside the index.
    static func list(
        scope: OrganisationPath, accountClass: AccountClass?, after: (path: String, number: String),
        limit: Int,
        in transaction: any Transaction
    ) throws -> [Account] {
        var sql: SQL = """
            SELECT id, consumer_no, old_no, name, customer_id, organisation_id, organisation_path, address, state,
                class, route, opened_on, closed_on, version
            FROM records_account /*scatter: a page lists a scope's accounts, in any bucket*/
            WHERE (organisation_path, consumer_no) > (\(after.path), \(after.number))
                AND organisation_path < \(scope.end)
            """
        if let accountClass { sql.append(" AND class = \(accountClass.rawValue)") }
        sql.append(" ORDER BY organisation_path, consumer_no LIMIT \(limit)")
        return try transaction.all(sql, account)
    }

    /// A route's accounts inside a scope.
    static func list(
        route: String, scope: OrganisationPath, accountClass: AccountClass?,
        after: (path: String, number: String),
        limit: Int, in transaction: any Transaction
    ) throws -> [Account] {
        var sql: SQL = """
            SELECT id, consumer_no, old_no, name, customer_id, organisation_id, organisation_path, address, state,
                class, route, opened_on, closed_on, version
            FROM records_account /*scatter: a page lists a route's accounts, in any bucket*/
            WHERE route = \(route) AND (organisation_path, consumer_no) > (\(after.path), \(after.number))
                AND organisation_path < \(scope.end)
            """
        if let accountClass { sql.append(" AND class = \(accountClass.rawValue)") }
        sql.append(" ORDER BY organisation_path, consumer_no LIMIT \(limit)")
        return try transaction.all(sql, account)
    }

    /// The ids of accounts standing under a node now, after an id.
    static func under(
        _ node: GridNodeID, after: Int64, limit: Int, in transaction: any Transaction
    ) throws -> [AccountID] {
        try transaction.all(
            """
            SELECT DISTINCT account_id FROM records_area_membership /*scatter: an area's accounts are in any bucket*/
            WHERE node_id = \(node) AND account_id > \(after) AND to_day IS NULL
            ORDER BY account_id LIMIT \(limit)
            """
        ) { try $0.id(0) }
    }

    /// Reads the fourteen columns of an account.
    static func account(_ row: any Row) throws -> Account {
        guard let state = AccountState(rawValue: try row.text(8)) else {
            throw StoreFault.column(8, "is not a state of an account")
        }
        guard let accountClass = AccountClass(rawValue: try row.text(9)) else {
            throw StoreFault.column(9, "is not a class of accounts")
        }
        return Account(
            id: try row.id(0), consumerNo: try row.text(1), oldNo: try row.optionalText(2),
            name: try row.text(3),
            customer: try row.id(4), organisation: try row.id(5),
            organisationPath: OrganisationPath(try row.text(6)),
            address: try row.text(7), state: state, accountClass: accountClass, route: try row.text(10),
            openedOn: try row.day(11), closedOn: try row.optionalDay(12), version: try row.int64(13))
    }

    // MARK: Whole buckets

    /// Accounts under a scope.
    static func count(scope: OrganisationPath, in transaction: any Transaction) throws -> Int {
        try transaction.one(
            """
            SELECT COUNT(*) FROM records_account
            WHERE organisation_path >= \(scope.text) AND organisation_path < \(scope.end)
            /*scatter: the size of a run*/
            """
        ) { try $0.int(0) }
    }

    /// The accounts of whole buckets with the terms that hold on a day, in key order. What follows from account to
    /// account mostly has the same words: each is turned into its value once.
    static func billable(
        in range: BucketRange, on day: Day, scope: OrganisationPath, in transaction: any Transaction
    ) throws -> [BillableAccount] {
        var accounts: [BillableAccount] = []
        var path = scope
        var word = (kind: AccountClass.residential.rawValue, mode: BasicMode.none.rawValue)
        var kind = AccountClass.residential
        var mode = BasicMode.none
        // The newest revision of the account's day that was read last, and what held before that day.
        var newest: (day: Day, values: TermValues?)?
        var earlier: TermValues?
        func settle() {
            if !accounts.isEmpty {
                accounts[accounts.count - 1].terms = newest.map { $0.values ?? earlier } ?? nil
            }
            newest = nil
            earlier = nil
        }
        try transaction.each(
            """
            SELECT a.id, a.organisation_id, a.organisation_path, a.class, a.opened_on, a.closed_on,
                t.effective_from, t.is_void, t.tariff_code, t.household_persons, t.low_income, t.capacity_va,
                t.contract_demand_w, t.basic_mode, t.power_factor_standard, t.first_tier_month
            FROM records_account AS a
            JOIN records_term AS t ON a.bucket = t.bucket AND t.account_id = a.id
            WHERE \(bucket: "a.bucket", in: range)
                AND a.organisation_path >= \(scope.text) AND a.organisation_path < \(scope.end)
            ORDER BY a.bucket, a.id, t.effective_from, t.revision
            """
        ) { row in
            let id = AccountID(try row.int64(0))
            if accounts.last?.id != id {
                settle()
                let text = try row.text(2)
                if text != path.text { path = OrganisationPath(text) }
                let name = try row.text(3)
                if name != word.kind {
                    guard let found = AccountClass(rawValue: name) else {
                        throw StoreFault.column(3, "is not a class of accounts")
                    }
                    (word.kind, kind) = (name, found)
                }
                accounts.append(
                    BillableAccount(
                        id: id, organisation: try row.id(1), organisationPath: path, accountClass: kind,
                        openedOn: try row.day(4), closedOn: try row.optionalDay(5)))
            }
            let from = try row.day(6)
            if from > day { return }
            if let newest, newest.day != from { earlier = newest.values ?? earlier }
            guard try !row.bool(7) else {
                newest = (from, nil)
                return
            }
            let name = try row.text(13)
            if name != word.mode {
                guard let found = BasicMode(rawValue: name) else {
                    throw StoreFault.column(13, "is not a mode of basic charge")
                }
                (word.mode, mode) = (name, found)
            }
            newest = (
                from,
                TermValues(
                    tariffCode: try row.text(8), householdPersons: try row.int(9),
                    isLowIncome: try row.bool(10),
                    capacity: try row.quantity(11), contractDemand: try row.quantity(12), basicMode: mode,
                    powerFactorStandard: try row.quantity(14),
                    firstTierMonth: row.isNull(15) ? nil : try row.month(15))
            )
        }
        settle()
        return accounts
    }
}
