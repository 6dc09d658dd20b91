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

    struct Row: Sendable {
        let link: String
        let name: String
        let origin: String
        let permissions: String
        let people: String
        let factor: Badge?
    }

    struct Conflict: Sendable {
        let one: String
        let other: String
        let rule: String
        let clause: String
    }

    static func answer(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let roles = try await room.control.roles(by: visit.principal)
        let conflicts = try await room.control.dutyConflicts(by: visit.principal)
        return try visit.show(RolesPage(visit, roles, conflicts))
    }

    private init(_ visit: Visit, _ roles: [Role], _ conflicts: [DutyConflict]) {
        let names = Dictionary(uniqueKeysWithValues: roles.map { ($0.code, visit.name(of: $0)) })
        title = visit.text("control.roles.title")
        rows = roles.map { role in
            Row(
                link: WebControl.rolePath.link(role.code), name: visit.name(of: role),
                origin: visit.text(role.name == nil ? "control.roles.template" : "control.roles.own"),
                permissions: visit.language.number(role.permissions.count),
                people: visit.language.number(role.people),
                factor: role.needsSecondFactor ? Badge(visit.text("control.roles.factor"), .info) : nil)
        }
        self.conflicts = conflicts.map { conflict in
            func name(_ code: String) -> String {
                conflict.kind == .person
                    ? names[code] ?? visit.text("control.role.\(code)") : visit.text("control.duty.\(code)")
            }
            return Conflict(
                one: name(conflict.one), other: name(conflict.other),
                rule: visit.text(
                    conflict.allowedBy == nil
                        ? "control.roles.rule.\(conflict.kind.rawValue)" : "control.roles.rule.unless"),
                clause: conflict.clause)
        }
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

    struct Group: Sendable {
        let name: String
        let ticks: [UserPage.Tick]
    }

    static func answer(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let role = try await room.control.role(try visit.word("role"), by: visit.principal)
        return try visit.show(RolePage(visit, role, visit.emptyForm(), room))
    }

    static func change(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let code = try visit.word("role")
        var form = try visit.form()
        do {
            try await room.control.setPermissions(
                code, form.all("permission").map { Permission($0) },
                before: form.typed("before").split(separator: ",").map { Permission(String($0)) },
                by: visit.principal)
            return visit.redirect(to: WebControl.rolePath.link(code), notice: "control.people.saved")
        } catch let refusal as PeopleRefusal {
            visit.note(refusal, on: &form)
        } catch let refusal as ControlRefusal where refusal.kind == .conflict {
            form.refuse(refusal)
        }
        let role = try await room.control.role(code, by: visit.principal)
        return try visit.show(RolePage(visit, role, form, room), status: .unprocessableContent)
    }

    private init(_ visit: Visit, _ role: Role, _ form: Form, _ room: WebControl) {
        let carried = form.isValid ? Set(role.permissions.map(\.code)) : Set(form.all("permission"))
        title = visit.name(of: role)
        trail = [Crumb(label: visit.text("control.roles.title"), link: WebControl.rolesLink)]
        link = WebControl.rolePath.link(role.code)
        summary = form.summary
        before = role.permissions.map(\.code).joined(separator: ",")
        mayEdit = room.control.mayEdit(role, visit.principal)
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
