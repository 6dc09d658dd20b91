package import Kernel

/// How large a demo utility is built, from which seed and as of which day.
package struct DemoScale: Sendable, Hashable {
    package let accounts: Int
    /// Months of readings; the last of them, the one before `today`, waits to be run.
    package let months: Int
    package let seed: UInt64
    package let today: Day

    /// - Parameters:
    ///   - accounts: 40…5,000; fewer could not hold one of every class.
    ///   - months: 2…60.
    /// - Precondition: both lie in their ranges and the months after 2020-01, where time-ordered ids begin.
    package init(accounts: Int = 3_000, months: Int = 25, seed: UInt64 = Self.standardSeed, today: Day) {
        precondition(
            Self.accountRange.contains(accounts) && Self.monthRange.contains(months),
            "a demo utility has 40 to 5,000 accounts, 2 to 60 months")
        self.accounts = accounts
        self.months = months
        self.seed = seed
        self.today = today
        precondition(
            Self.reaches(months: months, today: today), "the demo's first month is after 2020-01")
    }

    package static let accountRange = 40...5_000
    package static let monthRange = 2...60

    /// Whether so many months before a day all lie after 2020-01, where time-ordered ids begin.
    package static func reaches(months: Int, today: Day) -> Bool {
        today.billingMonth.adding(months: -months).firstDay >= Day(yyyymmdd: 2020_02_01)!
    }

    /// The seed of the utility that `lamplight demo` builds.
    package static let standardSeed: UInt64 = 0x4C69_6E48_6169_4761

    /// The month that waits to be run.
    package var last: BillingMonth { today.billingMonth.adding(months: -1) }
    package var first: BillingMonth { last.adding(months: 1 - months) }
    /// Oldest first.
    package var allMonths: [BillingMonth] { (0..<months).map { first.adding(months: $0) } }
    /// The day the archive was taken over: the day before the first month.
    package var takeover: Day { first.firstDay.adding(days: -1) }
}
