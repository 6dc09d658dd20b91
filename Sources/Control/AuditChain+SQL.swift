internal import Kernel
internal import Store

/// The audit log's rows.
enum AuditRows {
    static func lockHead(
        _ bucket: Bucket, _ day: Day, genesis: [UInt8], in transaction: any Transaction
    ) throws -> (sequence: Int64, hash: [UInt8]) {
        try transaction.one(
            """
            INSERT INTO control_audit_head (bucket, day, sequence, hash) VALUES (\(bucket), \(day), 0, \(genesis))
            ON CONFLICT (bucket, day) DO UPDATE SET sequence = control_audit_head.sequence
            RETURNING sequence, hash
            """
        ) { (try $0.int64(0), try $0.blob(1)) }
    }

    static func moveHead(
        _ bucket: Bucket, _ day: Day, sequence: Int64, hash: [UInt8], in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE control_audit_head SET sequence = \(sequence), hash = \(hash)
            WHERE bucket = \(bucket) AND day = \(day)
            """)
    }

    static func insert(
        _ entry: AuditEntry, sequence: Int64, hash: [UInt8], in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_audit
              (bucket, day, sequence, at, user_id, organisation_id, address, action, subject, before_values, after_values, hash)
            VALUES (\(entry.bucket), \(entry.day), \(sequence), \(entry.at), \(entry.user), \(entry.organisation),
              \(entry.address), \(entry.action), \(entry.subject), \(entry.before), \(entry.after), \(hash))
            """)
    }

    /// A row as it stands, whatever somebody made of it; nil fields could not be read at all.
    struct Stored {
        let bucket: Int64
        let day: Int64
        let sequence: Int64
        let fields: AuditFields?
        let hash: [UInt8]?
    }

    static func eachInOrder(
        in transaction: any Transaction, _ body: (Stored) throws -> Void
    ) throws {
        try transaction.eachPaged(
            """
            SELECT bucket, day, at, user_id, organisation_id, address, action, subject, before_values, after_values,
              sequence, hash
            FROM control_audit ORDER BY bucket, day, sequence /*scatter: verifying reads every chain*/
            """
        ) { row in
            let place = (try row.int64(0), try row.int64(1), try row.int64(10))
            func fields() throws(StoreFault) -> AuditFields {
                AuditFields(
                    bucket: place.0, day: place.1, sequence: place.2, at: try row.int64(2),
                    user: try row.int64(3), organisation: try row.int64(4), address: try row.text(5),
                    action: try row.text(6), subject: try row.text(7), before: try row.optionalText(8),
                    after: try row.optionalText(9))
            }
            let read = Result { () throws(StoreFault) in (try fields(), try row.blob(11)) }
            let found = try? read.get()
            try body(
                Stored(
                    bucket: place.0, day: place.1, sequence: place.2, fields: found?.0, hash: found?.1))
        }
    }

    static func eachHead(
        in transaction: any Transaction, _ body: (Int64, Int64, Int64, [UInt8]) throws -> Void
    ) throws {
        try transaction.each(
            """
            SELECT bucket, day, sequence, hash FROM control_audit_head ORDER BY bucket, day
            /*scatter: verifying reads every chain*/
            """
        ) { try body(try $0.int64(0), try $0.int64(1), try $0.int64(2), try $0.blob(3)) }
    }

    /// Whether there is an entry on a subject after a place in the chain of `bucket` and before another. An entry that
    /// somebody looked (`….view`, `….unmask`) tells of no change.
    static func isChanged(
        _ subject: String, in bucket: Bucket, after: (day: Day, sequence: Int64),
        before: (day: Day, sequence: Int64), in transaction: any Transaction
    ) throws -> Bool {
        try transaction.exists(
            """
            SELECT 1 FROM control_audit WHERE bucket = \(bucket) AND day >= \(after.day) AND subject = \(subject)
              AND (day > \(after.day) OR sequence > \(after.sequence))
              AND (day < \(before.day) OR sequence < \(before.sequence))
              AND action NOT LIKE '%.view' AND action NOT LIKE '%.unmask'
            """)
    }

    /// The days that have entries, the first first.
    static func days(in transaction: any Transaction) throws -> [Day] {
        try transaction.all(
            "SELECT DISTINCT day FROM control_audit_head ORDER BY day /*scatter: the days of every bucket*/"
        ) { try $0.day(0) }
    }

    static func eachHead(
        _ day: Day, in transaction: any Transaction, _ body: (Bucket, Int64, [UInt8]) throws -> Void
    ) throws {
        try transaction.each(
            """
            SELECT bucket, sequence, hash FROM control_audit_head WHERE day = \(day)
            ORDER BY bucket /*scatter: a day's root covers every bucket*/
            """
        ) { try body(try $0.bucket(0), try $0.int64(1), try $0.blob(2)) }
    }

    /// Days that have entries and no root yet, later than the last root, the oldest first.
    static func daysWithoutRoot(before day: Day, in transaction: any Transaction) throws -> [Day] {
        try transaction.all(
            """
            SELECT DISTINCT day FROM control_audit_head
            WHERE day < \(day) AND day > COALESCE((SELECT MAX(day) FROM control_audit_root), 0)
            ORDER BY day /*scatter: once a day*/
            """
        ) { try $0.day(0) }
    }

    static func root(_ day: Day, in transaction: any Transaction) throws -> [UInt8]? {
        try transaction.first("SELECT root FROM control_audit_root WHERE day = \(day)") { try $0.blob(0) }
    }

    static func rootBefore(_ day: Day, in transaction: any Transaction) throws -> [UInt8]? {
        try transaction.first(
            "SELECT root FROM control_audit_root WHERE day < \(day) ORDER BY day DESC LIMIT 1"
        ) { try $0.blob(0) }
    }

    static func roots(in transaction: any Transaction) throws -> [(Day, [UInt8])] {
        try transaction.all("SELECT day, root FROM control_audit_root ORDER BY day") {
            (try $0.day(0), try $0.blob(1))
        }
    }

    static func insertRoot(_ day: Day, _ root: [UInt8], in transaction: any Transaction) throws {
        try transaction.run("INSERT INTO control_audit_root (day, root) VALUES (\(day), \(root))")
    }
}
