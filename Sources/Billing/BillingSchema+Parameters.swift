internal import Store

extension BillingSchema {
    /// The values that a run was released with.
    static let parameters = Migration(
        room: "billing", 2, "parameter values that a run was released with",
        tables: [
            Table(
                "billing_parameter", .own, appendOnly: true,
                """
                    bucket INTEGER NOT NULL,
                    run_id BIGINT NOT NULL,
                    key TEXT NOT NULL,
                    organisation_path TEXT NOT NULL,
                    value TEXT NOT NULL,
                    clause TEXT NOT NULL,
                    PRIMARY KEY (bucket, run_id, key, organisation_path)
                """)
        ])
}
