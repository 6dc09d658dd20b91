internal import Store

extension RecordsSchema {
    /// Terms that few accounts have: settlements of a month, the agency purchase's multiple, a large household's choice,
    /// households behind one meter.
    static let arrangements = Migration(
        room: "records", 3, "settlements of a month, agency multiple, surcharge, households behind a meter",
        extra: [.sqlite: columns, .postgres: columns])

    private static let columns = [
        "ALTER TABLE records_term ADD COLUMN settlements INTEGER NOT NULL DEFAULT 1 CHECK (settlements BETWEEN 1 AND 3)",
        """
        ALTER TABLE records_term ADD COLUMN agency_multiple INTEGER NOT NULL DEFAULT 0
        CHECK (agency_multiple IN (0, 1))
        """,
        """
        ALTER TABLE records_term ADD COLUMN chooses_surcharge INTEGER NOT NULL DEFAULT 0
        CHECK (chooses_surcharge IN (0, 1))
        """,
        "ALTER TABLE records_term ADD COLUMN households INTEGER NOT NULL DEFAULT 1 CHECK (households >= 1)",
    ]
}
