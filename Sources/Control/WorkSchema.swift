internal import Store

extension ControlSchema {
    /// The company's calendar, workflow definitions, and cases with their steps, stops, trail and leave cover.
    static let workMigration = Migration(
        room: "control", 4, "working-day calendar, workflow definitions, cases and their clocks",
        tables: calendar + cases)

    private static let calendar: [Table] = [
        Table(
            "control_calendar_day", .reference,
            """
                day INTEGER NOT NULL PRIMARY KEY,
                is_workday INTEGER NOT NULL CHECK (is_workday IN (0, 1)),
                clause TEXT NOT NULL CHECK (clause <> ''),
                set_by BIGINT NOT NULL,
                set_at BIGINT NOT NULL
            """),
        Table(
            "control_calendar_year", .reference, appendOnly: true,
            """
                year INTEGER NOT NULL PRIMARY KEY,
                notice TEXT NOT NULL,
                clause TEXT NOT NULL CHECK (clause <> ''),
                set_by BIGINT NOT NULL,
                set_at BIGINT NOT NULL
            """),
    ]

    private static let cases: [Table] = [
        // A running case stays on its version, so a version is never changed.
        Table(
            "control_workflow", .reference, appendOnly: true,
            """
                key TEXT NOT NULL,
                version INTEGER NOT NULL CHECK (version > 0),
                definition TEXT NOT NULL,
                published_by BIGINT NOT NULL,
                published_at BIGINT NOT NULL,
                PRIMARY KEY (key, version)
            """),
        Table(
            "control_case", .own,
            """
                bucket INTEGER NOT NULL,
                id BIGINT NOT NULL,
                workflow TEXT NOT NULL,
                workflow_version INTEGER NOT NULL,
                title TEXT NOT NULL,
                subject TEXT NOT NULL,
                origin_path TEXT NOT NULL,
                place_path TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('RUNNING', 'SUSPENDED', 'DONE', 'WITHDRAWN')),
                step TEXT NOT NULL,
                step_number INTEGER NOT NULL,
                step_path TEXT NOT NULL,
                permission TEXT NOT NULL,
                assignee_id BIGINT,
                version INTEGER NOT NULL,
                started_by BIGINT NOT NULL,
                started_at BIGINT NOT NULL,
                finished_at BIGINT,
                CHECK ((finished_at IS NULL) = (state IN ('RUNNING', 'SUSPENDED'))),
                PRIMARY KEY (bucket, id)
            """,
            indices: [
                // A person's own list of work.
                "CREATE INDEX control_case_by_assignee ON control_case (assignee_id, state)",
                // The open cases of an organisation and what lies under it.
                "CREATE INDEX control_case_by_state ON control_case (state, id)",
            ]),
        // A step each time it is entered, with the limit as it was then; its end and what was filled in.
        Table(
            "control_case_step", .own,
            """
                bucket INTEGER NOT NULL,
                case_id BIGINT NOT NULL,
                number INTEGER NOT NULL,
                step TEXT NOT NULL,
                entered_at BIGINT NOT NULL,
                clock_unit TEXT CHECK (clock_unit IN ('WORKING_DAYS', 'CALENDAR_DAYS', 'HOURS')),
                clock_limit INTEGER,
                clause TEXT,
                basis TEXT CHECK (basis IN ('STATUTORY', 'COMPANY')),
                ended_at BIGINT,
                ended_by BIGINT,
                outcome TEXT CHECK (outcome IN ('COMPLETED', 'RETURNED', 'WITHDRAWN')),
                form TEXT NOT NULL,
                CHECK ((clock_unit IS NULL) = (clock_limit IS NULL)),
                PRIMARY KEY (bucket, case_id, number)
            """),
        // While the customer has to act, the clock of the step stands. Its number is the case's version it began with.
        Table(
            "control_case_stop", .own,
            """
                bucket INTEGER NOT NULL,
                case_id BIGINT NOT NULL,
                number INTEGER NOT NULL,
                step_number INTEGER NOT NULL,
                from_at BIGINT NOT NULL,
                until_at BIGINT,
                reason TEXT NOT NULL,
                PRIMARY KEY (bucket, case_id, number)
            """),
        Table(
            "control_case_trail", .own, appendOnly: true,
            """
                bucket INTEGER NOT NULL,
                case_id BIGINT NOT NULL,
                number INTEGER NOT NULL,
                at BIGINT NOT NULL,
                user_id BIGINT NOT NULL,
                action TEXT NOT NULL,
                step TEXT NOT NULL,
                to_step TEXT,
                other_user_id BIGINT,
                note TEXT NOT NULL,
                PRIMARY KEY (bucket, case_id, number)
            """),
        // Leave cover: whose work another takes in for a time. Ended early by its end day.
        Table(
            "control_leave", .own,
            """
                bucket INTEGER NOT NULL,
                user_id BIGINT NOT NULL,
                id BIGINT NOT NULL,
                cover_id BIGINT NOT NULL,
                from_day INTEGER NOT NULL,
                until_day INTEGER NOT NULL,
                reason TEXT NOT NULL,
                set_by BIGINT NOT NULL,
                set_at BIGINT NOT NULL,
                CHECK (until_day >= from_day),
                PRIMARY KEY (bucket, user_id, id)
            """,
            // Whose work somebody covers.
            indices: ["CREATE INDEX control_leave_by_cover ON control_leave (cover_id, until_day)"]),
    ]
}
