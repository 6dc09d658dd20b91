public import Kernel

/// What a tariff's tier limits are counted over.
@frozen
public enum TierBasis: UInt8, Hashable, Sendable {
    case none = 0
    case month, year
}

/// Where a tariff rounds to the fen.
@frozen
public enum RoundingPlace: UInt8, Hashable, Sendable {
    /// Each line, then the lines are summed (四舍五入 per line).
    case perLine = 0
    /// The energy lines are summed unrounded and only their total is rounded (Shenzhen); a `rounding` line
    /// carries the difference, so that the lines still add up to the bill.
    case total
}

/// What is paid once demand exceeds its allowance: 发改办价格〔2016〕1583号 is read in two ways.
@frozen
public enum OvershootBase: UInt8, Hashable, Sendable {
    /// The contract value, and twice the part above 105 %.
    case contract = 0
    /// 105 % of the contract value, and twice the part above it.
    case band
}

/// One version of one tariff as flat numbers: what the inner loop reads, made once when the catalogue is
/// loaded.
///
/// Prices in 1e-8 yuan per kWh, energies in Wh, shares in parts per million. `TariffBook` checks every value
/// before the first bill.
@frozen
public struct CompiledTariff: Sendable {
    /// Most tiers a tariff may have; the national frame (发改价格〔2011〕2617号) has three.
    @inlinable public static var greatestTierCount: Int { 4 }

    /// Bit n set: period with raw value n has a price. One price for all hours is bit 0 alone.
    public var periods: UInt16 = 1
    public var tierCount: UInt8 = 1
    public var tierBasis: TierBasis = .none
    public var rounding: Rounding = .halfUp
    public var roundingPlace: RoundingPlace = .perLine
    /// Whether the class takes part in the power-factor adjustment at all.
    public var adjustsPowerFactor = false
    /// Bit n set: basic charge mode with raw value n is offered; bit 0 alone for a tariff without one.
    public var basicChargeModes: UInt8 = 1
    public var overshootBase: OvershootBase = .contract
    /// `[tier × 13 + period]`, published absolute prices.
    public var prices = InlineArray<52, Int64>(repeating: 0)
    /// `[tier]`, what a kWh of the tier pays above the first tier's price in a month that crosses a limit.
    public var crossingAdders = InlineArray<4, Int64>(repeating: 0)
    /// `[tier]`, upper limit of the tier for a whole year.
    public var yearLimits = InlineArray<3, Int64>(repeating: 0)
    /// `[(month − 1) × 3 + tier]`, upper limit of the tier for a month.
    public var monthLimits = InlineArray<36, Int64>(repeating: 0)
    /// A household of so many persons has higher limits; 255 where there is no such rule.
    public var manyPersonsFrom: UInt8 = 255
    public var extraPerMonth: Int64 = 0
    /// A household of so many may choose a surcharge instead of tiers; 255 where there is no such rule.
    public var surchargeFrom: UInt8 = 255
    public var surchargePrice: Int64 = 0
    /// Free energy of a low-income household a month, taken from the periods in this order, raw values, 255
    /// ends it.
    public var freePerMonth: Int64 = 0
    public var freeOrder = InlineArray<13, UInt8>(repeating: 255)
    /// 1e-8 yuan per kVA and month.
    public var capacityPrice: Int64 = 0
    /// 1e-8 yuan per kW and month.
    public var demandPrice: Int64 = 0
    /// 1 050 000: above 105 % of the contract the overshoot begins.
    public var overshootShare: Int64 = 1_050_000
    /// How many times the price the part above pays.
    public var overshootMultiple: Int32 = 2
    /// 400 000: the contract demand counts as at least 40 % of the capacity.
    public var floorShare: Int64 = 400_000
    /// Sum of the government funds inside the price (其中), per kWh.
    public var fundPrice: Int64 = 0
    /// Sum of the components inside the price that stay out of the power-factor base, per kWh.
    public var outsideBasePrice: Int64 = 0

    public init() {}

    /// The published price of a period in a tier (from 0); nil where the tariff has none.
    public func price(_ period: TouPeriod, tier: Int = 0) -> Price? {
        guard hasPrice(period), (0..<Int(tierCount)).contains(tier) else { return nil }
        return Price(units: prices[tier * TouPeriod.count + Int(period.rawValue)])
    }

    @inlinable public func hasPrice(_ period: TouPeriod) -> Bool { periods >> period.rawValue & 1 == 1 }
    @inlinable public func offers(_ mode: BasicChargeMode) -> Bool {
        basicChargeModes >> mode.rawValue & 1 == 1
    }
    /// Whether the tariff knows times of use.
    @inlinable public var isTimeOfUse: Bool { periods & 1 == 0 }

    /// The upper limits of all tiers but the last that a bill is held against, in the order of tiers.
    ///
    /// Yearly limits for `usage.tierMonths` months, monthly ones for `usage.monthsCovered`, with the extra
    /// energy of a large household; empty where tiers do not apply.
    public func tierLimits(for usage: Usage) -> [Energy] {
        guard tierBasis != .none, usage.tierMonths > 0 else { return [] }
        return (0..<Int(tierCount) - 1).map { Energy(wattHours: limit($0, for: usage)) }
    }

    @inline(__always)
    func limit(_ tier: Int, for usage: borrowing Usage) -> Int64 {
        let months: Int64
        var limit: Int64
        if tierBasis == .year {
            months = Int64(usage.tierMonths)
            limit = months == 12 ? yearLimits[tier] : monthLimits[tier] * months
        } else {
            months = Int64(usage.monthsCovered)
            limit = monthLimits[(usage.month.month - 1) * 3 + tier] * months
        }
        if usage.persons >= manyPersonsFrom { limit += extraPerMonth * months }
        return limit
    }
}
