internal import Control
internal import Kernel
internal import Store

/// Households whose standing ends soon, and who was reminded of it.
enum StandingRows {
    /// Accounts that have terms with a last day in a span and were not reminded of it yet, by account, after one.
    static func ending(
        from first: Day, to last: Day, after account: AccountID, limit: Int, in transaction: any Transaction
    ) throws -> [(account: AccountID, until: Day)] {
        try transaction.all(
            """
            SELECT DISTINCT t.account_id, t.household_until
            FROM records_term AS t /*scatter: whose standing ends soon is in any bucket*/
            WHERE t.household_until >= \(first) AND t.household_until <= \(last)
              AND t.account_id > \(account)
              AND NOT EXISTS (
                SELECT 1 FROM records_household_reminder AS r
                WHERE r.bucket = t.bucket AND r.account_id = t.account_id AND r.until_day = t.household_until)
            ORDER BY t.account_id, t.household_until LIMIT \(limit)
            """
        ) { (account: try $0.id(0), until: try $0.day(1)) }
    }

    static func note(
        _ account: AccountID, until: Day, outcome: StandingReminder.Outcome, at now: Instant,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO records_household_reminder (bucket, account_id, until_day, outcome, reminded_at)
            VALUES (\(account.bucket), \(account), \(until), \(outcome.rawValue), \(now))
            """)
    }
}
