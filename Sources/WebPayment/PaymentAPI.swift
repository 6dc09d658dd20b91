import Control
import Hummingbird
import Kernel
import Ledger
import Payment
import Records
import Web

/// The machine's door of payment. Ids and amounts are decimal strings.
enum PaymentAPI {
    /// What an account owes today.
    static func debt(_ visit: Visit, _ room: WebPayment) async throws -> Response {
        let quote = try await room.payment.quote(visit.id("account"), by: visit.principal)
        return try visit.json(Debt(quote))
    }

    /// Takes a payment. The header `Idempotency-Key` names the request among the account's for ever: asked again it
    /// gives the same answer, with another body it is refused.
    static func take(_ visit: Visit, _ room: WebPayment) async throws -> Response {
        let order = try visit.decode(Order.self)
        let receipt = try await room.payment.take(
            TakePayment(
                idempotencyKey: visit.request.headers[.init("Idempotency-Key")!] ?? "",
                account: order.account,
                amount: order.amount, tendered: order.tendered ?? order.amount),
            by: visit.principal)
        var response = try visit.json(Taken(receipt), status: .created)
        response.headers[.location] = "/api/v1/payments/\(receipt.payment.id)"
        return response
    }

    /// A payment as it was taken.
    static func payment(_ visit: Visit, _ room: WebPayment) async throws -> Response {
        let receipt = try await room.payment.receipt(visit.id("payment"), by: visit.principal)
        visit.shows([receipt.payment.account])
        return try visit.json(Taken(receipt))
    }

    struct Order: Codable {
        let account: AccountID
        let amount: Money
        /// The amount where it is not given.
        let tendered: Money?
    }
}

/// A debt on the wire.
struct Debt: Codable {
    let account: AccountID
    let consumerNo: String
    let name: String
    let day: String
    let items: [Item]
    let principal: Money
    let penalty: Money
    let total: Money

    struct Item: Codable {
        let receivable: String
        let month: String
        let kind: String
        let amount: Money
        let paid: Money
        let outstanding: Money
        let penalty: Money
        let total: Money
        let dueDay: String
    }

    init(_ quote: Quote) {
        account = quote.account.id
        consumerNo = quote.account.consumerNo
        name = quote.account.name
        day = quote.day.description
        items = quote.items.map { item in
            let receivable = item.open.receivable
            return Item(
                receivable: String(receivable.id), month: receivable.month.description,
                kind: receivable.kind.wireName, amount: receivable.amount, paid: item.open.principalApplied,
                outstanding: item.open.outstanding, penalty: item.penalty.outstanding, total: item.total,
                dueDay: receivable.dueDay.description)
        }
        principal = quote.principal
        penalty = quote.penalty
        total = quote.total
    }
}

/// A payment on the wire.
struct Taken: Codable {
    let id: PaymentID
    let receiptNo: String
    let account: AccountID
    let consumerNo: String
    let name: String
    let channel: String
    let amount: Money
    let amountInCapitals: String
    let principal: Money
    let penalty: Money
    let tendered: Money
    let change: Money
    let clerk: String
    let day: String
    /// Milliseconds since 1970-01-01Z.
    let atMs: String
    let lines: [Line]
    /// Null for a payment that stands.
    let reversal: Reversal?

    struct Reversal: Codable {
        let entry: String
        let reasonCode: String
        let reason: String
        let by: String
        let approvedBy: String?
        let day: String
        let atMs: String
    }

    struct Line: Codable {
        let receivable: String
        let month: String
        let kind: String
        let principal: Money
        let penalty: Money
        let remaining: Money
    }

    init(_ receipt: Receipt) {
        let payment = receipt.payment
        id = payment.id
        receiptNo = payment.receiptNo
        account = payment.account
        consumerNo = payment.consumerNo
        name = payment.accountName
        channel = payment.channel.rawValue
        amount = payment.amount
        amountInCapitals = receipt.amountInCapitals
        principal = receipt.principal
        penalty = receipt.penalty
        tendered = payment.tendered
        change = payment.change
        clerk = payment.clerkName
        day = payment.day.description
        atMs = String(payment.at.milliseconds)
        reversal = payment.reversal.map {
            Reversal(
                entry: String($0.entry), reasonCode: $0.reasonCode, reason: $0.reason, by: $0.byName,
                approvedBy: $0.approvedByName, day: $0.day.description, atMs: String($0.at.milliseconds))
        }
        lines = receipt.lines.map { line in
            Line(
                receivable: String(line.receivable), month: line.month.description, kind: line.kind.wireName,
                principal: line.principal, penalty: line.penalty, remaining: line.remaining)
        }
    }
}

extension ReceivableKind {
    fileprivate var wireName: String {
        switch self {
        case .energy: "ENERGY"
        case .penaltyCharge: "PENALTY_CHARGE"
        case .connectionFee: "CONNECTION_FEE"
        case .reconnectionFee: "RECONNECTION_FEE"
        }
    }
}
