package import Control
package import Kernel

/// Every way the ledger says no. The first three are mistakes of the calling room, found before anything is written.
package enum LedgerRefusal: Refusal, Equatable {
    /// The lines of an entry do not sum to zero; by how many fen.
    case unbalanced(entry: Int64, fen: Int64)
    /// The lines of an entry differ in account, day or kind.
    case entryMixed(entry: Int64)
    /// A line without an amount.
    case lineEmpty(entry: Int64)
    case entryUnknown(Int64)
    case alreadyReversed(Int64)
    /// A later payment stands on the same receivable; it is taken back first.
    case appliedAfter(PaymentID)
    /// Something was set off against the receivable, or it is void already.
    case appliedTo(receivable: Int64)
    /// Another payment was set off while this was being done.
    case changedMeanwhile

    package var code: String {
        switch self {
        case .unbalanced: "ledger.refusal.unbalanced"
        case .entryMixed: "ledger.refusal.entryMixed"
        case .lineEmpty: "ledger.refusal.lineEmpty"
        case .entryUnknown: "ledger.refusal.entryUnknown"
        case .alreadyReversed: "ledger.refusal.alreadyReversed"
        case .appliedAfter: "ledger.refusal.appliedAfter"
        case .appliedTo: "ledger.refusal.appliedTo"
        case .changedMeanwhile: "ledger.refusal.changedMeanwhile"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .unbalanced, .entryMixed, .lineEmpty: .invalid
        case .entryUnknown: .notFound
        case .alreadyReversed, .appliedAfter, .appliedTo, .changedMeanwhile: .conflict
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .unbalanced(let entry, let fen): [("entry", String(entry)), ("fen", String(fen))]
        case .entryMixed(let entry), .lineEmpty(let entry), .entryUnknown(let entry),
            .alreadyReversed(let entry):
            [("entry", String(entry))]
        case .appliedAfter(let payment): [("payment", payment.description)]
        case .appliedTo(let receivable): [("receivable", String(receivable))]
        case .changedMeanwhile: []
        }
    }
}
