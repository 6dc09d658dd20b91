internal import Store

extension ControlSchema {
    /// Migration 25: a list of work is read from its most urgent order on, however many there are; what of a clock was
    /// told is told once; a clock may count from an earlier step.
    static let caseDue = Migration(
        room: "control", 25,
        "when a work order is due, what was told of clocks and proposals, signs of life of schedules",
        tables: [
            // The proposals whose expiry was told.
            Table(
                "control_proposal_told", .own, appendOnly: true,
                """
                    bucket INTEGER NOT NULL,
                    proposal_id BIGINT NOT NULL,
                    told_at BIGINT NOT NULL,
                    PRIMARY KEY (bucket, proposal_id)
                """)
        ],
        extra: [.sqlite: columns("INTEGER") + indices, .postgres: columns("BIGINT") + indices])

    /// An order from before has no due time until the clocks are told the next time; it stands first until then.
    private static func columns(_ long: String) -> [String] {
        [
            "ALTER TABLE control_case ADD COLUMN due_at \(long) NOT NULL DEFAULT 0",
            """
            ALTER TABLE control_case ADD COLUMN told TEXT NOT NULL DEFAULT 'GREEN'
              CHECK (told IN ('GREEN', 'AMBER', 'RED'))
            """,
            "ALTER TABLE control_case_step ADD COLUMN clock_from TEXT",
            // The last sign of life of a schedule's run under way.
            "ALTER TABLE control_schedule_run ADD COLUMN alive_at \(long)",
        ]
    }

    private static let indices = [
        "DROP INDEX control_case_by_assignee",
        "DROP INDEX control_case_by_state",
        // A person's own list of work, the most urgent first.
        "CREATE INDEX control_case_by_holder ON control_case (assignee_id, due_at, id) WHERE finished_at IS NULL",
        // The open cases of everybody, the most urgent first: those to be taken, the overdue, the open.
        "CREATE INDEX control_case_by_due ON control_case (due_at, id) WHERE finished_at IS NULL",
    ]
}
