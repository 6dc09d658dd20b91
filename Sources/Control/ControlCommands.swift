package import Kernel
import Store

/// Control's own commands that need a second person.
package enum ControlCommands {
    package static let all: [CommandHandler] = [
        grantRoles, setParameter, roleChange, roleEnd, conflictEnd,
        workflowPublication, tokenIssue, secondFactorEnd, calendarChange, codeChange,
    ]

    package static let rules: [ApprovalRule] = [
        ApprovalRule(
            command: "control.grantRoles", approver: "control.roles.approve",
            clause: "GB/T 22239—2019 第 8.1.7.3 条：授权和审批"),
        ApprovalRule(
            command: "control.changeRole", approver: "control.roles.approve",
            clause: "GB/T 22239—2019 第 8.1.7.3 条：授权和审批"),
        ApprovalRule(
            command: "control.retireRole", approver: "control.roles.approve",
            clause: "GB/T 22239—2019 第 8.1.7.3 条：授权和审批"),
        ApprovalRule(
            command: "control.endDutyConflict", approver: "control.roles.approve",
            clause: "GB/T 22239—2019 第 8.1.7.3 条：授权和审批"),
        ApprovalRule(
            command: "control.issueToken", approver: "control.roles.approve",
            clause: "GB/T 22239—2019 第 8.1.7.3 条：授权和审批"),
        ApprovalRule(
            command: "control.waiveSecondFactor", approver: "control.roles.approve",
            clause: "GB/T 22239—2019 第 8.1.4.1 条 d)：两种以上鉴别技术"),
        ApprovalRule(
            command: "control.publishWorkflow", approver: "control.workflows.approve", workingDays: 10,
            clause: "GB/T 22239—2019 第 8.1.10 条：变更管理"),
        ApprovalRule(
            command: "control.setParameter", approver: "control.parameters.approve", workingDays: 10,
            clause: "GB/T 22239—2019 第 8.1.10 条：变更管理"),
        ApprovalRule(
            command: "control.changeCalendar", approver: "control.parameters.approve", workingDays: 10,
            clause: "GB/T 22239—2019 第 8.1.10 条：变更管理"),
        ApprovalRule(
            command: "control.changeCode", approver: "control.parameters.approve", workingDays: 10,
            clause: "GB/T 22239—2019 第 8.1.10 条：变更管理"),
    ]

    /// Input of `control.grantRoles`: the roles the user has from then on, in place of those they have.
    package struct GrantRoles: Codable, Sendable {
        package let user: UserID
        package let roles: [String]

        package init(user: UserID, roles: [String]) {
            self.user = user
            self.roles = roles.sorted()
        }
    }

    /// Input of `control.setParameter`.
    package struct SetParameter: Codable, Sendable {
        package let key: String
        package let organisation: OrganisationPath
        package let from: Day
        /// The written value.
        package let value: String
        /// The clause or resolution it comes from.
        package let clause: String

        package init(key: String, organisation: OrganisationPath, from: Day, value: String, clause: String) {
            self.key = key
            self.organisation = organisation
            self.from = from
            self.value = value
            self.clause = clause
        }
    }

    private static let grantRoles = CommandHandler(
        name: "control.grantRoles", permission: "control.roles", input: GrantRoles.self,
        picture: { input, act in
            let user = try act.control.visibleUser(input.user, to: act.principal, in: act.transaction)
            let place = try act.control.refuseGrant(of: input.roles, to: user, in: act)
            let before = user.roles
            return try CommandPicture(
                title: "control.command.grantRoles.title", arguments: ["name": user.name],
                subject: "user \(user.id)", bucket: user.id.bucket, organisation: place.path,
                lines: [
                    .init("control.command.user", .text("\(user.name)（\(user.login)）")),
                    .init("control.command.place", .text(place.name)),
                ] + lines(before: before, after: input.roles, act), involved: [user.id])
        },
        perform: { input, act in
            let user = try act.control.visibleUser(input.user, to: act.principal, in: act.transaction)
            let place = try act.control.refuseGrant(of: input.roles, to: user, in: act)
            let before = user.roles
            try UserRows.setRoles(input.user, input.roles, in: act.transaction)
            try act.control.publishEnd(of: input.user, at: place.path, in: act)
            // What the person may do is read at sign-in's end: they sign in anew with the new roles.
            try SessionRows.endAll(of: input.user, at: act.now, in: act.transaction)
            let after = try CommandInput.encode(["roles": input.roles])
            try act.audit(
                bucket: input.user.bucket, action: "control.grantRoles", subject: "user \(input.user)",
                before: CommandInput.encode(["roles": before]), after: after)
            try act.publish(ControlEvents.people, bucket: input.user.bucket, organisation: place.path)
            return after
        })

    /// Templates by the catalogue; an organisation's own roles, where there are any, by the name it gave them.
    private static func lines(before: [String], after: [String], _ act: Act) throws -> [CommandPicture.Line] {
        func own(_ roles: [String]) throws -> [String] {
            try roles.compactMap { try RoleRows.role($0, in: act.transaction)?.name }.sorted()
        }
        func templates(_ roles: [String]) -> CommandPicture.Value {
            .messages(roles.filter { RoleCode(rawValue: $0) != nil }.sorted().map { "control.role.\($0)" })
        }
        let (had, has) = (try own(before), try own(after))
        let line = CommandPicture.Line(
            "control.command.roles", before: templates(before), after: templates(after))
        guard !(had + has).isEmpty else { return [line] }
        return [
            line,
            .init(
                "control.command.ownRoles", before: .text(had.joined(separator: "、")),
                after: .text(has.joined(separator: "、"))),
        ]
    }

    private static let setParameter = CommandHandler(
        name: "control.setParameter", permission: "control.parameters", input: SetParameter.self,
        picture: { input, act in
            let definition = try act.control.definition(input.key)
            guard definition.accepts(input.value) else {
                throw ControlRefusal.parameterInvalid(input.key, value: input.value)
            }
            guard act.principal.scope.contains(input.organisation),
                let place = try PeopleRows.organisations(under: input.organisation, in: act.transaction)
                    .first,
                place.path == input.organisation
            else { throw ControlRefusal.organisationUnknown(input.organisation.text) }
            try act.control.requireUnreached(
                input.key, input.organisation, from: input.from, in: act.transaction)
            let now = try act.control.parameter(
                input.key, organisation: input.organisation, on: input.from, in: act.transaction)
            return try CommandPicture(
                title: "control.command.setParameter.title", arguments: ["key": input.key],
                subject: "parameter \(input.key) \(input.organisation) \(input.from)",
                bucket: place.id.bucket,
                organisation: input.organisation,
                lines: [
                    .init("control.command.parameter", .text(input.key)),
                    .init("control.command.place", .text(place.name)),
                    .init("control.command.from", .day(input.from)),
                    .init(
                        "control.command.value", before: value(now.text, definition),
                        after: value(input.value, definition)),
                    .init("control.command.clause", before: .text(now.clause), after: .text(input.clause)),
                ])
        },
        perform: { input, act in
            try act.control.put(input, act)
            return try CommandInput.encode(["value": input.value])
        })

    private static func value(_ text: String, _ definition: ParameterDefinition) -> CommandPicture.Value {
        if case .money = definition.form, let fen = Int64(text) { return .money(Money(fen: fen)) }
        return .text(text)
    }
}
