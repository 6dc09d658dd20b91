internal import Kernel
internal import Store

/// Rows of schedules and their runs.
enum ScheduleRows {
    /// Whether the due time is ours to run: nobody has, or who began was stopped more than `lease` ago.
    static func claim(
        _ key: String, due: Instant, at now: Instant, lease: Int64, in transaction: any Transaction
    )
        throws -> Bool
    {
        try transaction.run(
            """
            INSERT INTO control_schedule_run (key, due_at, started_at) VALUES (\(key), \(due), \(now))
            ON CONFLICT (key, due_at) DO UPDATE SET started_at = \(now), alive_at = NULL
            WHERE control_schedule_run.finished_at IS NULL
              AND COALESCE(control_schedule_run.alive_at, control_schedule_run.started_at)
                < \(now.adding(seconds: -lease))
            """) == 1
    }

    /// A sign of life of a run under way.
    static func beat(_ key: String, due: Instant, at now: Instant, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE control_schedule_run SET alive_at = \(now)
            WHERE key = \(key) AND due_at = \(due) AND finished_at IS NULL
            """)
    }

    static func finish(
        _ key: String, due: Instant, at now: Instant, outcome: String?, fault: String?,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE control_schedule_run SET finished_at = \(now), outcome = \(outcome), fault = \(fault)
            WHERE key = \(key) AND due_at = \(due)
            """)
    }

    static func runs(of key: String, limit: Int, in transaction: any Transaction) throws -> [ScheduleRun] {
        try transaction.all(
            """
            SELECT key, due_at, started_at, finished_at, outcome, fault FROM control_schedule_run
            WHERE key = \(key) ORDER BY due_at DESC LIMIT \(limit)
            """
        ) { row in
            ScheduleRun(
                key: try row.text(0), due: try row.instant(1), started: try row.instant(2),
                finished: try row.optionalInstant(3),
                outcome: try row.optionalText(4).map { ScheduleOutcome(text: $0) },
                fault: try row.optionalText(5))
        }
    }

    /// The schedules that an administrator switched, and whether on.
    static func switched(in transaction: any Transaction) throws -> [String: Bool] {
        Dictionary(
            try transaction.all("SELECT key, is_on FROM control_schedule ORDER BY key") { row in
                (try row.text(0), try row.int64(1) == 1)
            }, uniquingKeysWith: { _, last in last })
    }

    static func set(
        _ key: String, isOn: Bool, by user: UserID, at now: Instant, in transaction: any Transaction
    )
        throws
    {
        try transaction.run(
            """
            INSERT INTO control_schedule (key, is_on, set_by, set_at) VALUES (\(key), \(isOn), \(user), \(now))
            ON CONFLICT (key) DO UPDATE SET is_on = \(isOn), set_by = \(user), set_at = \(now)
            """)
    }
}
