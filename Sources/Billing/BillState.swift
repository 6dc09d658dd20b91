internal import Kernel
internal import Rating
internal import Store

/// What a bill says besides its amounts, for the bills after it; bills of most accounts have none.
struct BillState: Sendable, Hashable, Codable {
    /// A settlement of a month that is settled more than once, with what it and those before it come to together.
    struct Settlement: Sendable, Hashable, Codable {
        /// From 1.
        let number: Int
        let isLast: Bool
        let lastDay: Day
        let total: Energy
        /// In the order of the periods.
        let periods: [Energy]
        let fedBack: [Energy]
        let reactive: ReactiveEnergy
        let loss: Energy
        let demand: Power
        /// In the order of the periods, in W; nil where the meter does not tell them apart.
        var periodDemand: [Int64]?
        var energyBase = Money.zero
        var freeEnergy = Energy.zero
        /// What of `periods` was set off, in the same order; nil where nothing was.
        var netted: [Energy]?
        /// What they came to before anything fed back or carried; nil in settlements of before it was kept.
        var charges: Money?
    }

    /// Months the bill covers.
    var months = 1
    /// Households behind the meter.
    var households = 1
    /// The last day that the household counts as a large one or one of low income; nil where that does not end.
    var householdUntil: Day?
    var settlement: Settlement?
    /// The bill without what was fed back or carried, where that is not its amount: a yearly minimum adds it up.
    var charges: Money?
    /// Credits for the next bill.
    var carriedMoney: Money?
    /// In the order of the periods, in Wh.
    var carriedEnergy: [Int64]?
    /// The month's highest demands in the order of the periods, in W, for later months' ratchets; nil where the meter
    /// does not tell them apart.
    var periodDemand: [Int64]?

    var isEmpty: Bool { self == BillState() }

    /// Notes what rating came to, on top of what is known of the month's earlier settlements.
    mutating func note(_ bill: RatedBill, _ batch: RatedBatch) {
        guard bill.refusal == nil else { return }
        settlement?.energyBase += bill.energyBase
        if let before = settlement { settlement?.charges = (before.charges ?? .zero) + bill.charges }
        for line in batch.lines(of: bill) {
            switch line.kind {
            case .freeEnergy: settlement?.freeEnergy += Energy(wattHours: line.quantity)
            case .netted: settlement?.note(netted: Energy(wattHours: line.quantity), in: line.period)
            default: break
            }
        }
        if bill.charges != bill.total { charges = bill.charges }
        hand(on: bill, batch.carriedEnergy(of: bill))
    }

    /// Notes the credits that a bill hands on.
    mutating func hand(on bill: RatedBill, _ credit: PeriodEnergy) {
        if !bill.carriedMoney.isZero { carriedMoney = bill.carriedMoney }
        if credit != PeriodEnergy() {
            carriedEnergy = TouPeriod.allCases.map { credit[$0].wattHours }
        }
    }

    /// Notes the month's demands by period.
    mutating func note(_ demand: PeriodDemand) {
        if demand != PeriodDemand() { periodDemand = TouPeriod.allCases.map { demand[$0].watts } }
    }

    /// The credits as the next bill takes them over.
    func hand(to usage: inout Usage) {
        if let carriedMoney { usage.carriedMoney = carriedMoney }
        guard let carriedEnergy else { return }
        var energy = PeriodEnergy()
        for (period, wattHours) in zip(TouPeriod.allCases, carriedEnergy) {
            energy[period] = Energy(wattHours: wattHours)
        }
        usage.carriedEnergy = energy
    }
}

extension BillState.Settlement {
    fileprivate mutating func note(netted energy: Energy, in period: TouPeriod) {
        netted = zip(TouPeriod.allCases, netted ?? TouPeriod.allCases.map { _ in .zero }).map {
            $0 == period ? $1 + energy : $1
        }
    }

    /// The settlement that takes a month's energy so far, and what the earlier ones leave of it for its own bill.
    /// - Parameters:
    ///   - usage: of the month so far; then of this settlement alone.
    ///   - before: the settlement before, nil for the first.
    init(_ usage: inout Usage, to lastDay: Day, after before: Self?, isLast: Bool) {
        let energy = usage.energy
        number = (before?.number ?? 0) + 1
        self.isLast = isLast
        self.lastDay = lastDay
        total = usage.total
        periods = TouPeriod.allCases.map { energy[$0] }
        fedBack = TouPeriod.allCases.map { usage.fedBack[$0] }
        reactive = usage.reactive
        loss = usage.lossEnergy
        demand = usage.actualDemand
        usage.isLastSettlement = isLast
        // A register that was set to zero with an earlier settlement does not say the month's highest.
        for (period, watts) in zip(TouPeriod.allCases, before?.periodDemand ?? []) {
            usage.demand[period] = max(usage.demand[period], Power(watts: watts))
        }
        if usage.demand != PeriodDemand() {
            let demand = usage.demand
            periodDemand = TouPeriod.allCases.map { demand[$0].watts }
        }
        guard let before, before.periods.count == TouPeriod.allCases.count,
            before.fedBack.count == TouPeriod.allCases.count
        else { return }
        energyBase = before.energyBase
        freeEnergy = before.freeEnergy
        charges = before.charges
        netted = before.netted
        usage.monthSoFar.total = before.total
        usage.monthSoFar.netted = before.netted?.total() ?? .zero
        usage.monthSoFar.reactive = before.reactive
        usage.monthSoFar.energyBase = before.energyBase
        usage.monthSoFar.demand = before.demand
        usage.monthSoFar.freeEnergy = before.freeEnergy
        usage.monthSoFar.charges = before.charges ?? .zero
        for (place, period) in TouPeriod.allCases.enumerated() where period != .total {
            usage.energySoFar[period] = before.periods[place]
        }
        for (period, energy) in zip(TouPeriod.allCases, before.netted ?? []) where period != .total {
            usage.energySoFar[period] -= energy
        }
        usage.total -= before.total
        for (place, period) in TouPeriod.allCases.enumerated() {
            usage.energy[period] -= before.periods[place]
            usage.fedBack[period] -= before.fedBack[place]
        }
        usage.reactive -= before.reactive
        usage.lossEnergy -= before.loss
    }
}

/// What the bills of a month before the last one handed on, kept from account to account of a bucket: where bills cover
/// two months, every account asks.
struct OlderStates {
    private var bucket: Bucket?
    private var month: BillingMonth?
    private var states: [AccountID: BillState] = [:]

    mutating func state(
        of account: AccountID, _ month: BillingMonth, in transaction: any Transaction
    ) throws -> BillState? {
        if bucket != account.bucket || self.month != month {
            states = try DetailRows.states(
                month, in: BucketRange(account.bucket, account.bucket), transaction)
            (bucket, self.month) = (account.bucket, month)
        }
        return states[account]
    }
}
