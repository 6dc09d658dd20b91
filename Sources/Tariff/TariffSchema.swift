import Store

/// The tables of `tariff`.
enum TariffSchema {
    static let migrations = [
        Migration(room: "tariff", 1, "published tariff files, withdrawals, drafts", tables: tables), editors,
        sets, turn,
    ]

    private static let tables: [Table] = [
        // A published file is never changed: the next one of its code stands in its place.
        Table(
            "tariff_document", .reference, appendOnly: true,
            """
                id BIGINT NOT NULL PRIMARY KEY,
                code TEXT NOT NULL,
                number INTEGER NOT NULL,
                kind TEXT NOT NULL,
                content TEXT NOT NULL,
                digest TEXT NOT NULL,
                first_day INTEGER,
                draft_id BIGINT,
                proposed_by BIGINT,
                proposed_name TEXT NOT NULL,
                published_by BIGINT NOT NULL,
                published_name TEXT NOT NULL,
                published_at BIGINT NOT NULL,
                UNIQUE (code, number)
            """),
        Table(
            "tariff_withdrawal", .reference, appendOnly: true,
            """
                document_id BIGINT NOT NULL PRIMARY KEY,
                id BIGINT NOT NULL,
                reason TEXT NOT NULL,
                withdrawn_by BIGINT NOT NULL,
                withdrawn_name TEXT NOT NULL,
                withdrawn_at BIGINT NOT NULL
            """),
        Table(
            "tariff_draft", .reference,
            """
                id BIGINT NOT NULL PRIMARY KEY,
                code TEXT NOT NULL,
                content TEXT NOT NULL,
                digest TEXT NOT NULL,
                base_number INTEGER NOT NULL,
                version INTEGER NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('DRAFT', 'PUBLISHED', 'DROPPED')),
                organisation_id BIGINT NOT NULL,
                organisation_path TEXT NOT NULL,
                made_by BIGINT NOT NULL,
                made_name TEXT NOT NULL,
                made_at BIGINT NOT NULL,
                changed_by BIGINT NOT NULL,
                changed_name TEXT NOT NULL,
                changed_at BIGINT NOT NULL,
                checked_digest TEXT,
                rehearsed_digest TEXT,
                rehearsal TEXT,
                proposal_id BIGINT,
                document_id BIGINT
            """),
    ]
}
