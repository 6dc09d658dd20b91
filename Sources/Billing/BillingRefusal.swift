package import Control
package import Kernel

/// Every way billing says no.
package enum BillingRefusal: Refusal, Equatable {
    case runUnknown
    /// The run is not in a state that allows this.
    case runIs(state: String)
    /// The month is still in the hands of another run, of these accounts or some of them.
    case monthInRun(run: JobID, month: BillingMonth)
    /// Nobody to bill: no approved energy of an unbilled account in the scope.
    case nothingToBill(month: String)
    /// Readings or terms changed since the run was calculated; calculate again.
    case changedSinceCalculation(unit: Int)
    case billUnknown
    case organisationUnknown(String)
    /// Something was paid on the bill; a difference bill corrects it.
    case billPaid(BillID)
    /// The bill's month is closed; a difference bill corrects it.
    case billMonthClosed(BillID)
    /// A later month's bill of the account is taken back first.
    case laterBill(BillID)
    /// A run of the bill's month is under way.
    case billInRun(BillID)
    case billTakenBack(BillID)
    /// The month of the account has had as many bills as it can have.
    case billTooOften(BillID)
    /// Several bills cannot be taken back, each for its reason; nothing was changed.
    case notTakenBack([TakeBackHurdle: [BillID]])
    /// No released bill is meant, or all were taken back before.
    case nothingToTakeBack
    case tooManyToTakeBack(count: Int, most: Int)
    /// Neither bills nor a run nor a place is named, or several; or a key that is no key.
    case takeBackUnclear
    /// No code of the table of reasons that holds today.
    case reasonUnknown(String)
    /// Others kept changing the account.
    case accountBusy
    /// The tariff is for another class or voltage than the account's.
    case tariffDoesNotFit(code: String)
    /// The draft is being rehearsed already.
    case rehearsalUnderWay
    /// Fewer months than one or more than twelve.
    case rehearsedMonths

    /// What one bill that cannot be taken back is refused with.
    static func hurdle(_ hurdle: TakeBackHurdle, _ bill: Bill) -> BillingRefusal {
        switch hurdle {
        case .paid: .billPaid(bill.id)
        case .closed: .billMonthClosed(bill.id)
        case .later: .laterBill(bill.id)
        case .inRun: .billInRun(bill.id)
        case .takenBack: .billTakenBack(bill.id)
        case .tooOften: .billTooOften(bill.id)
        }
    }

    package var code: String {
        switch self {
        case .runUnknown: "billing.refusal.runUnknown"
        case .runIs: "billing.refusal.runIs"
        case .monthInRun: "billing.refusal.monthInRun"
        case .nothingToBill: "billing.refusal.nothingToBill"
        case .changedSinceCalculation: "billing.refusal.changedSinceCalculation"
        case .billUnknown: "billing.refusal.billUnknown"
        case .organisationUnknown: "billing.refusal.organisationUnknown"
        case .billPaid: "billing.refusal.billPaid"
        case .billMonthClosed: "billing.refusal.billMonthClosed"
        case .laterBill: "billing.refusal.laterBill"
        case .billInRun: "billing.refusal.billInRun"
        case .billTakenBack: "billing.refusal.billTakenBack"
        case .billTooOften: "billing.refusal.billTooOften"
        case .notTakenBack: "billing.refusal.notTakenBack"
        case .nothingToTakeBack: "billing.refusal.nothingToTakeBack"
        case .tooManyToTakeBack: "billing.refusal.tooManyToTakeBack"
        case .takeBackUnclear: "billing.refusal.takeBackUnclear"
        case .reasonUnknown: "billing.refusal.reasonUnknown"
        case .accountBusy: "billing.refusal.accountBusy"
        case .tariffDoesNotFit: "billing.refusal.tariffDoesNotFit"
        case .rehearsalUnderWay: "billing.refusal.rehearsalUnderWay"
        case .rehearsedMonths: "billing.refusal.rehearsedMonths"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .runUnknown, .billUnknown, .organisationUnknown: .notFound
        case .tooManyToTakeBack, .takeBackUnclear, .reasonUnknown, .tariffDoesNotFit,
            .rehearsedMonths:
            .invalid
        case .runIs, .monthInRun, .changedSinceCalculation, .nothingToBill, .billPaid, .billMonthClosed,
            .laterBill, .billInRun, .billTakenBack, .billTooOften, .notTakenBack, .nothingToTakeBack,
            .accountBusy, .rehearsalUnderWay:
            .conflict
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .runIs(let state): [("state", state)]
        case .tariffDoesNotFit(let code): [("tariff", code)]
        case .monthInRun(let run, let month): [("run", run.description), ("month", month.description)]
        case .nothingToBill(let month): [("month", month)]
        case .changedSinceCalculation(let unit): [("unit", String(unit))]
        case .organisationUnknown(let name), .reasonUnknown(let name): [("name", name)]
        case .billPaid(let bill), .billMonthClosed(let bill), .laterBill(let bill), .billInRun(let bill),
            .billTakenBack(let bill), .billTooOften(let bill):
            [("bill", bill.description), ("month", bill.month.description)]
        case .notTakenBack(let bills):
            [("count", String(bills.values.reduce(0) { $0 + $1.count }))]
                + TakeBackHurdle.allCases.map { hurdle in
                    let named = bills[hurdle] ?? []
                    return (
                        hurdle.rawValue,
                        named.isEmpty ? "—" : named.map(\.description).joined(separator: ", ")
                    )
                }
        case .tooManyToTakeBack(let count, let most): [("count", String(count)), ("most", String(most))]
        case .runUnknown, .billUnknown, .nothingToTakeBack, .takeBackUnclear, .accountBusy,
            .rehearsalUnderWay, .rehearsedMonths:
            []
        }
    }
}
