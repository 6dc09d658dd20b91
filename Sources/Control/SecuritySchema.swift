internal import Store

extension ControlSchema {
    /// Migration 20. A strict table of SQLite calls every whole number INTEGER.
    static let security = Migration(
        room: "control", 20,
        "tokens agreed on and not yet fetched, approvers' roles without a second factor, who keeps receipts",
        tables: [
            // What two persons agreed on; the token itself is made when who asked for it fetches its secret.
            Table(
                "control_token_grant", .own,
                """
                    bucket INTEGER NOT NULL,
                    id BIGINT NOT NULL,
                    kind TEXT NOT NULL CHECK (kind IN ('MACHINE', 'BOARD')),
                    name TEXT NOT NULL,
                    organisation_id BIGINT NOT NULL,
                    permissions TEXT NOT NULL,
                    each_minute INTEGER NOT NULL,
                    days INTEGER NOT NULL,
                    asked_by BIGINT NOT NULL,
                    agreed_by BIGINT NOT NULL,
                    agreed_at BIGINT NOT NULL,
                    fetched_at BIGINT,
                    PRIMARY KEY (bucket, id)
                """,
                // What a person has to fetch.
                indices: [
                    "CREATE INDEX control_token_grant_by_asker ON control_token_grant (asked_by, fetched_at)"
                ])
        ],
        extra: [.sqlite: changes, .postgres: changes])

    private static let changes = [
        // 1: two persons agreed that this role signs in without a second factor though it approves.
        "ALTER TABLE control_role ADD COLUMN waives_second_factor INTEGER NOT NULL DEFAULT 0",
        // Who takes cash at the door keeps no stock of receipts, like who takes it at the counter.
        """
        INSERT INTO control_duty_conflict (kind, one, other, allowed_by, clause)
        VALUES ('PERSON', 'collector', 'receiptKeeper', NULL, '《企业内部控制基本规范》第二十九条：不相容职务分离控制')
        """,
    ]
}
