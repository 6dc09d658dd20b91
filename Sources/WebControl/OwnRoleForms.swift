import Control
import Hummingbird
import Kernel
import Language
import Web

/// The forms on an own role's page: another name, and its end with what comes in its place.
struct OwnRoleForms: Sendable {
    let renameLink: String
    let retireLink: String
    let before: String
    let name: Field
    /// Those who carry it, by name; nil where nobody does.
    let holders: String?
    /// What they get in its place, and why; empty where nobody carries it.
    let retiring: [Field]
    let summary: FormSummary?

    static func rename(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let role = try await room.control.role(try visit.word("role"), by: visit.principal)
        var form = try visit.form()
        if let name = form.required("name", limit: 60) {
            do {
                try await room.control.renameRole(
                    role.code, name, before: form.typed("before"), by: visit.principal)
                return visit.redirect(
                    to: WebControl.rolePath.link(role.code), notice: "control.roles.renamed")
            } catch let refusal as PeopleRefusal {
                visit.note(refusal, on: &form)
            } catch let refusal as ControlRefusal where refusal.kind == .conflict {
                form.refuse(refusal, on: "name")
            }
        }
        return try await RolePage.again(visit, role, form, room)
    }

    /// At once where nobody carries it, else by a second person, with a replacement.
    static func retire(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let role = try await room.control.role(try visit.word("role"), by: visit.principal)
        var form = try visit.form()
        do {
            guard let replacement = form.text("replacement") else {
                try await room.control.retireRole(role.code, by: visit.principal)
                return visit.redirect(to: WebControl.rolesLink, notice: "control.roles.retired")
            }
            let order = ControlCommands.RetireRole(role: role.code, replacement: replacement)
            if case .proposed(let proposal) = try await room.control.submit(
                ControlCommands.retireRole, order, reason: form.text("reason") ?? "", by: visit.principal)
            {
                return visit.redirect(
                    to: WebControl.proposalPath.link(proposal.id), notice: "control.roles.retireProposed")
            }
            return visit.redirect(to: WebControl.rolesLink, notice: "control.roles.retired")
        } catch let refusal as PeopleRefusal {
            visit.note(refusal, on: &form)
        } catch let refusal as ApprovalRefusal where refusal.kind != .notFound {
            form.refuse(refusal, on: refusal == .reasonMissing ? "reason" : "")
        } catch let refusal as ControlRefusal where refusal.kind != .forbidden {
            form.refuse(refusal, on: "replacement")
        }
        return try await RolePage.again(visit, role, form, room)
    }

    /// Nil for a template, and for who may change neither.
    init?(_ visit: Visit, _ role: Role, _ form: Form, _ room: WebControl) async throws {
        guard let before = role.name, room.control.mayEdit(role, visit.principal) else { return nil }
        self.before = before
        renameLink = WebControl.roleNamePath.link(role.code)
        retireLink = WebControl.roleEndPath.link(role.code)
        let typed = form.isValid ? visit.emptyForm(["name": before]) : form
        name = typed.field("name", label: "control.roles.name", longest: 60)
        summary = form.summary
        let carriers = try await room.control.carriers(ofRole: role.code, by: visit.principal)
        guard !carriers.isEmpty else {
            holders = nil
            retiring = []
            return
        }
        holders = carriers.map { "\($0.name)（\($0.login)）" }.joined(separator: "、")
        let others = try await room.control.roles(by: visit.principal).filter {
            $0.code != role.code && $0.organisation.contains(role.organisation)
        }
        retiring = [
            typed.field(
                "replacement", label: "control.roles.replacement",
                .select(
                    [(value: "", label: visit.text("control.people.none"))]
                        + others.map { (value: $0.code, label: visit.name(of: $0)) })),
            typed.field("reason", label: "control.roles.retireReason", longest: 200),
        ]
    }
}
