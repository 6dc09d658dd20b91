package import Control
package import Kernel
package import Ledger
internal import Records

/// A payment as it was taken. Rows are never changed.
package struct TakenPayment: Sendable, Hashable {
    package let id: PaymentID
    package let account: AccountID
    package let channel: PaymentChannel
    package let amount: Money
    package let tendered: Money
    package let clerk: UserID
    /// Who took it and for whom, as they were called then.
    package let clerkName: String
    package let consumerNo: String
    package let accountName: String
    package let address: String
    package let organisation: OrganisationID
    package let organisationPath: OrganisationPath
    package let day: Day
    package let at: Instant
    /// The station that took it for another's account; nil where the account's own did.
    package let takenAt: Counter?
    /// How it was taken back; nil for a payment that stands.
    package var reversal: PaymentReversal? = nil

    /// A station or the company, as its books know it.
    package struct Counter: Sendable, Hashable {
        package let id: OrganisationID
        package let path: OrganisationPath
    }

    package var change: Money { tendered - amount }
    /// The place whose drawer the money went into.
    package var counterPath: OrganisationPath { takenAt?.path ?? organisationPath }
    /// 收据号码: the payment's id, which no other payment of the company has, in groups of four.
    package var receiptNo: String { Self.receiptNo(of: id) }

    static func receiptNo(of id: PaymentID) -> String {
        let digits = Array(id.description)
        return stride(from: 0, to: digits.count, by: 4)
            .map { String(digits[$0..<min($0 + 4, digits.count)]) }.joined(separator: " ")
    }
}

extension TakenPayment {
    /// What somebody of `scope` may see of it: all, where the account is theirs; the payer masked, where only the counter
    /// is; nil for others.
    func seen(from scope: OrganisationPath) -> TakenPayment? {
        if scope.contains(organisationPath) { return self }
        guard let takenAt, scope.contains(takenAt.path) else { return nil }
        return TakenPayment(
            id: id, account: account, channel: channel, amount: amount, tendered: tendered, clerk: clerk,
            clerkName: clerkName, consumerNo: consumerNo, accountName: NarrowView.name(accountName),
            address: NarrowView.address(address), organisation: organisation,
            organisationPath: organisationPath, day: day, at: at, takenAt: takenAt, reversal: reversal)
    }
}

/// 收据: a payment with what it was set off against, made from stored rows alone, so that it reads the same for ever.
package struct Receipt: Sendable, Hashable {
    package let payment: TakenPayment
    /// The oldest month first.
    package let lines: [Line]

    /// What was paid of one receivable.
    package struct Line: Sendable, Hashable {
        package let receivable: Int64
        package let month: BillingMonth
        package let kind: ReceivableKind
        package let principal: Money
        package let penalty: Money
        /// Principal left after this payment.
        package let remaining: Money
        package var total: Money { principal + penalty }
    }

    package var principal: Money { lines.map(\.principal).total() }
    package var penalty: Money { lines.map(\.penalty).total() }
    /// 大写金额.
    package var amountInCapitals: String { payment.amount.chineseCapital }
}
