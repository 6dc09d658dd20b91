internal import Kernel
internal import Store

/// Rows of users as administrators see and change them.
enum UserRows {
    private static func record(_ row: any Row, _ transaction: any Transaction) throws -> UserRecord {
        let id: UserID = try row.id(0)
        return UserRecord(
            id: id, login: try row.text(1), name: try row.text(2), organisation: try row.id(3),
            organisationName: try row.text(4), position: try row.optionalID(5),
            positionName: try row.optionalText(6), roles: [],
            isActive: try row.text(7) == "ACTIVE", hasSecondFactor: try row.bool(8),
            mustChangePassword: try row.bool(9), version: try row.int64(10), createdAt: try row.instant(11))
    }

    static func user(_ id: UserID, in transaction: any Transaction) throws -> UserRecord? {
        try transaction.first(
            """
            SELECT u.id, u.login, u.name, u.organisation_id, o.name, u.position_id, p.name, u.state,
              CASE WHEN u.second_factor IS NULL THEN 0 ELSE 1 END, u.must_change, u.version, u.created_at
            FROM control_user u JOIN control_organisation o ON o.id = u.organisation_id
              LEFT JOIN control_position p ON p.id = u.position_id
            WHERE u.bucket = \(id.bucket) AND u.id = \(id)
            """
        ) { try record($0, transaction) }?.carrying(try PeopleRows.roles(of: id, in: transaction))
    }

    /// Users of the places under `path`, by login.
    static func users(
        under path: OrganisationPath, _ filter: UserFilter, in transaction: any Transaction
    ) throws -> [UserRecord] {
        let part = "%" + escaped((filter.text ?? "").lowercased()) + "%"
        let state = filter.isActive.map { $0 ? "ACTIVE" : "DISABLED" } ?? ""
        return try transaction.all(
            """
            /*scatter: the list of a company's people*/
            SELECT u.id, u.login, u.name, u.organisation_id, o.name, u.position_id, p.name, u.state,
              CASE WHEN u.second_factor IS NULL THEN 0 ELSE 1 END, u.must_change, u.version, u.created_at
            FROM control_user u JOIN control_organisation o ON o.id = u.organisation_id
              LEFT JOIN control_position p ON p.id = u.position_id
            WHERE o.path >= \(path.text) AND o.path < \(path.end) AND u.login > \(filter.after ?? "")
              AND (LOWER(u.login) LIKE \(part) ESCAPE '!' OR LOWER(u.name) LIKE \(part) ESCAPE '!')
              AND (\(state) = '' OR u.state = \(state))
              AND (\(filter.role ?? "") = '' OR EXISTS (SELECT 1 FROM control_user_role r
                WHERE r.bucket = u.bucket AND r.user_id = u.id AND r.role = \(filter.role ?? "")))
            ORDER BY u.login LIMIT \(filter.limit)
            """
        ) { try record($0, transaction) }.map {
            $0.carrying(try PeopleRows.roles(of: $0.id, in: transaction))
        }
    }

    /// How many active people stand at each place.
    static func counts(in transaction: any Transaction) throws -> [OrganisationID: Int] {
        var found: [OrganisationID: Int] = [:]
        try transaction.each(
            """
            /*scatter: a company's people by place*/
            SELECT organisation_id, COUNT(*) FROM control_user WHERE state = 'ACTIVE' GROUP BY organisation_id
            """
        ) { found[try $0.id(0)] = try $0.int(1) }
        return found
    }

    /// - Returns: Whether the row still had the version.
    static func edit(
        _ id: UserID, version: Int64, name: String, organisation: OrganisationID, position: PositionID?,
        in transaction: any Transaction
    ) throws -> Bool {
        try transaction.run(
            """
            UPDATE control_user SET name = \(name), organisation_id = \(organisation), position_id = \(position),
              version = version + 1
            WHERE bucket = \(id.bucket) AND id = \(id) AND version = \(version)
            """) == 1
    }

    static func setRoles(_ id: UserID, _ roles: [String], in transaction: any Transaction) throws {
        try transaction.run(
            "DELETE FROM control_user_role WHERE bucket = \(id.bucket) AND user_id = \(id)")
        for role in roles {
            try transaction.run(
                "INSERT INTO control_user_role (bucket, user_id, role) VALUES (\(id.bucket), \(id), \(role))")
        }
    }

    static func touch(_ id: UserID, version: Int64, in transaction: any Transaction) throws -> Bool {
        try transaction.run(
            """
            UPDATE control_user SET version = version + 1
            WHERE bucket = \(id.bucket) AND id = \(id) AND version = \(version)
            """) == 1
    }

    static func setSecondFactor(_ id: UserID, _ seed: [UInt8]?, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE control_user SET second_factor = \(seed), last_step = 0, version = version + 1
            WHERE bucket = \(id.bucket) AND id = \(id)
            """)
    }

    /// `!` stands before what a pattern would read as more than itself.
    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { out, character in
            if "!%_".contains(character) { out.append("!") }
            out.append(character)
        }
    }
}

extension UserRecord {
    fileprivate func carrying(_ roles: [String]) -> UserRecord {
        UserRecord(
            id: id, login: login, name: name, organisation: organisation, organisationName: organisationName,
            position: position, positionName: positionName, roles: roles, isActive: isActive,
            hasSecondFactor: hasSecondFactor, mustChangePassword: mustChangePassword, version: version,
            createdAt: createdAt)
    }
}
