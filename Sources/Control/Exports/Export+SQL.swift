internal import Kernel
internal import Store

/// Rows of exports that were made.
enum ExportRows {
    static func insert(_ made: Export.Made, of job: JobID, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO control_export (bucket, job_id, made_at, row_count, byte_count, expires_at)
            VALUES (\(job.bucket), \(job), \(made.at), \(made.rows), \(made.bytes), \(made.expires))
            """)
    }

    static func made(_ job: JobID, in transaction: any Transaction) throws -> Export.Made? {
        try transaction.first(
            """
            SELECT made_at, row_count, byte_count, expires_at, expired_at FROM control_export
            WHERE bucket = \(job.bucket) AND job_id = \(job)
            """
        ) { row in
            Export.Made(
                at: try row.instant(0), rows: try row.int64(1), bytes: try row.int64(2),
                expires: try row.instant(3), expired: try row.optionalInstant(4))
        }
    }

    /// Exports whose time is over and whose files were not deleted yet.
    static func over(at now: Instant, in transaction: any Transaction) throws -> [JobID] {
        try transaction.all(
            """
            SELECT job_id FROM control_export WHERE expires_at <= \(now) AND expired_at IS NULL
            ORDER BY job_id /*scatter: exports whose time is over, a few*/
            """
        ) { try $0.id(0) }
    }

    static func setExpired(_ job: JobID, at: Instant, in transaction: any Transaction) throws -> Bool {
        try transaction.run(
            """
            UPDATE control_export SET expired_at = \(at)
            WHERE bucket = \(job.bucket) AND job_id = \(job) AND expired_at IS NULL
            """) == 1
    }
}

/// Rows of claims on jobs that are worked outside of transactions.
enum JobHoldRows {
    /// Claims a job that nobody holds; the number of this attempt, nil where somebody works it.
    static func claim(
        _ job: JobID, until: Instant, at now: Instant, in transaction: any Transaction
    ) throws -> Int64? {
        try transaction.first(
            """
            INSERT INTO control_job_hold (bucket, job_id, attempt, held_until)
            VALUES (\(job.bucket), \(job), 1, \(until))
            ON CONFLICT (bucket, job_id) DO UPDATE SET attempt = control_job_hold.attempt + 1, held_until = \(until)
            WHERE control_job_hold.held_until <= \(now)
            RETURNING attempt
            """
        ) { try $0.int64(0) }
    }

    /// Whether the attempt still holds the job; then it does until `until`.
    static func renew(
        _ job: JobID, _ attempt: Int64, until: Instant, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.run(
            """
            UPDATE control_job_hold SET held_until = \(until)
            WHERE bucket = \(job.bucket) AND job_id = \(job) AND attempt = \(attempt)
            """) == 1
    }

    /// Puts every unit of a job back: an attempt begins anew.
    static func restart(_ job: JobID, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE control_job_unit SET state = 'WAITING', finished_at = NULL, result = NULL
            WHERE job_id = \(job) /*scatter: the units of one job*/
            """)
    }

    /// Ends what units are left of a job whose work is done.
    static func finishUnits(_ job: JobID, at now: Instant, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE control_job_unit SET state = 'DONE', finished_at = \(now)
            WHERE job_id = \(job) AND state = 'WAITING' /*scatter: the units of one job*/
            """)
    }
}
