public import Kernel

/// What a line of a bill is for.
@frozen
public enum LineKind: UInt8, Hashable, Sendable, CaseIterable {
    /// Energy at the published price of its period and tier; quantity in Wh.
    case energy = 0
    /// What the energy of a higher tier pays on top in a month that crosses a limit; quantity in Wh.
    case tierAdder
    /// Free energy of a low-income household, at no price; quantity in Wh.
    case freeEnergy
    /// The surcharge a large household chose instead of tiers; quantity in Wh.
    case surcharge
    /// The basic charge; quantity in VA by capacity, in W by demand.
    case basic
    /// Demand above the contract's allowance; quantity in W.
    case overshoot
    /// Power-factor adjustment; quantity is the base in fen, the factor is the percent.
    case powerFactor
    /// The difference between the rounded total and the rounded lines, where a tariff rounds only the total.
    case rounding
    /// What those pay on top who pay a multiple of the agency purchase price; quantity in Wh, the price is the
    /// component's.
    case agencyPremium
    /// Energy drawn that energy fed back sets off, at no price; quantity in Wh.
    case netted
    /// A demand charge besides the basic charge; quantity in W.
    case demand
    /// A fixed charge; quantity in thousandths, the price is for a month.
    case fixed
    /// What tops the month up to its minimum: minimum × factor − quantity; quantity is what the month came to before,
    /// its earlier settlements and this bill's lines, in fen.
    case minimum
    /// The same for the year; quantity is the year's bills and this one's lines before, in fen.
    case yearMinimum
    /// Energy fed back at the sell price, its factor −1; quantity in Wh.
    case feedIn
    /// Credit of earlier months used, its factor −1; quantity in fen.
    case creditUsed
    /// Credit that goes on to the next month; quantity in fen.
    case creditCarried
    /// Credit that the year's end takes; quantity in fen.
    case creditForfeited
    /// Energy credit paid at the year's end, its factor −1; quantity in Wh.
    case yearEnd
    /// What the bill's total is rounded by, where the tariff has it in jiao; quantity is the sum of the lines before
    /// in fen.
    case totalRounding

    /// The stable code that stored lines carry.
    public var code: String {
        switch self {
        case .energy: "ENERGY"
        case .tierAdder: "TIER_ADDER"
        case .freeEnergy: "FREE_ENERGY"
        case .surcharge: "SURCHARGE"
        case .basic: "BASIC"
        case .overshoot: "OVERSHOOT"
        case .powerFactor: "POWER_FACTOR"
        case .rounding: "ROUNDING"
        case .agencyPremium: "AGENCY_PREMIUM"
        case .netted: "NETTED"
        case .demand: "DEMAND"
        case .fixed: "FIXED"
        case .minimum: "MINIMUM"
        case .yearMinimum: "YEAR_MINIMUM"
        case .feedIn: "FEED_IN"
        case .creditUsed: "CREDIT_USED"
        case .creditCarried: "CREDIT_CARRIED"
        case .creditForfeited: "CREDIT_FORFEITED"
        case .yearEnd: "YEAR_END"
        case .totalRounding: "TOTAL_ROUNDING"
        }
    }
}

/// One line of a bill: quantity × unit price × factor = amount, rounded to the fen by the tariff's rule.
@frozen
public struct RatedLine: Hashable, Sendable {
    public let kind: LineKind
    /// `total` where the line is for all hours.
    public let period: TouPeriod
    /// From 1; 0 where the line is not of one tier.
    public let tier: UInt8
    /// 30 or a multiple of it for a share of a month, 1 000 000 for the power factor's percent, else mostly 1.
    public let factorDenominator: Int32
    public let factorNumerator: Int32
    /// In the smallest unit that the kind names: Wh, VA, W, thousandths or fen.
    public let quantity: Int64
    /// 1e-8 yuan per kWh, kVA, kW or month; 0 where the quantity is in fen.
    public let unitPrice: Int64
    public let amount: Money

    @inlinable
    public init(
        kind: LineKind, period: TouPeriod, tier: UInt8, factorNumerator: Int32, factorDenominator: Int32,
        quantity: Int64, unitPrice: Int64, amount: Money
    ) {
        self.kind = kind
        self.period = period
        self.tier = tier
        self.factorNumerator = factorNumerator
        self.factorDenominator = factorDenominator
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.amount = amount
    }
}

/// One bill of a batch, in the order of its usages.
@frozen
public struct RatedBill: Hashable, Sendable {
    /// Why the usage cannot be rated; then everything else is zero and there are no lines.
    public internal(set) var refusal: RatingRefusal?
    /// The highest tier that the bill's energy reached, from 1; 0 where tiers do not apply.
    public internal(set) var tierReached: UInt8
    /// Hundredths; below zero where not assessed.
    @usableFromInline var factorHundredths: Int16
    /// Where the bill's lines begin in the batch.
    public internal(set) var lineStart: Int32
    public internal(set) var lineCount: Int32
    public internal(set) var tariff: Int32
    /// Energy that is priced: what was drawn, less what was set off.
    public internal(set) var energy: Energy
    /// All lines together; always their exact sum.
    public internal(set) var total: Money
    /// Energy, tier, surcharge, rounding and agency premium lines.
    public internal(set) var energyAmount: Money
    /// Basic charge with overshoot.
    public internal(set) var basicCharge: Money
    /// Government funds that `energyAmount` contains (其中), on the energy that is not free.
    public internal(set) var fundsIncluded: Money
    public internal(set) var adjustmentPercent: Percent
    /// Basic charge and energy charge without the funds: what the percent is taken of.
    public internal(set) var adjustmentBase: Money
    public internal(set) var powerFactorAdjustment: Money
    /// The part of `energyAmount` that lies in the power-factor base; what a month's last settlement wants of
    /// the earlier ones (`MonthSoFar`). Zero where not assessed.
    public internal(set) var energyBase: Money
    /// Demand, fixed, minimum, feed-in and credit lines.
    public internal(set) var otherAmount: Money
    /// The bill before anything fed back or carried is set against it: what a month's and a year's minimum add up.
    public internal(set) var charges: Money
    /// Credit in money for the next month; what its bill hands in.
    public internal(set) var carriedMoney: Money
    /// Place of the energy credit in the batch; −1 where there is none.
    @usableFromInline var carriedAt: Int32
    /// The tier year's energy after this bill; what the next bill hands in.
    public internal(set) var yearToDate: Energy

    init() {
        refusal = nil
        tierReached = 0
        factorHundredths = -1
        lineStart = 0
        lineCount = 0
        tariff = 0
        energy = .zero
        total = .zero
        energyAmount = .zero
        basicCharge = .zero
        fundsIncluded = .zero
        adjustmentPercent = .zero
        adjustmentBase = .zero
        powerFactorAdjustment = .zero
        energyBase = .zero
        otherAmount = .zero
        charges = .zero
        carriedMoney = .zero
        carriedAt = -1
        yearToDate = .zero
    }

    /// The bill of a usage that was refused when a part of it was rated already.
    init(refused refusal: RatingRefusal, from bill: RatedBill) {
        self.init()
        self.refusal = refusal
        lineStart = bill.lineStart
        tariff = bill.tariff
    }

    /// The month's power factor; nil where the customer is not assessed or used nothing.
    @inlinable
    public var powerFactor: PowerFactor? {
        factorHundredths < 0 ? nil : PowerFactor(hundredths: Int64(factorHundredths))
    }

    @inlinable public var lines: Range<Int> { Int(lineStart)..<Int(lineStart) + Int(lineCount) }
}

/// The bills and lines of one call of `TariffBook.rate`, in flat arrays that are kept from call to call.
@frozen
public struct RatedBatch: Sendable {
    public internal(set) var bills: [RatedBill] = []
    public internal(set) var lines: [RatedLine] = []
    /// Energy credits for the next month of the few bills that have one.
    @usableFromInline var carried: [PeriodEnergy] = []

    /// An empty batch; the first call makes room, later ones of the same size do not allocate.
    public init() {}

    /// Takes an array out of the batch without copying it.
    static func moved<Element>(_ array: inout [Element]) -> [Element] {
        let taken = array
        array = []
        return taken
    }

    /// The lines of one of this batch's bills.
    @inlinable public func lines(of bill: RatedBill) -> ArraySlice<RatedLine> { lines[bill.lines] }

    /// The energy credit that one of this batch's bills hands to the next month, as `Usage.carriedEnergy` wants
    /// it.
    @inlinable public func carriedEnergy(of bill: RatedBill) -> PeriodEnergy {
        bill.carriedAt < 0 ? PeriodEnergy() : carried[Int(bill.carriedAt)]
    }
}
