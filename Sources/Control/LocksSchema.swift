internal import Store

extension ControlSchema {
    /// Migration 91. A unique index would have to begin with the bucket on a sharded engine; ids are unique as they are
    /// made.
    static let tokenIndex = Migration(
        room: "control", 91, "the ids of machines' tokens are found by an index that is not unique",
        extra: [.sqlite: tokenByID, .postgres: tokenByID])

    private static let tokenByID = [
        "DROP INDEX control_token_by_id", "CREATE INDEX control_token_by_id ON control_token (id)",
    ]

    /// Migration 92.
    static let locks = Migration(
        room: "control", 92, "rows that a transaction holds for what no row of its own stands for",
        tables: [
            // `months`: held in share by whoever writes for a month, each in the slot of its connection, and whole by
            // whoever closes one.
            Table(
                "control_lock", .reference,
                """
                    name TEXT NOT NULL,
                    slot INTEGER NOT NULL,
                    PRIMARY KEY (name, slot)
                """)
        ],
        extra: [.sqlite: [monthSlots], .postgres: [monthSlots]])

    private static let monthSlots = """
        INSERT INTO control_lock (name, slot)
        VALUES ('months', 0), ('months', 1), ('months', 2), ('months', 3), ('months', 4), ('months', 5),
            ('months', 6), ('months', 7), ('months', 8), ('months', 9), ('months', 10), ('months', 11),
            ('months', 12), ('months', 13), ('months', 14), ('months', 15)
        """
}
