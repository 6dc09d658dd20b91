internal import Kernel
internal import Store

/// Rows of sessions and of failed sign-ins.
enum SessionRows {
    struct Stored {
        let user: UserID
        let csrf: String
        let address: String
        let createdAt: Instant
        let seenAt: Instant
        let expiresAt: Instant
        let isEnded: Bool
    }

    /// A session lies in the bucket of the first eight bytes of its token's hash.
    static func bucket(_ hash: [UInt8]) -> Bucket {
        Bucket(of: hash.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) })
    }

    static func insert(
        _ hash: [UInt8], user: UserID, csrf: String, address: String, at: Instant, expires: Instant,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_session (bucket, token_hash, user_id, csrf, address, created_at, seen_at, expires_at)
            VALUES (\(bucket(hash)), \(hash), \(user), \(csrf), \(address), \(at), \(at), \(expires))
            """)
    }

    static func find(_ hash: [UInt8], in transaction: any Transaction) throws -> Stored? {
        try transaction.first(
            """
            SELECT user_id, csrf, address, created_at, seen_at, expires_at, ended_at FROM control_session
            WHERE bucket = \(bucket(hash)) AND token_hash = \(hash)
            """
        ) { row in
            Stored(
                user: try row.id(0), csrf: try row.text(1), address: try row.text(2),
                createdAt: try row.instant(3),
                seenAt: try row.instant(4), expiresAt: try row.instant(5), isEnded: !row.isNull(6))
        }
    }

    static func touch(_ hash: [UInt8], at: Instant, in transaction: any Transaction) throws {
        try transaction.run(
            "UPDATE control_session SET seen_at = \(at) WHERE bucket = \(bucket(hash)) AND token_hash = \(hash)"
        )
    }

    static func end(_ hash: [UInt8], at: Instant, in transaction: any Transaction) throws -> Bool {
        try transaction.run(
            """
            UPDATE control_session SET ended_at = \(at)
            WHERE bucket = \(bucket(hash)) AND token_hash = \(hash) AND ended_at IS NULL
            """) == 1
    }

    static func endAll(of user: UserID, at: Instant, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE control_session SET ended_at = \(at) WHERE user_id = \(user) AND ended_at IS NULL
            /*scatter: a person's sessions lie in the buckets of their tokens*/
            """)
    }

    static func lockedUntil(_ subject: String, in transaction: any Transaction) throws -> Instant? {
        try transaction.first(
            """
            SELECT locked_until FROM control_sign_in_failure
            WHERE bucket = \(NameRegistry.bucket(of: subject)) AND subject = \(subject)
            """
        ) { try $0.instant(0) }
    }

    /// Counts one failure more; failures older than `window` are forgotten. Gives the count.
    static func fail(
        _ subject: String, at: Instant, windowMs: Int64, limit: Int64, lockMs: Int64,
        in transaction: any Transaction
    ) throws -> Int64 {
        let bucket = NameRegistry.bucket(of: subject)
        let count = try transaction.one(
            """
            INSERT INTO control_sign_in_failure (bucket, subject, failures, last_at, locked_until)
            VALUES (\(bucket), \(subject), 1, \(at), 0)
            ON CONFLICT (bucket, subject) DO UPDATE SET
              failures = CASE WHEN control_sign_in_failure.last_at < \(at.adding(milliseconds: -windowMs)) THEN 1
                ELSE control_sign_in_failure.failures + 1 END,
              last_at = \(at)
            RETURNING failures
            """
        ) { try $0.int64(0) }
        if count >= limit {
            try transaction.run(
                """
                UPDATE control_sign_in_failure SET locked_until = \(at.adding(milliseconds: lockMs)), failures = 0
                WHERE bucket = \(bucket) AND subject = \(subject)
                """)
        }
        return count
    }

    static func forget(_ subject: String, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE control_sign_in_failure SET failures = 0, locked_until = 0
            WHERE bucket = \(NameRegistry.bucket(of: subject)) AND subject = \(subject)
            """)
    }
}
