package import Store

/// The tables of the ledger. All but the day's totals are append only.
package enum LedgerSchema {
    package static let migrations: [Migration] = [
        Migration(
            room: "ledger", 1, "postings, reversals, receivables, applications, totals of a day",
            tables: tables),
        signedCounts,
    ]

    private static let tables: [Table] = [
        Table(
            "ledger_posting", .account, appendOnly: true,
            """
                bucket INTEGER NOT NULL,
                account_id BIGINT NOT NULL,
                entry_id BIGINT NOT NULL,
                line INTEGER NOT NULL,
                code INTEGER NOT NULL,
                organisation_id BIGINT NOT NULL,
                amount_fen BIGINT NOT NULL CHECK (amount_fen <> 0),
                day INTEGER NOT NULL,
                month INTEGER NOT NULL,
                kind INTEGER NOT NULL,
                PRIMARY KEY (bucket, account_id, entry_id, line)
            """),
        // Which entry takes back which; the key lets an entry be reversed once.
        Table(
            "ledger_reversal", .account, appendOnly: true,
            """
                bucket INTEGER NOT NULL,
                account_id BIGINT NOT NULL,
                entry_id BIGINT NOT NULL,
                reversal_id BIGINT NOT NULL,
                PRIMARY KEY (bucket, account_id, entry_id)
            """),
        Table(
            "ledger_receivable", .account, appendOnly: true,
            """
                bucket INTEGER NOT NULL,
                account_id BIGINT NOT NULL,
                id BIGINT NOT NULL,
                organisation_id BIGINT NOT NULL,
                organisation_path TEXT NOT NULL,
                month INTEGER NOT NULL,
                kind INTEGER NOT NULL,
                amount_fen BIGINT NOT NULL CHECK (amount_fen <> 0),
                due_day INTEGER NOT NULL,
                is_residential INTEGER NOT NULL CHECK (is_residential IN (0, 1)),
                created_day INTEGER NOT NULL,
                PRIMARY KEY (bucket, account_id, id)
            """),
        Table(
            "ledger_application", .account, appendOnly: true,
            """
                bucket INTEGER NOT NULL,
                account_id BIGINT NOT NULL,
                receivable_id BIGINT NOT NULL,
                sequence INTEGER NOT NULL CHECK (sequence >= 0),
                payment_id BIGINT NOT NULL,
                principal_fen BIGINT NOT NULL,
                penalty_fen BIGINT NOT NULL,
                accrued_fen BIGINT NOT NULL CHECK (accrued_fen >= 0),
                fixed_fen BIGINT NOT NULL CHECK (fixed_fen >= 0),
                day INTEGER NOT NULL,
                PRIMARY KEY (bucket, account_id, receivable_id, sequence),
                CHECK (principal_fen <> 0 OR penalty_fen <> 0)
            """),
        // What was posted, by day: the boards and the month's comparison read this and never the postings. A row lies in
        // the bucket its batch names, so that a run of many buckets updates few rows.
        Table(
            "ledger_daily", .own,
            """
                bucket INTEGER NOT NULL,
                organisation_id BIGINT NOT NULL,
                day INTEGER NOT NULL,
                code INTEGER NOT NULL,
                amount_fen BIGINT NOT NULL,
                count BIGINT NOT NULL,
                PRIMARY KEY (bucket, organisation_id, day, code)
            """,
            // Boards ask for a day's or a month's totals over all buckets.
            indices: ["CREATE INDEX ledger_daily_by_day ON ledger_daily (day)"]),
    ]
}
