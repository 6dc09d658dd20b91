internal import Store

extension ControlSchema {
    /// Migration 27: who was away, where a decision was made by who does their work.
    static let decisions = Migration(
        room: "control", 27, "decisions made for who is away",
        extra: [.sqlite: columns("INTEGER"), .postgres: columns("BIGINT")])

    private static func columns(_ long: String) -> [String] {
        [
            "ALTER TABLE control_decision ADD COLUMN absent_id \(long)",
            "ALTER TABLE control_decision ADD COLUMN absent_name TEXT NOT NULL DEFAULT ''",
        ]
    }
}
