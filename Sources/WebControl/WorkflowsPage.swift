import Control
import Hummingbird
import Kernel
import Language
import Web

/// Every workflow with its versions.
struct WorkflowsPage: Page {
    static let template = "control.workflows"
    let title: String
    let trail: [Crumb]
    let lead: String
    /// Where a new workflow is written; nil for who publishes none.
    let new: String?
    let rows: [Row]

    struct Row: Sendable {
        let link: String
        let name: String
        let key: String
        let version: String
        let state: Badge
        let steps: String
        let open: String
        let published: String
    }

    init(_ visit: Visit, _ published: [PublishedWorkflow]) {
        title = visit.text("control.workflows.title")
        trail = [Crumb(label: visit.text("control.cases.title"), link: WebControl.casesLink)]
        lead = visit.text("control.workflows.lead")
        new = visit.may(WebControl.publishing) ? WebControl.newWorkflowLink : nil
        rows = published.map { Row($0, visit) }
    }
}

extension WorkflowsPage.Row {
    init(_ published: PublishedWorkflow, _ visit: Visit) {
        let definition = published.definition
        link =
            WebControl.workflowPath.link(definition.key)
            + (published.isNewest ? "" : "?version=\(definition.version)")
        name = visit.text(definition.name)
        key = definition.key
        version = visit.text("control.case.versionNumber", [("n", String(definition.version))])
        state =
            published.isNewest
            ? Badge(visit.text("control.workflows.current"), .good)
            : Badge(visit.text("control.workflows.former"))
        steps = definition.steps.map { visit.text($0.name) }.joined(separator: " → ")
        open = visit.language.number(published.openCases)
        self.published =
            "\(visit.language.day(published.publishedAt.day)) "
            + (published.publisher ?? visit.text("control.workflows.bundled"))
    }
}

/// One version of a workflow: its steps, who takes each, its forms, its clocks with the clause, where it goes on.
struct WorkflowPage: Page {
    static let template = "control.workflow"
    let title: String
    let trail: [Crumb]
    let lead: String
    let state: Badge
    /// Where the next version is written; nil for who publishes none.
    let new: String?
    let steps: [Step]
    let versions: [WorkflowsPage.Row]

    struct Step: Sendable {
        let number: String
        let name: String
        let place: String
        let permission: String
        let roles: String
        let limits: [String]
        let clause: String?
        let basis: Badge?
        let stops: Bool
        let handler: String?
        let fields: [Field]
        let hasFields: Bool
        let branches: [String]
    }
    struct Field: Sendable {
        let label: String
        let form: String
        let need: String
    }

    init(
        _ visit: Visit, _ published: PublishedWorkflow, versions all: [PublishedWorkflow],
        takers: [String: [Role]]
    ) {
        let definition = published.definition
        title = visit.text(definition.name)
        trail = [
            Crumb(label: visit.text("control.cases.title"), link: WebControl.casesLink),
            Crumb(label: visit.text("control.workflows.title"), link: WebControl.workflowsLink),
        ]
        lead = visit.text(
            "control.workflow.lead",
            [
                ("key", definition.key), ("version", String(definition.version)),
                ("at", visit.language.day(published.publishedAt.day)),
                ("by", published.publisher ?? visit.text("control.workflows.bundled")),
            ])
        let row = WorkflowsPage.Row(published, visit)
        state = row.state
        new =
            visit.may(WebControl.publishing) ? "\(WebControl.newWorkflowLink)?from=\(definition.key)" : nil
        versions = all.map { WorkflowsPage.Row($0, visit) }
        let words = DefinitionWords(definition: definition, visit: visit)
        steps = definition.steps.enumerated().map { number, step in
            Step(
                number: String(number + 1), name: visit.text(step.name),
                place: visit.text("control.workflow.\(step.place.rawValue)"),
                permission: visit.text("permission.\(step.permission.code)"),
                roles: visit.language.list((takers[step.code] ?? []).map(visit.name(of:))),
                limits: words.limits(of: step), clause: step.clock.map(\.clause),
                basis: step.clock.map {
                    Badge(
                        visit.text("control.basis.\($0.basis.rawValue)"),
                        $0.basis == .statutory ? .info : .plain)
                }, stops: step.stopsForCustomer, handler: step.handler.map { visit.text("command.\($0)") },
                fields: step.fields.map {
                    Field(
                        label: visit.text($0.label), form: words.form(of: $0),
                        need: visit.language.flag($0.isRequired))
                }, hasFields: !step.fields.isEmpty, branches: words.branches(of: step))
        }
    }
}

/// The parts of a definition in words.
private struct DefinitionWords {
    let definition: WorkflowDefinition
    let visit: Visit

    private func field(_ code: String) -> WorkflowField? {
        definition.steps.flatMap(\.fields).first { $0.code == code }
    }

    private func condition(_ condition: WorkflowCondition?) -> String {
        guard let condition else { return visit.text("control.workflow.otherwise") }
        let field = field(condition.field)
        return visit.text(
            "control.workflow.when",
            [
                ("field", field.map { visit.text($0.label) } ?? condition.field),
                (
                    "comparison",
                    visit.text("control.workflow.comparison.\(condition.comparison.rawValue)")
                ), ("value", field?.shown(condition.value, visit) ?? condition.value),
            ])
    }

    func limits(of step: WorkflowStep) -> [String] {
        guard let clock = step.clock else { return [] }
        var limits = clock.limits.map { limit in
            let length = visit.text(
                "control.clock.limit.\(clock.unit.rawValue)", [("n", String(limit.limit))])
            return clock.limits.count == 1 && limit.condition == nil
                ? length : "\(condition(limit.condition))：\(length)"
        }
        if let code = clock.limitField, let field = field(code) {
            limits.append(visit.text("control.workflow.byField", [("field", visit.text(field.label))]))
        }
        if let key = clock.limitParameter {
            limits.append(
                visit.text(
                    "control.workflow.byParameter", [("parameter", visit.text("control.parameter.\(key)"))]))
        }
        if let from = clock.from.flatMap({ definition.step($0) }) {
            limits.append(visit.text("control.workflow.clockFrom", [("step", visit.text(from.name))]))
        }
        return limits
    }

    func branches(of step: WorkflowStep) -> [String] {
        if step.branches.isEmpty { return [visit.text("control.workflow.end")] }
        return step.branches.map { branch in
            let next =
                branch.next.flatMap { definition.step($0) }.map { visit.text($0.name) }
                ?? visit.text("control.workflow.end")
            return step.branches.count == 1 && branch.condition == nil
                ? next : "\(condition(branch.condition)) → \(next)"
        }
    }

    func form(of field: WorkflowField) -> String {
        switch field.form {
        case .text(let most): visit.text("control.workflow.form.text", [("most", String(most))])
        case .number(let least, let most):
            visit.text(
                "control.workflow.form.number", [("least", String(least)), ("most", String(most))])
        case .day: visit.text("control.workflow.form.day")
        case .choice(let choices):
            visit.text(
                "control.workflow.form.choice",
                [("choices", visit.language.list(choices.map { visit.text("\(field.label).\($0)") }))])
        case .money: visit.text("control.workflow.form.money")
        }
    }
}

extension WebControl {
    static let workflowsLink = "/control/workflows"
    static let newWorkflowLink = "/control/workflows/new"
    static let publishing = Access.may("control.workflows")
    static let workflowPath = PathTemplate("/control/workflows/{workflow}")

    var workflowRoutes: [Route] {
        [
            .get(Self.workflowsLink, Self.working) { visit in
                try visit.show(WorkflowsPage(visit, try await control.workflows(by: visit.principal)))
            },
            .get(Self.newWorkflowLink, Self.publishing) { try await WorkflowVersionPage.answer($0, self) },
            .post(Self.newWorkflowLink, Self.publishing) { try await WorkflowVersionPage.order($0, self) },
            .get(Self.workflowPath.description, Self.working) { visit in
                let (found, versions) = try await published(visit)
                return try visit.show(
                    WorkflowPage(
                        visit, found, versions: versions,
                        takers: try await control.takers(of: found.definition, by: visit.principal)))
            },
        ]
    }

    /// The version that the path and the query name, and all of its workflow.
    func published(_ visit: Visit) async throws -> (PublishedWorkflow, [PublishedWorkflow]) {
        let key = try visit.word("workflow")
        let versions = try await control.workflows(by: visit.principal).filter { $0.definition.key == key }
        let wanted = visit.query("version")
        guard
            let found = versions.first(where: {
                wanted == nil ? $0.isNewest : String($0.definition.version) == wanted
            })
        else { throw WebRefusal.notFound }
        return (found, versions)
    }
}
