internal import Kernel
internal import Store

/// Rows of customers' codes, of how many were asked for, and of their sessions.
enum CustomerRows {
    // MARK: Codes

    /// The code of a subject from now on; the one before is dead.
    static func setCode(
        _ subject: String, challenge: [UInt8], digest: [UInt8], at: Instant, expires: Instant,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_customer_code (bucket, subject, challenge_hash, code_digest, made_at, expires_at, tries)
            VALUES (\(NameRegistry.bucket(of: subject)), \(subject), \(challenge), \(digest), \(at), \(expires), 0)
            ON CONFLICT (bucket, subject) DO UPDATE SET challenge_hash = \(challenge), code_digest = \(digest),
              made_at = \(at), expires_at = \(expires), tries = 0, used_at = NULL
            """)
    }

    /// Counts one try of a code that may still be good, and gives its digest; nil where there is none.
    static func tryCode(
        _ subject: String, challenge: [UInt8], at: Instant, most: Int64, in transaction: any Transaction
    ) throws -> [UInt8]? {
        try transaction.first(
            """
            UPDATE control_customer_code SET tries = tries + 1
            WHERE bucket = \(NameRegistry.bucket(of: subject)) AND subject = \(subject)
              AND challenge_hash = \(challenge) AND used_at IS NULL AND expires_at > \(at) AND tries < \(most)
            RETURNING code_digest
            """
        ) { try $0.blob(0) }
    }

    static func useCode(_ subject: String, at: Instant, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE control_customer_code SET used_at = \(at)
            WHERE bucket = \(NameRegistry.bucket(of: subject)) AND subject = \(subject)
            """)
    }

    /// Counts one code more of a subject, from now where the span of the last count is over. Gives the count and since
    /// when it runs.
    static func count(
        _ subject: String, at: Instant, spanMs: Int64, in transaction: any Transaction
    ) throws -> (codes: Int64, since: Instant) {
        let begin = at.adding(milliseconds: -spanMs)
        return try transaction.one(
            """
            INSERT INTO control_customer_count (bucket, subject, since, codes)
            VALUES (\(NameRegistry.bucket(of: subject)), \(subject), \(at), 1)
            ON CONFLICT (bucket, subject) DO UPDATE SET
              codes = CASE WHEN control_customer_count.since <= \(begin) THEN 1
                ELSE control_customer_count.codes + 1 END,
              since = CASE WHEN control_customer_count.since <= \(begin) THEN \(at)
                ELSE control_customer_count.since END
            RETURNING codes, since
            """
        ) { (try $0.int64(0), try $0.instant(1)) }
    }

    // MARK: Sessions

    struct Stored {
        let customer: CustomerID
        let account: AccountID
        let csrf: String
        let seenAt: Instant
        let expiresAt: Instant
    }

    static func open(
        _ hash: [UInt8], customer: CustomerID, account: AccountID, csrf: String, address: String, at: Instant,
        expires: Instant, idleMs: Int64, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_customer_session (bucket, token_hash, customer_id, account_id, csrf, address,
              created_at, seen_at, expires_at, idle_ms)
            VALUES (\(SessionRows.bucket(hash)), \(hash), \(customer), \(account), \(csrf), \(address), \(at), \(at),
              \(expires), \(idleMs))
            """)
    }

    /// The session, unless it has ended, expired, or stood idle too long.
    static func session(_ hash: [UInt8], at: Instant, in transaction: any Transaction) throws -> Stored? {
        try transaction.first(
            """
            SELECT customer_id, account_id, csrf, seen_at, expires_at FROM control_customer_session
            WHERE bucket = \(SessionRows.bucket(hash)) AND token_hash = \(hash) AND ended_at IS NULL
              AND expires_at > \(at) AND seen_at + idle_ms > \(at)
            """
        ) {
            Stored(
                customer: try $0.id(0), account: try $0.id(1), csrf: try $0.text(2),
                seenAt: try $0.instant(3),
                expiresAt: try $0.instant(4))
        }
    }

    static func touch(_ hash: [UInt8], at: Instant, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE control_customer_session SET seen_at = \(at)
            WHERE bucket = \(SessionRows.bucket(hash)) AND token_hash = \(hash)
            """)
    }

    static func end(_ hash: [UInt8], at: Instant, in transaction: any Transaction) throws -> Bool {
        try transaction.run(
            """
            UPDATE control_customer_session SET ended_at = \(at)
            WHERE bucket = \(SessionRows.bucket(hash)) AND token_hash = \(hash) AND ended_at IS NULL
            """) == 1
    }
}
