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

    /// Deliveries given up.
    static func deadDeliveries(in transaction: any Transaction) throws -> Int64 {
        try transaction.one(
            """
            SELECT count(*) FROM control_webhook_delivery WHERE state = 'DEAD' /*scatter: all that was given up*/
            """
        ) { try $0.int64(0) }
    }
}
