internal import Kernel
internal import Store

/// Rows about a person's password and second factor.
enum CredentialRows {
    /// When the password was set (the user's beginning where it never was changed) and whether it must be.
    static func age(_ id: UserID, in transaction: any Transaction) throws -> (
        setAt: Instant, mustChange: Bool
    )? {
        try transaction.first(
            """
            SELECT password_set_at, created_at, must_change FROM control_user
            WHERE bucket = \(id.bucket) AND id = \(id)
            """
        ) { row in
            let set = try row.instant(0)
            return (set.milliseconds == 0 ? try row.instant(1) : set, try row.bool(2))
        }
    }

    static func setPassword(
        _ id: UserID, hash: String, mustChange: Bool, at: Instant, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE control_user SET password_hash = \(hash), password_set_at = \(at), must_change = \(mustChange),
              version = version + 1
            WHERE bucket = \(id.bucket) AND id = \(id)
            """)
    }

    static func markMustChange(_ id: UserID, in transaction: any Transaction) throws {
        try transaction.run(
            "UPDATE control_user SET must_change = 1 WHERE bucket = \(id.bucket) AND id = \(id)")
    }

    static func remember(_ id: UserID, hash: String, at: Instant, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO control_password_history (bucket, user_id, set_at, password_hash)
            VALUES (\(id.bucket), \(id), \(at), \(hash))
            ON CONFLICT (bucket, user_id, set_at) DO NOTHING
            """)
    }

    /// The last passwords that were replaced, the newest first.
    static func history(_ id: UserID, count: Int, in transaction: any Transaction) throws -> [String] {
        try transaction.all(
            """
            SELECT password_hash FROM control_password_history WHERE bucket = \(id.bucket) AND user_id = \(id)
            ORDER BY set_at DESC LIMIT \(Int64(count))
            """
        ) { try $0.text(0) }
    }

    static func setSecondFactor(
        _ id: UserID, seed: [UInt8]?, step: Int64, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE control_user SET second_factor = \(seed), last_step = \(step), version = version + 1
            WHERE bucket = \(id.bucket) AND id = \(id)
            """)
    }

    static func putRecoveryCodes(_ id: UserID, _ digests: [[UInt8]], in transaction: any Transaction) throws {
        try transaction.run(
            "DELETE FROM control_recovery_code WHERE bucket = \(id.bucket) AND user_id = \(id)")
        for digest in digests {
            try transaction.run(
                """
                INSERT INTO control_recovery_code (bucket, user_id, code_digest)
                VALUES (\(id.bucket), \(id), \(digest))
                """)
        }
    }

    /// Uses a recovery code up; false where there is none, or it was used.
    static func useRecoveryCode(
        _ id: UserID, digest: [UInt8], at: Instant, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.run(
            """
            UPDATE control_recovery_code SET used_at = \(at)
            WHERE bucket = \(id.bucket) AND user_id = \(id) AND code_digest = \(digest) AND used_at IS NULL
            """) == 1
    }

    static func recoveryCodesLeft(_ id: UserID, in transaction: any Transaction) throws -> Int {
        try transaction.one(
            """
            SELECT COUNT(*) FROM control_recovery_code
            WHERE bucket = \(id.bucket) AND user_id = \(id) AND used_at IS NULL
            """
        ) { try $0.int(0) }
    }
}
