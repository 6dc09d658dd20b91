internal import Store

extension ControlSchema {
    /// Billing months that are opened and closed, code tables as dated data, who approved a parameter.
    static let months = Migration(
        room: "control", 5, "billing months opened and closed, code tables, who approved a parameter",
        tables: monthTables + [code],
        extra: [
            .sqlite: ["ALTER TABLE control_parameter ADD COLUMN approved_by INTEGER"],
            .postgres: ["ALTER TABLE control_parameter ADD COLUMN approved_by BIGINT"],
        ])

    private static let monthTables: [Table] = [
        // A closed month closes every month before it and every organisation under its own.
        Table(
            "control_month", .reference,
            """
                organisation_id BIGINT NOT NULL,
                organisation_path TEXT NOT NULL,
                month INTEGER NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
                set_by BIGINT NOT NULL,
                set_at BIGINT NOT NULL,
                PRIMARY KEY (organisation_id, month)
            """,
            // Every posting asks whether anything from its month on is closed.
            indices: ["CREATE INDEX control_month_closed ON control_month (state, month)"]),
        Table(
            "control_month_step", .reference, appendOnly: true,
            """
                organisation_id BIGINT NOT NULL,
                month INTEGER NOT NULL,
                number INTEGER NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
                reason TEXT NOT NULL,
                set_by BIGINT NOT NULL,
                set_at BIGINT NOT NULL,
                PRIMARY KEY (organisation_id, month, number)
            """),
        // Who answers for what was open when the month was closed; the last line on an item counts.
        Table(
            "control_month_carry", .reference, appendOnly: true,
            """
                organisation_id BIGINT NOT NULL,
                month INTEGER NOT NULL,
                item TEXT NOT NULL,
                number INTEGER NOT NULL,
                carrier_id BIGINT NOT NULL,
                reason TEXT NOT NULL,
                set_by BIGINT NOT NULL,
                set_at BIGINT NOT NULL,
                PRIMARY KEY (organisation_id, month, item, number)
            """),
    ]

    private static let code = Table(
        "control_code", .reference,
        """
            list TEXT NOT NULL,
            code TEXT NOT NULL,
            valid_from INTEGER NOT NULL,
            valid_until INTEGER,
            zh TEXT NOT NULL,
            en TEXT NOT NULL,
            position INTEGER NOT NULL,
            clause TEXT NOT NULL,
            set_by BIGINT NOT NULL,
            set_at BIGINT NOT NULL,
            PRIMARY KEY (list, code, valid_from)
        """)
}
