import Kernel

/// A tariff version as the inner loop reads it: a few fixed fields, and an offset into the one array of numbers
/// of all tariffs, where each season has a block.
struct FlatTariff {
    var periods: UInt16
    var tierCount: UInt8
    var tierBasis: TierBasis
    var tierUnit: TierUnit
    var combination: TierCombination
    var rounding: Rounding
    var roundingPlace: RoundingPlace
    var isTimeOfUse: Bool
    var adjustsPowerFactor: Bool
    /// Whether anything is charged but energy, basic charge and power factor.
    var hasMore: Bool
    var basicChargeModes: UInt8
    var surchargeFrom: UInt8
    var seasonOfMonth = InlineArray<12, UInt8>(repeating: 0)
    /// `[season]`, bit n set: the period with raw value n has a demand charge of its own.
    var demandPeriods = InlineArray<12, UInt16>(repeating: 0)
    /// Where the first season's block begins.
    var numbersAt: Int32
    /// Numbers of a season.
    var stride: Int32
    /// Offsets in a season's block; −1 where the tariff has no such thing.
    var periodLimitsAt: Int32 = -1
    var sellAt: Int32 = -1
    var demandAt: Int32 = -1
    var agencyAt: Int32 = -1
    var outsideAt: Int32 = -1
    var fundPrice: Int64
    var outsideBasePrice: Int64
    var surchargePrice: Int64
    var yearLimits = InlineArray<5, Int64>(repeating: 0)
    var crossingAdders = InlineArray<6, Int64>(repeating: 0)
    var manyPersonsFrom = InlineArray<4, UInt8>(repeating: 255)
    var manyPersonsExtra = InlineArray<4, Int64>(repeating: 0)
    var freePerMonth: Int64
    /// Raw values; 255 ends it.
    var freeOrder = InlineArray<13, UInt8>(repeating: 255)
    var overshootBase: OvershootBase
    var overshootMultiple: Int32
    var demandRounding: Rounding
    var powerFactorRounding: Rounding
    var adjustmentRounding: Rounding
    var totalUnit: TotalUnit
    var sellScheme: SellScheme
    var yearEndRule: YearEndRule
    var capacityPrice: Int64
    var demandPrice: Int64
    var overshootShare: Int64
    var discountFrom: Int64
    var discountShare: Int64
    var agencyPremium: Int64
    var ratchetShare: Int64
    var fixedMonthly: Int64
    var minimumMonthly: Int64
    var minimumYearly: Int64
    var yearEndPrice: Int64

    /// Offset of prices, `[tier × 13 + period]`, and of limits, `[tier]`, in a season's block.
    static let pricesAt = 0
    static let limitsAt = 78
    /// A period's demand charge: how many tiers, five limits, six prices.
    static let demandStride = 12

    init(_ tariff: CompiledTariff, numbersAt: Int) {
        periods = tariff.periods
        tierCount = tariff.tierCount
        tierBasis = tariff.tierBasis
        tierUnit = tariff.tierUnit
        combination = tariff.combination
        rounding = tariff.rounding
        roundingPlace = tariff.roundingPlace
        isTimeOfUse = tariff.isTimeOfUse
        adjustsPowerFactor = tariff.adjustsPowerFactor
        basicChargeModes = tariff.basicChargeModes
        surchargeFrom = tariff.surchargeFrom
        surchargePrice = tariff.surchargePrice
        fundPrice = tariff.fundPrice
        outsideBasePrice = tariff.outsideBasePrice
        freePerMonth = tariff.freePerMonth
        overshootBase = tariff.overshootBase
        overshootMultiple = tariff.overshootMultiple
        demandRounding = tariff.demandRounding
        powerFactorRounding = tariff.powerFactorRounding
        adjustmentRounding = tariff.adjustmentRounding
        totalUnit = tariff.totalUnit
        sellScheme = tariff.sellScheme
        yearEndRule = tariff.yearEndRule
        capacityPrice = tariff.capacityPrice
        demandPrice = tariff.demandPrice
        overshootShare = tariff.overshootShare
        discountFrom = tariff.discountFrom
        discountShare = tariff.discountShare
        agencyPremium = tariff.agencyPremium
        ratchetShare = tariff.ratchetShare
        fixedMonthly = tariff.fixedMonthly
        minimumMonthly = tariff.minimumMonthly
        minimumYearly = tariff.minimumYearly
        yearEndPrice = tariff.yearEndPrice
        let parts = Parts(tariff)
        hasMore =
            parts.demand || parts.sell
            || tariff.totalUnit != .fen
            || tariff.fixedMonthly | tariff.minimumMonthly | tariff.minimumYearly != 0
        self.numbersAt = Int32(numbersAt)
        var next: Int32 = Int32(Self.limitsAt + 5)
        func block(_ isThere: Bool, _ size: Int32) -> Int32 {
            defer { if isThere { next += size } }
            return isThere ? next : -1
        }
        periodLimitsAt = block(parts.periodLimits, 65)
        sellAt = block(parts.sell, 13)
        agencyAt = block(parts.agency, 13)
        outsideAt = block(parts.outside, 13)
        demandAt = block(parts.demand, Int32(13 * Self.demandStride))
        stride = next
        for month in 0..<12 { seasonOfMonth[month] = tariff.seasonOfMonth[month] }
        for (season, terms) in tariff.seasons.enumerated() {
            for slot in 1..<13 where terms.demand[slot] != nil { demandPeriods[season] |= 1 << UInt16(slot) }
        }
        for tier in 0..<5 { yearLimits[tier] = tariff.yearLimits[tier] }
        for tier in 0..<6 { crossingAdders[tier] = tariff.crossingAdders[tier] }
        for (place, row) in tariff.manyPersons.enumerated() {
            manyPersonsFrom[place] = row.from
            manyPersonsExtra[place] = row.extraPerMonth
        }
        for (place, period) in tariff.freeOrder.enumerated() { freeOrder[place] = period.rawValue }
    }

    /// Which optional parts a tariff's blocks have.
    private struct Parts {
        let periodLimits, sell, agency, outside, demand: Bool
        init(_ tariff: CompiledTariff) {
            periodLimits = tariff.combination == .periodTiers
            sell = tariff.sellScheme != .none
            agency = tariff.agencyPremium > 0
            outside = tariff.seasons.contains { $0.outsideBasePrices.contains { $0 != 0 } }
            demand = tariff.seasons.contains { $0.demand.contains { $0 != nil } }
        }
    }

    /// The blocks of a tariff's seasons, one after the other.
    static func numbers(of tariff: CompiledTariff) -> [Int64] {
        let parts = Parts(tariff)
        var numbers: [Int64] = []
        for season in tariff.seasons {
            numbers += season.prices + season.limits
            if parts.periodLimits { numbers += season.periodLimits }
            if parts.sell { numbers += season.sellPrices }
            if parts.agency { numbers += season.agencyPrices }
            if parts.outside { numbers += season.outsideBasePrices }
            if parts.demand {
                for charge in season.demand {
                    let (limits, prices) = (charge?.limits ?? [], charge?.prices ?? [])
                    numbers.append(Int64(prices.count))
                    numbers += limits + [Int64](repeating: .max, count: 5 - limits.count)
                    numbers += prices + [Int64](repeating: 0, count: 6 - prices.count)
                }
            }
        }
        return numbers
    }

    /// Where the block of a month's season begins.
    @inline(__always)
    func season(of month: BillingMonth) -> Int {
        Int(numbersAt) + Int(seasonOfMonth[Int(month.number) % 12]) * Int(stride)
    }

    /// A tier's upper limit in Wh as a bill has it.
    /// - Parameters:
    ///   - monthly: the season's limit a month, in Wh or Wh per kW.
    ///   - year: the limit of a whole year.
    @inline(__always)
    func limit(_ monthly: Int64, year: Int64, _ usage: UnsafePointer<Usage>) -> Int64 {
        let months: Int64
        var limit: Int64
        if tierBasis == .year {
            months = Int64(usage.pointee.tierMonths)
            limit = months == 12 ? year : monthly * months
        } else {
            months = Int64(usage.pointee.monthsCovered)
            limit =
                tierUnit == .energy ? monthly * months : perDemand(monthly, months, billedDemand(0, usage))
        }
        if usage.pointee.households > 1 { limit *= Int64(usage.pointee.households) }
        if usage.pointee.persons >= manyPersonsFrom[0] {
            var extra: Int64 = 0
            for row in 0..<4 where usage.pointee.persons >= manyPersonsFrom[row] {
                extra = manyPersonsExtra[row]
            }
            limit += extra * months
        }
        return limit
    }

    private func perDemand(_ perKilowatt: Int64, _ months: Int64, _ watts: Int64) -> Int64 {
        let limit = Int128(perKilowatt) * Int128(watts) * Int128(months) / 1_000
        return Int64(Swift.min(limit, Int128(RatingLimit.energy)))
    }

    /// The demand that counts for a period (0: the whole month), in W: the highest of this month, and at least
    /// the ratchet's share of the highest of the eleven before.
    func billedDemand(_ slot: Int, _ usage: UnsafePointer<Usage>) -> Int64 {
        var watts = usage.pointee.demand.values[slot].watts
        if slot == 0 {
            watts = Swift.max(
                watts, usage.pointee.actualDemand.watts, usage.pointee.monthSoFar.demand.watts)
        }
        guard ratchetShare > 0 else { return watts }
        let before = usage.pointee.highestDemand.values[slot].watts
        return Swift.max(watts, share(ratchetShare, of: before))
    }

    /// A share of a demand in whole W.
    func share(_ ppm: Int64, of quantity: Int64) -> Int64 {
        Int64(demandRounding.quotient(Int128(ppm) * Int128(quantity), 1_000_000))
    }
}
