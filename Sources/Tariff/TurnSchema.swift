import Store

extension TariffSchema {
    /// What is published next is checked beside all that stands, so one publication or withdrawal is done after the other.
    static let turn = Migration(
        room: "tariff", 61, "the row that publications and withdrawals of tariffs take in turn",
        tables: [
            Table(
                "tariff_turn", .reference,
                """
                    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
                    taken BIGINT NOT NULL
                """)
        ])
}
