internal import Kernel
internal import Store

/// Rows of leave cover.
enum CoverRows {
    static func insert(_ cover: Cover, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO control_cover (bucket, absent_id, id, covering_id, first_day, last_day, reason, approved_by,
              approved_at)
            VALUES (\(cover.absent.bucket), \(cover.absent), \(cover.id), \(cover.covering), \(cover.firstDay),
              \(cover.lastDay), \(cover.reason), \(cover.approvedBy), \(cover.approvedAt))
            """)
    }

    /// What is in force on some day of the span, of the person who is away.
    static func covers(
        of absent: UserID, from first: Day, to last: Day, in transaction: any Transaction
    ) throws -> [Cover] {
        try transaction.all(
            """
            SELECT id, absent_id, covering_id, first_day, last_day, reason, approved_by, approved_at, ended_at
            FROM control_cover WHERE bucket = \(absent.bucket) AND absent_id = \(absent)
              AND first_day <= \(last) AND last_day >= \(first) AND ended_at IS NULL ORDER BY first_day, id
            """, cover)
    }

    /// Whom a person stands in for on a day.
    static func covers(by covering: UserID, from first: Day, to last: Day, in transaction: any Transaction)
        throws -> [Cover]
    {
        try transaction.all(
            """
            /*scatter: those who are away lie in their own buckets; by the index of who covers*/
            SELECT id, absent_id, covering_id, first_day, last_day, reason, approved_by, approved_at, ended_at
            FROM control_cover WHERE covering_id = \(covering) AND last_day >= \(first)
              AND first_day <= \(last) AND ended_at IS NULL ORDER BY first_day, id
            """, cover)
    }

    /// Everything from a day on, the newest first.
    static func covers(from day: Day, limit: Int, in transaction: any Transaction) throws -> [Cover] {
        try transaction.all(
            """
            /*scatter: the list of who covers whom*/
            SELECT id, absent_id, covering_id, first_day, last_day, reason, approved_by, approved_at, ended_at
            FROM control_cover WHERE last_day >= \(day) ORDER BY first_day DESC, id DESC LIMIT \(limit)
            """, cover)
    }

    static func end(_ id: CoverID, of absent: UserID, at: Instant, in transaction: any Transaction) throws
        -> Bool
    {
        try transaction.run(
            """
            UPDATE control_cover SET ended_at = \(at)
            WHERE bucket = \(absent.bucket) AND absent_id = \(absent) AND id = \(id) AND ended_at IS NULL
            """) == 1
    }

    private static func cover(_ row: any Row) throws -> Cover {
        Cover(
            id: try row.id(0), absent: try row.id(1), covering: try row.id(2), firstDay: try row.day(3),
            lastDay: try row.day(4), reason: try row.text(5), approvedBy: try row.id(6),
            approvedAt: try row.instant(7), isEnded: !row.isNull(8))
    }
}
