import Control
import Foundation
import Hummingbird
import Language
import Web

/// A workflow's next version: its definition as JSON, looked over, compared with the one in force, and handed in.
struct WorkflowVersionPage: Page {
    static let template = "control.workflow-version"
    let title: String
    let trail: [Crumb]
    let link: String
    let summary: FormSummary?
    let definition: String
    let reason: Field
    /// What is wrong; nil where nothing is, or nothing was looked over.
    let faults: Faults?
    /// What it changes; nil before it was looked over.
    let changes: Changes?

    struct Faults: Sendable {
        let title: String
        let rows: [Row]
        struct Row: Sendable {
            let path: String
            let text: String
        }
    }

    struct Changes: Sendable {
        let title: String
        let rows: [Row]
        let hasRows: Bool
        struct Row: Sendable {
            let path: String
            let before: String
            let after: String
        }
    }

    /// The version in force of the workflow that `from` names, with the next number.
    static func answer(_ visit: Visit, _ room: WebControl) async throws -> Response {
        var text = ""
        if let key = visit.query("from") {
            let published = try await room.control.workflows(by: visit.principal)
            guard let now = published.first(where: { $0.isNewest && $0.definition.key == key })?.definition
            else { throw WebRefusal.notFound }
            text = try written(
                WorkflowDefinition(
                    key: now.key, version: now.version + 1, name: now.name, start: now.start,
                    steps: now.steps, texts: now.texts))
        }
        return try visit.show(WorkflowVersionPage(visit, visit.emptyForm(), text, nil))
    }

    /// Looks the definition over, and hands it in where the form's field `do` says so.
    static func order(_ visit: Visit, _ room: WebControl) async throws -> Response {
        var form = try visit.form()
        let text = form.typed("definition")
        let found = try await room.control.examineWorkflow(text, by: visit.principal)
        if form.typed("do") == "submit", found.faults.isEmpty, let definition = found.definition {
            do {
                let submission = try await room.control.submit(
                    ControlCommands.publishWorkflow,
                    ControlCommands.PublishWorkflow(definition: definition),
                    reason: form.text("reason") ?? "", by: visit.principal)
                guard case .proposed(let proposal) = submission else {
                    return visit.redirect(
                        to: WebControl.workflowPath.link(definition.key),
                        notice: "control.workflows.published.done")
                }
                return visit.redirect(
                    to: WebControl.proposalPath.link(proposal.id), notice: "control.workflows.proposed")
            } catch let refusal as ApprovalRefusal where refusal.kind != .notFound {
                form.refuse(refusal, on: refusal == .reasonMissing ? "reason" : "")
            }
        }
        let isRight = form.isValid && found.faults.isEmpty
        return try visit.show(
            WorkflowVersionPage(visit, form, text, found), status: isRight ? .ok : .unprocessableContent)
    }

    private static func written(_ definition: WorkflowDefinition) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(definition), as: UTF8.self)
    }

    private init(_ visit: Visit, _ form: Form, _ text: String, _ found: WorkflowExamination?) {
        title = visit.text("control.workflows.newTitle")
        trail = [
            Crumb(label: visit.text("control.cases.title"), link: WebControl.casesLink),
            Crumb(label: visit.text("control.workflows.title"), link: WebControl.workflowsLink),
        ]
        link = WebControl.newWorkflowLink
        summary = form.summary
        definition = text
        reason = form.field("reason", label: "control.workflows.reason", required: false, longest: 200)
        faults = found.flatMap { found in
            found.faults.isEmpty
                ? nil
                : Faults(
                    title: visit.text(
                        "control.workflows.faults", [("count", String(found.faults.count))]),
                    rows: found.faults.map { .init(path: $0.path, text: visit.text($0)) })
        }
        changes = found.flatMap { found in
            guard found.definition != nil else { return nil }
            let title =
                found.latest.map {
                    visit.text("control.workflows.differences", [("version", String($0))])
                } ?? visit.text("control.workflows.allNew")
            let rows = found.differences.map {
                Changes.Row(path: $0.path, before: $0.before ?? "—", after: $0.after ?? "—")
            }
            return Changes(title: title, rows: rows, hasRows: !rows.isEmpty)
        }
    }
}

extension Visit {
    /// What is wrong, and how it is mended, in the reader's language.
    func text(_ fault: WorkflowFault) -> String {
        text(fault.key, fault.arguments.map { ($0.key, $0.value) })
    }
}

/// What a look over a definition found, for programs.
struct WorkflowCheck: Codable {
    struct Fault: Codable {
        /// A JSON pointer into the definition.
        let path: String
        let code: String
        /// What is wrong and how to mend it.
        let text: String
    }

    struct Difference: Codable {
        let path: String
        let before: String?
        let after: String?
    }

    /// Whether it may be published.
    let isSound: Bool
    /// The version in force; missing where there is none.
    let latest: Int?
    let faults: [Fault]
    /// Against the version in force.
    let differences: [Difference]

    init(_ found: WorkflowExamination, _ visit: Visit) {
        isSound = found.faults.isEmpty
        latest = found.latest
        faults = found.faults.map { Fault(path: $0.path, code: $0.key, text: visit.text($0)) }
        differences = found.differences.map {
            Difference(path: $0.path, before: $0.before, after: $0.after)
        }
    }
}

extension WebControl {
    /// Publishes the definition in the body, or hands it to a second person.
    func publishOrder(_ visit: Visit) async throws -> Response {
        let definition = try visit.decode(WorkflowDefinition.self)
        let submission = try await control.submit(
            ControlCommands.publishWorkflow, ControlCommands.PublishWorkflow(definition: definition),
            reason: visit.query("reason") ?? "", by: visit.principal)
        if case .proposed(let proposal) = submission {
            return try visit.json(ProposalAnswer(proposal, visit), status: .accepted)
        }
        let published = try await control.workflows(by: visit.principal).filter {
            $0.definition == definition
        }
        return try visit.json(published.map(WorkflowAnswer.init).first, status: .created)
    }
}
