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
        let duty: String
        let idleMs: Int64

        /// A locked session can do nothing until the password is shown, so it does not end by standing idle: a clerk
        /// back from lunch finds what they had typed. Its last hour is set all the same.
        func stands(at now: Instant) -> Bool {
            duty == SignInDuty.unlock.rawValue || seenAt.adding(milliseconds: idleMs) > now
        }
    }

    /// A session lies in the bucket of the first eight bytes of its token's hash.
    static func bucket(_ hash: [UInt8]) -> Bucket {
        Bucket(of: hash.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) })
    }

    static func insert(
        _ hash: [UInt8], user: UserID, csrf: String, address: String, at: Instant, expires: Instant,
        idleMs: Int64, duty: String, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_session (bucket, token_hash, user_id, csrf, address, created_at, seen_at, expires_at,
              idle_ms, duty)
            VALUES (\(bucket(hash)), \(hash), \(user), \(csrf), \(address), \(at), \(at), \(expires), \(idleMs),
              \(duty))
            """)
    }

    /// A person's sessions that have not ended, the last used first.
    static func open(of user: UserID, in transaction: any Transaction) throws -> [(hash: [UInt8], Stored)] {
        try transaction.all(
            """
            SELECT token_hash, user_id, csrf, address, created_at, seen_at, expires_at, ended_at, duty, idle_ms
            FROM control_session WHERE user_id = \(user) AND ended_at IS NULL ORDER BY seen_at DESC LIMIT 100
            /*scatter: a person's sessions lie in the buckets of their tokens*/
            """
        ) { (try $0.blob(0), try stored($0, from: 1)) }
    }

    private static func stored(_ row: any Row, from first: Int) throws -> Stored {
        Stored(
            user: try row.id(first), csrf: try row.text(first + 1), address: try row.text(first + 2),
            createdAt: try row.instant(first + 3), seenAt: try row.instant(first + 4),
            expiresAt: try row.instant(first + 5), isEnded: !row.isNull(first + 6),
            duty: try row.text(first + 7), idleMs: try row.int64(first + 8))
    }

    static func setDuty(_ hash: [UInt8], _ duty: String, in transaction: any Transaction) throws {
        try transaction.run(
            "UPDATE control_session SET duty = \(duty) WHERE bucket = \(bucket(hash)) AND token_hash = \(hash)"
        )
    }

    /// Ends every session of a person but one; gives how many there were.
    @discardableResult
    static func endOthers(
        of user: UserID, but hash: [UInt8], at: Instant, in transaction: any Transaction
    ) throws -> Int {
        try transaction.run(
            """
            UPDATE control_session SET ended_at = \(at)
            WHERE user_id = \(user) AND ended_at IS NULL AND token_hash <> \(hash)
            /*scatter: a person's sessions lie in the buckets of their tokens*/
            """)
    }

    static func find(_ hash: [UInt8], in transaction: any Transaction) throws -> Stored? {
        try transaction.first(
            """
            SELECT user_id, csrf, address, created_at, seen_at, expires_at, ended_at, duty, idle_ms
            FROM control_session WHERE bucket = \(bucket(hash)) AND token_hash = \(hash)
            """
        ) { try stored($0, from: 0) }
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

    @discardableResult
    static func endAll(of user: UserID, at: Instant, in transaction: any Transaction) throws -> Int {
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

    /// Counts one failure more, unless the subject is locked; failures older than `window` are forgotten. The one
    /// statement looks at the lock and counts, so that of many at once no more than the limit are let through.
    /// - Returns: The count; nil where the subject was locked, and then nothing was counted.
    static func fail(
        _ subject: String, at: Instant, windowMs: Int64, limit: Int64, lockMs: Int64,
        in transaction: any Transaction
    ) throws -> Int64? {
        let bucket = NameRegistry.bucket(of: subject)
        let count = try transaction.first(
            """
            INSERT INTO control_sign_in_failure (bucket, subject, failures, last_at, locked_until)
            VALUES (\(bucket), \(subject), 1, \(at), 0)
            ON CONFLICT (bucket, subject) DO UPDATE SET
              failures = CASE WHEN control_sign_in_failure.last_at < \(at.adding(milliseconds: -windowMs)) THEN 1
                ELSE control_sign_in_failure.failures + 1 END,
              last_at = \(at)
              WHERE control_sign_in_failure.locked_until <= \(at)
            RETURNING failures
            """
        ) { try $0.int64(0) }
        if let count, count >= limit {
            // From here the count begins anew.
            try transaction.run(
                """
                UPDATE control_sign_in_failure SET locked_until = \(at.adding(milliseconds: lockMs)), failures = 0
                WHERE bucket = \(bucket) AND subject = \(subject)
                """)
        }
        return count
    }

    /// Lets a subject wait without ending its count.
    static func hold(_ subject: String, until: Instant, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE control_sign_in_failure SET locked_until = \(until)
            WHERE bucket = \(NameRegistry.bucket(of: subject)) AND subject = \(subject) AND locked_until < \(until)
            """)
    }

    static func forget(_ subject: String, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE control_sign_in_failure SET failures = 0, locked_until = 0
            WHERE bucket = \(NameRegistry.bucket(of: subject)) AND subject = \(subject)
            """)
    }
}
