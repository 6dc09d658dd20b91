internal import Kernel
internal import Store

extension ControlCommands {
    /// Lets people of a role sign in without a second factor.
    package static let waiveSecondFactor = "control.waiveSecondFactor"

    /// Input of `control.waiveSecondFactor`.
    package struct WaiveSecondFactor: Codable, Sendable {
        package let role: String
        package init(role: String) { self.role = role }
    }

    static let secondFactorEnd = CommandHandler(
        name: "control.waiveSecondFactor", permission: "control.roles", input: WaiveSecondFactor.self,
        picture: { input, act in
            let role = try waivable(input, act)
            let carriers = try RoleRows.carriers(of: role.code, in: act.transaction)
            let needs = act.control.needsSecondFactor(role)
            return try CommandPicture(
                title: "control.command.waiveSecondFactor.title", subject: "role \(role.code)",
                bucket: act.principal.organisation.bucket,
                organisation: role.organisation.text == "/"
                    ? act.principal.scope.company : role.organisation,
                lines: [
                    .init(
                        "control.command.role",
                        role.name.map { .text($0) } ?? .messages(["control.role.\(role.code)"])),
                    .init("control.command.carriers", .number(Int64(carriers.count))),
                    .init(
                        "control.command.secondFactor",
                        before: .messages([needs ? "control.people.yes" : "control.people.no"]),
                        after: .messages(["control.people.no"])),
                ], involved: carriers)
        },
        perform: { input, act in
            let role = try waivable(input, act)
            try RoleRows.setSecondFactor(role.code, asks: false, waives: true, in: act.transaction)
            try act.control.tellSecondFactor(of: role, required: false, act)
            return "{}"
        })

    /// Nobody loosens what they sign in under themselves.
    private static func waivable(_ input: WaiveSecondFactor, _ act: Act) throws -> Role {
        if act.principal.roles.contains(input.role) { throw PeopleRefusal.notToOneself }
        return try act.control.reachableRole(input.role, act)
    }
}
