internal import Store

extension ControlSchema {
    /// What is wished of a job besides running; what runs by the clock; the drill.
    static let jobsMigration = Migration(
        room: "control", 8, "jobs that pause and end at a wish, schedules, the crash drill",
        tables: jobTables,
        extra: [.sqlite: jobColumns, .postgres: jobColumns])

    private static let jobColumns = [
        "ALTER TABLE control_job ADD COLUMN wish TEXT NOT NULL DEFAULT 'RUN' CHECK (wish IN ('RUN', 'PAUSE', 'CANCEL'))"
    ]

    private static let jobTables: [Table] = [
        // What an administrator set otherwise than the room that brought the schedule.
        Table(
            "control_schedule", .reference,
            """
                key TEXT NOT NULL PRIMARY KEY,
                is_on INTEGER NOT NULL,
                set_by BIGINT NOT NULL,
                set_at BIGINT NOT NULL
            """),
        // One row a schedule and due time: whoever inserts it runs it, so that several machines never run one twice.
        Table(
            "control_schedule_run", .reference,
            """
                key TEXT NOT NULL,
                due_at BIGINT NOT NULL,
                started_at BIGINT NOT NULL,
                finished_at BIGINT,
                outcome TEXT,
                fault TEXT,
                PRIMARY KEY (key, due_at)
            """),
        // Marks of the crash drill: a unit that was done twice would have two.
        Table(
            "control_drill", .account, appendOnly: true,
            """
                bucket INTEGER NOT NULL,
                job_id BIGINT NOT NULL,
                number INTEGER NOT NULL,
                mark BIGINT NOT NULL,
                PRIMARY KEY (bucket, job_id, number, mark)
            """),
    ]
}
