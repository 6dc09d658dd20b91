internal import Store

extension ControlSchema {
    /// What came from the field, append only: the key makes an entry sent twice one entry, and the row is the evidence
    /// of when it was entered by the phone's clock and when it arrived.
    static let field = Migration(
        room: "control", 11, "entries from the field and their answers",
        tables: [
            Table(
                "control_field_entry", .own, appendOnly: true,
                """
                    bucket INTEGER NOT NULL,
                    user_id BIGINT NOT NULL,
                    entry_key TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    task TEXT NOT NULL,
                    form TEXT NOT NULL,
                    version TEXT NOT NULL,
                    digest BLOB NOT NULL,
                    entered_at BIGINT NOT NULL,
                    taken_at BIGINT NOT NULL,
                    outcome TEXT NOT NULL CHECK (outcome IN ('ACCEPTED', 'REFUSED', 'CONFLICT')),
                    reason TEXT,
                    PRIMARY KEY (bucket, user_id, entry_key)
                """)
        ])
}
