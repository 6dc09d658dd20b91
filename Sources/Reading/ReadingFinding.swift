package import Kernel

/// One thing found in an account's readings: the rule, where, and the values of its message.
package struct ReadingFinding: Error, Sendable, Hashable {
    package let rule: ReadingRule
    package let severity: ReadingRule.Severity
    /// The account's number as given; empty where there was none.
    package let consumerNo: String
    /// Nil where the account as a whole or an unknown one is meant.
    package let usagePoint: UsagePointID?
    /// The line of the file it stands on; 0 where there is no file.
    package let line: Int
    /// The column by its name in the form; empty where the row as a whole is meant.
    package let column: String
    package let arguments: [String: String]

    /// The key of its message.
    package var code: String { rule.code }
}
