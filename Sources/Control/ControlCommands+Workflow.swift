internal import Kernel
internal import Store

extension ControlCommands {
    /// Publishes the next version of a workflow.
    package static let publishWorkflow = "control.publishWorkflow"

    /// Input of `control.publishWorkflow`.
    package struct PublishWorkflow: Codable, Sendable {
        package let definition: WorkflowDefinition
        package init(definition: WorkflowDefinition) { self.definition = definition }
    }

    /// At most this many differences are shown to the second person one by one.
    private static let mostShown = 60

    static let workflowPublication = CommandHandler(
        name: "control.publishWorkflow", permission: "control.workflows", input: PublishWorkflow.self,
        picture: { input, act in
            let definition = input.definition
            let found = try act.control.examine(definition, in: act.transaction)
            guard found.faults.isEmpty else { throw WorkRefusal.workflowInvalid(found.faults) }
            var lines = [
                CommandPicture.Line("control.command.workflow", .text(definition.key)),
                .init(
                    "control.command.version", before: found.latest.map { .number(Int64($0)) },
                    after: .number(Int64(definition.version))),
            ]
            for difference in found.differences.prefix(mostShown) {
                func value(_ text: String?) -> CommandPicture.Value? {
                    text.map { .text("\(difference.path) = \($0)") }
                }
                lines.append(
                    .init(
                        "control.command.difference", before: value(difference.before),
                        after: value(difference.after)))
            }
            if found.differences.count > mostShown {
                lines.append(
                    .init(
                        "control.command.more", .number(Int64(found.differences.count - mostShown))))
            }
            return try CommandPicture(
                title: "control.command.publishWorkflow.title",
                arguments: ["name": definition.key, "version": String(definition.version)],
                subject: "workflow \(definition.key) \(definition.version)",
                bucket: OrganisationID(1).bucket, organisation: act.principal.scope.company, lines: lines)
        },
        perform: { input, act in
            let found = try act.control.examine(input.definition, in: act.transaction)
            guard found.faults.isEmpty else { throw WorkRefusal.workflowInvalid(found.faults) }
            try act.control.publish(input.definition, act)
            return try CommandInput.encode(["version": input.definition.version])
        })
}
