internal import Store

extension ControlSchema {
    /// Migration 16. A day is closed, and an order held to what its sender knew, by the day's heads of all buckets; the
    /// key finds those of one bucket only.
    static let auditDays = Migration(
        room: "control", 16, "the heads of a day's chains by the day",
        extra: [.sqlite: [index], .postgres: [index]])

    private static let index = "CREATE INDEX control_audit_head_by_day ON control_audit_head (day, bucket)"
}
