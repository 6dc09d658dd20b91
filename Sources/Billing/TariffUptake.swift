package import Kernel

/// Who took a tariff's version in a billing month, and who did not and why: no price begins in silence.
package struct TariffUptake: Sendable {
    /// What became of an account on the tariff's code.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// Billed at this version, or at one that came after it.
        case taken = "TAKEN"
        /// Billed at the version before, as where its period ended before the day.
        case before = "BEFORE"
        /// Billed under another tariff.
        case other = "OTHER"
        /// No bill: something stops it in the month's run.
        case stopped = "STOPPED"
        /// No bill that holds: it was taken back and not billed anew yet.
        case takenBack = "TAKEN_BACK"
        /// No bill though the month was released: no approved reading.
        case unread = "UNREAD"
        /// The month's run is not released yet.
        case unreleased = "UNRELEASED"
        /// Nobody has run the month yet.
        case notRun = "NOT_RUN"
    }

    /// How loud it is.
    package enum Concern: String, Sendable, Hashable {
        /// Nothing is wrong, or it is too early to say.
        case none = "NONE"
        /// Some who should have the price do not.
        case some = "SOME"
        /// Nobody has it: an alarm.
        case nobody = "NOBODY"
    }

    package struct Account: Sendable {
        package let id: AccountID
        package let state: State
        /// The version that its bill was made with; nil without a bill.
        package let billedFrom: Day?
    }

    package let code: String
    /// The version's first day.
    package let from: Day
    package let month: BillingMonth
    /// The first billing month that a version can be in: that of its first day, none before 2000-01.
    package static func firstMonth(of day: Day) -> BillingMonth {
        BillingMonth(year: Swift.max(day.year, 2000), month: day.year < 2000 ? 1 : day.month)
    }

    /// Accounts by what became of them.
    package internal(set) var counts: [State: Int] = [:]
    /// What those who took it used and owe.
    package internal(set) var energy: Energy = .zero
    package internal(set) var amount: Money = .zero
    /// The first of those who did not take it, in order of bucket and account.
    package internal(set) var others: [Account] = []

    /// Accounts with the tariff in their terms at the month's end, or with a bill under it.
    package var accounts: Int { counts.values.reduce(0, +) }
    package var taken: Int { counts[.taken] ?? 0 }

    /// - Parameter today: a price that has not begun concerns nobody yet, unless no account has its code.
    package func concern(on today: Day) -> Concern {
        if accounts == 0 { return .nobody }
        let waits = (counts[.notRun] ?? 0) + (counts[.unreleased] ?? 0)
        if from > today || waits == accounts { return .none }
        if taken == 0 { return waits == 0 ? .nobody : .some }
        return taken + waits < accounts ? .some : .none
    }
}
