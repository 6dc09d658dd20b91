internal import Kernel
internal import Store

/// Who must sign in with a second factor (GB/T 22239—2019 8.1.4.1 d): the administrators, and whoever may agree to what
/// another proposed, whatever the role is called; and the people of roles for which it was asked besides.
extension Control {
    /// Whether people of this role must sign in with a second factor.
    package func needsSecondFactor(_ role: Role) -> Bool {
        role.asksSecondFactor || approves(role) && !role.waivesSecondFactor
    }

    /// Whether the role carries what makes an administrator or a second person.
    package func approves(_ role: Role) -> Bool { !approving.isDisjoint(with: role.permissions) }

    /// Whether people of a template must, as the program brings it.
    package func needsSecondFactor(_ template: RoleCode) -> Bool {
        rooms.flatMap(\.permissions).contains {
            $0.roles.contains(template) && approving.contains($0.permission)
        }
    }

    func needsSecondFactor(_ roles: [String], in transaction: any Transaction) throws -> Bool {
        for code in roles {
            if let role = try RoleRows.role(code, in: transaction), needsSecondFactor(role) { return true }
        }
        return false
    }

    /// Asks people of a role for a second factor from their next sign-in on. That they need none any more is the command
    /// `control.waiveSecondFactor`, which needs a second person.
    /// - Throws: `ControlRefusal.roleUnknown`, `.forbidden` where the role is also another place's.
    package func requireSecondFactor(of code: String, by principal: Principal) async throws {
        try await command("control.roles", by: principal) { act in
            let role = try reachableRole(code, act)
            guard !needsSecondFactor(role) else { return }
            try RoleRows.setSecondFactor(code, asks: true, waives: false, in: act.transaction)
            try tellSecondFactor(of: role, required: true, act)
        }
    }

    /// - Throws: `ControlRefusal.roleUnknown`, `.forbidden`.
    func reachableRole(_ code: String, _ act: Act) throws -> Role {
        let seen = try RoleRows.roles(seenFrom: act.principal.scope, in: act.transaction)
        guard let role = seen.first(where: { $0.code == code }) else {
            throw ControlRefusal.roleUnknown(code)
        }
        guard reaches(role, act.principal) else { throw ControlRefusal.forbidden("control.roles") }
        return role
    }

    func tellSecondFactor(of role: Role, required: Bool, _ act: Act) throws {
        try act.audit(
            bucket: act.principal.organisation.bucket, action: "control.requireSecondFactor",
            subject: "role \(role.code)", before: "{\"required\":\(!required)}",
            after: "{\"required\":\(required)}")
        try act.publish(
            ControlEvents.people, bucket: act.principal.organisation.bucket,
            organisation: role.organisation.text == "/" ? act.principal.scope.company : role.organisation)
    }
}
