internal import Kernel
internal import Store

/// One change of a case under way, in an open transaction.
struct CaseChange {
    let act: Act
    let was: WorkCase
    let definition: WorkflowDefinition

    var step: WorkflowStep {
        guard let step = definition.step(was.step) else {
            preconditionFailure("a published definition lost the step \(was.step)")
        }
        return step
    }

    /// What may change of a case.
    struct Next {
        var state: WorkCase.State
        var step: String
        var stepNumber: Int
        var stepPath: OrganisationPath
        var permission: Permission
        var assignee: UserID?
        var finishedAt: Instant?
    }

    /// Refuses who may not do the current step.
    func checkFit(_ person: Principal) throws {
        guard person.may(was.permission) else { throw ControlRefusal.forbidden(was.permission) }
        guard person.scope.contains(was.stepPath) else { throw WorkRefusal.personUnfit(person.name) }
    }

    /// Refuses a person who may not do the current step; one outside the actor's scope is not there.
    func checkFit(_ user: UserID) throws {
        guard let person = try act.control.principal(user, address: "", in: act.transaction),
            act.principal.scope.contains(person.scope)
        else { throw WorkRefusal.personUnknown(user.description) }
        guard person.may(was.permission), person.scope.contains(was.stepPath) else {
            throw WorkRefusal.personUnfit(person.name)
        }
    }

    /// Refuses who does not have the task, nor covers for who has; either must be fit for it.
    func checkHolder() throws {
        guard let holder = was.assignee else { throw WorkRefusal.taskNotYours }
        if holder != act.principal.user {
            let covered = try act.control.covers(act.principal.user, on: act.today, in: act.transaction)
            guard covered.contains(where: { $0.absent == holder }) else { throw WorkRefusal.taskNotYours }
        }
        try checkFit(act.principal)
    }

    func name(_ user: UserID) throws -> String {
        try PeopleRows.user(user, in: act.transaction)?.name ?? user.description
    }

    /// Everything filled in so far; a step done again replaces what it said.
    func values() throws -> [String: String] {
        try CaseStepRows.all(of: was.id, in: act.transaction)
            .reduce(into: [:]) { $0.merge($1.form) { _, new in new } }
    }

    /// Completes the step by whoever has it in hand, with the form as typed.
    func complete(typed: [String: String]) throws {
        try checkHolder()
        let form = try step.read(typed)
        let before = try values()
        try complete(form, all: before.merging(form) { $1 }, action: "complete")
    }

    /// Ends the current step, runs its command, goes on to the next or ends the case.
    func complete(_ form: [String: String], all values: [String: String], action: String) throws {
        try end(.completed, form: form)
        if let name = step.handler {
            let handler = try act.control.handler(name)
            guard act.principal.may(handler.permission) else {
                throw ControlRefusal.forbidden(handler.permission)
            }
            let input = WorkflowStepInput(
                caseID: was.id.description, step: step.code, subject: was.subject, values: values)
            _ = try handler.perform(try CommandInput.encode(input), act)
        }
        guard let code = step.next(values), let next = definition.step(code) else {
            try write(action) {
                $0.state = .done
                $0.assignee = nil
                $0.finishedAt = act.now
            }
            return
        }
        try enter(next, values: values)
        try write(action, toStep: code) { $0.move(to: next, of: was, assignee: nil) }
    }

    func goBack(to code: String, reason: String) throws {
        let past = try CaseStepRows.all(of: was.id, in: act.transaction)
        guard code != was.step, let step = definition.step(code),
            let done = past.last(where: { $0.step == code && $0.outcome == .completed })
        else { throw WorkRefusal.stepUnreachable(code) }
        let values = try values()
        try end(.returned, form: [:])
        try enter(step, values: values)
        try write("return", toStep: code, note: reason) {
            $0.move(to: step, of: was, assignee: done.endedBy)
        }
    }

    func end(_ outcome: WorkCaseStep.Outcome, form: [String: String]) throws {
        if was.state == .suspended {
            try CaseStepRows.go(was.id, number: was.stepNumber, at: act.now, in: act.transaction)
        }
        try CaseStepRows.end(
            was.id, number: was.stepNumber, outcome: outcome, form: form, by: act.principal.user, at: act.now,
            in: act.transaction)
    }

    private func enter(_ next: WorkflowStep, values: [String: String]) throws {
        try act.enter(
            next, of: was.id, number: was.stepNumber + 1, values: values, at: next.path(of: was))
    }

    /// Writes the case, its trail, the audit entry and the event.
    func write(
        _ action: String, toStep: String? = nil, other: UserID? = nil, note: String = "",
        _ change: (inout Next) -> Void
    ) throws {
        var next = Next(
            state: was.state, step: was.step, stepNumber: was.stepNumber, stepPath: was.stepPath,
            permission: was.permission, assignee: was.assignee, finishedAt: was.finishedAt)
        change(&next)
        let version = was.version + 1
        let changed = WorkCase(
            id: was.id, workflow: was.workflow, workflowVersion: was.workflowVersion, title: was.title,
            subject: was.subject, origin: was.origin, place: was.place, state: next.state, step: next.step,
            stepNumber: next.stepNumber, stepPath: next.stepPath, permission: next.permission,
            assignee: next.assignee, version: version, startedBy: was.startedBy, startedAt: was.startedAt,
            finishedAt: next.finishedAt)
        guard
            try CaseRows.update(
                changed, due: try act.due(of: changed), was: was.version, in: act.transaction)
        else {
            throw WorkRefusal.caseChanged
        }
        // Who acts for an absent colleague: the trail names both.
        let holder = was.assignee == act.principal.user ? nil : was.assignee
        try CaseTrailRows.append(
            was.id, version: version,
            WorkCaseEntry(
                at: act.now, user: act.principal.user, action: action, step: was.step, toStep: toStep,
                other: other ?? holder, note: note), in: act.transaction)
        try act.audit(
            bucket: was.id.bucket, action: "control.case.\(action)", subject: "case \(was.id)",
            before: "\(was.state.rawValue) \(was.step)", after: "\(next.state.rawValue) \(next.step)")
        for path in Set([was.origin, was.place]).sorted(by: { $0.text < $1.text }) {
            try act.publish(
                "control.caseChanged", bucket: was.id.bucket, organisation: path,
                payload: #"{"case":"\#(was.id)","state":"\#(next.state.rawValue)","step":"\#(next.step)"}"#)
        }
    }
}

extension CaseChange.Next {
    mutating func move(to next: WorkflowStep, of was: WorkCase, assignee: UserID?) {
        state = .running
        step = next.code
        stepNumber += 1
        stepPath = next.path(of: was)
        permission = next.permission
        self.assignee = assignee
    }
}

extension WorkflowStep {
    /// Where the step is done.
    func path(of found: WorkCase) -> OrganisationPath { place == .origin ? found.origin : found.place }
}
