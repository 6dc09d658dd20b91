internal import Store

extension BillingSchema {
    /// What a bill's capacity and losses came from, kept with it.
    static let basisMigration = Migration(
        room: "billing", 5, "states of equipment and losses that a bill was made of",
        tables: [
            Table(
                "billing_basis", .account, appendOnly: true,
                """
                    bucket INTEGER NOT NULL,
                    month INTEGER NOT NULL,
                    account_id BIGINT NOT NULL,
                    sequence INTEGER NOT NULL,
                    kind TEXT NOT NULL CHECK (kind IN ('CAPACITY', 'LOSS')),
                    number INTEGER NOT NULL,
                    data TEXT NOT NULL,
                    PRIMARY KEY (bucket, month, account_id, sequence, kind, number)
                """)
        ])
}
