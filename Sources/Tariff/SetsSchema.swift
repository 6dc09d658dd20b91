import Store

extension TariffSchema {
    /// Drafts that were begun together.
    static let sets = Migration(
        room: "tariff", 60, "tariff drafts begun together under one name",
        tables: [
            Table(
                "tariff_draft_set", .reference, appendOnly: true,
                """
                    id BIGINT NOT NULL PRIMARY KEY,
                    name TEXT NOT NULL,
                    organisation_path TEXT NOT NULL,
                    made_by BIGINT NOT NULL,
                    made_name TEXT NOT NULL,
                    made_at BIGINT NOT NULL
                """),
            Table(
                "tariff_draft_set_member", .reference, appendOnly: true,
                """
                    set_id BIGINT NOT NULL,
                    draft_id BIGINT NOT NULL,
                    PRIMARY KEY (set_id, draft_id),
                    UNIQUE (draft_id)
                """),
        ])
}
