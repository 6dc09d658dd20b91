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
    /// How the payment was taken back; nil for a receipt that holds.
    let void: Voided?
    /// The form that takes it back, for who may.
    let reverse: ReverseForm?
    /// A proposal of the reader's to take it back that waits.
    let waiting: String?

    /// Said across a receipt that holds no longer.
    struct Voided: Sendable {
        let fact: String
        let people: String
    }

    struct Line: Sendable {
        let month: String
        let kind: String
        let principal: String
        let penalty: String
        let sum: String
        let remaining: String
        /// The mark 示例.
        let example: Badge?
    }

    static func answer(_ visit: Visit, _ room: WebPayment) async throws -> Response {
        let receipt = try await room.payment.receipt(visit.id("payment"), by: visit.principal)
        visit.shows([receipt.payment.account])
        return try visit.show(try await ReceiptPage(receipt, visit.emptyForm(), visit, room))
    }

    /// Takes the payment back at once, or hands it to a second person.
    static func reverse(_ visit: Visit, _ room: WebPayment) async throws -> Response {
        let receipt = try await room.payment.receipt(visit.id("payment"), by: visit.principal)
        visit.shows([receipt.payment.account])
        var form = try visit.form()
        var status = HTTPResponse.Status.unprocessableContent
        let code = form.required("code")
        let reason = form.required("reason", limit: 500)
        if let code, let reason {
            do {
                let order = ReversePayment(payment: receipt.payment.id, reasonCode: code, reason: reason)
                switch try await room.payment.reverse(order, by: visit.principal) {
                case .done:
                    return visit.redirect(to: WebPayment.receiptPath.link(receipt.payment.id))
                case .proposed(let proposal):
                    return visit.redirect(
                        to: WebPayment.proposalPath.link(proposal.id), notice: "payment.reverse.proposed")
                }
            } catch let refusal as any Refusal where refusal.kind != .notFound {
                form.refuse(refusal)
                status = refusal.httpStatus
            }
        }
        let now = try await room.payment.receipt(visit.id("payment"), by: visit.principal)
        return try visit.show(try await ReceiptPage(now, form, visit, room), status: status)
    }

    private init(_ receipt: Receipt, _ form: Form, _ visit: Visit, _ room: WebPayment) async throws {
        let names = try await room.names(of: receipt.payment.organisationPath)
        let codes = try await room.reversalReasons(visit)
        let payment = receipt.payment
        let examples = try await room.examples(receipt.lines.map(\.receivable))
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
                remaining: line.remaining.grouped,
                example: examples.contains(line.receivable)
                    ? Badge(visit.text("payment.receipt.example"), .warn) : nil)
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
        void = payment.reversal.map { Voided($0, codes, visit) }
        let proposal = try await room.waitingReversal(of: payment.id, visit)
        waiting = proposal.map { WebPayment.proposalPath.link($0.id) }
        let isHere = visit.principal.scope.contains(payment.counterPath)
        // A refusal is shown with its form even where meanwhile it was taken back.
        reverse =
            visit.may(WebPayment.reversing) && isHere && proposal == nil
                && (payment.reversal == nil || !form.isValid)
            ? ReverseForm(payment, form, codes, visit) : nil
    }
}

extension ReceiptPage.Voided {
    fileprivate init(
        _ reversal: PaymentReversal, _ codes: [(value: String, label: String)], _ visit: Visit
    ) {
        fact = visit.text(
            "payment.reverse.fact",
            [
                ("at", visit.language.instant(reversal.at)),
                ("code", codes.first { $0.value == reversal.reasonCode }?.label ?? reversal.reasonCode),
                ("reason", reversal.reason),
            ])
        people =
            reversal.approvedByName.map {
                visit.text("payment.reverse.by", [("by", reversal.byName), ("approver", $0)])
            } ?? visit.text("payment.reverse.byOne", [("by", reversal.byName)])
    }
}
