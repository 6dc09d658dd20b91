package import Ledger

/// 缴费方式: how money came in.
package enum PaymentChannel: String, Sendable, Hashable, Codable, CaseIterable {
    /// 坐收现金, at a counter.
    case counterCash = "COUNTER_CASH"

    /// Where the money stands once it is taken.
    package var ledgerCode: LedgerCode {
        switch self {
        case .counterCash: .cash
        }
    }

    /// The key of its name for people: `payment.channel.COUNTER_CASH`.
    package var messageKey: String { "payment.channel.\(rawValue)" }
}
