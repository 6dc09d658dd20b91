import Store

extension TariffSchema {
    /// Who wrote in a draft.
    static let editors = Migration(
        room: "tariff", 10, "people who wrote in a tariff draft",
        tables: [
            Table(
                "tariff_draft_editor", .reference,
                """
                    draft_id BIGINT NOT NULL,
                    user_id BIGINT NOT NULL,
                    PRIMARY KEY (draft_id, user_id)
                """)
        ])
}
