internal import Store

extension BillingSchema {
    /// What few bills say besides their amounts and lines, as one value that is read whole.
    static let detailsMigration = Migration(
        room: "billing", 8, "parts of divided bills, and what a bill hands on to the next",
        tables: [
            Table(
                "billing_detail", .account, appendOnly: true,
                """
                    bucket INTEGER NOT NULL,
                    month INTEGER NOT NULL,
                    account_id BIGINT NOT NULL,
                    sequence INTEGER NOT NULL,
                    kind TEXT NOT NULL CHECK (kind IN ('PARTS', 'STATE')),
                    data TEXT NOT NULL,
                    PRIMARY KEY (bucket, month, account_id, sequence, kind)
                """)
        ])
}
