internal import Store

extension ReadingSchema {
    /// What readers found at meters.
    static let siteNotes = Migration(
        room: "reading", 4, "what was found at meters, by code", tables: [siteNote])

    private static let siteNote = Table(
        "reading_site_note", .account, appendOnly: true,
        """
            bucket INTEGER NOT NULL,
            month INTEGER NOT NULL,
            account_id BIGINT NOT NULL,
            version INTEGER NOT NULL,
            code TEXT NOT NULL,
            user_id BIGINT NOT NULL,
            at_ms BIGINT NOT NULL,
            PRIMARY KEY (bucket, month, account_id, version)
        """)
}
