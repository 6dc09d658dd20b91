internal import Store

extension RecordsSchema {
    /// The terms that a shared transformer was entered with stay where they are, and hold until the first of these.
    static let sharedTransformerChanges = Migration(
        room: "records", 41, "dated terms of shared transformers",
        tables: [
            Table(
                "records_shared_transformer_change", .reference, appendOnly: true,
                """
                    shared_id BIGINT NOT NULL,
                    from_day INTEGER NOT NULL,
                    revision INTEGER NOT NULL CHECK (revision > 0),
                    terms TEXT NOT NULL,
                    reason TEXT NOT NULL,
                    recorded_by BIGINT NOT NULL,
                    recorded_at BIGINT NOT NULL,
                    PRIMARY KEY (shared_id, from_day, revision)
                """)
        ])
}
