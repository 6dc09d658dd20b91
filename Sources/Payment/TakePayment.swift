internal import Control
package import Kernel

/// What a clerk asks for: take this much for that account.
package struct TakePayment: Sendable, Hashable {
    /// Names this request among all of the account's, for ever: asked again, the first answer is given again.
    /// 1 to 100 visible ASCII characters; a page makes a random one when it is drawn.
    package let idempotencyKey: String
    package let account: AccountID
    /// What is set off; at most the debt, and less is a part payment.
    package let amount: Money
    /// What was handed over; at least the amount.
    package let tendered: Money
    package let channel: PaymentChannel

    package init(
        idempotencyKey: String, account: AccountID, amount: Money, tendered: Money,
        channel: PaymentChannel = .counterCash
    ) {
        self.idempotencyKey = idempotencyKey
        self.account = account
        self.amount = amount
        self.tendered = tendered
        self.channel = channel
    }

    package var change: Money { tendered - amount }

    /// The most that can be handed over at once; a mistyped amount stops here. 10 million yuan.
    package static let most = Money(fen: 1_000_000_000)

    /// - Throws: `PaymentRefusal`.
    func validate() throws {
        guard IdempotencyKey.isValid(idempotencyKey) else {
            throw PaymentRefusal.keyInvalid(longest: IdempotencyKey.longest)
        }
        guard amount > .zero else { throw PaymentRefusal.amountNotPositive }
        guard amount <= Self.most, tendered <= Self.most else {
            throw PaymentRefusal.amountTooLarge(most: Self.most)
        }
        guard tendered >= amount else { throw PaymentRefusal.tenderedTooLittle(short: amount - tendered) }
    }

    /// What must be the same where the key is.
    var input: String { "\(account) \(channel.rawValue) \(amount.fen) \(tendered.fen)" }
}
