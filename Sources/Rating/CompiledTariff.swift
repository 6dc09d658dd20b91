public import Kernel

/// One version of one tariff as numbers, made once when the catalogue is loaded; `TariffBook` lays it out flat
/// for the inner loop and checks every value before the first bill.
///
/// Prices in 1e-8 yuan per kWh, energies in Wh, shares in parts per million.
public struct CompiledTariff: Sendable {
    /// Most tiers a tariff may have; the national frame (发改价格〔2011〕2617号) has three.
    @inlinable public static var greatestTierCount: Int { 6 }

    /// Bit n set: period with raw value n has a price. One price for all hours is bit 0 alone.
    public var periods: UInt16 = 1
    public var tierCount: UInt8 = 1
    public var tierBasis: TierBasis = .none
    public var tierUnit: TierUnit = .energy
    public var combination: TierCombination = .none
    /// First month of the tier year, 1…12.
    public var tierYearStart: UInt8 = 1
    /// How lines or their total become fen.
    public var rounding: Rounding = .halfUp
    public var roundingPlace: RoundingPlace = .perLine
    /// How a share of a demand becomes whole W.
    public var demandRounding: Rounding = .halfUp
    /// How the power factor becomes hundredths; half up or down.
    public var powerFactorRounding: Rounding = .halfUp
    /// How the power-factor adjustment becomes fen.
    public var adjustmentRounding: Rounding = .halfUp
    /// What a bill's total is a multiple of, rounded by `rounding`.
    public var totalUnit: TotalUnit = .fen
    /// How a cycle is billed inside which this version begins.
    public var change: VersionChange = .byReading
    /// One to twelve.
    public var seasons = [SeasonTerms()]
    /// `[month − 1]`, place in `seasons`.
    public var seasonOfMonth = [UInt8](repeating: 0, count: 12)
    /// Whether the class takes part in the power-factor adjustment at all.
    public var adjustsPowerFactor = false
    /// Bit n set: basic charge mode with raw value n is offered; bit 0 alone for a tariff without one.
    public var basicChargeModes: UInt8 = 1
    public var overshootBase: OvershootBase = .contract
    /// `[tier]`, what a kWh of the tier pays above the first tier's price in a month that crosses a limit.
    public var crossingAdders = [Int64](repeating: 0, count: 6)
    /// `[tier]`, upper limit of the tier for a whole year.
    public var yearLimits = [Int64](repeating: 0, count: 5)
    /// Households of so many persons have limits higher by so many Wh a month; rising, at most four.
    public var manyPersons: [(from: UInt8, extraPerMonth: Int64)] = []
    /// A household of so many may choose a surcharge instead of tiers; 255 where there is no such rule.
    public var surchargeFrom: UInt8 = 255
    public var surchargePrice: Int64 = 0
    /// Free energy of a low-income household a month, taken from the periods in this order.
    public var freePerMonth: Int64 = 0
    public var freeOrder: [TouPeriod] = []
    /// 1e-8 yuan per kVA and month.
    public var capacityPrice: Int64 = 0
    /// 1e-8 yuan per kW and month.
    public var demandPrice: Int64 = 0
    /// 1 050 000: above 105 % of the contract the overshoot begins.
    public var overshootShare: Int64 = 1_050_000
    /// How many times the price the part above pays.
    public var overshootMultiple: Int32 = 2
    /// kWh per kVA of contract capacity from which the demand price has a discount; 0 where there is none.
    public var discountFrom: Int64 = 0
    /// 900 000: the part of the demand price that is then paid.
    public var discountShare: Int64 = 1_000_000
    /// Sum of the government funds inside the price (其中), per kWh.
    public var fundPrice: Int64 = 0
    /// Sum of the components inside the price that stay out of the power-factor base whatever the hour, per kWh;
    /// those that float are a season's `outsideBasePrices`.
    public var outsideBasePrice: Int64 = 0
    /// 500 000: what those pay on top who pay 1.5 times the agency price; 0 where there is no such group.
    public var agencyPremium: Int64 = 0
    /// 1e-8 yuan a month.
    public var fixedMonthly: Int64 = 0
    public var minimumMonthly: Int64 = 0
    /// 1e-8 yuan a year.
    public var minimumYearly: Int64 = 0
    /// Month of the year's last bill, 1…12.
    public var yearEndsInMonth: UInt8 = 12
    /// Demand charges count at least this share of the highest of the last eleven months.
    public var ratchetShare: Int64 = 0
    public var sellScheme: SellScheme = .none
    public var yearEndRule: YearEndRule = .carry
    /// 1e-8 yuan per kWh of energy credit that is paid: at the year's end, or with the final bill where it is carried.
    public var yearEndPrice: Int64 = 0

    public init() {}

    /// The published price of a period in a tier (from 0) and a month; nil where the tariff has none.
    /// - Parameter month: 1…12; where the tariff has no seasons any month will do.
    public func price(_ period: TouPeriod, tier: Int = 0, month: Int = 1) -> Price? {
        guard hasPrice(period), (0..<Int(tierCount)).contains(tier), (1...12).contains(month) else {
            return nil
        }
        return Price(units: season(month).prices[tier * TouPeriod.count + Int(period.rawValue)])
    }

    /// The season of a month, 1…12.
    public func season(_ month: Int) -> SeasonTerms { seasons[Int(seasonOfMonth[month - 1])] }

    @inlinable public func hasPrice(_ period: TouPeriod) -> Bool {
        periods >> UInt16(period.rawValue) & 1 == 1
    }
    @inlinable public func offers(_ mode: BasicChargeMode) -> Bool {
        basicChargeModes >> mode.rawValue & 1 == 1
    }
    /// Whether the tariff knows times of use.
    @inlinable public var isTimeOfUse: Bool { periods & 1 == 0 }

    /// The upper limits of all tiers but the last that a bill is held against, in the order of tiers.
    ///
    /// Yearly limits for `usage.tierMonths` months, monthly ones for `usage.monthsCovered`, with the extra
    /// energy of a large household; empty where tiers do not apply, or where each period has limits of its own.
    public func tierLimits(for usage: Usage) -> [Energy] {
        guard tierBasis != .none, usage.tierMonths > 0, combination != .periodTiers else { return [] }
        let flat = FlatTariff(self, numbersAt: 0)
        let numbers = FlatTariff.numbers(of: self)
        return numbers.withUnsafeBufferPointer { numbers in
            let season = numbers.baseAddress! + flat.season(of: usage.month)
            return withUnsafePointer(to: usage) { usage in
                (0..<Int(tierCount) - 1).map {
                    Energy(
                        wattHours: flat.limit(
                            season[FlatTariff.limitsAt + $0], year: flat.yearLimits[$0], usage))
                }
            }
        }
    }
}
