internal import Store

extension ReadingSchema {
    /// What registers frozen at the beginning of a day say, for a tariff version that begins inside a cycle.
    static let frozen = Migration(
        room: "reading", 3, "energy before a day by frozen registers; deep valley and energy fed back",
        tables: [
            Table(
                "reading_frozen", .account, appendOnly: true,
                """
                    bucket INTEGER NOT NULL,
                    account_id BIGINT NOT NULL,
                    day INTEGER NOT NULL,
                    usage_point_id BIGINT NOT NULL,
                    revision INTEGER NOT NULL CHECK (revision >= 1),
                    first_day INTEGER NOT NULL,
                    total_wh BIGINT NOT NULL CHECK (total_wh >= 0),
                    sharp_wh BIGINT NOT NULL CHECK (sharp_wh >= 0),
                    peak_wh BIGINT NOT NULL CHECK (peak_wh >= 0),
                    flat_wh BIGINT NOT NULL CHECK (flat_wh >= 0),
                    valley_wh BIGINT NOT NULL CHECK (valley_wh >= 0),
                    reactive_varh BIGINT NOT NULL CHECK (reactive_varh >= 0),
                    is_tou INTEGER NOT NULL CHECK (is_tou IN (0, 1)),
                    evidence TEXT NOT NULL,
                    user_id BIGINT NOT NULL,
                    at_ms BIGINT NOT NULL,
                    PRIMARY KEY (bucket, account_id, day, usage_point_id, revision)
                """)
        ],
        extra: [.sqlite: columns("INTEGER"), .postgres: columns("BIGINT")])

    // `valley_wh` has the deep valley too, so that the periods still make the total.
    private static func columns(_ whole: String) -> [String] {
        ["reading_energy", "reading_frozen"].flatMap { table in
            [
                "ALTER TABLE \(table) ADD COLUMN deep_valley_wh \(whole) NOT NULL DEFAULT 0 CHECK (deep_valley_wh >= 0)",
                // Period and Wh of what was fed back: `0:1200000,2:4000`; empty for most.
                "ALTER TABLE \(table) ADD COLUMN fed_back TEXT NOT NULL DEFAULT ''",
            ]
        }
    }
}
