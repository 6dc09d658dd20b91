internal import Kernel
internal import Store

/// Rows of duty conflicts and of duties done.
enum DutyRows {
    static func conflicts(in transaction: any Transaction) throws -> [DutyConflict] {
        try transaction.all(
            "SELECT kind, one, other, allowed_by, clause FROM control_duty_conflict ORDER BY kind DESC, one, other"
        ) { row in
            DutyConflict(
                kind: DutyConflict.Kind(rawValue: try row.text(0)) ?? .person, one: try row.text(1),
                other: try row.text(2), allowedBy: try row.optionalText(3), clause: try row.text(4))
        }
    }

    static func insert(_ conflict: DutyConflict, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO control_duty_conflict (kind, one, other, allowed_by, clause)
            VALUES (\(conflict.kind.rawValue), \(conflict.one), \(conflict.other), \(conflict.allowedBy),
              \(conflict.clause))
            """)
    }

    /// What a person did on a matter.
    static func duties(of user: UserID, on subject: String, in transaction: any Transaction) throws
        -> [String]
    {
        try transaction.all(
            """
            SELECT duty FROM control_duty WHERE bucket = \(NameRegistry.bucket(of: subject))
              AND subject = \(subject) AND user_id = \(user) ORDER BY duty
            """
        ) { try $0.text(0) }
    }

    static func all(on subject: String, in transaction: any Transaction) throws -> [DutyDone] {
        try transaction.all(
            """
            SELECT duty, user_id, at FROM control_duty WHERE bucket = \(NameRegistry.bucket(of: subject))
              AND subject = \(subject) ORDER BY at, duty, user_id
            """
        ) { DutyDone(duty: Duty(try $0.text(0)), user: try $0.id(1), at: try $0.instant(2)) }
    }

    static func insert(
        _ duty: Duty, on subject: String, by user: UserID, at: Instant, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_duty (bucket, subject, duty, user_id, at)
            VALUES (\(NameRegistry.bucket(of: subject)), \(subject), \(duty.code), \(user), \(at))
            ON CONFLICT (bucket, subject, duty, user_id) DO NOTHING
            """)
    }
}
