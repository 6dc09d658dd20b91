public import Kernel

/// How a two-part customer chose to pay the basic charge 基本电费 (发改办价格〔2016〕1583号).
@frozen
public enum BasicChargeMode: UInt8, Hashable, Sendable, CaseIterable {
    case none = 0
    case capacity, contractDemand, actualDemand

    /// The stable code that files and records carry.
    public var code: String {
        switch self {
        case .none: "NONE"
        case .capacity: "CAPACITY"
        case .contractDemand: "CONTRACT_DEMAND"
        case .actualDemand: "ACTUAL_DEMAND"
        }
    }

    public init?(code: String) {
        guard let mode = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = mode
    }
}

/// The power factor a customer is held to, by 水电财字〔1983〕215号; `none` for those not assessed.
@frozen
public enum PowerFactorStandard: UInt8, Hashable, Sendable, CaseIterable {
    case none = 0
    case hundredths90, hundredths85, hundredths80

    /// The standard as a factor; nil for customers not assessed.
    @inlinable
    public var factor: PowerFactor? {
        switch self {
        case .none: nil
        case .hundredths90: PowerFactor(hundredths: 90)
        case .hundredths85: PowerFactor(hundredths: 85)
        case .hundredths80: PowerFactor(hundredths: 80)
        }
    }

    /// The standard that is this factor; nil where the notice knows none.
    public init?(factor: PowerFactor) {
        switch factor.hundredths {
        case 90: self = .hundredths90
        case 85: self = .hundredths85
        case 80: self = .hundredths80
        default: return nil
        }
    }
}

/// What earlier settlements of the same month came to, for customers settled two or three times a month; zero
/// for everybody else.
@frozen
public struct MonthSoFar: Hashable, Sendable {
    /// Billed energy of the month's earlier settlements: monthly tiers go on from it.
    public var total: Energy
    /// What was set off of it, and of `MonthPart.energyBefore`, by energy fed back or carried: it fills no tier.
    public var netted: Energy
    public var reactive: ReactiveEnergy
    /// Energy charge of the earlier settlements that lies in the power-factor base: their `RatedBill.energyBase`
    /// added up.
    public var energyBase: Money
    /// Highest demand of the earlier settlements.
    public var demand: Power
    /// Free energy that they gave already.
    public var freeEnergy: Energy
    /// What they came to before anything fed back or carried: their `RatedBill.charges` added up; a monthly minimum
    /// goes on from it.
    public var charges: Money

    @inlinable
    public init() {
        total = .zero
        netted = .zero
        reactive = .zero
        energyBase = .zero
        demand = .zero
        freeEnergy = .zero
        charges = .zero
    }
}

/// One account's billing period, all that rating needs to know of it: the row of a flat array.
///
/// What does not bear on the account's tariff is left at its default. A tariff with one price reads `total`
/// alone; a time-of-use tariff wants `energy` to add up to `total`. What most bills need stands first, so that
/// a household's bill touches the head of its row alone.
@frozen
public struct Usage: Hashable, Sendable {
    /// Index of the tariff version in the `TariffBook`.
    public var tariff: Int32
    /// The month billed; it picks the season.
    public var month: BillingMonth
    /// Billed energy 计费电量, losses and corrections included; drawn from the grid where the customer also feeds
    /// back.
    public var total: Energy
    /// The same by period.
    public var energy: PeriodEnergy
    /// Energy of the tier year before this bill, of the household's every residential point.
    public var yearToDate: Energy
    /// Months the bill covers, 1…12; monthly limits and free energy are multiplied by it.
    public var monthsCovered: UInt8
    /// Months of this tier year the limits are for: 12, fewer for a new connection, 0 while tiers have not
    /// begun (`TierYear`).
    public var tierMonths: UInt8
    /// Registered persons 户籍人口; 0 where unknown.
    public var persons: UInt8
    /// Households behind the meter, 1 or more; tier limits are multiplied by it.
    public var households: UInt8
    /// 低保户 or 五保户: the tariff's free energy.
    public var isLowIncome: Bool
    /// A large household that chose the tariff's surcharge on everything instead of tiers.
    public var choosesSurcharge: Bool
    /// One of those who pay a multiple of the agency purchase price (1.5 倍代理购电用户).
    public var paysAgencyMultiple: Bool
    /// Whether this is the month's last or only settlement: the one that takes basic, demand and fixed charges,
    /// minimum and power factor, on the month's totals.
    public var isLastSettlement: Bool
    /// Whether the bill is the last of the tariff's year: the yearly minimum and what was fed back are settled.
    public var isLastOfYear: Bool
    /// Whether anything stands in `fedBack` or `carriedEnergy`: bills without need not look at their slots.
    public private(set) var feedsBack: Bool
    public var powerFactorStandard: PowerFactorStandard
    /// Place of the power-factor table in the `TariffBook`; `tableOfMonth` takes the one that holds on the last day of
    /// `month`.
    public var powerFactorTable: UInt8
    public var basicChargeMode: BasicChargeMode
    /// Days of the period, 1…366.
    public var daysInPeriod: UInt16
    /// Days of the period in service, at most `daysInPeriod`; fewer in the month of connection or end.
    public var daysInService: UInt16
    /// Reactive energy, forward and reverse together, for the power factor.
    public var reactive: ReactiveEnergy
    /// Running capacity 运行容量, transformers and high-voltage motors (1 kW = 1 kVA).
    public var capacity: ApparentPower
    /// Contract capacity 合同容量, for the discount on the demand price; zero where `capacity` is the same.
    public var contractCapacity: ApparentPower
    /// Contract maximum demand 合同最大需量.
    public var contractDemand: Power
    /// Highest demand of the period, after the multiplier.
    public var actualDemand: Power
    /// Loss energy 变损, 线损 that `total` and `energy` contain; information for whoever explains the bill.
    public var lossEnergy: Energy
    public var monthSoFar: MonthSoFar
    /// What the year's earlier bills came to before anything fed back or carried, for a yearly minimum: their
    /// `RatedBill.charges` added up.
    public var yearAmount: Money
    /// Credit in money that earlier months carried over, zero or more.
    public var carriedMoney: Money
    /// Highest demand of each price period, for demand charges by time of use.
    public var demand: PeriodDemand
    /// Whether a zero in `demand` was metered. Else a tariff that charges the periods' demand refuses a bill whose charged
    /// periods have energy and none has a demand.
    public var knowsPeriodDemand: Bool
    /// Highest demand of the eleven months before, the slot `total` for the flat demand charge, the periods for
    /// those by time of use.
    public var highestDemand: PeriodDemand
    /// Energy fed back to the grid, by period; for a tariff with one price in the slot `total`.
    public var fedBack: PeriodEnergy { didSet { noteFeeding() } }
    /// Credit in energy that earlier months carried over, slots as in `fedBack`.
    public var carriedEnergy: PeriodEnergy { didSet { noteFeeding() } }
    /// Months of the year that a yearly minimum is for: 12, fewer where the account ends inside it.
    public var yearMonths: UInt8
    /// Whether it is the account's last bill of all: there is none to carry a credit to, which is paid unless the tariff
    /// takes it. It is the year's last one whether or not `isLastOfYear` says so.
    public var isFinalBill: Bool
    /// Capacities that ran parts of the month; read in the mode by capacity, where `capacity` serves if empty.
    public var capacityStates: CapacityStates
    /// Where the usage is a part of a divided month (`TariffBook.rate(parts:at:in:)`), its place in it.
    public var part: MonthPart
    /// Energy by period of the month's earlier parts and settlements, less what was set off, the sum of `monthSoFar.total` and `part.energyBefore` less `monthSoFar.netted`: tiers by
    /// period go on from it. Read where the tariff has such tiers.
    public var energySoFar: PeriodEnergy

    public static let tableOfMonth: UInt8 = 255

    /// A whole month under a tariff, everything else at its default.
    public init(tariff: Int32, month: BillingMonth, total: Energy, energy: PeriodEnergy = PeriodEnergy()) {
        self.tariff = tariff
        self.month = month
        self.total = total
        self.energy = energy
        yearToDate = .zero
        monthsCovered = 1
        tierMonths = 12
        persons = 0
        households = 1
        isLowIncome = false
        choosesSurcharge = false
        paysAgencyMultiple = false
        isLastSettlement = true
        isLastOfYear = false
        feedsBack = false
        powerFactorStandard = .none
        powerFactorTable = Self.tableOfMonth
        basicChargeMode = .none
        daysInPeriod = 30
        daysInService = 30
        reactive = .zero
        capacity = .zero
        contractCapacity = .zero
        contractDemand = .zero
        actualDemand = .zero
        lossEnergy = .zero
        monthSoFar = MonthSoFar()
        yearAmount = .zero
        carriedMoney = .zero
        demand = PeriodDemand()
        knowsPeriodDemand = false
        highestDemand = PeriodDemand()
        fedBack = PeriodEnergy()
        carriedEnergy = PeriodEnergy()
        yearMonths = 12
        isFinalBill = false
        capacityStates = CapacityStates()
        part = MonthPart()
        energySoFar = PeriodEnergy()
    }

    /// Whether a credit in money or energy may have been handed in: every bill uses it or hands it on, whatever its
    /// tariff.
    public var handsCredit: Bool { feedsBack || !carriedMoney.isZero }

    private mutating func noteFeeding() {
        feedsBack = fedBack != PeriodEnergy() || carriedEnergy != PeriodEnergy()
    }
}
