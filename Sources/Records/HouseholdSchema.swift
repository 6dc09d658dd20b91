internal import Store

extension RecordsSchema {
    /// The last day that a large or low-income household counts as one unless it renews, and who was reminded of it.
    static let households = Migration(
        room: "records", 10, "the last day of a household's standing, and the reminders of it",
        tables: [reminder], extra: [.sqlite: untilColumn, .postgres: untilColumn])

    // The index is for the daily reminder, which looks through all buckets for the few terms that end soon.
    private static let untilColumn = [
        "ALTER TABLE records_term ADD COLUMN household_until INTEGER",
        """
        CREATE INDEX records_term_by_household_until
        ON records_term (household_until, account_id) WHERE household_until IS NOT NULL
        """,
    ]

    // One reminder for each last day: whoever renews is reminded again of the next.
    private static let reminder = Table(
        "records_household_reminder", .account, appendOnly: true,
        """
            bucket INTEGER NOT NULL,
            account_id BIGINT NOT NULL,
            until_day INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            reminded_at BIGINT NOT NULL,
            PRIMARY KEY (bucket, account_id, until_day)
        """)
}
