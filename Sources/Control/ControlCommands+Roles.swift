internal import Kernel
internal import Store

/// Commands about roles that grant or loosen, and so need a second person.
extension ControlCommands {
    /// Gives a role that people carry these permissions and no others.
    package static let changeRole = "control.changeRole"
    /// Ends an organisation's own rule of separation.
    package static let endDutyConflict = "control.endDutyConflict"

    /// Input of `control.changeRole`.
    package struct ChangeRole: Codable, Sendable {
        package let role: String
        package let permissions: [String]

        package init(role: String, permissions: [String]) {
            self.role = role
            self.permissions = Array(Set(permissions)).sorted()
        }
    }

    /// Input of `control.endDutyConflict`.
    package struct EndDutyConflict: Codable, Sendable {
        package let conflict: DutyConflictID
        package init(conflict: DutyConflictID) { self.conflict = conflict }
    }

    static let roleChange = CommandHandler(
        name: "control.changeRole", permission: "control.roles", input: ChangeRole.self,
        picture: { input, act in
            let role = try act.control.changeable(
                input.role, to: input.permissions.map { Permission($0) }, by: act)
            let carriers = try RoleRows.carriers(of: role.code, in: act.transaction)
            let place = act.principal.scope
            return try CommandPicture(
                title: "control.command.changeRole.title", subject: "role \(role.code)",
                bucket: act.principal.organisation.bucket,
                // A template is everybody's; an own role its place's.
                organisation: role.organisation.text == "/" ? place.company : role.organisation,
                lines: [
                    .init(
                        "control.command.role",
                        role.name.map { .text($0) } ?? .messages(["control.role.\(role.code)"])),
                    .init("control.command.carriers", .number(Int64(carriers.count))),
                    .init(
                        "control.command.permissions", before: names(role.permissions.map(\.code)),
                        after: names(input.permissions)),
                ], involved: carriers)
        },
        perform: { input, act in
            let permissions = input.permissions.map { Permission($0) }
            let role = try act.control.changeable(input.role, to: permissions, by: act)
            try act.control.put(permissions, of: role, act)
            return try CommandInput.encode(["permissions": input.permissions])
        })

    private static func names(_ permissions: [String]) -> CommandPicture.Value {
        .messages(permissions.sorted().map { "permission.\($0)" })
    }

    static let conflictEnd = CommandHandler(
        name: "control.endDutyConflict", permission: "control.roles", input: EndDutyConflict.self,
        picture: { input, act in
            let conflict = try act.control.ownConflict(input.conflict, act)
            let names = try [conflict.one, conflict.other].map { try name($0, conflict.kind, act) }
            return try CommandPicture(
                title: "control.command.endDutyConflict.title", subject: "conflict \(input.conflict)",
                bucket: act.principal.organisation.bucket, organisation: conflict.organisation,
                lines: [
                    .init("control.command.one", before: names[0], after: nil),
                    .init("control.command.other", before: names[1], after: nil),
                    .init("control.command.clause", before: .text(conflict.clause), after: nil),
                ])
        },
        perform: { input, act in
            let conflict = try act.control.ownConflict(input.conflict, act)
            guard
                try DutyRows.end(
                    input.conflict, by: act.principal.user, at: act.now, in: act.transaction)
            else { throw PeopleRefusal.conflictUnknown }
            try act.audit(
                bucket: act.principal.organisation.bucket, action: "control.endDutyConflict",
                subject: "conflict \(input.conflict)",
                before: AuditValues.json([("one", conflict.one), ("other", conflict.other)]))
            try act.publish(
                ControlEvents.people, bucket: act.principal.organisation.bucket,
                organisation: conflict.organisation)
            return "{}"
        })

    private static func name(_ code: String, _ kind: DutyConflict.Kind, _ act: Act) throws
        -> CommandPicture.Value
    {
        if kind == .matter { return .messages(["control.duty.\(code)"]) }
        return try RoleRows.role(code, in: act.transaction)?.name.map { .text($0) }
            ?? .messages(["control.role.\(code)"])
    }
}
