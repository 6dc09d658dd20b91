package import Store

/// Billing's tables. A bill is written once, when it is released, and never changed: the month first in the key after
/// the bucket keeps a month's bills of a bucket together, which is how runs read and write them.
package enum BillingSchema {
    package static let migrations: [Migration] = [
        Migration(
            room: "billing", 1, "runs, their checks, bills and their lines",
            tables: [run, chunk, exception, bill, line]),
        parameters, openRunMigration, takenBack, basisMigration, rehearsal, detailsMigration, rehearsedAreas,
        rehearsedMonths,
    ]

    private static let run = Table(
        "billing_run", .own,
        """
            bucket INTEGER NOT NULL,
            id BIGINT NOT NULL,
            month INTEGER NOT NULL,
            organisation_id BIGINT NOT NULL,
            organisation_path TEXT NOT NULL,
            release_job BIGINT,
            checked_by BIGINT,
            checked_at BIGINT,
            released_by BIGINT,
            due_day INTEGER,
            release_day INTEGER,
            created_by BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            PRIMARY KEY (bucket, id)
        """)

    // What a unit of a run worked out: the release works it out again and refuses where it is not the same.
    private static let chunk = Table(
        "billing_chunk", .account,
        """
            bucket INTEGER NOT NULL,
            run_id BIGINT NOT NULL,
            number INTEGER NOT NULL,
            last_bucket INTEGER NOT NULL,
            bills INTEGER NOT NULL,
            energy_wh BIGINT NOT NULL,
            amount_fen BIGINT NOT NULL,
            digest BLOB NOT NULL,
            PRIMARY KEY (bucket, run_id, number)
        """)

    private static let exception = Table(
        "billing_exception", .account,
        """
            bucket INTEGER NOT NULL,
            run_id BIGINT NOT NULL,
            account_id BIGINT NOT NULL,
            code TEXT NOT NULL,
            is_blocking INTEGER NOT NULL,
            organisation_id BIGINT NOT NULL,
            found BIGINT NOT NULL,
            expected BIGINT NOT NULL,
            PRIMARY KEY (bucket, run_id, account_id, code)
        """,
        // A run's list of exceptions, blocking ones first.
        indices: [
            "CREATE INDEX billing_exception_by_run ON billing_exception (run_id, is_blocking, code, account_id)"
        ])

    private static let bill = Table(
        "billing_bill", .account, appendOnly: true,
        """
            bucket INTEGER NOT NULL,
            month INTEGER NOT NULL,
            account_id BIGINT NOT NULL,
            sequence INTEGER NOT NULL,
            run_id BIGINT NOT NULL,
            organisation_id BIGINT NOT NULL,
            class INTEGER NOT NULL,
            tariff TEXT NOT NULL,
            tariff_from INTEGER NOT NULL,
            energy_wh BIGINT NOT NULL,
            amount_fen BIGINT NOT NULL,
            energy_fen BIGINT NOT NULL,
            basic_fen BIGINT NOT NULL,
            adjustment_fen BIGINT NOT NULL,
            funds_fen BIGINT NOT NULL,
            base_fen BIGINT NOT NULL,
            percent_ppm INTEGER NOT NULL,
            power_factor INTEGER NOT NULL,
            reactive_varh BIGINT NOT NULL,
            year_to_date_wh BIGINT NOT NULL,
            tier INTEGER NOT NULL,
            tier_months INTEGER NOT NULL,
            persons INTEGER NOT NULL,
            is_low_income INTEGER NOT NULL,
            capacity_va BIGINT NOT NULL,
            contract_demand_w BIGINT NOT NULL,
            demand_w BIGINT NOT NULL,
            first_day INTEGER NOT NULL,
            last_day INTEGER NOT NULL,
            release_day INTEGER NOT NULL,
            due_day INTEGER NOT NULL,
            PRIMARY KEY (bucket, month, account_id, sequence)
        """)

    private static let line = Table(
        "billing_line", .account, appendOnly: true,
        """
            bucket INTEGER NOT NULL,
            month INTEGER NOT NULL,
            account_id BIGINT NOT NULL,
            sequence INTEGER NOT NULL,
            line INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            period INTEGER NOT NULL,
            tier INTEGER NOT NULL,
            quantity BIGINT NOT NULL,
            unit_price BIGINT NOT NULL,
            factor_numerator INTEGER NOT NULL,
            factor_denominator INTEGER NOT NULL,
            amount_fen BIGINT NOT NULL,
            PRIMARY KEY (bucket, month, account_id, sequence, line)
        """)
}
