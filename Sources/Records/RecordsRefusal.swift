package import Control

/// Every way the archive says no.
package enum RecordsRefusal: Refusal, Equatable {
    /// No such account, or none that this person may see.
    case accountUnknown(String)
    case customerUnknown(String)
    case gridNodeUnknown(String)
    case usagePointUnknown(String)
    case installationUnknown(String)
    /// The code of a substation, feeder or area is in use.
    case gridCodeTaken(String)
    /// A feeder hangs from a substation, an area from a feeder.
    case gridParentWrong(String)
    /// Neither an area nor, for a customer with a transformer of its own, a feeder.
    case placeWrong(String)
    /// A value breaks a rule; the field by its column name, the rule by its message.
    case invalid(field: String, code: String, arguments: [String: String])
    /// The account is closed.
    case accountClosed(String)
    /// Somebody changed the account since it was read.
    case changedMeanwhile(String)
    /// Only the newest revision of a day's terms can be undone.
    case notNewest
    /// The terms an account began with cannot be undone: it would have none.
    case onlyTerm
    /// An amendment that changes nothing.
    case nothingChanged
    /// A day before the account was opened, or before what it follows.
    case dayTooEarly(least: String)
    /// A day after today.
    case dayTooLate(most: String)
    /// No account ids are left in 13 digits.
    case idsExhausted
    /// A list of more than this is asked for in pieces.
    case tooMany(limit: Int)

    package var code: String {
        switch self {
        case .accountUnknown: "records.refusal.accountUnknown"
        case .customerUnknown: "records.refusal.customerUnknown"
        case .gridNodeUnknown: "records.refusal.gridNodeUnknown"
        case .usagePointUnknown: "records.refusal.usagePointUnknown"
        case .installationUnknown: "records.refusal.installationUnknown"
        case .gridCodeTaken: "records.refusal.gridCodeTaken"
        case .gridParentWrong: "records.refusal.gridParentWrong"
        case .placeWrong: "records.refusal.placeWrong"
        case .invalid(_, let code, _): code
        case .accountClosed: "records.refusal.accountClosed"
        case .changedMeanwhile: "records.refusal.changedMeanwhile"
        case .notNewest: "records.refusal.notNewest"
        case .onlyTerm: "records.refusal.onlyTerm"
        case .nothingChanged: "records.refusal.nothingChanged"
        case .dayTooEarly: "records.refusal.dayTooEarly"
        case .dayTooLate: "records.refusal.dayTooLate"
        case .idsExhausted: "records.refusal.idsExhausted"
        case .tooMany: "records.refusal.tooMany"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .accountUnknown, .customerUnknown, .gridNodeUnknown, .usagePointUnknown, .installationUnknown:
            .notFound
        case .gridCodeTaken, .accountClosed, .changedMeanwhile, .notNewest, .onlyTerm, .idsExhausted:
            .conflict
        case .gridParentWrong, .placeWrong, .invalid, .nothingChanged, .dayTooEarly, .dayTooLate, .tooMany:
            .invalid
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .accountUnknown(let name), .customerUnknown(let name), .gridNodeUnknown(let name),
            .usagePointUnknown(let name), .installationUnknown(let name), .gridCodeTaken(let name),
            .gridParentWrong(let name), .placeWrong(let name), .accountClosed(let name),
            .changedMeanwhile(let name):
            [("name", name)]
        case .invalid(let field, _, let arguments):
            [("field", field)] + arguments.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        case .dayTooEarly(let least): [("least", least)]
        case .dayTooLate(let most): [("most", most)]
        case .tooMany(let limit): [("limit", String(limit))]
        case .notNewest, .onlyTerm, .nothingChanged, .idsExhausted: []
        }
    }
}
