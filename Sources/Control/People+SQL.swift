internal import Kernel
internal import Store

/// Rows of organisations, users, roles and sessions.
enum PeopleRows {
    static func organisation(_ row: any Row) throws -> Organisation {
        Organisation(
            id: try row.id(0), parent: try row.optionalID(1), path: OrganisationPath(try row.text(2)),
            code: try row.text(3), name: try row.text(4),
            kind: Organisation.Kind(rawValue: try row.text(5)) ?? .station)
    }

    static func organisations(under path: OrganisationPath, in transaction: any Transaction) throws
        -> [Organisation]
    {
        try transaction.all(
            """
            SELECT id, parent_id, path, code, name, kind FROM control_organisation
            WHERE path >= \(path.text) AND path < \(path.end) ORDER BY path
            """, organisation)
    }

    /// A place and those it lies under, the company first.
    static func organisations(above path: OrganisationPath, in transaction: any Transaction) throws
        -> [Organisation]
    {
        try path.ids.compactMap { try organisation($0, in: transaction) }
    }

    static func organisation(_ id: OrganisationID, in transaction: any Transaction) throws -> Organisation? {
        try transaction.first(
            "SELECT id, parent_id, path, code, name, kind FROM control_organisation WHERE id = \(id)",
            organisation)
    }

    static func insert(_ organisation: Organisation, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO control_organisation (id, parent_id, path, code, name, kind)
            VALUES (\(organisation.id), \(organisation.parent), \(organisation.path.text), \(organisation.code),
              \(organisation.name), \(organisation.kind.rawValue))
            """)
    }

    struct StoredUser {
        let id: UserID
        let login: String
        let name: String
        let organisation: OrganisationID
        let passwordHash: String
        let secondFactor: [UInt8]?
        let lastStep: Int64
        let isActive: Bool
    }

    static func user(_ id: UserID, in transaction: any Transaction) throws -> StoredUser? {
        try transaction.first(
            """
            SELECT id, login, name, organisation_id, password_hash, second_factor, last_step, state
            FROM control_user WHERE bucket = \(id.bucket) AND id = \(id)
            """
        ) { row in
            StoredUser(
                id: try row.id(0), login: try row.text(1), name: try row.text(2), organisation: try row.id(3),
                passwordHash: try row.text(4), secondFactor: try row.optionalBlob(5),
                lastStep: try row.int64(6),
                isActive: try row.text(7) == "ACTIVE")
        }
    }

    static func insert(
        _ user: StoredUser, roles: [String], at: Instant, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_user (bucket, id, login, name, organisation_id, password_hash, second_factor,
              last_step, state, version, created_at)
            VALUES (\(user.id.bucket), \(user.id), \(user.login), \(user.name), \(user.organisation),
              \(user.passwordHash), \(user.secondFactor), 0, 'ACTIVE', 1, \(at))
            """)
        for role in roles {
            try transaction.run(
                """
                INSERT INTO control_user_role (bucket, user_id, role) VALUES (\(user.id.bucket), \(user.id), \(role))
                """)
        }
    }

    static func setState(_ id: UserID, active: Bool, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE control_user SET state = \(active ? "ACTIVE" : "DISABLED"), version = version + 1
            WHERE bucket = \(id.bucket) AND id = \(id)
            """)
    }

    static func setLastStep(_ id: UserID, _ step: Int64, in transaction: any Transaction) throws -> Bool {
        try transaction.run(
            """
            UPDATE control_user SET last_step = \(step)
            WHERE bucket = \(id.bucket) AND id = \(id) AND last_step < \(step)
            """) == 1
    }

    static func roles(of id: UserID, in transaction: any Transaction) throws -> [String] {
        try transaction.all(
            "SELECT role FROM control_user_role WHERE bucket = \(id.bucket) AND user_id = \(id) ORDER BY role"
        ) { try $0.text(0) }
    }

    static func permissions(of id: UserID, in transaction: any Transaction) throws -> Set<Permission> {
        Set(
            try transaction.all(
                """
                SELECT p.permission FROM control_user_role r JOIN control_role_permission p ON p.role = r.role
                WHERE r.bucket = \(id.bucket) AND r.user_id = \(id)
                """
            ) { Permission(try $0.text(0)) })
    }

    static func putRole(
        _ code: String, standard permissions: [String], in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_role (code, needs_second_factor) VALUES (\(code), 0)
            ON CONFLICT (code) DO NOTHING
            """)
        for permission in permissions {
            let isNew =
                try transaction.run(
                    """
                    INSERT INTO control_role_standard (role, permission) VALUES (\(code), \(permission))
                    ON CONFLICT (role, permission) DO NOTHING
                    """) == 1
            if !isNew { continue }
            try transaction.run(
                """
                INSERT INTO control_role_permission (role, permission) VALUES (\(code), \(permission))
                ON CONFLICT (role, permission) DO NOTHING
                """)
        }
    }

    static func users(in transaction: any Transaction) throws -> [StoredUser] {
        try transaction.all(
            """
            SELECT id, login, name, organisation_id, password_hash, second_factor, last_step, state
            FROM control_user ORDER BY login LIMIT 500 /*scatter: the list of a company's people*/
            """
        ) { row in
            StoredUser(
                id: try row.id(0), login: try row.text(1), name: try row.text(2), organisation: try row.id(3),
                passwordHash: try row.text(4), secondFactor: try row.optionalBlob(5),
                lastStep: try row.int64(6),
                isActive: try row.text(7) == "ACTIVE")
        }
    }
}
