import Store

extension PaymentSchema {
    static let reversals = Migration(
        room: "payment", 4, "payments that were taken back",
        tables: [
            // The key lets a payment be taken back once. The clerk and the path are those of the payment: whose drawer
            // it leaves.
            Table(
                "payment_reversal", .account, appendOnly: true,
                """
                    bucket INTEGER NOT NULL,
                    account_id BIGINT NOT NULL,
                    payment_id BIGINT NOT NULL,
                    entry_id BIGINT NOT NULL,
                    amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
                    reason_code TEXT NOT NULL,
                    reason TEXT NOT NULL,
                    by_id BIGINT NOT NULL,
                    by_name TEXT NOT NULL,
                    approved_by_id BIGINT,
                    approved_by_name TEXT,
                    clerk_id BIGINT NOT NULL,
                    path TEXT NOT NULL,
                    day INTEGER NOT NULL,
                    at_ms BIGINT NOT NULL,
                    PRIMARY KEY (bucket, account_id, payment_id)
                """,
                indices: [
                    // What was taken back on a day, beside what was taken.
                    "CREATE INDEX payment_reversal_by_day ON payment_reversal (day)"
                ])
        ])
}
