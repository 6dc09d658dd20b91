import Control
import Foundation
import Kernel
import Ledger
import Records
import Store

extension Payment {
    /// What payment finds open before a close.
    static let waitingReversals = ClosingCheck("payment.reversals") { control, place, month, transaction in
        try Payment(
            control: control, ledger: Ledger(control: control), records: Records(control: control)
        ).waitingReversals(place, month, in: transaction)
    }

    /// Reversals that wait for a second person, of payments taken in the month or before it: whether that money counts
    /// is not settled. One approved later stands as an entry of its own day, so that somebody may carry it.
    private func waitingReversals(
        _ place: Organisation, _ month: BillingMonth, in transaction: any Transaction
    ) throws -> [OpenItem] {
        try control.waitingProposals(of: Self.reverseCommand, concerning: place.path, in: transaction)
            .compactMap { proposal in
                let order = try JSONDecoder().decode(ReversePayment.self, from: Data(proposal.input.utf8))
                guard let account = try PaymentRows.account(of: order.payment, in: transaction),
                    let payment = try PaymentRows.payment(order.payment, account: account, in: transaction),
                    payment.day.billingMonth <= month
                else { return nil }
                return OpenItem(
                    id: "proposal \(proposal.id)", text: "payment.closing.reversals.item",
                    arguments: [
                        "receipt": payment.receiptNo, "amount": payment.amount.grouped,
                        "by": proposal.proposerName,
                    ], link: "/control/proposals/\(proposal.id)")
            }
    }
}
