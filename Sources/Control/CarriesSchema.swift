internal import Store

extension ControlSchema {
    /// Migration 26: what is carried over a close is kept as it was, and its carrier has a work order of it.
    static let carries = Migration(
        room: "control", 26, "items carried over a close as they were, with their work orders",
        extra: [.sqlite: columns("INTEGER"), .postgres: columns("BIGINT")])

    private static func columns(_ long: String) -> [String] {
        [
            "ALTER TABLE control_month_carry ADD COLUMN item_text TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE control_month_carry ADD COLUMN arguments TEXT NOT NULL DEFAULT '{}'",
            "ALTER TABLE control_month_carry ADD COLUMN item_count \(long)",
            "ALTER TABLE control_month_carry ADD COLUMN case_id \(long)",
        ]
    }
}
