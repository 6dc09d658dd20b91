package import Kernel
internal import Store

/// Roles as data: which permissions each carries. The program's templates belong to no place and are changed by a
/// security administrator of the whole company; own roles by those of their place.
extension Control {
    /// What makes each of the three administrators one: no role but theirs gains these by a change.
    static let apart: [Permission] = ["control.users", "control.roles", "control.audit"]

    /// Whose a permission is among the three administrators: those that the program gives to one of them and to nobody
    /// else. One person or role never has permissions of two (GB/T 22239—2019 8.1.5).
    private var administered: [Permission: RoleCode] {
        let three: Set<RoleCode> = [.systemAdministrator, .securityAdministrator, .auditAdministrator]
        return rooms.flatMap(\.permissions).reduce(into: [:]) { found, definition in
            if definition.roles.count == 1, three.contains(definition.roles[0]) {
                found[definition.permission] = definition.roles[0]
            }
        }
    }

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
        principal.may("control.roles") && reaches(role, principal)
    }

    func reaches(_ role: Role, _ principal: Principal) -> Bool {
        role.organisation.text == "/"
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
        try refuseJoined(Set(permissions))
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

    /// Gives a role these permissions and no others, at once: where nothing is added, or nobody carries it. What people
    /// carry is widened by the command `control.changeRole`, since that grants.
    /// - Parameter before: those that the page showed; another answer means that somebody was faster.
    /// - Throws: `ControlRefusal.roleUnknown`, `.changedMeanwhile`, `.forbidden`; `PeopleRefusal.permissionUnknown`,
    ///   `.permissionsConflict` where it would join what the administrators keep apart, `.permissionNeeded` where an
    ///   administrator's template would lose what makes it one, `.notToOneself` where the principal carries the role;
    ///   `ApprovalRefusal.approvalNeeded`.
    package func setPermissions(
        _ code: String, _ permissions: [Permission], before: [Permission], by principal: Principal
    ) async throws {
        try await command("control.roles", by: principal) { act in
            let role = try changeable(code, to: permissions, by: act)
            guard Set(role.permissions) == Set(before) else { throw ControlRefusal.changedMeanwhile(code) }
            if try widens(role, permissions, in: act.transaction), principal.user != Self.system().user {
                throw ApprovalRefusal.approvalNeeded(command: ControlCommands.changeRole)
            }
            try put(permissions, of: role, act)
        }
    }

    /// Whether these permissions would give somebody more than they have.
    package func widens(_ role: Role, _ permissions: [Permission]) async throws -> Bool {
        try await house.database.read { try widens(role, permissions, in: $0) }
    }

    private func widens(_ role: Role, _ permissions: [Permission], in transaction: any Transaction) throws
        -> Bool
    {
        try !Set(permissions).isSubset(of: role.permissions)
            && !RoleRows.carriers(of: role.code, in: transaction).isEmpty
    }

    /// The role, where the acting person may give it these permissions.
    func changeable(_ code: String, to permissions: [Permission], by act: Act) throws -> Role {
        try checkKnown(permissions)
        if act.principal.roles.contains(code) { throw PeopleRefusal.notToOneself }
        let seen = try RoleRows.roles(seenFrom: act.principal.scope, in: act.transaction)
        guard let role = seen.first(where: { $0.code == code }) else {
            throw ControlRefusal.roleUnknown(code)
        }
        guard reaches(role, act.principal) else { throw ControlRefusal.forbidden("control.roles") }
        try refuseJoined(Set(permissions))
        let core = RoleCode(rawValue: code).flatMap(Self.core)
        if let core, !permissions.contains(core) { throw PeopleRefusal.permissionNeeded(core.code) }
        if core == nil, !Set(permissions).isDisjoint(with: Self.apart),
            Set(permissions).intersection(Self.apart) != Set(role.permissions).intersection(Self.apart)
        {
            throw PeopleRefusal.permissionsConflict(
                one: Self.apart.first { permissions.contains($0) }?.code ?? "", other: code)
        }
        return role
    }

    /// Writes a role's permissions. A role alone may be fine and still join, in somebody's hands, what another of theirs
    /// has: that is refused here, with everything undone.
    func put(_ permissions: [Permission], of role: Role, _ act: Act) throws {
        try RoleRows.setPermissions(role.code, permissions, in: act.transaction)
        try refuseJoined(byCarriersOf: role.code, in: act.transaction)
        try act.audit(
            bucket: act.principal.organisation.bucket, action: "control.setPermissions",
            subject: "role \(role.code)",
            before: AuditValues.json([("permissions", Self.text(role.permissions))]),
            after: AuditValues.json([("permissions", Self.text(permissions))]))
        try act.publish(
            ControlEvents.people, bucket: act.principal.organisation.bucket,
            organisation: act.principal.scope.company)
    }

    /// - Throws: `PeopleRefusal.permissionsConflict` where permissions of two administrators come together.
    func refuseJoined(_ permissions: Set<Permission>) throws {
        let administered = administered
        var first: (permission: Permission, administrator: RoleCode)?
        for permission in self.permissions where permissions.contains(permission) {
            guard let administrator = administered[permission] else { continue }
            if let first, first.administrator != administrator {
                throw PeopleRefusal.permissionsConflict(one: first.permission.code, other: permission.code)
            }
            first = first ?? (permission, administrator)
        }
    }

    /// Refuses where somebody who carries the role would join, with their other roles, what the administrators keep
    /// apart.
    private func refuseJoined(byCarriersOf role: String, in transaction: any Transaction) throws {
        for carrier in try RoleRows.carriers(of: role, in: transaction) {
            try refuseJoined(PeopleRows.permissions(of: carrier, in: transaction))
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
