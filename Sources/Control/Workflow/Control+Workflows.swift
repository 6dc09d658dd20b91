package import Kernel
package import Store

extension Control {
    /// Publishes every definition the rooms bring that is not yet there; doing it again changes nothing.
    /// - Throws: `WorkRefusal.workflowInvalid`; `.workflowPublished` where a version is there with another text.
    package func installWorkflows() async throws {
        let definitions = rooms.flatMap(\.workflows)
        try await record(as: Self.system()) { act in
            for definition in definitions { try publish(definition, act) }
        }
    }

    /// Publishes a definition without a second person, for setting up; cases that run stay on the version they began
    /// with. People propose the command `control.publishWorkflow`.
    /// - Throws: as `installWorkflows`; `ApprovalRefusal.approvalNeeded` for anyone but the system itself.
    package func publishWorkflow(_ definition: WorkflowDefinition, by principal: Principal) async throws {
        guard principal.user == Self.system().user else {
            throw ApprovalRefusal.approvalNeeded(command: ControlCommands.publishWorkflow)
        }
        try await command("control.workflows", by: principal) { act in try publish(definition, act) }
    }

    func publish(_ definition: WorkflowDefinition, _ act: Act) throws {
        let faults = faults(of: definition)
        guard faults.isEmpty else { throw WorkRefusal.workflowInvalid(faults) }
        if let stored = try WorkflowRows.definition(
            definition.key, version: definition.version, in: act.transaction)
        {
            guard stored == definition else {
                throw WorkRefusal.workflowPublished(definition.key, version: definition.version)
            }
            return
        }
        try WorkflowRows.insert(
            definition, by: act.proposal?.proposer ?? act.principal.user, at: act.now, in: act.transaction)
        try act.audit(
            bucket: OrganisationID(1).bucket, action: "control.publishWorkflow",
            subject: "workflow \(definition.key) \(definition.version)")
    }

    /// Every published version, the newest of each first.
    package func workflows(by principal: Principal) async throws -> [PublishedWorkflow] {
        try await read("control.workbench", by: principal) { transaction in
            let open = try WorkflowRows.open(in: principal.scope, transaction)
            var newest: Set<String> = []
            return try WorkflowRows.published(in: transaction).map { published in
                let definition = published.definition
                return PublishedWorkflow(
                    definition: definition, isNewest: newest.insert(definition.key).inserted,
                    publisher: try PeopleRows.user(published.by, in: transaction)?.name,
                    publishedAt: published.at,
                    openCases: open[.init(key: definition.key, number: definition.version)] ?? 0)
            }
        }
    }

    /// The newest version of each workflow whose first step this person may do.
    package func startableWorkflows(by principal: Principal) async throws -> [WorkflowDefinition] {
        try await workflows(by: principal).filter(\.isNewest).map(\.definition).filter {
            $0.step($0.start).map { principal.may($0.permission) } ?? false
        }
    }

    /// The roles that may take each step of a definition today, by the step's code.
    package func takers(of definition: WorkflowDefinition, by principal: Principal) async throws
        -> [String: [Role]]
    {
        try await read("control.workbench", by: principal) { transaction in
            var found: [String: [Role]] = [:]
            for step in definition.steps {
                found[step.code] = try WorkflowRows.roles(carrying: step.permission, in: transaction)
                    .compactMap { try RoleRows.role($0, in: transaction) }
                    .filter {
                        $0.organisation.contains(principal.scope) || principal.scope.contains($0.organisation)
                    }
            }
            return found
        }
    }

    /// The newest version of a definition.
    /// - Throws: `WorkRefusal.workflowUnknown`.
    package func workflow(_ key: String, in transaction: any Transaction) throws -> WorkflowDefinition {
        guard let found = try WorkflowRows.latest(key, in: transaction) else {
            throw WorkRefusal.workflowUnknown(key)
        }
        return found
    }

    /// The most characters of a reason or note.
    static let longestReason = 200

    static func check(reason: String) throws(WorkRefusal) {
        guard !reason.isEmpty, reason.unicodeScalars.count <= longestReason else {
            throw .reasonInvalid(most: longestReason)
        }
    }
}

/// A version of a workflow as it stands published.
package struct PublishedWorkflow: Sendable {
    package let definition: WorkflowDefinition
    /// Whether new cases begin on it.
    package let isNewest: Bool
    /// Who published it; nil where the program brought it.
    package let publisher: String?
    package let publishedAt: Instant
    /// The open cases on it that the reader's scope holds.
    package let openCases: Int
}
