package import Kernel

/// How the world says no; Web turns the kind into a status and the code into text.
package enum RefusalKind: String, Sendable {
    case invalid
    case notFound
    case forbidden
    case conflict
    case throttled
}

/// One way a room says no. A room has one enum of them.
package protocol Refusal: Error, Sendable {
    /// Stable, and the key of its message: `control.refusal.forbidden`.
    var code: String { get }
    var kind: RefusalKind { get }
    /// Named values of the message.
    var arguments: [(String, String)] { get }
    /// After how many seconds asking again may help; nil where waiting does not.
    var retryAfterSeconds: Int64? { get }
}

extension Refusal {
    package var retryAfterSeconds: Int64? { nil }
}

/// Every way the control subsystem says no.
package enum ControlRefusal: Refusal, Equatable {
    /// The person lacks the permission.
    case forbidden(Permission)
    /// Login, password or second factor is wrong; it is not told which.
    case signInFailed
    /// Too many failures; wait.
    case signInThrottled(seconds: Int64)
    /// The name is taken.
    case nameTaken(kind: String, name: String)
    case organisationUnknown(String)
    case roleUnknown(String)
    /// The row was changed by somebody else since it was read.
    case changedMeanwhile(String)
    case jobUnknown
    case jobNotIn(state: String)
    /// A job that half done would be worse than not begun.
    case jobMayNotEnd
    case scheduleUnknown(String)
    case parameterUnknown(String)
    case parameterInvalid(String, value: String)
    /// The value would reach into a closed month; the first day it may begin on.
    case parameterTooEarly(Day)
    /// Work was done by the value in force; another holds from this day at the earliest.
    case parameterReached(Day)
    case parameterClauseMissing
    case codeTableUnknown(String)
    case codeUnknown(String)
    /// A code may not end before it began, nor have two names on one day.
    case codeDaysWrong(String)
    case codeInvalid
    /// A code of this table says which of the table's meanings it has; one without meanings none.
    case codeMeaningWrong(String)
    case passwordTooWeak(least: Int)
    /// The same idempotency key was used with other input.
    case keyReused
    /// No room has a command of this name.
    case commandUnknown(String)
    /// The text is no input of the command.
    case commandInputInvalid(String)

    package var code: String {
        switch self {
        case .forbidden: "control.refusal.forbidden"
        case .signInFailed: "control.refusal.signInFailed"
        case .signInThrottled: "control.refusal.signInThrottled"
        case .nameTaken: "control.refusal.nameTaken"
        case .organisationUnknown: "control.refusal.organisationUnknown"
        case .roleUnknown: "control.refusal.roleUnknown"
        case .changedMeanwhile: "control.refusal.changedMeanwhile"
        case .jobUnknown: "control.refusal.jobUnknown"
        case .jobNotIn: "control.refusal.jobNotIn"
        case .jobMayNotEnd: "control.refusal.jobMayNotEnd"
        case .scheduleUnknown: "control.refusal.scheduleUnknown"
        case .parameterUnknown: "control.refusal.parameterUnknown"
        case .parameterInvalid: "control.refusal.parameterInvalid"
        case .parameterTooEarly: "control.refusal.parameterTooEarly"
        case .parameterReached: "control.refusal.parameterReached"
        case .parameterClauseMissing: "control.refusal.parameterClauseMissing"
        case .codeTableUnknown: "control.refusal.codeTableUnknown"
        case .codeUnknown: "control.refusal.codeUnknown"
        case .codeDaysWrong: "control.refusal.codeDaysWrong"
        case .codeInvalid: "control.refusal.codeInvalid"
        case .codeMeaningWrong: "control.refusal.codeMeaningWrong"
        case .passwordTooWeak: "control.refusal.passwordTooWeak"
        case .keyReused: "control.refusal.keyReused"
        case .commandUnknown: "control.refusal.commandUnknown"
        case .commandInputInvalid: "control.refusal.commandInputInvalid"
        }
    }

    package var retryAfterSeconds: Int64? {
        guard case .signInThrottled(let seconds) = self else { return nil }
        return seconds
    }

    package var kind: RefusalKind {
        switch self {
        case .forbidden: .forbidden
        case .signInFailed, .parameterInvalid, .parameterTooEarly, .parameterReached, .parameterClauseMissing,
            .codeInvalid,
            .codeMeaningWrong,
            .passwordTooWeak, .commandInputInvalid:
            .invalid
        case .signInThrottled: .throttled
        case .nameTaken, .changedMeanwhile, .jobNotIn, .jobMayNotEnd, .keyReused, .codeDaysWrong: .conflict
        case .organisationUnknown, .roleUnknown, .jobUnknown, .parameterUnknown, .scheduleUnknown,
            .commandUnknown, .codeTableUnknown, .codeUnknown:
            .notFound
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .forbidden(let permission): [("permission", permission.code)]
        case .signInThrottled(let seconds): [("minutes", String((seconds + 59) / 60))]
        case .nameTaken(let kind, let name): [("kind", kind), ("name", name)]
        case .organisationUnknown(let name), .roleUnknown(let name), .changedMeanwhile(let name),
            .parameterUnknown(let name), .scheduleUnknown(let name), .commandUnknown(let name),
            .commandInputInvalid(let name), .codeTableUnknown(let name), .codeUnknown(let name),
            .codeDaysWrong(let name), .codeMeaningWrong(let name):
            [("name", name)]
        case .parameterTooEarly(let day), .parameterReached(let day): [("day", day.description)]
        case .jobNotIn(let state): [("state", state)]
        case .parameterInvalid(let name, let value): [("name", name), ("value", value)]
        case .passwordTooWeak(let least): [("least", String(least))]
        case .signInFailed, .jobUnknown, .jobMayNotEnd, .keyReused, .parameterClauseMissing, .codeInvalid: []
        }
    }
}
