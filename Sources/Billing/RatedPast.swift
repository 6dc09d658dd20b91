internal import Kernel
internal import Rating
internal import Tariff

/// A version that everybody is rated under besides their own, with what its months so far came to.
struct AskedVersion {
    /// Nil for the account's own.
    let version: TariffVersions.Version?
    var pasts: [AccountID: RatedPast] = [:]
}

/// What an account's months came to that were rated one after another and never billed, where it is not what their
/// bills say: a rehearsal and a comparison hand on their own credits, their own year's charges and their own tier year's
/// energy, as bills would.
struct RatedPast {
    private struct Month {
        let month: BillingMonth
        /// By how much it counts more to the tier year than what was billed.
        let lead: Energy
        let charges: Money
    }

    private var months: [Month] = []
    private var state = BillState()

    /// What the newest month hands on; nil where another bill followed.
    func credit(after last: BillingMonth?) -> BillState? { months.last?.month == last ? state : nil }

    /// By how much the months from one on lead the tier year's energy that was billed.
    func lead(since begin: BillingMonth) -> Energy {
        months.lazy.filter { $0.month >= begin }.map(\.lead).total()
    }

    /// A year's bills with these months' charges in place of theirs; those of a month that was settled more than once
    /// together have them once.
    func charged(_ bills: [YearBill]) -> [YearBill] {
        var done: Set<BillingMonth> = []
        return bills.map { bill in
            guard let own = months.first(where: { $0.month == bill.month }) else { return bill }
            return YearBill(
                month: bill.month, firstMonth: bill.firstMonth,
                charges: done.insert(own.month).inserted ? own.charges : .zero, demand: bill.demand,
                periodDemand: bill.periodDemand)
        }
    }

    /// One of an account's bills with what it was rated from.
    struct Rated {
        let usage: Usage
        let bill: RatedBill
        let energy: PeriodEnergy

        init(_ usage: Usage, _ bill: RatedBill, in batch: RatedBatch) {
            (self.usage, self.bill) = (usage, bill)
            energy = batch.carriedEnergy(of: bill)
        }

        fileprivate var counted: Energy { bill.yearToDate - usage.yearToDate }
        fileprivate var handsOn: Bool { !bill.carriedMoney.isZero || energy != PeriodEnergy() }
    }

    /// Adds a month that was billed, and rated otherwise too.
    /// - Parameter keepsCharges: whether a later month asks what the year's lines came to.
    static func note(
        _ tried: Rated, besides billed: Rated, keepsCharges: Bool, of account: AccountID,
        in pasts: inout [AccountID: RatedPast]
    ) {
        let lead = tried.counted - billed.counted
        // Of almost everybody the bills say it all.
        guard
            !lead.isZero || tried.handsOn || billed.handsOn || keepsCharges || pasts[account] != nil
        else { return }
        var past = pasts[account] ?? RatedPast()
        past.months.append(Month(month: tried.usage.month, lead: lead, charges: tried.bill.charges))
        past.state = BillState()
        past.state.hand(on: tried.bill, tried.energy)
        pasts[account] = past
    }
}
