import Store

extension ControlSchema {
    static let notices = Migration(
        room: "control", 14, "whom a notice was written to; language and kinds of a person's wishes",
        tables: [
            // The key writes to an address once a notice.
            Table(
                "control_notice_recipient", .own, appendOnly: true,
                """
                    bucket INTEGER NOT NULL,
                    notice_id BIGINT NOT NULL,
                    recipient_digest BLOB NOT NULL,
                    account_id BIGINT NOT NULL,
                    PRIMARY KEY (bucket, notice_id, recipient_digest)
                """)
        ], extra: [.sqlite: wishes, .postgres: wishes])

    /// Null for the house's language; the keys of templates that they wish none of, with blanks between.
    private static let wishes = [
        "ALTER TABLE control_contact_wish ADD COLUMN language TEXT",
        "ALTER TABLE control_contact_wish ADD COLUMN out_kinds TEXT NOT NULL DEFAULT ''",
    ]
}
