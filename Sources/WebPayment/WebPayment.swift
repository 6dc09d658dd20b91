import Control
import Foundation
import Hummingbird
import Kernel
import Language
package import Payment
package import Records
package import Web

/// The pages of the payment subsystem 收费, made for the keyboard alone.
///
/// - `CounterPage`: one field that finds the account.
/// - `DebtPage`: what it owes, and the form that takes the money (`TakeForm`).
/// - `ReceiptPage`: the paper, and the dialog that takes the payment back (`ReverseForm`); `TodayPage`: the day's list, live.
/// - `PaymentAPI`: the same for programs.
package struct WebPayment: Sendable {
    let payment: Payment
    let records: Records

    package init(payment: Payment, records: Records) {
        self.payment = payment
        self.records = records
    }

    static let reading = Access.may("payment.read")
    static let taking = Access.may("payment.take")
    static let reversing = Access.may("payment.reverse")

    static let counterLink = "/payment"
    static let todayLink = "/payment/today"
    static let accountPath = PathTemplate("/payment/accounts/{account}")
    static let receiptPath = PathTemplate("/payment/receipts/{payment}")
    /// Control's page of a proposal.
    static let proposalPath = PathTemplate("/control/proposals/{proposal}")

    /// What the shell is handed: the pages, and the machine's door, whose paths are named after what they are about.
    package var pages: [PageGroup] {
        [
            PageGroup(
                word: "payment", templates: Bundle.module.url(forResource: "Templates", withExtension: nil),
                routes: [
                    .get(Self.counterLink, Self.reading) { try await CounterPage.answer($0, self) },
                    .get(Self.todayLink, Self.reading) { try await TodayPage.answer($0, self) },
                    .get(Self.accountPath.description, Self.reading) { try await DebtPage.answer($0, self) },
                    .post(Self.accountPath.description, Self.taking) { try await DebtPage.take($0, self) },
                    .get(Self.receiptPath.description, Self.reading) {
                        try await ReceiptPage.answer($0, self)
                    },
                    .post(Self.receiptPath.description + "/reverse", Self.reversing) {
                        try await ReceiptPage.reverse($0, self)
                    },
                ],
                navigation: [
                    NavigationEntry(
                        label: "payment.nav", hint: "payment.nav.hint", icon: "payment",
                        link: Self.counterLink,
                        access: Self.reading, order: 400, key: "p")
                ],
                cards: [WorkbenchCard(access: Self.reading, order: 400) { try await todayCard($0) }],
                portal: [portalCard]),
            PageGroup(
                word: "payments", templates: nil,
                routes: [
                    .post("/api/v1/payments", Self.taking) { try await PaymentAPI.take($0, self) }
                        .described(
                            "payment.payments.take", "Takes money for an account.",
                            "The oldest debt first, its late penalty with it; what is over is kept as prepaid.",
                            takes: PaymentAPI.Order.self, gives: Taken.self, status: .created, keyed: true),
                    .get("/api/v1/payments/{payment}", Self.reading) {
                        try await PaymentAPI.payment($0, self)
                    }
                    .described(
                        "payment.payments.get", "A payment as it was taken, its receipt.", gives: Taken.self),
                    .post("/api/v1/payments/{payment}/reversal", Self.reversing) {
                        try await ReversalAPI.reverse($0, self)
                    }
                    .described(
                        "payment.payments.reverse", "Takes a payment back, or proposes it.",
                        "202 where a second person must agree. The same person asking again is answered the same.",
                        takes: ReversalAPI.ReversalOrder.self, gives: ReversalAPI.Answer.self,
                        otherwise: [.accepted: ReversalAPI.Answer.self], mayBeKeyed: true),
                ]),
            PageGroup(word: "portal", templates: nil, routes: [ownDebtRoute]),
            PageGroup(
                word: "accounts", templates: nil,
                routes: [
                    .get("/api/v1/accounts/{account}/debt", Self.reading) {
                        try await PaymentAPI.debt($0, self)
                    }
                    .described(
                        "payment.accounts.debt", "What an account owes today, late penalty in it.",
                        gives: Debt.self)
                ]),
        ]
    }

    /// What was taken today in the reader's scope.
    private func todayCard(_ visit: Visit) async throws -> Stat? {
        let day = try await payment.payments(on: visit.today, limit: 0, by: visit.principal)
        return Stat(
            label: visit.text("payment.card"), figure: visit.language.money(day.amount),
            caption: visit.text("payment.card.caption", [("count", visit.language.number(day.count))]),
            link: Self.todayLink)
    }

    /// The names of the company and of the organisation that an account belongs to.
    func names(of path: OrganisationPath) async throws -> (company: String, station: String) {
        let above = try await records.control.organisations(under: OrganisationPath("/"))
            .filter { $0.path.contains(path) }
        return (above.first?.name ?? "", above.last?.name ?? "")
    }
}
