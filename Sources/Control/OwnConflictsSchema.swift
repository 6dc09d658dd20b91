internal import Store

extension ControlSchema {
    /// Migration 13.
    static let ownConflicts = Migration(
        room: "control", 13, "an organisation's own rules of separation",
        tables: [
            // The standard rows stand in control_duty_conflict; these are added and ended, and stay as they were.
            Table(
                "control_own_conflict", .reference,
                """
                    id BIGINT NOT NULL PRIMARY KEY,
                    kind TEXT NOT NULL CHECK (kind IN ('PERSON', 'MATTER')),
                    one TEXT NOT NULL,
                    other TEXT NOT NULL,
                    organisation_path TEXT NOT NULL,
                    clause TEXT NOT NULL,
                    added_by BIGINT NOT NULL,
                    added_at BIGINT NOT NULL,
                    ended_by BIGINT,
                    ended_at BIGINT,
                    CHECK (one < other)
                """)
        ])
}
