internal import Store

extension BillingSchema {
    /// One open run a month and place: what a month is held by, and runs that were given up.
    static let openRunMigration = Migration(
        room: "billing", 3, "runs that are cancelled, months that are held while a run is laid",
        tables: [month],
        extra: [.sqlite: columns("INTEGER"), .postgres: columns("BIGINT")])

    private static func columns(_ type: String) -> [String] {
        ["cancelled_at", "cancelled_by"].map { "ALTER TABLE billing_run ADD COLUMN \($0) \(type)" }
    }

    // Its row is written by whoever lays a run of the month: two that do so at once come one after the other.
    private static let month = Table(
        "billing_month", .reference,
        """
            month INTEGER NOT NULL PRIMARY KEY,
            held_at BIGINT NOT NULL
        """)
}
