import Store

/// The tables of reading.
///
/// The month stands right after the bucket: a month's rows of a bucket are neighbours, so that loading a month touches a
/// page a bucket and not one an account, and the month run reads no other month.
enum ReadingSchema {
    static let migrations = [
        Migration(
            room: "reading", 1, "Readings, approved energy, exceptions, progress of the month",
            tables: [reading, energy, exception, progress]),
        losses, frozen, siteNotes, periodDemand,
    ]

    private static let reading = Table(
        "reading_reading", .account, appendOnly: true,
        """
            bucket INTEGER NOT NULL,
            month INTEGER NOT NULL,
            account_id BIGINT NOT NULL,
            installation_id BIGINT NOT NULL,
            register INTEGER NOT NULL,
            revision INTEGER NOT NULL CHECK (revision >= 1),
            usage_point_id BIGINT NOT NULL,
            day INTEGER NOT NULL,
            value BIGINT NOT NULL CHECK (value >= 0),
            status TEXT NOT NULL CHECK (status IN ('NORMAL', 'ROLLOVER', 'ESTIMATED', 'ESTIMATED_ROLLOVER')),
            source TEXT NOT NULL CHECK (source IN ('FILE', 'CONSOLE', 'API', 'DEMO', 'REMOVAL')),
            carried_wh BIGINT NOT NULL CHECK (carried_wh BETWEEN 0 AND 999),
            user_id BIGINT NOT NULL,
            at_ms BIGINT NOT NULL,
            PRIMARY KEY (bucket, month, account_id, installation_id, register, revision)
        """)

    private static let energy = Table(
        "reading_energy", .account,
        """
            bucket INTEGER NOT NULL,
            month INTEGER NOT NULL,
            account_id BIGINT NOT NULL,
            usage_point_id BIGINT NOT NULL,
            version INTEGER NOT NULL CHECK (version >= 1),
            state TEXT NOT NULL CHECK (state IN ('PENDING', 'APPROVED')),
            total_wh BIGINT NOT NULL CHECK (total_wh >= 0),
            sharp_wh BIGINT NOT NULL CHECK (sharp_wh >= 0),
            peak_wh BIGINT NOT NULL CHECK (peak_wh >= 0),
            flat_wh BIGINT NOT NULL CHECK (flat_wh >= 0),
            valley_wh BIGINT NOT NULL CHECK (valley_wh >= 0),
            reactive_varh BIGINT NOT NULL CHECK (reactive_varh >= 0),
            demand_w BIGINT NOT NULL CHECK (demand_w >= 0),
            is_tou INTEGER NOT NULL CHECK (is_tou IN (0, 1)),
            is_estimated INTEGER NOT NULL CHECK (is_estimated IN (0, 1)),
            days INTEGER NOT NULL CHECK (days >= 0),
            first_day INTEGER NOT NULL,
            last_day INTEGER NOT NULL,
            evidence TEXT NOT NULL,
            PRIMARY KEY (bucket, month, account_id, usage_point_id),
            CHECK (is_tou = 0 OR total_wh = sharp_wh + peak_wh + flat_wh + valley_wh)
        """)

    private static let exception = Table(
        "reading_exception", .account,
        """
            bucket INTEGER NOT NULL,
            month INTEGER NOT NULL,
            account_id BIGINT NOT NULL,
            usage_point_id BIGINT NOT NULL,
            code TEXT NOT NULL,
            arguments TEXT NOT NULL,
            organisation_path TEXT NOT NULL,
            route TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('OPEN', 'APPROVED')),
            raised_ms BIGINT NOT NULL,
            decided_by BIGINT,
            decided_ms BIGINT,
            PRIMARY KEY (bucket, month, account_id, usage_point_id, code)
        """,
        indices: [
            // The worklist's page: the open exceptions of a month after an account.
            "CREATE INDEX reading_exception_open ON reading_exception (state, month, account_id, usage_point_id, code)"
        ])

    private static let progress = Table(
        "reading_progress", .own,
        """
            bucket INTEGER NOT NULL,
            month INTEGER NOT NULL,
            organisation_id BIGINT NOT NULL,
            route TEXT NOT NULL,
            approved BIGINT NOT NULL,
            pending BIGINT NOT NULL,
            PRIMARY KEY (bucket, month, organisation_id, route)
        """,
        indices: [
            // The board: a month's counts over all buckets.
            "CREATE INDEX reading_progress_month ON reading_progress (month)"
        ])
}
