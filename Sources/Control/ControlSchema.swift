package import Store

/// The control subsystem's tables.
package enum ControlSchema {
    package static let migrations: [Migration] = [
        Migration(
            room: "control", 1, "organisations, people, sessions, audit, events, jobs, parameters",
            tables: organisations + people + trail + work),
        approvals, peopleAndPlaces, workMigration, months, signIn, messagesMigration, jobsMigration,
        caseKeys, customers, field, ownConflicts, notices, rolesRetired, auditDays, codeMeanings,
        security,
        queues, parameterValues,
        nodes, tokenIndex, locks,
        imports,
        caseDue, carries, decisions, answers, exports, backups,
    ]

    private static let organisations: [Table] = [
        Table(
            "control_organisation", .reference,
            """
                id BIGINT NOT NULL PRIMARY KEY,
                parent_id BIGINT,
                path TEXT NOT NULL UNIQUE,
                code TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('COMPANY', 'DEPARTMENT', 'STATION', 'HALL'))
            """),
        Table(
            "control_parameter", .reference,
            """
                key TEXT NOT NULL,
                organisation_path TEXT NOT NULL,
                effective_from INTEGER NOT NULL,
                value TEXT NOT NULL,
                clause TEXT NOT NULL,
                set_by BIGINT NOT NULL,
                set_at BIGINT NOT NULL,
                PRIMARY KEY (key, organisation_path, effective_from)
            """),
        Table(
            "control_role", .reference,
            """
                code TEXT NOT NULL PRIMARY KEY,
                needs_second_factor INTEGER NOT NULL
            """),
        Table(
            "control_role_permission", .reference,
            """
                role TEXT NOT NULL,
                permission TEXT NOT NULL,
                PRIMARY KEY (role, permission)
            """),
        // Names that must be unique over all buckets (a login, a 户号, an asset number): claimed before the owner is written.
        Table(
            "control_name", .own,
            """
                bucket INTEGER NOT NULL,
                kind TEXT NOT NULL,
                name TEXT NOT NULL,
                owner_id BIGINT NOT NULL,
                PRIMARY KEY (bucket, kind, name)
            """),
    ]

    private static let people: [Table] = [
        Table(
            "control_user", .own,
            """
                bucket INTEGER NOT NULL,
                id BIGINT NOT NULL,
                login TEXT NOT NULL,
                name TEXT NOT NULL,
                organisation_id BIGINT NOT NULL,
                password_hash TEXT NOT NULL,
                second_factor BLOB,
                last_step BIGINT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('ACTIVE', 'DISABLED')),
                version INTEGER NOT NULL,
                created_at BIGINT NOT NULL,
                PRIMARY KEY (bucket, id)
            """),
        Table(
            "control_user_role", .own,
            """
                bucket INTEGER NOT NULL,
                user_id BIGINT NOT NULL,
                role TEXT NOT NULL,
                PRIMARY KEY (bucket, user_id, role)
            """),
        Table(
            "control_session", .own,
            """
                bucket INTEGER NOT NULL,
                token_hash BLOB NOT NULL,
                user_id BIGINT NOT NULL,
                csrf TEXT NOT NULL,
                address TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                seen_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                ended_at BIGINT,
                PRIMARY KEY (bucket, token_hash)
            """),
        // Failures by login and by address; a row that payments or reads never touch.
        Table(
            "control_sign_in_failure", .own,
            """
                bucket INTEGER NOT NULL,
                subject TEXT NOT NULL,
                failures INTEGER NOT NULL,
                last_at BIGINT NOT NULL,
                locked_until BIGINT NOT NULL,
                PRIMARY KEY (bucket, subject)
            """),
    ]

    private static let trail: [Table] = [
        Table(
            "control_audit", .account, appendOnly: true,
            """
                bucket INTEGER NOT NULL,
                day INTEGER NOT NULL,
                sequence BIGINT NOT NULL,
                at BIGINT NOT NULL,
                user_id BIGINT NOT NULL,
                organisation_id BIGINT NOT NULL,
                address TEXT NOT NULL,
                action TEXT NOT NULL,
                subject TEXT NOT NULL,
                before_values TEXT,
                after_values TEXT,
                hash BLOB NOT NULL,
                PRIMARY KEY (bucket, day, sequence)
            """),
        Table(
            "control_audit_head", .account,
            """
                bucket INTEGER NOT NULL,
                day INTEGER NOT NULL,
                sequence BIGINT NOT NULL,
                hash BLOB NOT NULL,
                PRIMARY KEY (bucket, day)
            """),
        Table(
            "control_audit_root", .reference, appendOnly: true,
            """
                day INTEGER NOT NULL PRIMARY KEY,
                root BLOB NOT NULL
            """),
        Table(
            "control_event", .account, appendOnly: true,
            """
                bucket INTEGER NOT NULL,
                sequence BIGINT NOT NULL,
                id BIGINT NOT NULL,
                topic TEXT NOT NULL,
                organisation_path TEXT NOT NULL,
                payload TEXT NOT NULL,
                at BIGINT NOT NULL,
                PRIMARY KEY (bucket, sequence)
            """,
            // The pump's query: events after an id, over all buckets.
            indices: ["CREATE INDEX control_event_by_id ON control_event (id)"]),
        Table(
            "control_event_head", .account,
            """
                bucket INTEGER NOT NULL PRIMARY KEY,
                sequence BIGINT NOT NULL
            """),
        Table(
            "control_cursor", .account,
            """
                bucket INTEGER NOT NULL,
                consumer TEXT NOT NULL,
                sequence BIGINT NOT NULL,
                PRIMARY KEY (bucket, consumer)
            """),
    ]

    private static let work: [Table] = [
        Table(
            "control_job", .own,
            """
                bucket INTEGER NOT NULL,
                id BIGINT NOT NULL,
                kind TEXT NOT NULL,
                organisation_id BIGINT NOT NULL,
                organisation_path TEXT NOT NULL,
                input TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('WAITING', 'RUNNING', 'DONE', 'FAILED')),
                units INTEGER NOT NULL,
                started_by BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                started_at BIGINT,
                finished_at BIGINT,
                fault TEXT,
                PRIMARY KEY (bucket, id)
            """),
        // A unit lies in the first bucket of its range, beside the rows it makes, so that one transaction holds both.
        Table(
            "control_job_unit", .account,
            """
                bucket INTEGER NOT NULL,
                job_id BIGINT NOT NULL,
                number INTEGER NOT NULL,
                last_bucket INTEGER NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('WAITING', 'DONE')),
                result TEXT,
                finished_at BIGINT,
                PRIMARY KEY (bucket, job_id, number)
            """,
            // A job's progress: its units over all buckets.
            indices: ["CREATE INDEX control_job_unit_by_job ON control_job_unit (job_id, number)"]),
    ]
}
