internal import Store

extension ControlSchema {
    /// Migration 28: the answers to orders that were named by a key, so that one asked again is answered as the first time.
    static let answers = Migration(
        room: "control", 28, "answers to orders named by an idempotency key",
        tables: [
            Table(
                "control_answer", .own, appendOnly: true,
                """
                    bucket INTEGER NOT NULL,
                    user_id BIGINT NOT NULL,
                    key TEXT NOT NULL,
                    order_hash BLOB NOT NULL,
                    status INTEGER NOT NULL,
                    answer BLOB NOT NULL,
                    answered_at BIGINT NOT NULL,
                    PRIMARY KEY (bucket, user_id, key)
                """)
        ])
}
