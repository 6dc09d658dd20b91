internal import Store

extension ControlSchema {
    /// Migration 3.
    static let peopleAndPlaces = Migration(
        room: "control", 3,
        "positions, own roles, duty conflicts, duties done, leave cover, one-time passwords",
        tables: [position, roleStandard, dutyConflict, duty, cover],
        extra: [
            .sqlite: columns("INTEGER") + conflicts, .postgres: columns("BIGINT") + conflicts,
        ])

    /// 岗位: what a place has work for, and the role that goes with it.
    private static let position = Table(
        "control_position", .reference,
        """
            id BIGINT NOT NULL PRIMARY KEY,
            organisation_id BIGINT NOT NULL,
            name TEXT NOT NULL,
            role TEXT,
            UNIQUE (organisation_id, name)
        """)

    /// Which permissions a template was once given by the program, so that one taken away stays away.
    private static let roleStandard = Table(
        "control_role_standard", .reference,
        """
            role TEXT NOT NULL,
            permission TEXT NOT NULL,
            PRIMARY KEY (role, permission)
        """)

    private static let dutyConflict = Table(
        "control_duty_conflict", .reference,
        """
            kind TEXT NOT NULL CHECK (kind IN ('PERSON', 'MATTER')),
            one TEXT NOT NULL,
            other TEXT NOT NULL,
            allowed_by TEXT,
            clause TEXT NOT NULL,
            PRIMARY KEY (kind, one, other),
            CHECK (one < other)
        """)

    /// Who did which duty on which matter; in the bucket of the matter's name.
    private static let duty = Table(
        "control_duty", .own, appendOnly: true,
        """
            bucket INTEGER NOT NULL,
            subject TEXT NOT NULL,
            duty TEXT NOT NULL,
            user_id BIGINT NOT NULL,
            at BIGINT NOT NULL,
            PRIMARY KEY (bucket, subject, duty, user_id)
        """)

    /// In the bucket of the person who is away.
    private static let cover = Table(
        "control_cover", .own,
        """
            bucket INTEGER NOT NULL,
            absent_id BIGINT NOT NULL,
            id BIGINT NOT NULL,
            covering_id BIGINT NOT NULL,
            first_day INTEGER NOT NULL,
            last_day INTEGER NOT NULL,
            reason TEXT NOT NULL,
            approved_by BIGINT NOT NULL,
            approved_at BIGINT NOT NULL,
            ended_at BIGINT,
            PRIMARY KEY (bucket, absent_id, id),
            CHECK (first_day <= last_day),
            CHECK (absent_id <> covering_id)
        """,
        indices: [
            // Whom a person stands in for today: asked by their own work list.
            "CREATE INDEX control_cover_by_covering ON control_cover (covering_id, last_day)"
        ])

    /// A strict table of SQLite calls every whole number INTEGER.
    private static func columns(_ identifier: String) -> [String] {
        [
            "ALTER TABLE control_role ADD COLUMN name TEXT",
            "ALTER TABLE control_role ADD COLUMN organisation_path TEXT NOT NULL DEFAULT '/'",
            "ALTER TABLE control_user ADD COLUMN position_id \(identifier)",
        ]
    }

    /// The standard rows, each with what it follows from; an organisation may add its own.
    private static let conflicts = [
        conflict("PERSON", "auditAdministrator", "securityAdministrator", administrators),
        conflict("PERSON", "auditAdministrator", "systemAdministrator", administrators),
        conflict("PERSON", "securityAdministrator", "systemAdministrator", administrators),
        conflict("PERSON", "verificationChecker", "verifier", verification),
        conflict("PERSON", "counterClerk", "receiptKeeper", separation),
        conflict("PERSON", "collector", "meterReader", separation, allowedBy: "control.readerCollects"),
        conflict("MATTER", "CHECK", "READ", separation),
        conflict("MATTER", "APPROVE_REFUND", "READ", separation),
        conflict("MATTER", "APPROVE_REFUND", "CHECK", separation),
        conflict("MATTER", "CHECK_VERIFICATION", "VERIFY", verification),
    ]

    private static let administrators = "GB/T 22239—2019 8.1.5：系统管理、审计管理、安全管理由不同人员承担"
    private static let verification = "《计量检定印、证管理办法》：检定证书由检定、核验、主管人员分别签字"
    private static let separation = "《企业内部控制基本规范》第二十九条：不相容职务分离控制"

    private static func conflict(
        _ kind: String, _ one: String, _ other: String, _ clause: String, allowedBy parameter: String? = nil
    ) -> String {
        """
        INSERT INTO control_duty_conflict (kind, one, other, allowed_by, clause)
        VALUES ('\(kind)', '\(one)', '\(other)', \(parameter.map { "'\($0)'" } ?? "NULL"), '\(clause)')
        """
    }
}
