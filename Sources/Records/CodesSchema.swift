internal import Store

extension RecordsSchema {
    /// What an account is by code tables.
    static let codes = Migration(
        room: "records", 4, "class of use, industry and supply voltage by code",
        extra: [.sqlite: codeColumns, .postgres: codeColumns])

    private static let codeColumns = [
        "ALTER TABLE records_account ADD COLUMN use_code TEXT",
        "ALTER TABLE records_account ADD COLUMN industry TEXT",
        "ALTER TABLE records_account ADD COLUMN voltage TEXT",
        // The lists of a scope by each of them.
        """
        CREATE INDEX records_account_by_use_code
        ON records_account (use_code, organisation_path, consumer_no) WHERE use_code IS NOT NULL
        """,
        """
        CREATE INDEX records_account_by_industry
        ON records_account (industry, organisation_path, consumer_no) WHERE industry IS NOT NULL
        """,
        """
        CREATE INDEX records_account_by_voltage
        ON records_account (voltage, organisation_path, consumer_no) WHERE voltage IS NOT NULL
        """,
    ]
}
