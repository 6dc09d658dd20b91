internal import Store

/// Reports' only table of its own: what the board showed at each day's end.
enum ReportsSchema {
    static let migrations: [Migration] = [
        Migration(
            room: "reports", 1, "the board's figures at the end of each day",
            tables: [
                // Counts are null of a day that was made up for later: nobody counted then.
                Table(
                    "reports_day", .own, appendOnly: true,
                    """
                        bucket INTEGER NOT NULL,
                        organisation_id BIGINT NOT NULL,
                        day INTEGER NOT NULL,
                        expected BIGINT,
                        read_count BIGINT,
                        pending BIGINT,
                        released_bills BIGINT NOT NULL,
                        released_fen BIGINT NOT NULL,
                        payments_day BIGINT NOT NULL,
                        collected_day_fen BIGINT NOT NULL,
                        payments_month BIGINT NOT NULL,
                        collected_month_fen BIGINT NOT NULL,
                        outstanding_fen BIGINT NOT NULL,
                        taken_at BIGINT NOT NULL,
                        PRIMARY KEY (bucket, organisation_id, day)
                    """)
            ])
    ]
}
