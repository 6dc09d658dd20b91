internal import Kernel
internal import Store

/// Events as rows, in the transaction of what they tell of. Within a bucket they are numbered without gaps, and the head
/// row's lock makes the numbers follow the commits.
enum Outbox {
    static func append(
        topic: String, bucket: Bucket, organisation: OrganisationPath, payload: String, at: Instant,
        id: Int64,
        in transaction: any Transaction
    ) throws {
        let sequence = try transaction.one(
            """
            INSERT INTO control_event_head (bucket, sequence) VALUES (\(bucket), 1)
            ON CONFLICT (bucket) DO UPDATE SET sequence = control_event_head.sequence + 1
            RETURNING sequence
            """
        ) { try $0.int64(0) }
        try transaction.run(
            """
            INSERT INTO control_event (bucket, sequence, id, topic, organisation_path, payload, at)
            VALUES (\(bucket), \(sequence), \(id), \(topic), \(organisation.text), \(payload), \(at))
            """)
    }
}

extension Outbox {
    private static func event(_ row: any Row) throws -> Event {
        Event(
            id: try row.int64(0), bucket: Int32(try row.int64(1)), sequence: try row.int64(2),
            topic: try row.text(3),
            organisation: try row.text(4), payload: try row.text(5), atMs: try row.int64(6))
    }

    /// Events made after the id `horizon`, oldest first; at most `limit`.
    static func after(_ horizon: Int64, limit: Int, in transaction: any Transaction) throws -> [Event] {
        try transaction.all(
            """
            SELECT id, bucket, sequence, topic, organisation_path, payload, at FROM control_event
            WHERE id > \(horizon) ORDER BY id LIMIT \(limit) /*scatter: the pump finds news in any bucket*/
            """, event)
    }

    /// The newest id, 0 where there is none.
    static func newest(in transaction: any Transaction) throws -> Int64 {
        try transaction.first(
            "SELECT id FROM control_event ORDER BY id DESC LIMIT 1 /*scatter: where the pump begins*/"
        ) { try $0.int64(0) } ?? 0
    }

    /// The last number of each bucket that has events.
    static func heads(in transaction: any Transaction) throws -> [Int32: Int64] {
        try Dictionary(
            transaction.all(
                "SELECT bucket, sequence FROM control_event_head /*scatter: what came late in any bucket*/"
            ) { (Int32(try $0.int64(0)), try $0.int64(1)) }, uniquingKeysWith: { _, last in last })
    }

    /// A bucket's events after a number, in order.
    static func events(of bucket: Bucket, after sequence: Int64, limit: Int, in transaction: any Transaction)
        throws -> [Event]
    {
        try transaction.all(
            """
            SELECT id, bucket, sequence, topic, organisation_path, payload, at FROM control_event
            WHERE bucket = \(bucket) AND sequence > \(sequence) ORDER BY sequence LIMIT \(limit)
            """, event)
    }

    /// A bucket's events after what a consumer has seen, in order.
    static func unseen(_ consumer: String, _ bucket: Bucket, limit: Int, in transaction: any Transaction)
        throws -> [Event]
    {
        let seen =
            try transaction.first(
                "SELECT sequence FROM control_cursor WHERE bucket = \(bucket) AND consumer = \(consumer)"
            ) { try $0.int64(0) } ?? 0
        return try events(of: bucket, after: seen, limit: limit, in: transaction)
    }

    /// Remembers the last event a consumer handled in a bucket.
    static func advance(
        _ consumer: String, _ bucket: Bucket, to sequence: Int64, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_cursor (bucket, consumer, sequence) VALUES (\(bucket), \(consumer), \(sequence))
            ON CONFLICT (bucket, consumer) DO UPDATE SET sequence = \(sequence)
            """)
    }
}
