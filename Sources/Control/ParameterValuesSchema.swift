internal import Store

extension ControlSchema {
    /// Migration 36. A value set again for the same day stands beside the one before: the history is what was set, when, by
    /// whom and with whose approval, and nothing of it is written over.
    static let parameterValues = Migration(
        room: "control", 36, "every value that a parameter was given stays",
        tables: [
            Table(
                "control_parameter_value", .reference, appendOnly: true,
                """
                    key TEXT NOT NULL,
                    organisation_path TEXT NOT NULL,
                    effective_from INTEGER NOT NULL,
                    sequence INTEGER NOT NULL CHECK (sequence >= 1),
                    value TEXT NOT NULL,
                    clause TEXT NOT NULL,
                    set_by BIGINT NOT NULL,
                    set_at BIGINT NOT NULL,
                    approved_by BIGINT,
                    PRIMARY KEY (key, organisation_path, effective_from, sequence)
                """)
        ], extra: [.sqlite: moved, .postgres: moved], drops: ["control_parameter"])

    private static let moved = [
        """
        INSERT INTO control_parameter_value (key, organisation_path, effective_from, sequence, value, clause, set_by,
          set_at, approved_by)
        SELECT key, organisation_path, effective_from, 1, value, clause, set_by, set_at, approved_by
        FROM control_parameter
        """,
        "DROP TABLE control_parameter",
    ]
}
