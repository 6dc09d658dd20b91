package import Kernel

/// 冲正: a payment taken back, as it is kept beside the payment. Neither is ever changed or deleted.
package struct PaymentReversal: Sendable, Hashable {
    /// The journal entry with every sign turned.
    package let entry: Int64
    /// A code of the table `payment.reversalReason`.
    package let reasonCode: String
    package let reason: String
    /// Who asked for it.
    package let by: UserID
    package let byName: String
    /// Who approved it; nil for a clerk's own payment of the same day.
    package let approvedBy: UserID?
    package let approvedByName: String?
    package let day: Day
    package let at: Instant
}

/// What a person asks for: take this payment back.
package struct ReversePayment: Codable, Sendable, Hashable {
    package let payment: PaymentID
    /// A code of the table `payment.reversalReason` that holds today.
    package let reasonCode: String
    /// In words, 1 to 500 characters: what happened.
    package let reason: String

    package init(payment: PaymentID, reasonCode: String, reason: String) {
        self.payment = payment
        self.reasonCode = reasonCode
        self.reason = reason
    }
}
