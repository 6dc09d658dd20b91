package import Control
package import Kernel

/// Every way reading says no. What is wrong with readings themselves is a list of findings, not a refusal of its own.
package enum ReadingRefusal: Refusal, Equatable {
    /// No such account under the person's scope.
    case accountUnknown(String)
    /// The readings as entered cannot be taken.
    case notTaken([ReadingFinding])
    /// The final readings of an account that is to be closed cannot be settled.
    case notSettled(ReadingFinding)
    /// Nothing of this month waits for approval there.
    case nothingToApprove(account: String, month: BillingMonth)
    /// There is neither last year's month nor a recent period to estimate from.
    case noBasisForEstimate(account: String)
    /// So many estimates in a row were made already.
    case tooManyEstimates(most: Int64)

    package var code: String {
        switch self {
        case .accountUnknown: "reading.refusal.accountUnknown"
        case .notTaken: "reading.refusal.notTaken"
        case .notSettled(let finding): finding.code
        case .nothingToApprove: "reading.refusal.nothingToApprove"
        case .noBasisForEstimate: "reading.refusal.noBasisForEstimate"
        case .tooManyEstimates: "reading.refusal.tooManyEstimates"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .accountUnknown: .notFound
        case .notTaken, .notSettled, .noBasisForEstimate, .tooManyEstimates: .invalid
        case .nothingToApprove: .conflict
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .accountUnknown(let number), .noBasisForEstimate(let number): [("consumerNo", number)]
        case .notSettled(let finding): finding.arguments.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        case .notTaken(let findings): [("count", String(findings.count))]
        case .nothingToApprove(let account, let month):
            [("consumerNo", account), ("month", month.description)]
        case .tooManyEstimates(let most): [("most", String(most))]
        }
    }
}
