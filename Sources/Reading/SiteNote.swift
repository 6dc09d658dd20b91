package import Kernel

/// What a reader found at a meter when it was read for a month 现场异常.
package struct SiteNote: Sendable, Hashable {
    package let month: BillingMonth
    /// The version of the month's energy it was found with; a later version without one has none.
    package let version: Int64
    /// Of the code table `reading.exception`.
    package let code: String
}
