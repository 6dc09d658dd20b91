import Control
import Hummingbird
import Kernel
import Language
import Payment
import Records
import Web

/// The form that takes a payment back, in a dialog on its receipt.
struct ReverseForm: Sendable {
    let link: String
    /// Shown open where what was typed was refused.
    let isOpen: Bool
    /// Whether it is done at once or waits for a second person.
    let what: String
    let summary: FormSummary?
    let code: Field
    let reason: Field

    init(
        _ payment: TakenPayment, _ form: Form, _ codes: [(value: String, label: String)], _ visit: Visit
    ) {
        link = WebPayment.receiptPath.link(payment.id) + "/reverse"
        isOpen = !form.isValid
        let isOwn = payment.clerk == visit.principal.user && payment.day == visit.today
        what = visit.text(isOwn ? "payment.reverse.own" : "payment.reverse.second")
        summary = form.summary
        code = form.field("code", label: "payment.reverse.code", .select(codes))
        reason = form.field("reason", label: "payment.reverse.reason", .area, longest: 500)
    }
}

/// A payment that is to be taken back, by the machine's door.
enum ReversalAPI {
    /// Takes a payment back, or proposes it: 200 with the reversal, 202 with the proposal that waits. The same person
    /// asking again in the same words gets the same answer.
    static func reverse(_ visit: Visit, _ room: WebPayment) async throws -> Response {
        let order = try visit.decode(ReversalOrder.self)
        let payment: PaymentID = try visit.id("payment")
        return try await visit.once(room.records.control) {
            let submission = try await room.payment.reverse(
                ReversePayment(payment: payment, reasonCode: order.reasonCode, reason: order.reason),
                by: visit.principal)
            switch submission {
            case .done: return (Answer(state: "DONE", payment: payment, proposal: nil), .ok)
            case .proposed(let proposal):
                return (Answer(state: "PROPOSED", payment: payment, proposal: proposal.id), .accepted)
            }
        }
    }

    struct ReversalOrder: Codable {
        /// A code of the table `payment.reversalReason`.
        let reasonCode: String
        let reason: String
    }

    struct Answer: Codable {
        let state: String
        let payment: PaymentID
        let proposal: ProposalID?
    }
}

extension WebPayment {
    /// The reasons that hold today, in the reader's language.
    func reversalReasons(_ visit: Visit) async throws -> [(value: String, label: String)] {
        try await records.control.codes("payment.reversalReason", on: visit.today).map {
            ($0.code, visit.language == .zh ? $0.zh : $0.en)
        }
    }

    /// The reader's own proposal to take a payment back, while it waits.
    func waitingReversal(of payment: PaymentID, _ visit: Visit) async throws -> Proposal? {
        guard visit.may(Self.reversing) else { return nil }
        return try await records.control.proposals(.proposed, by: visit.principal).first {
            $0.command == Payment.reverseCommand && $0.picture.subject == "payment \(payment)"
                && $0.state(on: visit.today) == .waiting
        }
    }
}
