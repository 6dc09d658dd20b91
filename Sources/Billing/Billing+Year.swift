internal import Kernel
internal import Rating
internal import Store
internal import Tariff

extension Billing {
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
    func fillYear(
        _ usage: inout Usage, of account: AccountID, _ traits: TariffTraits, _ isLater: Bool,
        in transaction: any Transaction
    ) throws {
        usage.isLastOfYear =
            (traits.hasYearlyMinimum || traits.handsOn) && usage.isLastSettlement
            && usage.month.month == traits.yearEndsInMonth
        let needsYear = usage.isLastOfYear && traits.hasYearlyMinimum
        guard needsYear || traits.hasRatchet, usage.month.number > 0 else { return }
        let back = min(11, Int(usage.month.number))
        let year = try BillRows.year(
            of: account, from: usage.month.adding(months: -back),
            to: isLater ? usage.month : usage.month.adding(months: -1), in: transaction)
        if needsYear { usage.yearAmount = year.lazy.map(\.charges).total() }
        if traits.hasRatchet {
            let month = usage.month
            usage.highestDemand[.total] =
                year.lazy.filter { $0.month < month }.map(\.demand).max() ?? .zero
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
