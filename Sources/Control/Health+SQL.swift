internal import Kernel
internal import Store

/// What the figure of the house is drawn from.
enum HealthRows {
    /// Events that a consumer has not seen, by topic: how many, and when the oldest was.
    static func unseen(_ consumer: String, in transaction: any Transaction) throws -> [(
        topic: String, count: Int64, oldest: Instant
    )] {
        try transaction.all(
            """
            SELECT e.topic, count(*), min(e.at)
            FROM control_event_head h
            LEFT JOIN control_cursor c ON c.bucket = h.bucket AND c.consumer = \(consumer)
            JOIN control_event e ON e.bucket = h.bucket AND e.sequence > COALESCE(c.sequence, 0)
            WHERE h.sequence > COALESCE(c.sequence, 0)
            GROUP BY e.topic ORDER BY e.topic /*scatter: the backlog of a consumer over all buckets*/
            """
        ) { (try $0.text(0), try $0.int64(1), try $0.instant(2)) }
    }

    /// The buckets in which a consumer has not seen the last event.
    static func behind(_ consumer: String, in transaction: any Transaction) throws -> [Bucket] {
        try transaction.all(
            """
            SELECT h.bucket FROM control_event_head h
            LEFT JOIN control_cursor c ON c.bucket = h.bucket AND c.consumer = \(consumer)
            WHERE h.sequence > COALESCE(c.sequence, 0) ORDER BY h.bucket /*scatter: where a consumer is behind*/
            """
        ) { try $0.int(0) }.compactMap { Bucket(number: $0) }
    }

    /// The newest run of anything scheduled whose key begins with the room's word.
    static func lastRun(of schedules: [String], in transaction: any Transaction) throws -> ScheduleRun? {
        try schedules.compactMap { try ScheduleRows.runs(of: $0, limit: 1, in: transaction).first }
            .max { $0.started < $1.started }
    }

    /// The newest job of one of `kinds`.
    static func lastJob(of kinds: [String], in transaction: any Transaction) throws -> Job? {
        try kinds.compactMap { try JobRows.newest(kind: $0, in: transaction) }.max {
            $0.createdAt < $1.createdAt
        }
    }

    /// The kinds of which a job failed since, and nobody let it go on or gave it up.
    static func failedKinds(since: Instant, in transaction: any Transaction) throws -> [String] {
        try transaction.all(
            """
            SELECT DISTINCT kind FROM control_job WHERE state = 'FAILED' AND wish = 'RUN' AND finished_at > \(since)
            ORDER BY kind /*scatter: what failed, a few*/
            """
        ) { try $0.text(0) }
    }

    /// Whether jobs wait of which no unit was done since, nor one asked for: how many.
    static func idleJobs(since: Instant, in transaction: any Transaction) throws -> Int64 {
        let waiting = try transaction.all(
            """
            SELECT id, created_at FROM control_job WHERE state IN ('WAITING', 'RUNNING') AND wish = 'RUN'
            ORDER BY id /*scatter: the queue, a few*/
            """
        ) { (id: try $0.int64(0), at: try $0.instant(1)) }
        guard !waiting.isEmpty, waiting.allSatisfy({ $0.at < since }) else { return 0 }
        for job in waiting {
            let isWorked = try transaction.exists(
                """
                SELECT 1 FROM control_job_unit WHERE job_id = \(job.id) AND finished_at > \(since)
                LIMIT 1 /*scatter: whether anybody works*/
                """)
            if isWorked { return 0 }
        }
        return Int64(waiting.count)
    }

    /// Deliveries given up.
    static func deadDeliveries(in transaction: any Transaction) throws -> Int64 {
        try transaction.one(
            """
            SELECT count(*) FROM control_webhook_delivery WHERE state = 'DEAD' /*scatter: all that was given up*/
            """
        ) { try $0.int64(0) }
    }
}
