internal import Control
internal import Kernel
internal import Store

/// The codes of an account as they are stored.
struct AccountCodeValues: Hashable {
    var useCode: String?
    var industry: String?
    var voltage: String?
}

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
                class, route, opened_on, closed_on, version, use_code, industry, voltage
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
        codes: AccountCodeValues, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE records_account
            SET name = \(name), initials = \(initials), address = \(address), route = \(route),
                use_code = \(codes.useCode), industry = \(codes.industry), voltage = \(codes.voltage)
            WHERE bucket = \(id.bucket) AND id = \(id)
            """)
    }

    static func close(_ id: AccountID, on day: Day, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE records_account SET state = 'CLOSED', closed_on = \(day)
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

    /// A scope's accounts by organisation, then 户号, after a place; narrowed inside an index by class, route and codes.
    static func list(
        _ filter: AccountFilter, scope: OrganisationPath, after: (path: String, number: String), limit: Int,
        in transaction: any Transaction
    ) throws -> [Account] {
        var sql: SQL = """
            SELECT id, consumer_no, old_no, name, customer_id, organisation_id, organisation_path, address, state,
                class, route, opened_on, closed_on, version, use_code, industry, voltage
            FROM records_account /*scatter: a page lists a scope's or a route's accounts, in any bucket*/
            WHERE (organisation_path, consumer_no) > (\(after.path), \(after.number))
                AND organisation_path < \(scope.end)
            """
        if let route = filter.route { sql.append(" AND route = \(route)") }
        if let accountClass = filter.accountClass { sql.append(" AND class = \(accountClass.rawValue)") }
        if let code = filter.useClass {
            if AccountClass(rawValue: code) == nil {
                sql.append(" AND use_code = \(code)")
            } else {
                sql.append(" AND class = \(code) AND use_code IS NULL")
            }
        }
        if let industry = filter.industry {
            sql.append(" AND ")
            sql.append(IndustryReach(industry).sql)
        }
        if let voltage = filter.voltage { sql.append(" AND voltage = \(voltage)") }
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

    /// A customer's accounts in order of their 户号, those closed too.
    static func ids(of customer: CustomerID, in transaction: any Transaction) throws -> [AccountID] {
        try transaction.all(
            """
            SELECT id FROM records_account WHERE customer_id = \(customer) ORDER BY consumer_no
            /*scatter: a customer's accounts lie in any bucket; the index by customer finds them*/
            """
        ) { try $0.id(0) }
    }

    /// Reads the columns of an account.
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
            address: try row.text(7), state: state, accountClass: accountClass,
            useCode: try row.optionalText(14),
            industry: try row.optionalText(15), voltage: try row.optionalText(16), route: try row.text(10),
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
}
