import Control
import Hummingbird
import Kernel
import Language
import Web

/// On a role's page: whether its people sign in with a second factor. Asking for one is one administrator's; doing without
/// needs a second person.
struct SecondFactorForm: Sendable {
    let link: String
    let state: Badge
    /// Why it is so.
    let note: String
    let summary: FormSummary?
    let mayRequire: Bool
    let mayWaive: Bool
    let reason: Field

    init(_ visit: Visit, _ role: Role, _ form: Form, _ room: WebControl) {
        let isNeeded = room.control.needsSecondFactor(role)
        let word =
            isNeeded
            ? role.asksSecondFactor ? "asked" : "approves" : role.waivesSecondFactor ? "waived" : "free"
        link = WebControl.roleFactorPath.link(role.code)
        state = Badge(
            visit.text(isNeeded ? "control.people.yes" : "control.people.no"), isNeeded ? .good : .plain)
        note = visit.text("control.roles.factor.\(word)")
        summary = form.summary
        let mayEdit = room.control.mayEdit(role, visit.principal)
        mayRequire = mayEdit && !isNeeded
        mayWaive = mayEdit && isNeeded
        reason = form.field("reason", label: "control.roles.factor.reason", longest: 200)
    }

    static func change(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let role = try await room.control.role(try visit.word("role"), by: visit.principal)
        var form = try visit.form()
        switch form.typed("do") {
        case "require":
            try await room.control.requireSecondFactor(of: role.code, by: visit.principal)
            return visit.redirect(to: WebControl.rolePath.link(role.code), notice: "control.people.saved")
        case "waive": break
        default: throw WebRefusal.badForm
        }
        do {
            if let reason = form.required("reason", limit: 200) {
                let submission = try await room.control.submit(
                    ControlCommands.waiveSecondFactor, ControlCommands.WaiveSecondFactor(role: role.code),
                    reason: reason, by: visit.principal)
                guard case .proposed(let proposal) = submission else {
                    return visit.redirect(
                        to: WebControl.rolePath.link(role.code), notice: "control.people.saved")
                }
                return visit.redirect(
                    to: WebControl.proposalPath.link(proposal.id), notice: "control.roles.factor.proposed")
            }
        } catch let refusal as PeopleRefusal {
            visit.note(refusal, on: &form)
        } catch let refusal as ApprovalRefusal where refusal.kind != .notFound {
            form.refuse(refusal)
        }
        return try await RolePage.again(visit, role, factor: form, room)
    }
}
