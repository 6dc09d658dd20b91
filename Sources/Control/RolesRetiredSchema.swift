internal import Store

extension ControlSchema {
    /// Migration 15. A strict table of SQLite calls every whole number INTEGER.
    static let rolesRetired = Migration(
        room: "control", 15, "own roles that were retired keep their names",
        tables: [],
        extra: [
            .sqlite: ["ALTER TABLE control_role ADD COLUMN retired_at INTEGER"],
            .postgres: ["ALTER TABLE control_role ADD COLUMN retired_at BIGINT"],
        ])
}
