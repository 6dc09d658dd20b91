/// What a tariff's tier limits are counted over.
@frozen
public enum TierBasis: UInt8, Hashable, Sendable {
    case none = 0
    case month, year
}

/// What a tier limit is a number of.
@frozen
public enum TierUnit: UInt8, Hashable, Sendable {
    /// Wh.
    case energy = 0
    /// Wh for each kW of the month's highest demand.
    case energyPerDemand
}

/// How tiers and times of use combine; the tariff names it.
@frozen
public enum TierCombination: UInt8, Hashable, Sendable, CaseIterable {
    /// One price for all hours, or no tiers: nothing to combine.
    case none = 0
    /// Each period fills tiers of its own.
    case periodTiers
    /// The total fills the tiers, and each tier's energy is shared over the periods in proportion.
    case proportional
    /// A bill that crosses a limit pays the first tier's prices and adders whatever the period
    /// (沪发改价管〔2012〕020号, note 2).
    case crossingAdders
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

/// What a bill's total is a multiple of.
@frozen
public enum TotalUnit: Int64, Hashable, Sendable {
    case fen = 1
    /// 0.1 yuan 逢分进角: what counters without small coin take.
    case jiao = 10
}

/// What is paid once demand exceeds its allowance: 发改办价格〔2016〕1583号 is read in two ways.
@frozen
public enum OvershootBase: UInt8, Hashable, Sendable {
    /// The contract value, and twice the part above 105 %.
    case contract = 0
    /// 105 % of the contract value, and twice the part above it.
    case band
}

/// How energy fed back to the grid is paid.
@frozen
public enum SellScheme: UInt8, Hashable, Sendable, CaseIterable {
    case none = 0
    /// Set off against energy drawn, period by period; what is left is carried as energy.
    case netMeteringEnergy
    /// The same, but what is left is worth the sell price and carried as money.
    case netMeteringMoney
    /// All that is fed back is paid with the bill, which may become negative.
    case netBilling
    /// The same, but what exceeds the bill is carried as money.
    case netBillingCarried
    /// All generation is sold and all consumption bought.
    case buyAllSellAll

    /// Whether energy drawn and fed back are set off against each other.
    @inlinable public var nets: Bool { self == .netMeteringEnergy || self == .netMeteringMoney }
    /// Whether money is carried to the next month.
    @inlinable public var carriesMoney: Bool { self == .netMeteringMoney || self == .netBillingCarried }
}

/// What becomes of a credit with the year's last bill.
@frozen
public enum YearEndRule: UInt8, Hashable, Sendable {
    case carry = 0
    case pay, forfeit
}

/// A cycle inside which a version begins.
@frozen
public enum VersionChange: UInt8, Hashable, Sendable, CaseIterable {
    /// The reading decides: the whole bill at the version in force on its day.
    case byReading = 0
    /// Divided at the register frozen at 00:00 of the first day.
    case byFrozen
    /// Divided by days.
    case byDays

    /// The stable code that files carry.
    public var code: String {
        switch self {
        case .byReading: "BY_READING"
        case .byFrozen: "BY_FROZEN"
        case .byDays: "BY_DAYS"
        }
    }
}

/// A demand charge: each tier's part of the demand pays its price.
public struct DemandTiers: Hashable, Sendable {
    /// Upper limits of all tiers but the last, in W, rising.
    public var limits: [Int64]
    /// 1e-8 yuan per kW and month, one more than limits.
    public var prices: [Int64]

    public init(limits: [Int64], prices: [Int64]) {
        self.limits = limits
        self.prices = prices
    }
}

/// What may differ from season to season.
public struct SeasonTerms: Hashable, Sendable {
    /// `[tier × 13 + period]`, published absolute prices in 1e-8 yuan per kWh.
    public var prices = [Int64](repeating: 0, count: 6 * 13)
    /// `[tier]`, upper limit a month in Wh, or in Wh per kW.
    public var limits = [Int64](repeating: 0, count: 5)
    /// `[period × 5 + tier]`, for `TierCombination.periodTiers`.
    public var periodLimits = [Int64](repeating: 0, count: 13 * 5)
    /// `[period]`, on the period's own highest demand; `total` is the month's.
    public var demand = [DemandTiers?](repeating: nil, count: 13)
    /// `[period]`, 1e-8 yuan per kWh fed back.
    public var sellPrices = [Int64](repeating: 0, count: 13)
    /// `[period]`, what the agency component costs in the period, in 1e-8 yuan per kWh.
    public var agencyPrices = [Int64](repeating: 0, count: 13)
    /// `[period]`, components outside the power-factor base that rise and fall with the time of use, in 1e-8 yuan
    /// per kWh; on top of `CompiledTariff.outsideBasePrice`.
    public var outsideBasePrices = [Int64](repeating: 0, count: 13)

    public init() {}
}
