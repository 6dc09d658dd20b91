internal import Kernel
internal import Store

/// Rows of answers to orders that were named by a key.
enum AnswerRows {
    static func find(_ key: String, of user: UserID, in transaction: any Transaction) throws
        -> (order: [UInt8], answer: KeptAnswer)?
    {
        try transaction.first(
            """
            SELECT order_hash, status, answer FROM control_answer
            WHERE bucket = \(user.bucket) AND user_id = \(user) AND key = \(key)
            """
        ) { (try $0.blob(0), KeptAnswer(status: try $0.int(1), body: try $0.blob(2))) }
    }

    /// Of two at once the first stands.
    static func insert(
        _ answer: KeptAnswer, _ key: String, of user: UserID, order: [UInt8], at: Instant,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_answer (bucket, user_id, key, order_hash, status, answer, answered_at)
            VALUES (\(user.bucket), \(user), \(key), \(order), \(answer.status), \(answer.body), \(at))
            ON CONFLICT (bucket, user_id, key) DO NOTHING
            """)
    }
}
