package import Store

/// The tables of the shared archive.
package enum RecordsSchema {
    package static let migrations: [Migration] = [
        Migration(
            room: "records", 1, "grid tree, customers, accounts, terms, usage points, meters, search",
            tables: grid + people + terms + metering,
            extra: [.sqlite: sqliteSearch, .postgres: postgresSearch]),
        capacity, arrangements, codes, households, publishedLosses,
        sharedTransformerChanges,
    ]

    private static let grid: [Table] = [
        // The next account id; ranges are taken in small transactions of their own.
        Table(
            "records_counter", .reference,
            """
                name TEXT NOT NULL PRIMARY KEY,
                next BIGINT NOT NULL
            """),
        Table(
            "records_grid_node", .reference,
            """
                id BIGINT NOT NULL PRIMARY KEY,
                parent_id BIGINT REFERENCES records_grid_node (id),
                kind TEXT NOT NULL CHECK (kind IN ('SUBSTATION', 'FEEDER', 'AREA')),
                code TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL,
                organisation_id BIGINT NOT NULL,
                organisation_path TEXT NOT NULL,
                CHECK ((kind = 'SUBSTATION') = (parent_id IS NULL))
            """),
    ]

    private static let people: [Table] = [
        Table(
            "records_customer", .own,
            """
                bucket INTEGER NOT NULL,
                id BIGINT NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('PERSON', 'COMPANY')),
                name TEXT NOT NULL,
                identity_sealed BLOB,
                identity_digest BLOB,
                identity_tail BLOB,
                created_at BIGINT NOT NULL,
                version INTEGER NOT NULL,
                PRIMARY KEY (bucket, id)
            """,
            // Whose identity number is this: a file's row finds the customer it already has.
            indices: ["CREATE INDEX records_customer_by_identity ON records_customer (identity_digest)"]),
        Table(
            "records_account", .account,
            """
                bucket INTEGER NOT NULL,
                id BIGINT NOT NULL CHECK (id > 0 AND id <= 9999999999999),
                consumer_no TEXT NOT NULL,
                old_no TEXT,
                name TEXT NOT NULL,
                initials TEXT NOT NULL,
                customer_id BIGINT NOT NULL,
                organisation_id BIGINT NOT NULL,
                organisation_path TEXT NOT NULL,
                address TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('ACTIVE', 'CLOSED')),
                class TEXT NOT NULL CHECK (class IN ('RESIDENTIAL', 'AGRICULTURAL', 'COMMERCIAL', 'INDUSTRIAL')),
                route TEXT NOT NULL,
                opened_on INTEGER NOT NULL,
                closed_on INTEGER,
                phone_sealed BLOB,
                phone_digest BLOB,
                phone_tail BLOB,
                bank_sealed BLOB,
                bank_digest BLOB,
                bank_tail BLOB,
                version INTEGER NOT NULL,
                PRIMARY KEY (bucket, id),
                CHECK ((state = 'CLOSED') = (closed_on IS NOT NULL))
            """,
            indices: [
                // Number search, whole and by its beginning.
                "CREATE INDEX records_account_by_number ON records_account (consumer_no, organisation_path)",
                "CREATE INDEX records_account_by_old_number ON records_account (old_no) WHERE old_no IS NOT NULL",
                // Pinyin search by the beginning; exact initials come first.
                "CREATE INDEX records_account_by_initials ON records_account (initials, organisation_path)",
                // Phone search: the last four; a whole number is looked for among those with its last four.
                "CREATE INDEX records_account_by_phone ON records_account (phone_tail)",
                // The list of a scope, narrowed by class inside the index; the list of a route.
                """
                CREATE INDEX records_account_by_organisation
                ON records_account (organisation_path, consumer_no, class, state)
                """,
                "CREATE INDEX records_account_by_route ON records_account (route, organisation_path, consumer_no)",
                // The accounts of a customer.
                "CREATE INDEX records_account_by_customer ON records_account (customer_id)",
            ]),
    ]

    private static let terms: [Table] = [
        Table(
            "records_term", .account, appendOnly: true,
            """
                bucket INTEGER NOT NULL,
                account_id BIGINT NOT NULL,
                effective_from INTEGER NOT NULL,
                revision INTEGER NOT NULL CHECK (revision > 0),
                is_void INTEGER NOT NULL CHECK (is_void IN (0, 1)),
                tariff_code TEXT NOT NULL,
                household_persons INTEGER NOT NULL CHECK (household_persons >= 0),
                low_income INTEGER NOT NULL CHECK (low_income IN (0, 1)),
                capacity_va BIGINT NOT NULL CHECK (capacity_va >= 0),
                contract_demand_w BIGINT NOT NULL CHECK (contract_demand_w >= 0),
                basic_mode TEXT NOT NULL
                    CHECK (basic_mode IN ('NONE', 'CAPACITY', 'CONTRACT_DEMAND', 'ACTUAL_DEMAND')),
                power_factor_standard INTEGER NOT NULL CHECK (power_factor_standard BETWEEN 0 AND 100),
                first_tier_month INTEGER,
                reason TEXT NOT NULL,
                recorded_by BIGINT NOT NULL,
                recorded_at BIGINT NOT NULL,
                PRIMARY KEY (bucket, account_id, effective_from, revision)
            """)
    ]

    private static let metering: [Table] = [
        Table(
            "records_usage_point", .account,
            """
                bucket INTEGER NOT NULL,
                account_id BIGINT NOT NULL,
                id BIGINT NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('SETTLEMENT')),
                area_id BIGINT,
                feeder_id BIGINT,
                PRIMARY KEY (bucket, account_id, id),
                CHECK ((area_id IS NULL) <> (feeder_id IS NULL))
            """),
        // Where a usage point stood, from a day on until the day before another; 专变 customers under their feeder.
        Table(
            "records_area_membership", .account,
            """
                bucket INTEGER NOT NULL,
                account_id BIGINT NOT NULL,
                usage_point_id BIGINT NOT NULL,
                from_day INTEGER NOT NULL,
                to_day INTEGER,
                node_id BIGINT NOT NULL,
                PRIMARY KEY (bucket, account_id, usage_point_id, from_day),
                CHECK (to_day IS NULL OR to_day >= from_day)
            """,
            // The accounts of an area on a day, by account.
            indices: [
                """
                CREATE INDEX records_area_membership_by_node
                ON records_area_membership (node_id, account_id, from_day, to_day)
                """
            ]),
        Table(
            "records_meter", .own,
            """
                bucket INTEGER NOT NULL,
                id BIGINT NOT NULL,
                asset_no TEXT NOT NULL,
                maker TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                PRIMARY KEY (bucket, id)
            """),
        Table(
            "records_installation", .account,
            """
                bucket INTEGER NOT NULL,
                account_id BIGINT NOT NULL,
                id BIGINT NOT NULL,
                usage_point_id BIGINT NOT NULL,
                meter_id BIGINT NOT NULL,
                asset_no TEXT NOT NULL,
                multiplier_milli BIGINT NOT NULL CHECK (multiplier_milli > 0),
                installed_on INTEGER NOT NULL,
                removed_on INTEGER,
                PRIMARY KEY (bucket, account_id, id),
                CHECK (removed_on IS NULL OR removed_on >= installed_on)
            """,
            // Search by meter, whole and by the beginning of its number.
            indices: ["CREATE INDEX records_installation_by_meter ON records_installation (asset_no)"]),
        Table(
            "records_register", .account,
            """
                bucket INTEGER NOT NULL,
                account_id BIGINT NOT NULL,
                installation_id BIGINT NOT NULL,
                kind INTEGER NOT NULL,
                digits INTEGER NOT NULL CHECK (digits BETWEEN 1 AND 12),
                decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 4),
                install_value BIGINT NOT NULL CHECK (install_value >= 0),
                removal_value BIGINT CHECK (removal_value >= 0),
                PRIMARY KEY (bucket, account_id, installation_id, kind)
            """),
    ]

    // Words are made in Swift (`SearchWords`), its organisations among them; the row id is the account's id. Nothing is
    // stored but the index: the rows it finds are fetched by their keys.
    private static let sqliteSearch = [
        """
        CREATE VIRTUAL TABLE records_search USING fts5(
            words, content = '', columnsize = 0,
            tokenize = "unicode61 remove_diacritics 0")
        """
    ]

    private static let postgresSearch = [
        """
        CREATE TABLE records_search (
            bucket INTEGER NOT NULL,
            account_id BIGINT NOT NULL,
            organisation_path TEXT NOT NULL,
            name TSVECTOR NOT NULL,
            initials TSVECTOR NOT NULL,
            address TSVECTOR NOT NULL,
            PRIMARY KEY (bucket, account_id)
        )
        """,
        "CREATE INDEX records_search_by_name ON records_search USING gin (name)",
        "CREATE INDEX records_search_by_initials ON records_search USING gin (initials)",
        "CREATE INDEX records_search_by_address ON records_search USING gin (address)",
    ]
}
