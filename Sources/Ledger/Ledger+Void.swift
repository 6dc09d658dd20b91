package import Control
package import Kernel
import Store

/// A receivable that is to be made void, as it stands.
package struct VoidedReceivable: Sendable {
    package let open: OpenReceivable
    /// The id of the journal entry that turns the receivable's own.
    package let reversal: Int64

    package init(_ open: OpenReceivable, reversal: Int64) {
        self.open = open
        self.reversal = reversal
    }
}

extension Ledger {
    /// Makes receivables void whose raising is taken back, such as those of bills taken back: each is set off in full
    /// against itself, so that nothing is owed on it, and the entry of its id is turned by a new one of today that is
    /// linked to it. Nothing is removed.
    ///
    /// It takes the next place among a receivable's applications: of it and a payment at the same moment one is refused.
    /// - Parameter bucket: where the day's totals are added.
    /// - Throws: `LedgerRefusal.appliedTo` where something stands on one; `.changedMeanwhile` where a payment came now;
    ///   `.entryUnknown`; `.alreadyReversed`; `MonthRefusal.closed` where the month or today's is closed: a void is
    ///   of its own month, never a difference.
    package func void(_ receivables: [VoidedReceivable], rollup bucket: Bucket, in act: Act) throws {
        if receivables.isEmpty { return }
        var applications: [Application] = []
        var postings: [Posting] = []
        for voided in receivables {
            let receivable = voided.open.receivable
            guard voided.open.standing.isEmpty, !voided.open.isVoid else {
                throw LedgerRefusal.appliedTo(receivable: receivable.id)
            }
            applications.append(
                Application(
                    receivable: receivable.id, account: receivable.account,
                    payment: PaymentID(receivable.id), sequence: voided.open.nextSequence,
                    principal: receivable.amount, penalty: .zero, accrued: .zero, fixed: .zero,
                    day: act.today))
            let lines = try LedgerRows.entry(receivable.id, of: receivable.account, in: act.transaction)
            if lines.isEmpty { throw LedgerRefusal.entryUnknown(receivable.id) }
            postings += lines.map { line in
                Posting(
                    account: line.account, entry: voided.reversal, line: line.line, code: line.code,
                    organisation: line.organisation, amount: -line.amount, day: act.today, month: line.month,
                    kind: .reversal)
            }
        }
        do {
            try act.transaction.savepoint {
                try LedgerRows.insert(applications, in: act.transaction)
                for voided in receivables {
                    try LedgerRows.insertReversal(
                        of: voided.open.receivable.id, voided.open.receivable.account, voided.reversal,
                        in: act.transaction)
                }
            }
        } catch StoreFault.unique {
            throw LedgerRefusal.changedMeanwhile
        }
        try post(postings, rollup: bucket, in: act)
    }
}

extension OpenReceivable {
    /// Whether its raising was taken back: it is set off against itself.
    package var isVoid: Bool { applications.contains { $0.payment.number == $0.receivable } }
}
