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

    static func eachInOrder(
        in transaction: any Transaction, _ body: (AuditEntry, Int64, [UInt8]) throws -> Void
    ) throws {
        try transaction.each(
            """
            SELECT bucket, day, at, user_id, organisation_id, address, action, subject, before_values, after_values,
              sequence, hash
            FROM control_audit ORDER BY bucket, day, sequence /*scatter: verifying reads every chain*/
            """
        ) { row in
            let entry = AuditEntry(
                bucket: try row.bucket(0), day: try row.day(1), at: try row.instant(2), user: try row.id(3),
                organisation: try row.id(4), address: try row.text(5), action: try row.text(6),
                subject: try row.text(7), before: try row.optionalText(8), after: try row.optionalText(9))
            try body(entry, try row.int64(10), try row.blob(11))
        }
    }

    static func eachHead(
        in transaction: any Transaction, _ body: (Bucket, Day, Int64, [UInt8]) throws -> Void
    ) throws {
        try transaction.each(
            "SELECT bucket, day, sequence, hash FROM control_audit_head /*scatter: verifying reads every chain*/"
        ) { try body(try $0.bucket(0), try $0.day(1), try $0.int64(2), try $0.blob(3)) }
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
