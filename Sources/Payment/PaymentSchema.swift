package import Store

/// The tables of payment, all append only.
package enum PaymentSchema {
    package static let migrations: [Migration] = [
        Migration(room: "payment", 1, "payments and their idempotency keys", tables: tables),
        Migration(
            room: "payment", 2, "receipts by their number",
            extra: [.sqlite: [byNumber], .postgres: [byNumber]]),
        Migration(
            room: "payment", 3, "which station took a payment for another's account",
            extra: [.sqlite: takenAt("INTEGER"), .postgres: takenAt("BIGINT")]),
        reversals,
    ]

    /// Null where the account's own station took it.
    private static func takenAt(_ identifier: String) -> [String] {
        [
            "ALTER TABLE payment_payment ADD COLUMN taken_id \(identifier)",
            "ALTER TABLE payment_payment ADD COLUMN taken_path TEXT",
        ]
    }

    /// A receipt handed over the counter bears its number and no account.
    private static let byNumber = "CREATE INDEX payment_payment_by_number ON payment_payment (id)"

    private static let tables: [Table] = [
        Table(
            "payment_payment", .account, appendOnly: true,
            """
                bucket INTEGER NOT NULL,
                account_id BIGINT NOT NULL,
                id BIGINT NOT NULL,
                channel TEXT NOT NULL CHECK (channel IN ('COUNTER_CASH')),
                amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
                tendered_fen BIGINT NOT NULL,
                clerk_id BIGINT NOT NULL,
                clerk_name TEXT NOT NULL,
                consumer_no TEXT NOT NULL,
                account_name TEXT NOT NULL,
                address TEXT NOT NULL,
                organisation_id BIGINT NOT NULL,
                organisation_path TEXT NOT NULL,
                day INTEGER NOT NULL,
                at_ms BIGINT NOT NULL,
                PRIMARY KEY (bucket, account_id, id),
                CHECK (tendered_fen >= amount_fen)
            """,
            indices: [
                // The payments of a day, newest first, of a station or a clerk.
                "CREATE INDEX payment_payment_by_day ON payment_payment (day, id)"
            ]),
        // One row a request that was booked, kept for ever: the unique key that makes a repeated request answer once.
        Table(
            "payment_key", .account, appendOnly: true,
            """
                bucket INTEGER NOT NULL,
                account_id BIGINT NOT NULL,
                key TEXT NOT NULL,
                input TEXT NOT NULL,
                payment_id BIGINT NOT NULL,
                PRIMARY KEY (bucket, account_id, key)
            """),
    ]
}
