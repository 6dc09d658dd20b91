internal import Kernel
internal import Rating
internal import Records
internal import Store
internal import Tariff

/// What an account's bills before say, whichever version asks.
struct EarlierBills {
    /// Last month's bill; after a month without one the newest of a year.
    let last: (month: BillingMonth, yearToDate: Energy)?
    /// Whether the month has a settlement already.
    let isSettled: Bool
    /// The month that the tier year of `yearToDate` begins with; nil where another version or tariff may have counted it.
    let ownYearStart: Int?
    /// What the month's own or last month's bill hands on.
    let credit: BillState?
    /// Of the month's settlements so far.
    var settledYearToDate: Energy?
    /// What months that were rated otherwise, in a rehearsal or a comparison, say in place of their bills.
    var past: RatedPast?

    func with(_ past: RatedPast?) -> Self {
        var copy = self
        copy.past = past
        return copy
    }
}

/// The energy that accounts were billed in tier years that begin with another month than their own, found once each.
struct TierYearEnergies {
    private let find: (BillingMonth) throws -> [AccountID: Energy]
    private var known: [BillingMonth: [AccountID: Energy]] = [:]
    /// What bills of months further back hand on.
    var older = OlderStates()

    init(_ find: @escaping (BillingMonth) throws -> [AccountID: Energy]) { self.find = find }

    mutating func energy(of account: AccountID, since begin: BillingMonth) throws -> Energy {
        let energies = try known[begin] ?? find(begin)
        known[begin] = energies
        return energies[account] ?? .zero
    }
}

extension Billing {
    /// Puts in what a version asks of the bills before: the tier year's energy and months, credits, and the year's
    /// demands and amounts. The account's own version asks in a run, in a rehearsal and a comparison others too.
    func fill(
        _ usage: inout Usage, of account: BillableAccount, from earlier: EarlierBills,
        asked version: TariffVersions.Version?, _ years: inout TierYearEnergies,
        in transaction: any Transaction
    ) throws {
        let yearStart = version?.yearStart ?? 1
        if let first = account.terms?.firstTierMonth {
            usage.tierMonths = UInt8(
                TierYear(firstTierMonth: first).months(for: usage.month, startingIn: yearStart))
        }
        if let traits = version?.traits { Self.settleFedBack(&usage, traits) }
        var credit = earlier.credit
        if credit == nil, let last = earlier.last,
            version?.traits.handsOn ?? false || last.month.number + 1 < usage.month.number
        {
            // After months without a bill it is in the newest one, whatever the tariff is now.
            credit = try years.older.state(of: account.id, last.month, in: transaction)
        }
        if let tried = earlier.past?.credit(after: earlier.last?.month) { credit = tried }
        credit?.hand(to: &usage)
        if let traits = version?.traits {
            try fillYear(&usage, of: account, traits, earlier, in: transaction)
        }
        // The tier year follows the billing month of the reading; a new one begins at zero.
        let begin = TierYear.begin(of: usage.month, startingIn: yearStart)
        if yearStart != earlier.ownYearStart {
            usage.yearToDate = try years.energy(of: account.id, since: begin)
        } else if let last = earlier.last, last.month >= begin {
            usage.yearToDate = last.yearToDate
        }
        if let past = earlier.past { usage.yearToDate += past.lead(since: begin) }
        if let settled = earlier.settledYearToDate { usage.yearToDate = settled }
    }

    /// What was fed back as the tariff prices it: by period, or for all hours together.
    static func settleFedBack(_ usage: inout Usage, _ traits: TariffTraits) {
        guard usage.feedsBack else { return }
        let all = TouPeriod.allCases.filter { $0 != .total }
        if traits.isTimeOfUse {
            if all.contains(where: { !usage.fedBack[$0].isZero }) { usage.fedBack[.total] = .zero }
        } else {
            if usage.fedBack[.total].isZero { usage.fedBack[.total] = all.map { usage.fedBack[$0] }.total() }
            for period in all { usage.fedBack[period] = .zero }
        }
    }

    /// Puts in what the year's bills say, for the few tariffs that ask: the highest demand of the last eleven months,
    /// and with the tariff year's last bill what the others came to.
    ///
    /// The last bill of the year is the one whose months contain the month the year ends in, also where that month was
    /// missed and is billed later; and the account's final bill, which settles what there is of the year: after it
    /// nothing is left that could.
    func fillYear(
        _ usage: inout Usage, of account: BillableAccount, _ traits: TariffTraits, _ earlier: EarlierBills,
        in transaction: any Transaction
    ) throws {
        let month = usage.month
        let year =
            traits.hasYearlyMinimum || traits.handsOn || usage.handsCredit
            ? TariffYear(usage, endingIn: traits.yearEndsInMonth, account) : nil
        usage.isLastOfYear = year != nil && usage.isLastSettlement
        usage.isFinalBill = usage.isLastOfYear && year?.isFinal ?? false
        let needsYear = usage.isLastOfYear && traits.hasYearlyMinimum
        guard needsYear || traits.hasRatchet, month.number > 0 else { return }
        let ratchet = month.adding(months: -min(11, Int(month.number)))
        let billed = try BillRows.year(
            of: account.id, from: year.map { min($0.first, ratchet) } ?? ratchet,
            to: earlier.isSettled ? month : month.adding(months: -1), in: transaction)
        let bills = earlier.past?.charged(billed) ?? billed
        if needsYear, let year {
            // A bill that reaches back over the year before was settled with that.
            usage.yearAmount = bills.lazy.filter { $0.firstMonth >= year.first }.map(\.charges).total()
            usage.yearMonths = UInt8(clamping: year.months)
        }
        if traits.hasRatchet {
            let before = bills.filter { $0.month >= ratchet && $0.month < month }
            usage.highestDemand[.total] = before.map(\.demand).max() ?? .zero
            for (place, period) in TouPeriod.allCases.enumerated() where period != .total {
                let highest = before.compactMap { $0.periodDemand?[place] }.max() ?? 0
                usage.highestDemand[period] = Power(watts: highest)
            }
        }
    }

    /// How many months a bill covers: more than one where months before have no bill and the energy reaches back over
    /// them, by its days; of a customer that was never billed only since a connection of the last year.
    static func monthsCovered(
        _ month: BillingMonth, _ days: (first: Day, last: Day), since last: BillingMonth?, _ openedOn: Day
    ) -> UInt8 {
        let missed: Int
        if let last {
            missed = Int(month.number) - Int(last.number)
        } else {
            missed = Int(month.number) - Int(openedOn.billingMonth.number) + 1
            if missed > 12 { return 1 }
        }
        // Twelve months have 365 days.
        let byDays = Int(
            Rounding.halfUp.quotient(Int128(days.last.days(since: days.first) + 1) * 12, 365))
        return UInt8(min(max(min(missed, byDays), 1), 12))
    }
}

/// The tariff year that a bill is the last of.
private struct TariffYear {
    let first: BillingMonth
    /// Months of it that count for a yearly minimum: twelve, fewer where the account ends inside it.
    let months: Int
    let isFinal: Bool

    /// Nil where the bill is not its year's last.
    init?(_ usage: Usage, endingIn end: Int, _ account: BillableAccount) {
        let last = Int(usage.month.number)
        let covered = last - Int(usage.monthsCovered) + 1...last
        let ended = covered.last { BillingMonth(number: $0)?.month == end }
        isFinal = account.closedOn.map { $0 <= usage.month.lastDay } ?? false
        if let ended {
            first = BillingMonth(number: max(0, ended - 11))!
            months = 12
            return
        }
        guard isFinal else { return nil }
        // Months since the last one that the year ended in; a year has twelve.
        let since = (usage.month.month - end + 11) % 12
        first = BillingMonth(number: max(0, last - since))!
        months = last - max(Int(first.number), min(Int(account.openedOn.billingMonth.number), last)) + 1
    }
}
