internal import Kernel
internal import Store

extension ControlCommands {
    /// Retires an own role that people carry, giving each of them another in its place.
    package static let retireRole = "control.retireRole"

    /// Input of `control.retireRole`.
    package struct RetireRole: Codable, Sendable {
        package let role: String
        /// The code of the role that those who carry it have from then on.
        package let replacement: String

        package init(role: String, replacement: String) {
            self.role = role
            self.replacement = replacement
        }
    }

    static let roleEnd = CommandHandler(
        name: "control.retireRole", permission: "control.roles", input: RetireRole.self,
        picture: { input, act in
            let (role, replacement, carriers) = try parts(input, act)
            return try CommandPicture(
                title: "control.command.retireRole.title", arguments: ["name": role.name ?? role.code],
                subject: "role \(role.code)", bucket: act.principal.organisation.bucket,
                organisation: role.organisation,
                lines: [
                    .init("control.command.role", before: name(role), after: name(replacement)),
                    .init(
                        "control.command.permissions", before: names(role.permissions.map(\.code)),
                        after: names(replacement.permissions.map(\.code))),
                    .init(
                        "control.command.carriers",
                        .text(carriers.map { "\($0.name)（\($0.login)）" }.joined(separator: "、"))),
                ], involved: carriers.map(\.id))
        },
        perform: { input, act in
            let (role, _, carriers) = try parts(input, act)
            for user in carriers {
                let roles = Array(Set(user.roles.filter { $0 != role.code } + [input.replacement])).sorted()
                let place = try act.control.refuseGrant(of: roles, to: user, in: act)
                try UserRows.setRoles(user.id, roles, in: act.transaction)
                // What the person may do is read at sign-in's end: they sign in anew with the new roles.
                try SessionRows.endAll(of: user.id, at: act.now, in: act.transaction)
                try act.control.publishEnd(of: user.id, at: place.path, in: act)
                try act.audit(
                    bucket: user.id.bucket, action: "control.grantRoles", subject: "user \(user.id)",
                    before: CommandInput.encode(["roles": user.roles]),
                    after: CommandInput.encode(["roles": roles]))
            }
            try act.control.retire(role, replacement: input.replacement, act)
            return try CommandInput.encode(["people": carriers.count])
        })

    /// The role, what comes in its place, and everybody who carries it, each of whom may have the other.
    private static func parts(_ input: RetireRole, _ act: Act) throws -> (Role, Role, [UserRecord]) {
        let role = try act.control.ownRole(input.role, act)
        if act.principal.roles.contains(role.code) { throw PeopleRefusal.notToOneself }
        guard input.replacement != role.code,
            let replacement = try RoleRows.role(input.replacement, in: act.transaction),
            replacement.organisation.contains(role.organisation)
                || act.principal.scope.contains(replacement.organisation)
        else { throw ControlRefusal.roleUnknown(input.replacement) }
        let carriers = try RoleRows.carriers(of: role.code, in: act.transaction).map {
            try act.control.visibleUser($0, to: act.principal, in: act.transaction)
        }
        for user in carriers {
            let roles = Set(user.roles.filter { $0 != role.code } + [replacement.code])
            try act.control.refuseGrant(of: roles.sorted(), to: user, in: act)
        }
        return (role, replacement, carriers)
    }

    private static func name(_ role: Role) -> CommandPicture.Value {
        role.name.map { .text($0) } ?? .messages(["control.role.\(role.code)"])
    }

    private static func names(_ permissions: [String]) -> CommandPicture.Value {
        .messages(permissions.sorted().map { "permission.\($0)" })
    }
}
