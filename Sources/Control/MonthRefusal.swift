package import Kernel

/// Every way a month refuses to be written to, closed or opened.
package enum MonthRefusal: Refusal, Equatable {
    /// The month's books are closed; a correction goes to the open month.
    case closed(BillingMonth)
    /// A month is closed after its last day.
    case notOver(BillingMonth)
    /// An earlier month is still open.
    case earlierOpen(BillingMonth)
    /// So many items are neither settled nor carried.
    case itemsOpen(BillingMonth, Int)
    case notClosed(BillingMonth)
    /// Only the last closed month is opened again.
    case laterClosed(BillingMonth)
    /// Whoever closed a month does not open it again.
    case closedBySamePerson
    /// No item of this key is open.
    case itemUnknown(String)
    /// Nobody may carry this item; it must be settled.
    case itemMustBeSettled
    case carrierUnknown(String)
    case reasonMissing

    package var code: String {
        switch self {
        case .closed: "control.refusal.monthClosed"
        case .notOver: "control.refusal.monthNotOver"
        case .earlierOpen: "control.refusal.monthEarlierOpen"
        case .itemsOpen: "control.refusal.monthItemsOpen"
        case .notClosed: "control.refusal.monthNotClosed"
        case .laterClosed: "control.refusal.monthLaterClosed"
        case .closedBySamePerson: "control.refusal.monthClosedBySamePerson"
        case .itemUnknown: "control.refusal.monthItemUnknown"
        case .itemMustBeSettled: "control.refusal.monthItemMustBeSettled"
        case .carrierUnknown: "control.refusal.monthCarrierUnknown"
        case .reasonMissing: "control.refusal.monthReasonMissing"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .closedBySamePerson: .forbidden
        case .itemUnknown: .notFound
        case .carrierUnknown, .reasonMissing: .invalid
        default: .conflict
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .closed(let month), .notOver(let month), .earlierOpen(let month), .notClosed(let month),
            .laterClosed(let month):
            [("month", month.description)]
        case .itemsOpen(let month, let count): [("month", month.description), ("count", String(count))]
        case .itemUnknown(let name), .carrierUnknown(let name): [("name", name)]
        case .closedBySamePerson, .itemMustBeSettled, .reasonMissing: []
        }
    }
}
