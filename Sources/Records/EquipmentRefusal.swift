package import Control

/// Every way a change of equipment is refused.
package enum EquipmentRefusal: Refusal, Equatable {
    /// No such piece on this account.
    case unknown(String)
    /// It stands so already.
    case unchanged(String)
    /// It was taken away.
    case removed(String)
    /// Only whole transformers may be suspended where the basic charge goes by capacity.
    case wholeOnly
    /// Applied for too late: the first day that is allowed.
    case notice(days: Int, first: String)
    /// Suspended longer in the calendar year than allowed.
    case yearOver(months: Int)
    /// Suspended more often in the calendar year than allowed.
    case timesOver(times: Int)
    /// The last day lies before the first.
    case untilTooEarly
    /// More pieces than an account may have.
    case tooMany(limit: Int)
    /// A contract demand under its share of the capacity in service, in kW.
    case demandFloor(least: String)
    /// A contract demand changes with a month, a mode of basic charge with a quarter.
    case notMonthStart
    case notQuarterStart
    /// The account has no such mode, or pays no basic charge by demand.
    case notByDemand
    /// How a basic charge is reckoned changes by the customer's application alone.
    case byDemandForm

    package var code: String {
        switch self {
        case .unknown: "records.refusal.equipmentUnknown"
        case .unchanged: "records.refusal.equipmentUnchanged"
        case .removed: "records.refusal.equipmentRemoved"
        case .wholeOnly: "records.refusal.wholeOnly"
        case .notice: "records.refusal.notice"
        case .yearOver: "records.refusal.yearOver"
        case .timesOver: "records.refusal.timesOver"
        case .untilTooEarly: "records.refusal.untilTooEarly"
        case .tooMany: "records.refusal.equipmentTooMany"
        case .demandFloor: "records.refusal.demandFloor"
        case .notMonthStart: "records.refusal.notMonthStart"
        case .notQuarterStart: "records.refusal.notQuarterStart"
        case .notByDemand: "records.refusal.notByDemand"
        case .byDemandForm: "records.refusal.byDemandForm"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .unknown: .notFound
        case .unchanged, .removed, .yearOver, .timesOver, .tooMany: .conflict
        case .wholeOnly, .notice, .untilTooEarly, .demandFloor, .notMonthStart, .notQuarterStart,
            .notByDemand, .byDemandForm:
            .invalid
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .unknown(let name), .unchanged(let name), .removed(let name): [("name", name)]
        case .notice(let days, let first): [("days", String(days)), ("first", first)]
        case .yearOver(let months): [("months", String(months))]
        case .timesOver(let times): [("times", String(times))]
        case .tooMany(let limit): [("limit", String(limit))]
        case .demandFloor(let least): [("least", least)]
        case .wholeOnly, .untilTooEarly, .notMonthStart, .notQuarterStart, .notByDemand, .byDemandForm:
            []
        }
    }
}
