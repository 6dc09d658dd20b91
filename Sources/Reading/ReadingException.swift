package import Kernel

/// An account's month that waits for a person: one finding of it.
package struct ReadingException: Sendable, Hashable {
    package let account: AccountID
    package let usagePoint: UsagePointID
    package let month: BillingMonth
    package let rule: ReadingRule
    package let arguments: [String: String]
    package let route: String
}
