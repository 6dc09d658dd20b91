internal import Kernel
internal import Store

/// Rows of duty conflicts and of duties done.
enum DutyRows {
    static func conflicts(in transaction: any Transaction) throws -> [DutyConflict] {
        try transaction.all(
            """
            SELECT 0, kind, one, other, allowed_by, clause, '/' FROM control_duty_conflict
            UNION ALL
            SELECT id, kind, one, other, NULL, clause, organisation_path FROM control_own_conflict
            WHERE ended_at IS NULL ORDER BY 2 DESC, 1, 3, 4
            """
        ) { row in
            let id = try row.int64(0)
            return DutyConflict(
                id: id == 0 ? nil : DutyConflictID(id),
                kind: DutyConflict.Kind(rawValue: try row.text(1)) ?? .person,
                organisation: OrganisationPath(try row.text(6)), one: try row.text(2),
                other: try row.text(3), allowedBy: try row.optionalText(4), clause: try row.text(5))
        }
    }

    /// How many active people under a place carry both roles.
    static func carriers(
        of one: String, and other: String, under path: OrganisationPath, in transaction: any Transaction
    ) throws -> Int {
        try transaction.one(
            """
            /*scatter: who of a company's people carries both roles*/
            SELECT COUNT(*) FROM control_user_role r
              JOIN control_user_role s ON s.bucket = r.bucket AND s.user_id = r.user_id
              JOIN control_user u ON u.bucket = r.bucket AND u.id = r.user_id
              JOIN control_organisation o ON o.id = u.organisation_id
            WHERE r.role = \(one) AND s.role = \(other) AND u.state = 'ACTIVE'
              AND o.path >= \(path.text) AND o.path < \(path.end)
            """
        ) { try $0.int(0) }
    }

    static func end(
        _ id: DutyConflictID, by user: UserID, at: Instant, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.run(
            """
            UPDATE control_own_conflict SET ended_by = \(user), ended_at = \(at)
            WHERE id = \(id) AND ended_at IS NULL
            """) == 1
    }

    static func insert(
        _ id: DutyConflictID, _ conflict: DutyConflict, by user: UserID, at: Instant,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_own_conflict (id, kind, one, other, organisation_path, clause, added_by, added_at)
            VALUES (\(id), \(conflict.kind.rawValue), \(conflict.one), \(conflict.other),
              \(conflict.organisation.text), \(conflict.clause), \(user), \(at))
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
