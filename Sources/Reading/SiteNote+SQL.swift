import Kernel
import Store

/// Rows of what was found at meters.
enum SiteNoteRows {
    static func insert(
        _ note: SiteNote, of account: AccountID, by user: UserID, at now: Instant,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO reading_site_note (bucket, month, account_id, version, code, user_id, at_ms)
            VALUES (\(account.bucket), \(note.month), \(account), \(note.version), \(note.code), \(user), \(now))
            """)
    }

    /// What was found at an account's meters in some months, by month and version.
    static func notes(
        of account: AccountID, from first: BillingMonth, to last: BillingMonth,
        in transaction: any Transaction
    ) throws -> [SiteNote] {
        try transaction.all(
            """
            SELECT month, version, code FROM reading_site_note
            WHERE bucket = \(account.bucket) AND month >= \(first) AND month <= \(last) AND account_id = \(account)
            ORDER BY month, version
            """
        ) { SiteNote(month: try $0.month(0), version: try $0.int64(1), code: try $0.text(2)) }
    }
}
