import Control
import Hummingbird
import Kernel
import Language
import Web

/// Starts a work order: which kind, then its first step's form.
struct NewCasePage: Page {
    static let template = "control.new-case"
    let title: String
    let trail: [Crumb]
    let choices: [Choice]
    let hasChoices: Bool
    let nothing: Bool
    let filling: Filling?

    struct Choice: Sendable {
        let label: String
        let link: String
        let hint: String
    }

    struct Filling: Sendable {
        let action: String
        let workflow: String
        let key: String
        /// What it is about, such as `account 1002`; empty where it is about nothing stored.
        let about: String
        let aboutWords: String?
        let draft: String
        let summary: FormSummary?
        let way: [CasePage.Stage]
        let head: [Field]
        let fields: [Field]
    }

    static func answer(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let startable = try await room.control.startableWorkflows(by: visit.principal)
        let asked = visit.query("workflow")
        let chosen =
            asked.map { key in startable.first { $0.key == key } }
            ?? (startable.count == 1 ? startable.first : nil)
        if asked != nil, chosen == nil { throw WebRefusal.notFound }
        return try visit.show(
            try await NewCasePage(
                visit, room, startable, chosen, visit.emptyForm(), key: WebConfiguration.randomToken(),
                about: account(visit.query("account"))))
    }

    /// The account it is about; nil for anything but an account's id.
    private static func account(_ text: String?) -> AccountID? { text.flatMap { AccountID(text: $0) } }

    /// Starts the case; each drawn page starts one, however often it is sent.
    static func start(_ visit: Visit, _ room: WebControl) async throws -> Response {
        var form = try visit.form()
        let startable = try await room.control.startableWorkflows(by: visit.principal)
        guard let chosen = startable.first(where: { $0.key == form.typed("workflow") }) else {
            throw WebRefusal.notFound
        }
        var key = form.typed("key")
        var status = HTTPResponse.Status.unprocessableContent
        let first = chosen.step(chosen.start)
        let title = form.required("title")
        let place: OrganisationID? = form.id("place")
        let about = account(form.typed("account"))
        if let title, let place {
            do {
                let id = try await room.control.startCase(
                    chosen.key, key: key, title: title, subject: about.map { "account \($0)" } ?? "",
                    place: place, values: first?.typed(in: form) ?? [:],
                    by: visit.principal)
                return visit.redirect(to: WebControl.casePath.link(id), notice: "control.case.done.start")
            } catch ControlRefusal.keyReused {
                form.refuse("", "control.newCase.booked")
                status = ControlRefusal.keyReused.httpStatus
                key = WebConfiguration.randomToken()
            } catch let refusal as WorkRefusal {
                visit.note(refusal, of: first, on: &form)
                status = refusal.httpStatus
                if case .caseKeyInvalid = refusal { key = WebConfiguration.randomToken() }
            }
        }
        return try visit.show(
            try await NewCasePage(visit, room, startable, chosen, form, key: key, about: about),
            status: status)
    }

    private init(
        _ visit: Visit, _ room: WebControl, _ startable: [WorkflowDefinition], _ chosen: WorkflowDefinition?,
        _ form: Form, key: String, about: AccountID?
    ) async throws {
        title =
            chosen.map { visit.text("control.newCase.of", [("workflow", visit.text($0.name))]) }
            ?? visit.text("control.newCase.title")
        trail = [Crumb(label: visit.text("control.cases.title"), link: WebControl.casesLink)]
        choices =
            chosen == nil
            ? startable.map { definition in
                Choice(
                    label: visit.text(definition.name),
                    link: "\(WebControl.newCaseLink)?workflow=\(WebControl.encoded(definition.key))",
                    hint: definition.steps.map { visit.text($0.name) }.joined(separator: " → "))
            } : []
        hasChoices = !choices.isEmpty
        nothing = startable.isEmpty
        guard let chosen else {
            filling = nil
            return
        }
        let places = try await room.control.organisations(under: visit.principal.scope)
        let top = places.map { $0.path.text.count { $0 == "/" } }.min() ?? 0
        let options =
            [(value: "", label: visit.text("language.choose"))]
            + places.map { place in
                let depth = place.path.text.count { $0 == "/" } - top
                return (
                    value: place.id.description,
                    label: String(repeating: "\u{3000}", count: depth) + place.name
                )
            }
        filling = Filling(
            action: WebControl.casesLink, workflow: chosen.key, key: key,
            about: about?.description ?? "",
            aboutWords: about.map { visit.text("control.newCase.account", [("number", $0.description)]) },
            draft: "new-\(chosen.key)",
            summary: form.summary,
            way: chosen.steps.map {
                CasePage.Stage(
                    name: visit.text($0.name), state: $0.code == chosen.start ? "now" : "next")
            },
            head: [
                form.field("title", label: "control.newCase.subject", focus: true, longest: 200),
                form.field("place", label: "control.newCase.place", .select(options)),
            ],
            fields: (chosen.step(chosen.start)?.fields ?? []).map { $0.field(in: form, visit) })
    }
}
