import Store

extension ControlSchema {
    /// Ageing passwords, recovery codes, machines' tokens, and the ways the audit page searches.
    static let signIn = Migration(
        room: "control", 6,
        "password age and history, recovery codes, machines' tokens, searching the audit log",
        tables: [
            // What a new password is compared with.
            Table(
                "control_password_history", .own, appendOnly: true,
                """
                    bucket INTEGER NOT NULL,
                    user_id BIGINT NOT NULL,
                    set_at BIGINT NOT NULL,
                    password_hash TEXT NOT NULL,
                    PRIMARY KEY (bucket, user_id, set_at)
                """),
            // The ways in without the telephone; each works once.
            Table(
                "control_recovery_code", .own,
                """
                    bucket INTEGER NOT NULL,
                    user_id BIGINT NOT NULL,
                    code_digest BLOB NOT NULL,
                    used_at BIGINT,
                    PRIMARY KEY (bucket, user_id, code_digest)
                """),
            Table(
                "control_token", .own,
                """
                    bucket INTEGER NOT NULL,
                    token_hash BLOB NOT NULL,
                    id BIGINT NOT NULL,
                    kind TEXT NOT NULL CHECK (kind IN ('MACHINE', 'BOARD')),
                    name TEXT NOT NULL,
                    organisation_id BIGINT NOT NULL,
                    permissions TEXT NOT NULL,
                    each_minute INTEGER NOT NULL,
                    issued_by BIGINT NOT NULL,
                    issued_at BIGINT NOT NULL,
                    expires_at BIGINT NOT NULL,
                    revoked_at BIGINT,
                    used_at BIGINT,
                    used_from TEXT,
                    PRIMARY KEY (bucket, token_hash)
                """,
                // The list of tokens, and the one to revoke.
                indices: ["CREATE UNIQUE INDEX control_token_by_id ON control_token (id)"]),
        ],
        extra: [.sqlite: columns(whole: "INTEGER"), .postgres: columns(whole: "BIGINT")])

    /// - Parameter whole: the engine's word for 64 bits where a column is added later.
    private static func columns(whole: String) -> [String] {
        [
            // 0: as old as the user. 1 in must_change: the next sign-in leads to a new password and nowhere else.
            "ALTER TABLE control_user ADD COLUMN password_set_at \(whole) NOT NULL DEFAULT 0",
            "ALTER TABLE control_user ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0",
            // What the session must do before anything else; how long it may stand idle, as it was at its opening.
            "ALTER TABLE control_session ADD COLUMN duty TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE control_session ADD COLUMN idle_ms \(whole) NOT NULL DEFAULT 900000",
            // A person's own sessions, and ending all of them.
            "CREATE INDEX control_session_by_user ON control_session (user_id)",
            // The audit page: entries of some days, the newest first.
            "CREATE INDEX control_audit_by_time ON control_audit (at)",
        ]
    }
}
