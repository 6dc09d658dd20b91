import Control
import Kernel

/// What payment tells the house.
package enum PaymentEvents {
    /// Money was taken and set off: `{"payment":"1","account":"2","amount":"12.30"}`, at the account's organisation.
    package static let applied = "payment.applied"

    /// The same, at the station that took it for another's account; for open pages alone.
    package static let appliedElsewhere = "payment.applied.elsewhere"

    /// A payment was taken back and what it had settled is open again:
    /// `{"account":"2","amount":"12.30","payment":"1","reversal":"3"}`, at the account's organisation.
    package static let reversed = "payment.reversed"

    /// The same, at the station that had taken it for another's account; for open pages alone.
    package static let reversedElsewhere = "payment.reversed.elsewhere"

    static func payload(_ payment: PaymentID, _ account: AccountID, _ amount: Money) -> String {
        "{\"payment\":\"\(payment)\",\"account\":\"\(account)\",\"amount\":\"\(amount)\"}"
    }
}
