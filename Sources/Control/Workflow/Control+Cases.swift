package import Kernel
internal import Store

extension Control {
    /// Starts a case by filling in the first step of the newest version of a workflow.
    /// - Parameters:
    ///   - key: names this request among all of the person's, for ever: asked again, the same case is given again.
    ///     1 to 100 visible ASCII characters; nil where it cannot be asked twice.
    ///   - subject: what it is about, such as `account 1002`; empty where it is about nothing stored.
    ///   - place: the organisation that it is given to; it must exist and lie in the person's scope.
    /// - Throws: `WorkRefusal.workflowUnknown`, `.formInvalid`, `.caseKeyInvalid`, `.reasonInvalid` where the title is
    ///   empty or too long; `ControlRefusal.keyReused` where the key was used for something else.
    package func startCase(
        _ workflow: String, key: String? = nil, title: String, subject: String = "", place: OrganisationID,
        values typed: [String: String], by principal: Principal
    ) async throws -> WorkCaseID {
        let order = CaseOrder(
            workflow: workflow, title: title, subject: subject, place: place, values: typed)
        let request = try key.map { try CaseRequest(key: $0, input: try CommandInput.encode(order)) }
        let id: WorkCaseID = house.ids.next()
        for attempt in 0... {
            do {
                return try await command(
                    "control.workbench", by: principal,
                    resolve: { try self.started(request, by: principal, in: $0) },
                    { act in
                        if let known = try self.started(request, by: principal, in: act.transaction) {
                            return known
                        }
                        if let request {
                            try CaseRows.insertKey(
                                request.key, of: principal.user, input: request.input, id: id,
                                in: act.transaction)
                        }
                        try self.start(order, as: id, in: act)
                        return id
                    })
            } catch StoreFault.unique where request != nil && attempt == 0 {
                // The same request on another connection was first: its case is the answer.
                continue
            }
        }
        throw WorkRefusal.caseUnknown
    }

    /// The case of this very request, where it was started before.
    private func started(
        _ request: CaseRequest?, by principal: Principal, in transaction: any Transaction
    ) throws -> WorkCaseID? {
        guard let request,
            let known = try CaseRows.key(request.key, of: principal.user, in: transaction)
        else { return nil }
        guard known.input == request.input else { throw ControlRefusal.keyReused }
        return try visibleCase(known.id, to: principal, in: transaction).id
    }

    private func start(_ order: CaseOrder, as id: WorkCaseID, in act: Act) throws {
        let principal = act.principal
        let definition = try workflow(order.workflow, in: act.transaction)
        guard let first = definition.step(definition.start) else {
            throw WorkRefusal.workflowUnknown(order.workflow)
        }
        guard principal.may(first.permission) else { throw ControlRefusal.forbidden(first.permission) }
        try act.startCase(
            id, order.workflow, title: order.title, subject: order.subject, place: order.place,
            values: order.values)
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

/// What somebody asks for who starts a case; must be the same where the key is.
struct CaseOrder: Sendable, Encodable {
    let workflow: String
    let title: String
    let subject: String
    let place: OrganisationID
    let values: [String: String]
}

/// A request under its key.
private struct CaseRequest: Sendable {
    let key: String
    let input: String

    init(key: String, input: String) throws(WorkRefusal) {
        guard IdempotencyKey.isValid(key) else {
            throw .caseKeyInvalid(longest: IdempotencyKey.longest)
        }
        self.key = key
        self.input = input
    }
}
