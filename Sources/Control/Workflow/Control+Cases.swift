package import Kernel
internal import Store

extension Control {
    /// Starts a case by filling in the first step of the newest version of a workflow.
    /// - Parameters:
    ///   - subject: what it is about, such as `account 1002`; empty where it is about nothing stored.
    ///   - place: the organisation that it is given to; it must exist and lie in the person's scope.
    /// - Throws: `WorkRefusal.workflowUnknown`, `.formInvalid`, `.reasonInvalid` where the title is empty or too long.
    package func startCase(
        _ workflow: String, title: String, subject: String = "", place: OrganisationID,
        values typed: [String: String], by principal: Principal
    ) async throws -> WorkCaseID {
        let id: WorkCaseID = house.ids.next()
        return try await command("control.workbench", by: principal) { act in
            let definition = try self.workflow(workflow, in: act.transaction)
            guard let first = definition.step(definition.start) else {
                throw WorkRefusal.workflowUnknown(workflow)
            }
            guard principal.may(first.permission) else { throw ControlRefusal.forbidden(first.permission) }
            try Self.check(reason: title)
            guard let given = try PeopleRows.organisation(place, in: act.transaction),
                principal.scope.contains(given.path)
            else { throw ControlRefusal.organisationUnknown(place.description) }
            let values = try first.read(typed)
            let new = WorkCase(
                id: id, workflow: definition.key, workflowVersion: definition.version, title: title,
                subject: subject, origin: principal.scope, place: given.path, state: .running,
                step: first.code, stepNumber: 1,
                stepPath: first.place == .origin ? principal.scope : given.path,
                permission: first.permission, assignee: principal.user, version: 0,
                startedBy: principal.user, startedAt: act.now, finishedAt: nil)
            try CaseRows.insert(new, in: act.transaction)
            try CaseStepRows.enter(
                id, number: 1, step: first, values: values, at: act.now, in: act.transaction)
            try CaseChange(act: act, was: new, definition: definition).complete(
                values, all: values, action: "start")
            return id
        }
    }

    /// Takes a task that nobody has.
    /// - Throws: `WorkRefusal.taskTaken`, and what every change of a case may throw: `.caseUnknown`, `.caseChanged`,
    ///   `.caseNotIn`.
    package func claimCase(_ id: WorkCaseID, version: Int, by principal: Principal) async throws {
        try await change(id, version, by: principal) { change in
            try change.checkFit(principal)
            if let holder = change.was.assignee { throw WorkRefusal.taskTaken(by: try change.name(holder)) }
            try change.write("claim") { $0.assignee = principal.user }
        }
    }

    /// Gives a task to a person; asks for `control.assign`.
    /// - Throws: `WorkRefusal.personUnfit` where they lack the permission or the place.
    package func assignCase(
        _ id: WorkCaseID, to user: UserID, version: Int, by principal: Principal
    ) async throws {
        guard principal.may("control.assign") else { throw ControlRefusal.forbidden("control.assign") }
        try await change(id, version, by: principal) { change in
            guard principal.scope.contains(change.was.stepPath) else { throw WorkRefusal.taskNotYours }
            try change.checkFit(user)
            try change.write("assign", other: user) { $0.assignee = user }
        }
    }

    /// Hands one's task over to a colleague.
    package func handOverCase(
        _ id: WorkCaseID, to user: UserID, note: String, version: Int, by principal: Principal
    ) async throws {
        try Self.check(reason: note)
        try await change(id, version, by: principal) { change in
            try change.checkHolder()
            try change.checkFit(user)
            try change.write("handOver", other: user, note: note) { $0.assignee = user }
        }
    }

    /// Completes the step in one's hands; the case goes on by its branches.
    /// - Throws: `WorkRefusal.formInvalid` with every wrong field; `.taskNotYours`; the refusals of the step's command.
    package func completeStep(
        _ id: WorkCaseID, values typed: [String: String], version: Int, by principal: Principal
    ) async throws {
        try await change(id, version, in: [.running], by: principal) { change in
            try change.complete(typed: typed)
        }
    }

    /// Sends the case back to a step it came through; whoever did that step has it again.
    /// - Throws: `WorkRefusal.stepUnreachable`.
    package func returnCase(
        _ id: WorkCaseID, to step: String, reason: String, version: Int, by principal: Principal
    ) async throws {
        try Self.check(reason: reason)
        try await change(id, version, in: [.running], by: principal) { change in
            try change.checkHolder()
            try change.goBack(to: step, reason: reason)
        }
    }

    /// Stops the clock while the customer has to act.
    /// - Throws: `WorkRefusal.stepDoesNotStop`.
    package func suspendCase(_ id: WorkCaseID, reason: String, version: Int, by principal: Principal)
        async throws
    {
        try Self.check(reason: reason)
        try await change(id, version, in: [.running], by: principal) { change in
            try change.checkHolder()
            guard change.step.stopsForCustomer else { throw WorkRefusal.stepDoesNotStop }
            try CaseStepRows.stop(
                id, version: change.was.version, step: change.was.stepNumber, reason: reason,
                at: change.act.now,
                in: change.act.transaction)
            try change.write("suspend", note: reason) { $0.state = .suspended }
        }
    }

    /// Lets the clock go on.
    package func resumeCase(_ id: WorkCaseID, version: Int, by principal: Principal) async throws {
        try await change(id, version, in: [.suspended], by: principal) { change in
            try change.checkHolder()
            try CaseStepRows.go(
                id, number: change.was.stepNumber, at: change.act.now, in: change.act.transaction)
            try change.write("resume") { $0.state = .running }
        }
    }

    /// Ends a case undone: by those who may start one, at the place it came from.
    package func withdrawCase(_ id: WorkCaseID, reason: String, version: Int, by principal: Principal)
        async throws
    {
        try Self.check(reason: reason)
        try await change(id, version, by: principal) { change in
            let first = change.definition.step(change.definition.start)?.permission ?? change.was.permission
            guard principal.may(first) else { throw ControlRefusal.forbidden(first) }
            guard principal.scope.contains(change.was.origin) else { throw WorkRefusal.taskNotYours }
            try change.end(.withdrawn, form: [:])
            try change.write("withdraw", note: reason) {
                $0.state = .withdrawn
                $0.assignee = nil
                $0.finishedAt = change.act.now
            }
        }
    }

    /// Opens a case for a change: seen by this person, open, and still as it was read.
    private func change(
        _ id: WorkCaseID, _ version: Int, in states: Set<WorkCase.State> = [.running, .suspended],
        by principal: Principal, _ body: @Sendable @escaping (CaseChange) throws -> Void
    ) async throws {
        try await command("control.workbench", by: principal) { act in
            let found = try self.visibleCase(id, to: principal, in: act.transaction)
            guard found.version == version else { throw WorkRefusal.caseChanged }
            guard states.contains(found.state) else {
                throw WorkRefusal.caseNotIn(state: found.state.rawValue)
            }
            guard
                let definition = try WorkflowRows.definition(
                    found.workflow, version: found.workflowVersion, in: act.transaction)
            else { throw WorkRefusal.workflowUnknown(found.workflow) }
            try body(CaseChange(act: act, was: found, definition: definition))
        }
    }

    /// The case, where this person may see it: it came from their scope or was given into it.
    func visibleCase(_ id: WorkCaseID, to principal: Principal, in transaction: any Transaction) throws
        -> WorkCase
    {
        guard let found = try CaseRows.find(id, in: transaction),
            principal.scope.contains(found.origin) || principal.scope.contains(found.place)
        else { throw WorkRefusal.caseUnknown }
        return found
    }
}
