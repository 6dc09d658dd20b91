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

/// A case in a list: with its clock.
package struct WorkCaseLine: Sendable, Hashable {
    package let workCase: WorkCase
    package let clock: CaseClock?
    /// Whose work it is, where another covers for them.
    package let coveredFor: UserID?
}

/// One case whole.
package struct WorkCasePicture: Sendable {
    package let workCase: WorkCase
    package let definition: WorkflowDefinition
    package let steps: [WorkCaseStep]
    package let trail: [WorkCaseEntry]
    package let clock: CaseClock?
    /// Every value filled in so far.
    package var values: [String: String] {
        steps.reduce(into: [:]) { $0.merge($1.form) { _, new in new } }
    }
}
