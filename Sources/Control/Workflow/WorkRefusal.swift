/// Every way the calendar and the work orders 工单 say no.
package enum WorkRefusal: Refusal, Equatable {
    /// The notice of that year's holidays is not known; it is entered, not guessed.
    case calendarUnknown(year: Int)
    case calendarInvalid(String)
    case calendarKnown(year: Int)
    /// What is set against a rule names the decision it rests on.
    case clauseMissing
    case workflowUnknown(String)
    /// The definition is not sound.
    case workflowInvalid([WorkflowFault])
    /// That version is published with another text.
    case workflowPublished(String, version: Int)
    /// No such case, or none that this person may see.
    case caseUnknown
    /// What was asked for does not go with the state the case is in.
    case caseNotIn(state: String)
    /// Somebody did something to the case since it was read.
    case caseChanged
    /// Somebody else has the task in hand.
    case taskTaken(by: String)
    /// The task must be in one's own hands.
    case taskNotYours
    /// That person cannot do this step: lacks the permission, or is of another place.
    case personUnfit(String)
    case personUnknown(String)
    case stepUnreachable(String)
    /// Reasons and notes: missing or too long.
    case reasonInvalid(most: Int)
    /// The fields of a step's form that are wrong, each with the code of what is wrong.
    case formInvalid([FieldFault])
    /// Only a step whose definition says so stands still for the customer.
    case stepDoesNotStop
    case caseKeyInvalid(longest: Int)

    /// One wrong field.
    package struct FieldFault: Sendable, Hashable {
        package let field: String
        /// The key of the text that says what is wrong.
        package let code: String

        package init(field: String, code: String) {
            self.field = field
            self.code = code
        }
    }

    package var code: String { "control.refusal.\(word)" }

    private var word: String {
        switch self {
        case .calendarUnknown: "calendarUnknown"
        case .calendarInvalid: "calendarInvalid"
        case .calendarKnown: "calendarKnown"
        case .clauseMissing: "clauseMissing"
        case .workflowUnknown: "workflowUnknown"
        case .workflowInvalid: "workflowInvalid"
        case .workflowPublished: "workflowPublished"
        case .caseUnknown: "caseUnknown"
        case .caseNotIn: "caseNotIn"
        case .caseChanged: "caseChanged"
        case .taskTaken: "taskTaken"
        case .taskNotYours: "taskNotYours"
        case .personUnfit: "personUnfit"
        case .personUnknown: "personUnknown"
        case .stepUnreachable: "stepUnreachable"
        case .reasonInvalid: "reasonInvalid"
        case .formInvalid: "formInvalid"
        case .stepDoesNotStop: "stepDoesNotStop"
        case .caseKeyInvalid: "caseKeyInvalid"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .caseUnknown, .workflowUnknown, .personUnknown: .notFound
        case .calendarKnown, .workflowPublished, .caseNotIn, .caseChanged, .taskTaken, .taskNotYours:
            .conflict
        case .calendarUnknown, .calendarInvalid, .clauseMissing, .workflowInvalid, .personUnfit,
            .stepUnreachable, .reasonInvalid, .formInvalid, .stepDoesNotStop, .caseKeyInvalid:
            .invalid
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .calendarUnknown(let year), .calendarKnown(let year): [("year", String(year))]
        case .calendarInvalid(let line): [("line", line)]
        case .workflowUnknown(let key): [("name", key)]
        case .workflowInvalid(let faults):
            [("faults", faults.map { "\($0.path) \($0.word)" }.joined(separator: "; "))]
        case .workflowPublished(let key, let version): [("name", key), ("version", String(version))]
        case .caseNotIn(let state): [("state", state)]
        case .taskTaken(let name), .personUnfit(let name), .personUnknown(let name): [("name", name)]
        case .stepUnreachable(let step): [("step", step)]
        case .reasonInvalid(let most): [("most", String(most))]
        case .formInvalid(let faults): [("fields", faults.map(\.field).joined(separator: ", "))]
        case .clauseMissing, .caseUnknown, .caseChanged, .taskNotYours, .stepDoesNotStop: []
        case .caseKeyInvalid(let longest): [("longest", String(longest))]
        }
    }
}
