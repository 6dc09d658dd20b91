internal import Store

extension BillingSchema {
    /// What a rehearsal of a tariff's draft worked out: nothing of it is a bill.
    static let rehearsal = Migration(
        room: "billing", 6, "rehearsals of tariff drafts",
        tables: [
            // The content as it was when the rehearsal began: each unit rates with the same.
            Table(
                "billing_rehearsal", .own,
                """
                    bucket INTEGER NOT NULL,
                    id BIGINT NOT NULL,
                    draft_id BIGINT NOT NULL,
                    code TEXT NOT NULL,
                    digest TEXT NOT NULL,
                    content TEXT NOT NULL,
                    first_month INTEGER NOT NULL,
                    last_month INTEGER NOT NULL,
                    organisation_path TEXT NOT NULL,
                    units INTEGER NOT NULL,
                    units_done INTEGER NOT NULL,
                    accounts BIGINT NOT NULL,
                    bills BIGINT NOT NULL,
                    refused BIGINT NOT NULL,
                    energy_wh BIGINT NOT NULL,
                    before_fen BIGINT NOT NULL,
                    after_fen BIGINT NOT NULL,
                    created_by BIGINT NOT NULL,
                    created_at BIGINT NOT NULL,
                    finished_at BIGINT,
                    PRIMARY KEY (bucket, id)
                """,
                indices: ["CREATE INDEX billing_rehearsal_by_draft ON billing_rehearsal (draft_id, id)"]),
            Table(
                "billing_rehearsal_account", .account,
                """
                    bucket INTEGER NOT NULL,
                    rehearsal_id BIGINT NOT NULL,
                    account_id BIGINT NOT NULL,
                    organisation_id BIGINT NOT NULL,
                    class INTEGER NOT NULL,
                    months INTEGER NOT NULL,
                    energy_wh BIGINT NOT NULL,
                    before_fen BIGINT NOT NULL,
                    after_fen BIGINT NOT NULL,
                    PRIMARY KEY (bucket, rehearsal_id, account_id)
                """,
                // A rehearsal's winners and losers.
                indices: [
                    "CREATE INDEX billing_rehearsal_account_of ON billing_rehearsal_account (rehearsal_id)"
                ]),
        ])
}
