package import Kernel
internal import Store

extension Act {
    /// Starts a case in this transaction, as `Control.startCase` does: what an approved command does where the law wants
    /// a notice or an inquiry before the deed. The permission of the first step is not asked for: who may ask for the
    /// command, or approve it, opens the case.
    /// - Parameter id: made outside the transaction, or from the house's ids in a command.
    /// - Throws: `WorkRefusal.workflowUnknown`, `.formInvalid`, `.reasonInvalid`;
    ///   `ControlRefusal.organisationUnknown` where the place lies outside the person's scope.
    package func startCase(
        _ id: WorkCaseID, _ workflow: String, title: String, subject: String = "", place: OrganisationID,
        values typed: [String: String]
    ) throws {
        let definition = try control.workflow(workflow, in: transaction)
        guard let first = definition.step(definition.start) else {
            throw WorkRefusal.workflowUnknown(workflow)
        }
        try Control.check(reason: title)
        guard let given = try PeopleRows.organisation(place, in: transaction),
            principal.scope.contains(given.path)
        else { throw ControlRefusal.organisationUnknown(place.description) }
        let values = try first.read(typed)
        let new = WorkCase(
            id: id, workflow: definition.key, workflowVersion: definition.version, title: title,
            subject: subject, origin: principal.scope, place: given.path, state: .running,
            step: first.code, stepNumber: 1,
            stepPath: first.place == .origin ? principal.scope : given.path,
            permission: first.permission, assignee: principal.user, version: 0,
            startedBy: principal.user, startedAt: now, finishedAt: nil)
        try CaseRows.insert(new, in: transaction)
        try enter(first, of: id, number: 1, values: values, at: new.stepPath)
        try CaseChange(act: self, was: new, definition: definition).complete(
            values, all: values, action: "start")
    }
}
