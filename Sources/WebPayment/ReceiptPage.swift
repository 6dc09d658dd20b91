import Control
import Hummingbird
import Kernel
import Language
import Ledger
import Payment
import Web

/// 收据: a payment on paper, from stored rows alone.
struct ReceiptPage: Page {
    static let template = "payment.receipt"
    static let layout = Layout.paper
    let title: String
    let trail: [Crumb]
    let company: String
    let station: String
    let receiptNo: String
    let number: String
    let payer: String
    let address: String
    let lines: [Line]
    let principal: String
    let penalty: String
    let amount: String
    let capitals: String
    let tendered: String
    let change: String
    let channel: String
    let clerk: String
    let at: String
    let printed: String

    struct Line: Sendable {
        let month: String
        let kind: String
        let principal: String
        let penalty: String
        let sum: String
        let remaining: String
    }

    static func answer(_ visit: Visit, _ room: WebPayment) async throws -> Response {
        let receipt = try await room.payment.receipt(visit.id("payment"), by: visit.principal)
        return try visit.show(
            ReceiptPage(receipt, try await room.names(of: receipt.payment.organisationPath), visit))
    }

    private init(_ receipt: Receipt, _ names: (company: String, station: String), _ visit: Visit) {
        let payment = receipt.payment
        title = visit.text("payment.receipt.title")
        trail = [
            Crumb(label: visit.text("payment.counter.title"), link: WebPayment.counterLink),
            Crumb(label: payment.accountName, link: WebPayment.accountPath.link(payment.account)),
        ]
        company = names.company
        station = names.station
        receiptNo = payment.receiptNo
        number = payment.consumerNo
        payer = payment.accountName
        address = payment.address
        lines = receipt.lines.map { line in
            Line(
                month: visit.language.month(line.month), kind: visit.text(line.kind.messageKey),
                principal: line.principal.grouped, penalty: line.penalty.grouped, sum: line.total.grouped,
                remaining: line.remaining.grouped)
        }
        principal = receipt.principal.grouped
        penalty = receipt.penalty.grouped
        amount = payment.amount.grouped
        capitals = receipt.amountInCapitals
        tendered = payment.tendered.grouped
        change = payment.change.grouped
        channel = visit.text(payment.channel.messageKey)
        clerk = payment.clerkName
        at = visit.language.instant(payment.at)
        printed = visit.text("payment.receipt.printed", [("at", visit.language.instant(visit.now))])
    }
}
