internal import Kernel
internal import Store

/// What becomes of an organisation's own role: another name, or its end.
extension Control {
    /// Gives an own role another name. Those who carry it keep it.
    /// - Parameter before: the name that the page showed.
    /// - Throws: `ControlRefusal.roleUnknown`, `.nameTaken`, `.changedMeanwhile`, `.forbidden`;
    ///   `PeopleRefusal.templateStays` for a role that the program brought, `.nameInvalid`.
    package func renameRole(_ code: String, _ name: String, before: String, by principal: Principal)
        async throws
    {
        try Self.check(name: name)
        try await command("control.roles", by: principal) { act in
            let role = try ownRole(code, act)
            guard role.name == before else { throw ControlRefusal.changedMeanwhile(code) }
            if role.name == name { return }
            guard try !RoleRows.isNamed(name, at: role.organisation, in: act.transaction) else {
                throw ControlRefusal.nameTaken(kind: "role", name: name)
            }
            try RoleRows.rename(code, name, in: act.transaction)
            try act.audit(
                bucket: act.principal.organisation.bucket, action: "control.renameRole",
                subject: "role \(code)", before: AuditValues.json([("name", role.name)]),
                after: AuditValues.json([("name", name)]))
            try act.publish(
                ControlEvents.people, bucket: act.principal.organisation.bucket,
                organisation: role.organisation)
        }
    }

    /// Ends an own role that nobody carries. One that people carry goes by the command `control.retireRole`, which
    /// gives them another in its place and so needs a second person.
    /// - Throws: `PeopleRefusal.roleHeld` with the names of those who carry it, `.templateStays`;
    ///   `ControlRefusal.roleUnknown`, `.forbidden`.
    package func retireRole(_ code: String, by principal: Principal) async throws {
        try await command("control.roles", by: principal) { act in
            let role = try ownRole(code, act)
            let carriers = try RoleRows.carriers(of: code, in: act.transaction)
            guard carriers.isEmpty else {
                throw PeopleRefusal.roleHeld(
                    names: try names(of: carriers, act), count: carriers.count)
            }
            try retire(role, replacement: nil, act)
        }
    }

    /// Those who carry the role, where the principal may retire it.
    package func carriers(ofRole code: String, by principal: Principal) async throws -> [UserRecord] {
        try await read("control.people", by: principal) { transaction in
            guard try RoleRows.role(code, in: transaction) != nil else {
                throw ControlRefusal.roleUnknown(code)
            }
            return try RoleRows.carriers(of: code, in: transaction).compactMap { id in
                guard let user = try UserRows.user(id, in: transaction),
                    let place = try PeopleRows.organisation(user.organisation, in: transaction),
                    principal.scope.contains(place.path)
                else { return nil }
                return user
            }
        }
    }

    /// The own role, where the acting person may rename or retire it.
    func ownRole(_ code: String, _ act: Act) throws -> Role {
        let seen = try RoleRows.roles(seenFrom: act.principal.scope, in: act.transaction)
        guard let role = seen.first(where: { $0.code == code }) else {
            throw ControlRefusal.roleUnknown(code)
        }
        guard role.name != nil else { throw PeopleRefusal.templateStays }
        guard reaches(role, act.principal) else { throw ControlRefusal.forbidden("control.roles") }
        return role
    }

    /// Takes the role out of use: no page offers it, nobody is given it, and its own rules of separation end with it.
    /// The row stays, so that what was written about the role keeps its name.
    func retire(_ role: Role, replacement: String?, _ act: Act) throws {
        try RoleRows.retire(role.code, at: act.now, in: act.transaction)
        try PositionRows.replace(role.code, by: replacement, in: act.transaction)
        for rule in try DutyRows.conflicts(in: act.transaction)
        where rule.kind == .person && [rule.one, rule.other].contains(role.code) {
            guard let id = rule.id else { continue }
            _ = try DutyRows.end(id, by: act.principal.user, at: act.now, in: act.transaction)
        }
        try act.audit(
            bucket: act.principal.organisation.bucket, action: "control.retireRole",
            subject: "role \(role.code)", before: AuditValues.json([("name", role.name)]),
            after: AuditValues.json([("replacement", replacement)]))
        try act.publish(
            ControlEvents.people, bucket: act.principal.organisation.bucket, organisation: role.organisation)
    }

    /// At most this many people are named in one sentence.
    private static let mostNamed = 10

    private func names(of users: [UserID], _ act: Act) throws -> String {
        let names = try users.prefix(Self.mostNamed).compactMap {
            try UserRows.user($0, in: act.transaction)?.name
        }.joined(separator: "、")
        return users.count > Self.mostNamed ? names + "…" : names
    }
}
