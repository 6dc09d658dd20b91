internal import Store

extension RecordsSchema {
    /// Power-receiving equipment with its dated states, and what a usage point's losses are reckoned by.
    static let capacity = Migration(
        room: "records", 2, "transformers and motors with their states, metering arrangement and losses",
        tables: [equipment, change, pointLoss, sharedTransformer, lossTable, lossRow])

    private static let equipment = Table(
        "records_equipment", .account,
        """
            bucket INTEGER NOT NULL,
            account_id BIGINT NOT NULL,
            id BIGINT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('TRANSFORMER', 'MOTOR')),
            name TEXT NOT NULL,
            model TEXT NOT NULL,
            capacity_va BIGINT NOT NULL CHECK (capacity_va > 0),
            no_load_w BIGINT,
            load_w BIGINT,
            no_load_current_ppm BIGINT,
            impedance_ppm BIGINT,
            PRIMARY KEY (bucket, account_id, id),
            CHECK ((no_load_w IS NULL) = (load_w IS NULL)),
            CHECK ((no_load_w IS NULL) = (no_load_current_ppm IS NULL)),
            CHECK ((no_load_w IS NULL) = (impedance_ppm IS NULL))
        """)

    private static let change = Table(
        "records_equipment_change", .account, appendOnly: true,
        """
            bucket INTEGER NOT NULL,
            account_id BIGINT NOT NULL,
            equipment_id BIGINT NOT NULL,
            from_day INTEGER NOT NULL,
            revision INTEGER NOT NULL CHECK (revision > 0),
            is_void INTEGER NOT NULL CHECK (is_void IN (0, 1)),
            state TEXT NOT NULL CHECK (state IN (
                'RUNNING', 'HOT_STANDBY', 'SUSPENDED', 'REDUCED', 'COLD_STANDBY', 'REPLACED', 'REMOVED')),
            capacity_va BIGINT NOT NULL CHECK (capacity_va >= 0),
            until_day INTEGER,
            is_permanent INTEGER NOT NULL CHECK (is_permanent IN (0, 1)),
            applied_on INTEGER,
            reason TEXT NOT NULL,
            recorded_by BIGINT NOT NULL,
            recorded_at BIGINT NOT NULL,
            PRIMARY KEY (bucket, account_id, equipment_id, from_day, revision),
            CHECK (until_day IS NULL OR until_day >= from_day)
        """)

    // The terms are one value that is read whole; what is looked for has a column.
    private static let pointLoss = Table(
        "records_point_loss", .account, appendOnly: true,
        """
            bucket INTEGER NOT NULL,
            account_id BIGINT NOT NULL,
            usage_point_id BIGINT NOT NULL,
            from_day INTEGER NOT NULL,
            revision INTEGER NOT NULL CHECK (revision > 0),
            arrangement TEXT NOT NULL CHECK (arrangement IN ('HIGH_HIGH', 'HIGH_LOW', 'LOW_LOW')),
            shared_id BIGINT,
            terms TEXT NOT NULL,
            reason TEXT NOT NULL,
            recorded_by BIGINT NOT NULL,
            recorded_at BIGINT NOT NULL,
            PRIMARY KEY (bucket, account_id, usage_point_id, from_day, revision)
        """,
        // The points that share a transformer.
        indices: [
            """
            CREATE INDEX records_point_loss_by_shared
            ON records_point_loss (shared_id, account_id) WHERE shared_id IS NOT NULL
            """
        ])

    private static let sharedTransformer = Table(
        "records_shared_transformer", .reference,
        """
            id BIGINT NOT NULL PRIMARY KEY,
            code TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            organisation_id BIGINT NOT NULL,
            organisation_path TEXT NOT NULL,
            terms TEXT NOT NULL
        """)

    private static let lossTable = Table(
        "records_loss_table", .reference,
        """
            code TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            source TEXT NOT NULL,
            is_example INTEGER NOT NULL CHECK (is_example IN (0, 1))
        """)

    private static let lossRow = Table(
        "records_loss_row", .reference,
        """
            code TEXT NOT NULL,
            model TEXT NOT NULL,
            capacity_va BIGINT NOT NULL CHECK (capacity_va > 0),
            upto_wh BIGINT NOT NULL CHECK (upto_wh > 0),
            loss_wh BIGINT NOT NULL CHECK (loss_wh >= 0),
            loss_varh BIGINT NOT NULL CHECK (loss_varh >= 0),
            PRIMARY KEY (code, model, capacity_va, upto_wh)
        """)
}
