import Control
import Hummingbird
import Kernel
import Language
import Web

/// 角色与权限: which permissions each role carries, and which duties one person may not join.
struct RolesPage: Page {
    static let template = "control.roles"
    let title: String
    let rows: [Row]
    let conflicts: [Conflict]
    let mayEdit: Bool
    let summary: FormSummary?
    let one: Field
    let other: Field
    let organisation: Field
    let clause: Field

    struct Row: Sendable {
        let link: String
        let name: String
        let origin: Badge
        let permissions: String
        let people: String
        let factor: Badge?
    }

    struct Conflict: Sendable {
        let one: String
        let other: String
        let rule: String
        let clause: String
        let place: String
        /// Those who carry both all the same.
        let both: Badge?
        /// Where it is ended; nil for what follows from the law.
        let end: String?
    }

    static func answer(_ visit: Visit, _ room: WebControl) async throws -> Response {
        try visit.show(try await RolesPage(visit, visit.emptyForm(), room))
    }

    /// Adds an organisation's own rule. Both duties are chosen from one list, roles and duties marked apart.
    static func addConflict(_ visit: Visit, _ room: WebControl) async throws -> Response {
        var form = try visit.form()
        let place: OrganisationID? = form.id("organisation")
        let clause = form.required("clause", limit: 60)
        let pair = ["one", "other"].map {
            form.typed($0).split(separator: ":", maxSplits: 1).map(String.init)
        }
        let kind = pair[0].first.flatMap(DutyConflict.Kind.init)
        if pair.contains(where: { $0.count != 2 || $0[0] != kind?.rawValue }) || pair[0] == pair[1] {
            form.refuse("other", "control.roles.conflict.mixed")
        }
        if form.isValid, let kind, let place, let clause {
            do {
                try await room.control.addDutyConflict(
                    kind, pair[0][1], pair[1][1], at: place, clause: clause, by: visit.principal)
                return visit.redirect(to: WebControl.rolesLink, notice: "control.roles.conflict.added")
            } catch ControlRefusal.nameTaken {
                form.refuse("other", "control.roles.conflict.taken")
            }
        }
        return try visit.show(try await RolesPage(visit, form, room), status: .unprocessableContent)
    }

    static func endConflict(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let order = ControlCommands.EndDutyConflict(conflict: try visit.id("conflict"))
        let reason = try visit.form().text("reason") ?? ""
        let submission = try await room.control.submit(
            ControlCommands.endDutyConflict, order, reason: reason, by: visit.principal)
        guard case .proposed(let proposal) = submission else {
            return visit.redirect(to: WebControl.rolesLink, notice: "control.people.saved")
        }
        return visit.redirect(
            to: WebControl.proposalPath.link(proposal.id), notice: "control.roles.conflict.ended")
    }

    private init(_ visit: Visit, _ form: Form, _ room: WebControl) async throws {
        let principal = visit.principal
        let roles = try await room.control.roles(by: principal)
        let places = try await room.control.organisations(under: principal.scope)
        let names = Dictionary(uniqueKeysWithValues: roles.map { ($0.code, visit.name(of: $0)) })
        title = visit.text("control.roles.title")
        rows = roles.map { role in
            Row(
                link: WebControl.rolePath.link(role.code), name: visit.name(of: role),
                origin: Badge(
                    visit.text(role.name == nil ? "control.roles.template" : "control.roles.own"),
                    role.name == nil ? .plain : .info),
                permissions: visit.language.number(role.permissions.count),
                people: visit.language.number(role.people),
                factor: room.control.needsSecondFactor(role)
                    ? Badge(visit.text("control.roles.factor"), .info) : nil)
        }
        let mayEdit = visit.may(WebControl.granting)
        var conflicts: [Conflict] = []
        for conflict in try await room.control.dutyConflicts(by: principal) {
            func name(_ code: String) -> String {
                conflict.kind == .person
                    ? names[code] ?? visit.text("control.role.\(code)") : visit.text("control.duty.\(code)")
            }
            let both = try await room.control.carriers(of: conflict, by: principal)
            conflicts.append(
                Conflict(
                    one: name(conflict.one), other: name(conflict.other),
                    rule: visit.text(
                        conflict.allowedBy == nil
                            ? "control.roles.rule.\(conflict.kind.rawValue)" : "control.roles.rule.unless"),
                    clause: conflict.clause,
                    place: places.first { $0.path == conflict.organisation }?.name
                        ?? visit.text("control.roles.everywhere"),
                    both: both == 0
                        ? nil
                        : Badge(
                            visit.text("control.roles.conflict.both", [("count", String(both))]), .warn),
                    end: mayEdit && conflict.id != nil && principal.scope.contains(conflict.organisation)
                        ? conflict.id.map { WebControl.conflictEndPath.link($0) } : nil))
        }
        self.conflicts = conflicts
        self.mayEdit = mayEdit
        summary = form.summary
        let choices =
            [(value: "", label: visit.text("control.people.none"))]
            + roles.map { (value: "PERSON:\($0.code)", label: visit.name(of: $0)) }
            + Duty.all.map {
                (
                    value: "MATTER:\($0.code)",
                    label: visit.text("control.roles.rule.matter.short")
                        + visit.text("control.duty.\($0.code)")
                )
            }
        one = form.field("one", label: "control.roles.one", .select(choices))
        other = form.field("other", label: "control.roles.other", .select(choices))
        organisation = form.field(
            "organisation", label: "control.roles.place",
            .select(places.map { (value: $0.id.description, label: $0.name) }))
        clause = form.field("clause", label: "control.roles.conflict.clause", longest: 60)
    }
}

/// One role with all permissions of the house, those it carries ticked.
struct RolePage: Page {
    static let template = "control.role"
    let title: String
    let trail: [Crumb]
    let link: String
    let summary: FormSummary?
    let groups: [Group]
    let before: String
    let mayEdit: Bool
    /// The form of a new role: name, place, second factor; empty for one that is there.
    let new: [Field]
    /// Where a new role begins with these permissions; nil where the reader makes none.
    let copy: String?
    let reason: Field?
    /// An own role's other name and end; nil for a template, and for who may change neither.
    let own: OwnRoleForms?
    /// Whether its people sign in with a second factor, and the means to change that; nil for a new role.
    let factor: SecondFactorForm?

    struct Group: Sendable {
        let name: String
        let ticks: [UserPage.Tick]
    }

    static func answer(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let role = try await room.control.role(try visit.word("role"), by: visit.principal)
        return try visit.show(
            RolePage(
                visit, role, visit.emptyForm(), [],
                own: try await OwnRoleForms(visit, role, visit.emptyForm(), room), room))
    }

    /// A new role, with the permissions of the one that `from` names where it names one.
    static func answerNew(_ visit: Visit, _ room: WebControl) async throws -> Response {
        var copied: [String] = []
        if let from = visit.query("from") {
            copied = try await room.control.role(from, by: visit.principal).permissions.map(\.code)
        }
        let places = try await room.control.organisations(under: visit.principal.scope)
        return try visit.show(RolePage(visit, nil, visit.emptyForm(), places, copied: copied, room))
    }

    static func create(_ visit: Visit, _ room: WebControl) async throws -> Response {
        var form = try visit.form()
        let place: OrganisationID? = form.id("organisation")
        if let name = form.required("name", limit: 60), let place, form.isValid {
            do {
                let code = try await room.control.addRole(
                    name: name, organisation: place,
                    permissions: form.all("permission").map { Permission($0) },
                    needsSecondFactor: form.text("factor") != nil, by: visit.principal)
                return visit.redirect(to: WebControl.rolePath.link(code), notice: "control.roles.made")
            } catch let refusal as PeopleRefusal {
                visit.note(refusal, on: &form)
            } catch let refusal as ControlRefusal where refusal.kind == .conflict {
                form.refuse(refusal, on: "name")
            }
        }
        let places = try await room.control.organisations(under: visit.principal.scope)
        return try visit.show(RolePage(visit, nil, form, places, room), status: .unprocessableContent)
    }

    /// Changes what a role may do: at once, or by a second person where people who carry it would gain.
    static func change(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let code = try visit.word("role")
        var form = try visit.form()
        let permissions = form.all("permission").map { Permission($0) }
        let role = try await room.control.role(code, by: visit.principal)
        do {
            if try await room.control.widens(role, permissions) {
                let order = ControlCommands.ChangeRole(role: code, permissions: permissions.map(\.code))
                if case .proposed(let proposal) = try await room.control.submit(
                    ControlCommands.changeRole, order, reason: form.text("reason") ?? "",
                    by: visit.principal)
                {
                    return visit.redirect(
                        to: WebControl.proposalPath.link(proposal.id), notice: "control.roles.proposed")
                }
            } else {
                try await room.control.setPermissions(
                    code, permissions,
                    before: form.typed("before").split(separator: ",").map { Permission(String($0)) },
                    by: visit.principal)
            }
            return visit.redirect(to: WebControl.rolePath.link(code), notice: "control.people.saved")
        } catch let refusal as PeopleRefusal {
            visit.note(refusal, on: &form)
        } catch let refusal as ApprovalRefusal where refusal.kind != .notFound {
            form.refuse(refusal, on: refusal == .reasonMissing ? "reason" : "")
        } catch let refusal as ControlRefusal where refusal.kind == .conflict {
            form.refuse(refusal)
        }
        return try visit.show(
            RolePage(
                visit, role, form, [],
                own: try await OwnRoleForms(visit, role, visit.emptyForm(), room), room),
            status: .unprocessableContent)
    }

    /// The page again, with what was refused in the form of an own role.
    static func again(_ visit: Visit, _ role: Role, _ form: Form, _ room: WebControl) async throws -> Response
    {
        try visit.show(
            RolePage(
                visit, role, visit.emptyForm(), [], own: try await OwnRoleForms(visit, role, form, room), room
            ),
            status: .unprocessableContent)
    }

    /// The page again, with what was refused in the form of the second factor.
    static func again(_ visit: Visit, _ role: Role, factor form: Form, _ room: WebControl) async throws
        -> Response
    {
        try visit.show(
            RolePage(
                visit, role, visit.emptyForm(), [],
                own: try await OwnRoleForms(visit, role, visit.emptyForm(), room), factor: form, room),
            status: .unprocessableContent)
    }

    private init(
        _ visit: Visit, _ role: Role?, _ form: Form, _ places: [Organisation], copied: [String] = [],
        own forms: OwnRoleForms? = nil, factor factorForm: Form? = nil, _ room: WebControl
    ) {
        self.own = forms
        factor = role.map { SecondFactorForm(visit, $0, factorForm ?? visit.emptyForm(), room) }
        let own = role?.permissions.map(\.code) ?? copied
        let carried = form.isValid ? Set(own) : Set(form.all("permission"))
        title = role.map(visit.name) ?? visit.text("control.roles.new")
        trail = [Crumb(label: visit.text("control.roles.title"), link: WebControl.rolesLink)]
        link = role.map { WebControl.rolePath.link($0.code) } ?? WebControl.newRoleLink
        summary = form.summary
        before = own.joined(separator: ",")
        mayEdit = role.map { room.control.mayEdit($0, visit.principal) } ?? true
        new =
            role != nil
            ? []
            : [
                form.field("name", label: "control.roles.name", focus: true, longest: 60),
                form.field(
                    "organisation", label: "control.roles.place",
                    .select(places.map { (value: $0.id.description, label: $0.name) })),
                form.field("factor", label: "control.roles.needsFactor", .tick, required: false),
            ]
        copy =
            role.flatMap {
                visit.may(WebControl.granting) ? "\(WebControl.newRoleLink)?from=\($0.code)" : nil
            }
        reason =
            role != nil && mayEdit
            ? form.field("reason", label: "control.roles.reason", required: false) : nil
        groups = room.control.rooms.filter { !$0.permissions.isEmpty }.map { each in
            Group(
                name: visit.text("control.room.\(each.name)"),
                ticks: each.permissions.map { definition in
                    let code = definition.permission.code
                    return UserPage.Tick(
                        code: code, name: visit.text("permission.\(code)"), ticked: carried.contains(code))
                })
        }
    }
}
