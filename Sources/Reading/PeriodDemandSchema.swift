internal import Store

extension ReadingSchema {
    /// What meters say of the highest demand of each price period's hours.
    static let periodDemand = Migration(
        room: "reading", 20, "highest demand by price period beside the month's",
        extra: [.sqlite: [column], .postgres: [column]])

    // Period and W: `2:4000000,3:1200000`; empty for most.
    private static let column = "ALTER TABLE reading_energy ADD COLUMN period_demand TEXT NOT NULL DEFAULT ''"
}
