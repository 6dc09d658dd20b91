internal import Store

extension ControlSchema {
    /// The requests that started a case, so that one asked again is answered and not done again; and leave cover in one
    /// place: what was set beside the approved covers is carried over to them.
    static let caseKeys = Migration(
        room: "control", 9, "idempotency keys of cases; one table of leave cover",
        tables: [
            // One row a request that started a case, kept for ever.
            Table(
                "control_case_key", .own, appendOnly: true,
                """
                    bucket INTEGER NOT NULL,
                    user_id BIGINT NOT NULL,
                    key TEXT NOT NULL,
                    input TEXT NOT NULL,
                    case_id BIGINT NOT NULL,
                    PRIMARY KEY (bucket, user_id, key)
                """)
        ], extra: [.sqlite: extra, .postgres: extra], drops: ["control_leave"])

    private static let extra = [
        """
        /*scatter: every row moves*/
        INSERT INTO control_cover (bucket, absent_id, id, covering_id, first_day, last_day, reason, approved_by,
          approved_at)
        SELECT bucket, user_id, id, cover_id, from_day, until_day, reason, set_by, set_at FROM control_leave
        WHERE user_id <> cover_id
        """,
        "DROP TABLE control_leave",
        // What it asked for is `control.cover` now, which a third person gives.
        "DELETE FROM control_role_permission WHERE permission = 'control.leave'",
        // All cases there ever were, the newest first.
        "CREATE INDEX control_case_by_number ON control_case (id)",
    ]
}
