internal import Kernel
internal import Store

/// Rows of roles.
enum RoleRows {
    static func role(_ code: String, in transaction: any Transaction) throws -> Role? {
        try transaction.first(
            """
            SELECT code, name, organisation_path, needs_second_factor, waives_second_factor FROM control_role
            WHERE code = \(code) AND retired_at IS NULL
            """
        ) { try role($0, in: transaction, people: 0) }
    }

    /// Templates, and the own roles of the places under or above `scope`; people counted within the scope.
    static func roles(seenFrom scope: OrganisationPath, in transaction: any Transaction) throws -> [Role] {
        var people: [String: Int] = [:]
        try transaction.each(
            """
            /*scatter: how many of a company's people carry each role*/
            SELECT r.role, COUNT(*) FROM control_user_role r
              JOIN control_user u ON u.bucket = r.bucket AND u.id = r.user_id
              JOIN control_organisation o ON o.id = u.organisation_id
            WHERE u.state = 'ACTIVE' AND o.path >= \(scope.text) AND o.path < \(scope.end) GROUP BY r.role
            """
        ) { people[try $0.text(0)] = try $0.int(1) }
        return try transaction.all(
            """
            SELECT code, name, organisation_path, needs_second_factor, waives_second_factor FROM control_role
            WHERE retired_at IS NULL ORDER BY code
            """
        ) { row in
            try role(row, in: transaction, people: people[try row.text(0)] ?? 0)
        }.filter { $0.organisation.contains(scope) || scope.contains($0.organisation) }
    }

    /// Everybody who carries a role, also those who are disabled now.
    static func carriers(of code: String, in transaction: any Transaction) throws -> [UserID] {
        try transaction.all(
            """
            SELECT user_id FROM control_user_role WHERE role = \(code) ORDER BY user_id
            /*scatter: everybody of a company who carries a role*/
            """
        ) { try $0.id(0) }
    }

    private static func role(_ row: any Row, in transaction: any Transaction, people: Int) throws -> Role {
        let code = try row.text(0)
        return Role(
            code: code, name: try row.optionalText(1), organisation: OrganisationPath(try row.text(2)),
            asksSecondFactor: try row.bool(3), waivesSecondFactor: try row.bool(4),
            permissions: try transaction.all(
                "SELECT permission FROM control_role_permission WHERE role = \(code) ORDER BY permission"
            ) { Permission(try $0.text(0)) }, people: people)
    }

    static func insert(
        _ code: String, name: String, at organisation: OrganisationPath, needsSecondFactor: Bool,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_role (code, needs_second_factor, name, organisation_path)
            VALUES (\(code), \(needsSecondFactor), \(name), \(organisation.text))
            """)
    }

    static func setPermissions(_ code: String, _ permissions: [Permission], in transaction: any Transaction)
        throws
    {
        try transaction.run("DELETE FROM control_role_permission WHERE role = \(code)")
        for permission in permissions {
            try transaction.run(
                "INSERT INTO control_role_permission (role, permission) VALUES (\(code), \(permission.code))")
        }
    }

    static func isNamed(_ name: String, at path: OrganisationPath, in transaction: any Transaction) throws
        -> Bool
    {
        try transaction.exists(
            """
            SELECT 1 FROM control_role
            WHERE name = \(name) AND organisation_path = \(path.text) AND retired_at IS NULL
            """)
    }

    static func setSecondFactor(_ code: String, asks: Bool, waives: Bool, in transaction: any Transaction)
        throws
    {
        try transaction.run(
            """
            UPDATE control_role SET needs_second_factor = \(asks), waives_second_factor = \(waives)
            WHERE code = \(code)
            """)
    }

    static func rename(_ code: String, _ name: String, in transaction: any Transaction) throws {
        try transaction.run("UPDATE control_role SET name = \(name) WHERE code = \(code)")
    }

    static func retire(_ code: String, at: Instant, in transaction: any Transaction) throws {
        try transaction.run("UPDATE control_role SET retired_at = \(at) WHERE code = \(code)")
    }
}

/// Rows of positions.
enum PositionRows {
    static func position(_ id: PositionID, in transaction: any Transaction) throws -> Position? {
        try transaction.first(
            """
            SELECT p.id, p.organisation_id, o.name, p.name, p.role FROM control_position p
              JOIN control_organisation o ON o.id = p.organisation_id WHERE p.id = \(id)
            """, position)
    }

    static func positions(under path: OrganisationPath, in transaction: any Transaction) throws -> [Position]
    {
        try transaction.all(
            """
            SELECT p.id, p.organisation_id, o.name, p.name, p.role FROM control_position p
              JOIN control_organisation o ON o.id = p.organisation_id
            WHERE o.path >= \(path.text) AND o.path < \(path.end) ORDER BY o.path, p.name
            """, position)
    }

    private static func position(_ row: any Row) throws -> Position {
        Position(
            id: try row.id(0), organisation: try row.id(1), organisationName: try row.text(2),
            name: try row.text(3), role: try row.optionalText(4))
    }

    static func replace(_ role: String, by other: String?, in transaction: any Transaction) throws {
        try transaction.run("UPDATE control_position SET role = \(other) WHERE role = \(role)")
    }

    static func insert(
        _ id: PositionID, at organisation: OrganisationID, name: String, role: String?,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_position (id, organisation_id, name, role)
            VALUES (\(id), \(organisation), \(name), \(role))
            """)
    }
}
