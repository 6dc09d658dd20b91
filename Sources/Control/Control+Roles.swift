package import Kernel
internal import Store

/// Roles as data: which permissions each carries. The program's templates belong to no place and are changed by a
/// security administrator of the whole company; own roles by those of their place.
extension Control {
    /// What the three administrators keep apart: one person or role never has two of these.
    static let apart: [Permission] = ["control.users", "control.roles", "control.audit"]

    /// Every permission of every room, in the order of the rooms.
    package var permissions: [Permission] { rooms.flatMap(\.permissions).map(\.permission) }

    /// The roles that can be given within the principal's scope, by code.
    package func roles(by principal: Principal) async throws -> [Role] {
        try await read("control.people", by: principal) {
            try RoleRows.roles(seenFrom: principal.scope, in: $0)
        }
    }

    /// - Throws: `ControlRefusal.roleUnknown` where there is none in the scope.
    package func role(_ code: String, by principal: Principal) async throws -> Role {
        try await read("control.people", by: principal) { transaction in
            let found = try RoleRows.roles(seenFrom: principal.scope, in: transaction)
            guard let role = found.first(where: { $0.code == code }) else {
                throw ControlRefusal.roleUnknown(code)
            }
            return role
        }
    }

    /// Whether the principal may change the role: their scope holds the places where it can be given.
    package func mayEdit(_ role: Role, _ principal: Principal) -> Bool {
        guard principal.may("control.roles") else { return false }
        return role.organisation.text == "/"
            ? principal.scope.text == "/" || principal.scope == principal.scope.company
            : principal.scope.contains(role.organisation)
    }

    /// Adds a role of a place's own, to be given there and below.
    /// - Throws: `ControlRefusal.nameTaken`, `.organisationUnknown`; `PeopleRefusal` as `setPermissions`.
    package func addRole(
        name: String, organisation: OrganisationID, permissions: [Permission],
        needsSecondFactor: Bool = false,
        by principal: Principal
    ) async throws -> String {
        try Self.check(name: name)
        try checkKnown(permissions)
        try Self.refuseJoined(Set(permissions))
        let code = "own.\(house.ids.nextNumber())"
        return try await command("control.roles", by: principal) { act in
            let place = try visiblePlace(organisation, to: principal, in: act.transaction)
            guard try !RoleRows.isNamed(name, at: place.path, in: act.transaction) else {
                throw ControlRefusal.nameTaken(kind: "role", name: name)
            }
            try RoleRows.insert(
                code, name: name, at: place.path, needsSecondFactor: needsSecondFactor, in: act.transaction)
            try RoleRows.setPermissions(code, permissions, in: act.transaction)
            try act.audit(
                bucket: place.id.bucket, action: "control.addRole", subject: "role \(code)",
                after: AuditValues.json([("name", name), ("permissions", Self.text(permissions))]))
            try act.publish(ControlEvents.people, bucket: place.id.bucket, organisation: place.path)
            return code
        }
    }

    /// Gives a role these permissions and no others.
    /// - Parameter before: those that the page showed; another answer means that somebody was faster.
    /// - Throws: `ControlRefusal.roleUnknown`, `.changedMeanwhile`, `.forbidden`; `PeopleRefusal.permissionUnknown`,
    ///   `.permissionsConflict` where it would join what the administrators keep apart, `.permissionNeeded` where an
    ///   administrator's template would lose what makes it one, `.notToOneself` where the principal carries the role.
    package func setPermissions(
        _ code: String, _ permissions: [Permission], before: [Permission], by principal: Principal
    ) async throws {
        try checkKnown(permissions)
        if principal.roles.contains(code) { throw PeopleRefusal.notToOneself }
        try Self.refuseJoined(Set(permissions))
        try await command("control.roles", by: principal) { act in
            let seen = try RoleRows.roles(seenFrom: principal.scope, in: act.transaction)
            guard let role = seen.first(where: { $0.code == code }) else {
                throw ControlRefusal.roleUnknown(code)
            }
            guard mayEdit(role, principal) else { throw ControlRefusal.forbidden("control.roles") }
            guard Set(role.permissions) == Set(before) else { throw ControlRefusal.changedMeanwhile(code) }
            let core = RoleCode(rawValue: code).flatMap(Self.core)
            if let core, !permissions.contains(core) {
                throw PeopleRefusal.permissionNeeded(core.code)
            }
            // A role alone may be fine and still join, in somebody's hands, what another of theirs has.
            if Set(permissions).intersection(Self.apart) != Set(role.permissions).intersection(Self.apart),
                core == nil, !Set(permissions).isDisjoint(with: Self.apart)
            {
                throw PeopleRefusal.permissionsConflict(
                    one: Self.apart.first { permissions.contains($0) }?.code ?? "", other: code)
            }
            try RoleRows.setPermissions(code, permissions, in: act.transaction)
            try act.audit(
                bucket: principal.organisation.bucket, action: "control.setPermissions",
                subject: "role \(code)",
                before: AuditValues.json([("permissions", Self.text(role.permissions))]),
                after: AuditValues.json([("permissions", Self.text(permissions))]))
            try act.publish(
                ControlEvents.people, bucket: principal.organisation.bucket,
                organisation: principal.scope.company)
        }
    }

    /// - Throws: `PeopleRefusal.permissionsConflict` where two of what the administrators keep apart come together.
    static func refuseJoined(_ permissions: Set<Permission>) throws {
        let held = apart.filter(permissions.contains)
        if held.count > 1 {
            throw PeopleRefusal.permissionsConflict(one: held[0].code, other: held[1].code)
        }
    }

    private func checkKnown(_ permissions: [Permission]) throws {
        let known = Set(self.permissions)
        if let stranger = permissions.first(where: { !known.contains($0) }) {
            throw PeopleRefusal.permissionUnknown(stranger.code)
        }
    }

    private static func core(_ role: RoleCode) -> Permission? {
        switch role {
        case .systemAdministrator: "control.users"
        case .securityAdministrator: "control.roles"
        case .auditAdministrator: "control.audit"
        default: nil
        }
    }

    private static func text(_ permissions: [Permission]) -> String {
        permissions.map(\.code).sorted().joined(separator: ",")
    }
}
