public import Kernel

/// For which months of a calendar year a household has tiers: all of them, but after a new connection, or
/// after a shared meter is split, from the following month on (沪发改价管〔2012〕020号).
@frozen
public struct TierYear: Hashable, Sendable {
    /// The first month with tiers.
    public let firstTierMonth: BillingMonth

    /// Tiers begin in `firstTierMonth`.
    @inlinable
    public init(firstTierMonth: BillingMonth) { self.firstTierMonth = firstTierMonth }

    /// Tiers begin in the month after `connected`; nil for the last month our calendar has.
    public init?(connected: BillingMonth) {
        guard let next = BillingMonth(number: Int(connected.number) + 1) else { return nil }
        firstTierMonth = next
    }

    /// Months the year's limits are for, as a bill of `month` sees it: 0 before tiers begin, the remaining
    /// months in the first year, then 12. It is what `Usage.tierMonths` wants.
    /// - Parameter start: the month that the tariff's tier year begins with, 1…12.
    public func months(for month: BillingMonth, startingIn start: Int = 1) -> Int {
        if month < firstTierMonth { return 0 }
        let before = Int(firstTierMonth.number) - Int(Self.begin(of: month, startingIn: start).number)
        return before > 0 ? 12 - before : 12
    }

    /// The first month of the tier year that a month lies in.
    /// - Parameter start: the month that the tariff's tier year begins with, 1…12.
    @inlinable
    public static func begin(of month: BillingMonth, startingIn start: Int) -> BillingMonth {
        let back = (month.month - start + 12) % 12
        return month.adding(months: -min(back, Int(month.number)))
    }
}
