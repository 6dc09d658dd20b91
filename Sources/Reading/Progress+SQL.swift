import Kernel
import Records
import Store

/// The statements of progress.
enum ProgressRows {
    /// The last month with energy of each organisation.
    static func lastMonths(in transaction: any Transaction) throws -> [(
        organisation: OrganisationID, month: BillingMonth
    )] {
        try transaction.all(
            """
            /*scatter: the last month is of all buckets*/
            SELECT organisation_id, MAX(month) FROM reading_progress WHERE approved + pending > 0
            GROUP BY organisation_id
            """
        ) { (organisation: try $0.id(0), month: try $0.month(1)) }
    }

    static func sums(_ month: BillingMonth, in transaction: any Transaction) throws -> [RouteKey:
        ProgressChange]
    {
        var found: [RouteKey: ProgressChange] = [:]
        try transaction.each(
            """
            /*scatter: a month's counts are summed over all buckets*/
            SELECT organisation_id, route, CAST(SUM(approved) AS BIGINT), CAST(SUM(pending) AS BIGINT)
            FROM reading_progress WHERE month = \(month) GROUP BY organisation_id, route
            """
        ) { row in
            found[RouteKey(organisation: try row.id(0), route: try row.text(1))] = ProgressChange(
                approved: try row.int64(2), pending: try row.int64(3))
        }
        return found
    }
}

extension ReadingRows {
    /// Of which of these accounts a person wrote readings of the month, by hand or by a file.
    static func read(
        by user: UserID, among ids: [AccountID], month: BillingMonth, in transaction: any Transaction
    ) throws -> Set<AccountID> {
        var found: Set<AccountID> = []
        for slice in ids.slices(of: WantedAccounts.limit) {
            let sql =
                WantedAccounts.sql(slice, as: "reading_wanted") + """
                    SELECT r.account_id FROM reading_wanted w CROSS JOIN reading_reading r
                    WHERE r.bucket = w.bucket AND r.account_id = w.id AND r.month = \(month)
                      AND r.user_id = \(user)
                    """
            try transaction.each(sql) { found.insert(try $0.id(0)) }
        }
        return found
    }

    /// Which of these accounts have energy in the month.
    static func readIDs(
        _ ids: [AccountID], month: BillingMonth, in transaction: any Transaction
    ) throws -> Set<AccountID> {
        var found: Set<AccountID> = []
        for slice in ids.slices(of: WantedAccounts.limit) {
            let sql =
                WantedAccounts.sql(slice, as: "reading_wanted") + """
                    SELECT e.account_id FROM reading_wanted w CROSS JOIN reading_energy e
                    WHERE e.bucket = w.bucket AND e.account_id = w.id AND e.month = \(month)
                    """
            try transaction.each(sql) { found.insert(try $0.id(0)) }
        }
        return found
    }
}
