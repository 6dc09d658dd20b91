package import Kernel

/// What a case id counts.
package enum WorkCaseKind {}
package typealias WorkCaseID = Identifier<WorkCaseKind>

/// A work order 工单: one thing under way through a workflow.
package struct WorkCase: Sendable, Hashable {
    package enum State: String, Sendable {
        case running = "RUNNING", suspended = "SUSPENDED", done = "DONE", withdrawn = "WITHDRAWN"
        package var isOpen: Bool { self == .running || self == .suspended }
    }

    package let id: WorkCaseID
    package let workflow: String
    package let workflowVersion: Int
    package let title: String
    /// What it is about, such as `account 1002`; empty where it is about nothing stored.
    package let subject: String
    /// Where it was started, and the organisation it was given to.
    package let origin: OrganisationPath
    package let place: OrganisationPath
    package let state: State
    package let step: String
    /// The number of the step's entry, from 1.
    package let stepNumber: Int
    /// Whose people do the current step, and what they must be permitted.
    package let stepPath: OrganisationPath
    package let permission: Permission
    package let assignee: UserID?
    /// Grows with every change; a writer names the one it read.
    package let version: Int
    package let startedBy: UserID
    package let startedAt: Instant
    package let finishedAt: Instant?
}

/// A step as the case went through it.
package struct WorkCaseStep: Sendable, Hashable {
    package enum Outcome: String, Sendable {
        case completed = "COMPLETED", returned = "RETURNED", withdrawn = "WITHDRAWN"
    }
    package let number: Int
    package let step: String
    package let enteredAt: Instant
    package let endedAt: Instant?
    package let endedBy: UserID?
    package let outcome: Outcome?
    /// What was filled in, in plain form.
    package let form: [String: String]
    package let clock: CaseClock?
}

/// One line of a case's trail.
package struct WorkCaseEntry: Sendable, Hashable {
    package let at: Instant
    package let user: UserID
    /// `start`, `claim`, `assign`, `handOver`, `complete`, `return`, `suspend`, `resume`, `withdraw`.
    package let action: String
    package let step: String
    package let toStep: String?
    package let other: UserID?
    package let note: String
}

/// What the parts of a case are called.
package struct WorkCaseNames: Sendable, Hashable {
    /// Keys of texts: the workflow's and the current step's.
    package let workflow: String
    package let step: String
    /// Where it came from and whom it was given to.
    package let origin: String
    package let place: String
    package let starter: String
    /// Who did the step before, and so sent it here.
    package let sender: String
    /// Who has the task in hand; nil: nobody.
    package let holder: String?
}

/// A case in a list: with its clock.
package struct WorkCaseLine: Sendable, Hashable {
    package let workCase: WorkCase
    /// Nil where the step has none, and once the case is over.
    package let clock: CaseClock?
    /// Whose work it is, where another covers for them.
    package let coveredFor: UserID?
    /// When the current step began.
    package let enteredAt: Instant
    /// Where it stands among the others: when it is due; far off while its clock stands, farther where it has none.
    package let due: Instant
    package let names: WorkCaseNames
}

/// What can be done to a case.
package enum CaseAction: String, Sendable, CaseIterable {
    case claim, complete, suspend, resume, handOver, assign, sendBack, withdraw
}

/// One case whole.
package struct WorkCasePicture: Sendable {
    package let workCase: WorkCase
    package let definition: WorkflowDefinition
    package let steps: [WorkCaseStep]
    package let trail: [WorkCaseEntry]
    package let clock: CaseClock?
    package let names: WorkCaseNames
    /// What everyone in the trail is called.
    package let people: [UserID: String]
    /// Whose work the reader does today.
    let coversFor: Set<UserID>

    /// Every value filled in so far.
    package var values: [String: String] {
        steps.reduce(into: [:]) { $0.merge($1.form) { _, new in new } }
    }

    package var step: WorkflowStep? { definition.step(workCase.step) }

    /// Why the clock stands still; nil where it runs.
    package var stopReason: String? {
        guard workCase.state == .suspended else { return nil }
        return trail.last { $0.action == "suspend" }?.note
    }

    /// The steps it can be sent back to, in the order they were first done.
    package var returnable: [WorkflowStep] {
        let done = steps.filter { $0.outcome == .completed && $0.step != workCase.step }.map(\.step)
        return definition.steps.filter { done.contains($0.code) }
    }

    /// Whether the reader has the task in hand, or covers for who has.
    package func isHeld(by principal: Principal) -> Bool {
        workCase.assignee.map { $0 == principal.user || coversFor.contains($0) } ?? false
    }

    /// What this person may do now; the change itself checks it again.
    package func actions(of principal: Principal) -> Set<CaseAction> {
        guard workCase.state.isOpen else { return [] }
        var actions: Set<CaseAction> = []
        let isRunning = workCase.state == .running
        let isFit = principal.may(workCase.permission) && principal.scope.contains(workCase.stepPath)
        if isFit, workCase.assignee == nil { actions.insert(.claim) }
        if isFit, isHeld(by: principal) {
            actions.insert(.handOver)
            if isRunning { actions.insert(.complete) }
            if isRunning, !returnable.isEmpty { actions.insert(.sendBack) }
            if isRunning, step?.stopsForCustomer ?? false { actions.insert(.suspend) }
            if !isRunning { actions.insert(.resume) }
        }
        if principal.may("control.assign"), principal.scope.contains(workCase.stepPath) {
            actions.insert(.assign)
        }
        if let first = definition.step(definition.start), principal.may(first.permission),
            principal.scope.contains(workCase.origin)
        {
            actions.insert(.withdraw)
        }
        return actions
    }
}
