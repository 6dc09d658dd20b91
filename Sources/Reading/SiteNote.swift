package import Kernel
import Store

/// What a reader found at a meter when it was read for a month 现场异常.
package struct SiteNote: Sendable, Hashable {
    package let month: BillingMonth
    /// The version of the month's energy it was found with; a later version without one has none.
    package let version: Int64
    /// Of the code table `reading.exception`.
    package let code: String
}

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
