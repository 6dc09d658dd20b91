internal import Store

extension BillingSchema {
    /// Where a rehearsed account stands in the grid.
    static let rehearsedAreas = Migration(
        room: "billing", 8, "transformer areas of rehearsed accounts",
        tables: [],
        extra: [
            .sqlite: ["ALTER TABLE billing_rehearsal_account ADD COLUMN node_id INTEGER"],
            .postgres: ["ALTER TABLE billing_rehearsal_account ADD COLUMN node_id BIGINT"],
        ])
}
