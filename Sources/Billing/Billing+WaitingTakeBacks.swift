internal import Control
internal import Foundation
internal import Kernel
internal import Store

extension Billing {
    /// Orders to take a month's bills back that wait for a second person: after the close nobody could approve them, so
    /// they are decided first.
    func waitingTakeBacks(
        _ place: Organisation, _ month: BillingMonth, in transaction: any Transaction
    ) throws -> [OpenItem] {
        try control.waitingProposals(of: Self.takeBackCommand, concerning: place.path, in: transaction)
            .compactMap { proposal in
                let order = try JSONDecoder().decode(TakeBack.self, from: Data(proposal.input.utf8))
                let run = try order.run.flatMap { try BillRunRows.find($0, in: transaction) }
                guard
                    order.place?.month == month || run?.month == month
                        || order.bills?.contains(where: { $0.month == month }) == true
                else { return nil }
                return OpenItem(
                    id: "proposal \(proposal.id)", text: "billing.closing.takeBack.item",
                    arguments: [
                        "by": proposal.proposerName, "amount": (proposal.picture.amount ?? .zero).grouped,
                    ], link: "/control/proposals/\(proposal.id)", mayBeCarried: false)
            }
    }
}
