package import Kernel
package import Ledger
package import Records

/// What an account has to pay on a day.
package struct Quote: Sendable, Hashable {
    package let account: Account
    package let day: Day
    /// The oldest month first.
    package let items: [Item]

    /// One receivable with its penalty.
    package struct Item: Sendable, Hashable {
        package let open: OpenReceivable
        package let penalty: PenaltyStanding
        package var total: Money { open.outstanding + penalty.outstanding }
    }

    package var principal: Money { items.map(\.open.outstanding).total() }
    package var penalty: Money { items.map(\.penalty.outstanding).total() }
    /// The debt.
    package var total: Money { principal + penalty }
}

extension Quote {
    /// How `amount` settles the items: the oldest month first, within one bill by `order`.
    ///
    /// 民法典 art. 561: costs, then interest, then principal, unless agreed otherwise; hence the order is a parameter.
    /// - Precondition: `amount` is not more than the total.
    func applications(of amount: Money, order: PaymentRules.Order, payment: PaymentID) -> [Application] {
        precondition(amount <= total, "a payment is not more than the debt")
        var rest = amount
        var applications: [Application] = []
        for item in items where rest > .zero {
            let principal: Money
            let penalty: Money
            switch order {
            case .penaltyFirst:
                penalty = min(rest, item.penalty.outstanding)
                principal = min(rest - penalty, item.open.outstanding)
            case .principalFirst:
                principal = min(rest, item.open.outstanding)
                penalty = min(rest - principal, item.penalty.outstanding)
            }
            rest -= principal + penalty
            applications.append(
                Application(
                    receivable: item.open.receivable.id, account: account.id, payment: payment,
                    sequence: item.open.nextSequence, principal: principal, penalty: penalty,
                    accrued: item.penalty.accrued, fixed: item.penalty.fixed, day: day))
        }
        return applications
    }
}
