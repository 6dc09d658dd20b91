import Control
import Kernel
import Language
import Ledger
import Payment
import Web

/// What payment adds to customers' own pages: what is owed today, late penalty and all.
extension WebPayment {
    var portalCard: PortalCard {
        PortalCard(order: 200) { [payment] visit, own in
            let quote = try await payment.quote(of: own)
            guard quote.total > .zero else {
                return [
                    PortalFact(
                        label: visit.text("payment.portal.owed"), figure: visit.language.money(.zero),
                        caption: visit.text("payment.portal.clear"), tone: .good)
                ]
            }
            let isLate = quote.items.contains { $0.open.receivable.dueDay < quote.day }
            let due = quote.items.map(\.open.receivable.dueDay).min() ?? quote.day
            let caption =
                quote.penalty > .zero
                ? visit.text("payment.portal.penalty", [("amount", visit.language.money(quote.penalty))])
                : visit.text("payment.portal.due", [("day", visit.language.day(due))])
            return [
                PortalFact(
                    label: visit.text("payment.portal.owed"), figure: visit.language.money(quote.total),
                    caption: caption, tone: isLate ? .bad : .warn)
            ]
        }
    }
}

/// What a customer owes for an own account today, for programs.
struct OwnDebtAnswer: Codable, Sendable {
    let day: Day
    let principal: Money
    let penalty: Money
    let total: Money
}

extension WebPayment {
    var ownDebtRoute: Route {
        .get("/api/v1/portal/accounts/{account}/debt", .customer) { [payment] visit in
            let quote = try await payment.quote(of: try visit.ownAccount("account"))
            return try visit.json(
                OwnDebtAnswer(
                    day: quote.day, principal: quote.principal, penalty: quote.penalty,
                    total: quote.total))
        }
        .described(
            "portal.accounts.debt", "What an own account owes today, late penalty in it.",
            gives: OwnDebtAnswer.self)
    }
}
