internal import Billing
internal import Control
internal import Kernel
internal import Language
internal import Web

/// What billing adds to customers' own pages: the last bill, and a year of them.
extension WebBilling {
    var portalCard: PortalCard {
        PortalCard(
            order: 300,
            facts: { [billing] visit, own in
                guard let last = try await billing.bills(of: own, limit: 1).first else { return [] }
                return [
                    PortalFact(
                        label: visit.text("billing.portal.last"),
                        figure: visit.language.money(last.bill.amount),
                        caption: visit.text(
                            "billing.portal.energy",
                            [
                                ("month", visit.language.month(last.bill.month)),
                                ("energy", visit.language.energy(last.bill.energy)),
                            ]) + (billing.isExample(last.bill) ? " · \(visit.text("billing.example"))" : ""))
                ]
            },
            section: { [billing] visit, own in
                PortalSection(
                    title: visit.text("billing.portal.bills"),
                    rows: try await billing.bills(of: own).map {
                        PortalRow($0, isExample: billing.isExample($0.bill), visit)
                    },
                    empty: visit.text("billing.portal.none"))
            })
    }
}

extension PortalRow {
    fileprivate init(_ bill: CustomerBill, isExample: Bool, _ visit: Visit) {
        let language = visit.language
        let badge =
            if bill.outstanding <= .zero {
                Badge(visit.text("billing.portal.paid"), .good)
            } else if bill.isOverdue(on: visit.today) {
                Badge(visit.text("billing.portal.overdue"), .bad)
            } else {
                Badge(
                    visit.text("billing.portal.due", [("day", language.day(bill.bill.dueDay))]), .warn)
            }
        self.init(
            title: language.month(bill.bill.month), detail: language.energy(bill.bill.energy),
            figure: language.money(bill.bill.amount), badge: badge,
            mark: isExample ? Badge(visit.text("billing.example"), .warn) : nil)
    }
}

/// A customer's own bill, for programs.
struct OwnBillAnswer: Codable, Sendable {
    let month: BillingMonth
    let energy: Energy
    let amount: Money
    /// What is left to pay of the amount, late penalty apart.
    let outstanding: Money
    let dueDay: Day
    /// Whether any version that priced it has numbers of no notice: 示例.
    let isExampleTariff: Bool
}

extension WebBilling {
    var ownBillsRoute: Route {
        .get("/api/v1/portal/accounts/{account}/bills", .customer) { [billing] visit in
            let bills = try await billing.bills(of: try visit.ownAccount("account"))
            return try visit.json(
                whole: bills.map {
                    OwnBillAnswer(
                        month: $0.bill.month, energy: $0.bill.energy, amount: $0.bill.amount,
                        outstanding: $0.outstanding, dueDay: $0.bill.dueDay,
                        isExampleTariff: billing.isExample($0.bill))
                }, of: try visit.page(), key: \.month.description)
        }
        .listed("portal.accounts.bills", "A year of an own account's bills.", of: OwnBillAnswer.self)
    }
}
