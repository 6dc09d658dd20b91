internal import Kernel
internal import Store

/// Rows of whom a notice was written to.
enum NoticeRows {
    /// Notes that a notice is for an address; false where it was written to before.
    static func claim(
        _ notice: JobID, _ digest: [UInt8], _ account: AccountID, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.run(
            """
            INSERT INTO control_notice_recipient (bucket, notice_id, recipient_digest, account_id)
            VALUES (\(MessageRows.bucket(digest)), \(notice), \(digest), \(account))
            ON CONFLICT (bucket, notice_id, recipient_digest) DO NOTHING
            """) == 1
    }
}
