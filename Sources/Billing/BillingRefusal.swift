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

    package var code: String {
        switch self {
        case .runUnknown: "billing.refusal.runUnknown"
        case .runIs: "billing.refusal.runIs"
        case .monthInRun: "billing.refusal.monthInRun"
        case .nothingToBill: "billing.refusal.nothingToBill"
        case .changedSinceCalculation: "billing.refusal.changedSinceCalculation"
        case .billUnknown: "billing.refusal.billUnknown"
        case .organisationUnknown: "billing.refusal.organisationUnknown"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .runUnknown, .billUnknown, .organisationUnknown: .notFound
        case .runIs, .monthInRun, .changedSinceCalculation, .nothingToBill: .conflict
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .runIs(let state): [("state", state)]
        case .monthInRun(let run, let month): [("run", run.description), ("month", month.description)]
        case .nothingToBill(let month): [("month", month)]
        case .changedSinceCalculation(let unit): [("unit", String(unit))]
        case .organisationUnknown(let name): [("name", name)]
        case .runUnknown, .billUnknown: []
        }
    }
}
