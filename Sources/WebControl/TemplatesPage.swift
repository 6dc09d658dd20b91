import Control
import Hummingbird
import Kernel
import Language
import Web

/// The wording of every kind of message, in both languages.
struct TemplatesPage: Page {
    static let template = "control.templates"
    let title: String
    let trail: [Crumb]
    let lead: String
    let rows: [Row]

    struct Row: Sendable {
        let name: String
        let language: String
        let version: String
        let text: String
        let link: String
    }

    init(_ visit: Visit, _ wordings: [Wording]) {
        title = visit.text("control.templates.title")
        trail = WebControl.messageTrail(visit)
        lead = visit.text("control.templates.lead")
        rows = wordings.map { one in
            Row(
                name: visit.text("control.message.name.\(one.template.key)"), language: one.language.ownName,
                version: Self.version(one, visit), text: one.body,
                link: WebControl.templatePath.link(one.template.key, one.language.rawValue))
        }
    }

    static func version(_ wording: Wording, _ visit: Visit) -> String {
        wording.version == 0
            ? visit.text("control.templates.standard")
            : visit.text("control.templates.version", [("version", String(wording.version))])
    }
}

/// What a template says in one language, and since which version.
typealias Wording = (template: MessageTemplate, language: Language, version: Int, title: String, body: String)

/// One wording, to be changed.
struct TemplatePage: Page {
    static let template = "control.template"
    let title: String
    let trail: [Crumb]
    let lead: String
    let fields: String
    let action: String
    let summary: FormSummary?
    let subject: Field
    let body: Field
    let maySave: Bool

    init(_ visit: Visit, _ wording: Wording, _ form: Form) {
        title = visit.text("control.message.name.\(wording.template.key)") + " · " + wording.language.ownName
        trail =
            WebControl.messageTrail(visit)
            + [Crumb(label: visit.text("control.templates.title"), link: WebControl.templatesLink)]
        lead = TemplatesPage.version(wording, visit)
        let names = wording.template.fields.map { "{\($0)}" }.joined(separator: " ")
        fields = visit.text("control.templates.fields", [("fields", names)])
        action = WebControl.templatePath.link(wording.template.key, wording.language.rawValue)
        summary = form.summary
        subject = form.field("title", label: "control.templates.subject", required: false, longest: 200)
        body = form.field("body", label: "control.templates.body", .area, longest: 2_000)
        maySave = visit.may(.may("control.templates"))
    }
}

extension WebControl {
    static let templatesLink = "/control/templates"
    static let templatePath = PathTemplate("/control/templates/{template}/{language}")

    static func messageTrail(_ visit: Visit) -> [Crumb] {
        WebControl.systemTrail(visit) + [
            Crumb(label: visit.text("control.messages.title"), link: messagesLink)
        ]
    }

    var templateRoutes: [Route] {
        [
            .get(Self.templatesLink, .may("control.messages")) { visit in
                try visit.show(TemplatesPage(visit, try await control.wordings(by: visit.principal)))
            },
            .get(Self.templatePath.description, .may("control.messages")) { visit in
                let wording = try await wording(visit)
                return try visit.show(
                    TemplatePage(
                        visit, wording, visit.emptyForm(["title": wording.title, "body": wording.body])))
            },
            .post(Self.templatePath.description, .may("control.templates")) { try await setWording($0) },
        ]
    }

    func wording(_ visit: Visit) async throws -> Wording {
        let all = try await control.wordings(by: visit.principal)
        let found = all.first { one in
            one.template.key == visit.parameters["template"]
                && one.language.rawValue == visit.parameters["language"]
        }
        guard let found else { throw WebRefusal.notFound }
        return found
    }

    private func setWording(_ visit: Visit) async throws -> Response {
        let wording = try await wording(visit)
        var form = try visit.form()
        if let body = form.required("body", limit: 2_000) {
            do {
                try await control.setWording(
                    wording.template.key, wording.language, title: form.text("title") ?? "", body: body,
                    by: visit.principal)
                return visit.redirect(to: Self.templatesLink, notice: "control.templates.saved")
            } catch let refusal as MessageRefusal where refusal.kind == .invalid {
                form.refuse(refusal, on: "body")
            }
        }
        return try visit.show(TemplatePage(visit, wording, form), status: .unprocessableContent)
    }
}
