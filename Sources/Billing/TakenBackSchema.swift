internal import Store

extension BillingSchema {
    /// Released bills that were taken back. The bill itself stays as it was released.
    static let takenBack = Migration(
        room: "billing", 4, "released bills that were taken back",
        tables: [
            // The key lets a bill be taken back once.
            Table(
                "billing_taken_back", .account, appendOnly: true,
                """
                    bucket INTEGER NOT NULL,
                    month INTEGER NOT NULL,
                    account_id BIGINT NOT NULL,
                    sequence INTEGER NOT NULL,
                    run_id BIGINT NOT NULL,
                    entry_id BIGINT,
                    energy_wh BIGINT NOT NULL,
                    amount_fen BIGINT NOT NULL,
                    reason_code TEXT NOT NULL,
                    reason TEXT NOT NULL,
                    by_id BIGINT NOT NULL,
                    by_name TEXT NOT NULL,
                    approved_by_id BIGINT,
                    approved_by_name TEXT,
                    day INTEGER NOT NULL,
                    at_ms BIGINT NOT NULL,
                    PRIMARY KEY (bucket, month, account_id, sequence)
                """,
                indices: [
                    // How many of a run's bills were taken back, on its page.
                    "CREATE INDEX billing_taken_back_by_run ON billing_taken_back (run_id)"
                ]),
            // What an order was answered, by the key its giver chose.
            Table(
                "billing_take_back_order", .own, appendOnly: true,
                """
                    bucket INTEGER NOT NULL,
                    by_id BIGINT NOT NULL,
                    request_key TEXT NOT NULL,
                    input TEXT NOT NULL,
                    result TEXT NOT NULL,
                    at_ms BIGINT NOT NULL,
                    PRIMARY KEY (bucket, by_id, request_key)
                """),
        ])
}
