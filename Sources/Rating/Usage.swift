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

/// One account's billing period, all that rating needs to know of it: the row of a flat array.
///
/// What does not bear on the account's tariff is left at its default. A tariff with one price reads `total`
/// alone; a time-of-use tariff wants `energy` to add up to `total`.
@frozen
public struct Usage: Hashable, Sendable {
    /// Index of the tariff version in the `TariffBook`.
    public var tariff: Int32
    /// The month billed; it picks the season of monthly tiers.
    public var month: BillingMonth
    /// Billed energy 计费电量.
    public var total: Energy
    public var energy: PeriodEnergy
    /// Reactive energy, forward and reverse together, for the power factor.
    public var reactive: ReactiveEnergy
    /// Energy of the tier year before this bill.
    public var yearToDate: Energy
    /// Running capacity 运行容量, transformers and high-voltage motors (1 kW = 1 kVA).
    public var capacity: ApparentPower
    /// Contract maximum demand 合同最大需量.
    public var contractDemand: Power
    /// Highest 15-minute demand of the period, after the multiplier.
    public var actualDemand: Power
    /// Months the bill covers, 1…12; monthly limits and free energy are multiplied by it.
    public var monthsCovered: UInt8
    /// Months of this tier year the limits are for: 12, fewer for a new connection, 0 while tiers have not
    /// begun (`TierYear`).
    public var tierMonths: UInt8
    /// Registered persons 户籍人口; 0 where unknown.
    public var persons: UInt8
    /// 低保户 or 五保户: the tariff's free energy.
    public var isLowIncome: Bool
    /// A large household that chose the tariff's surcharge on everything instead of tiers.
    public var choosesSurcharge: Bool
    /// Days of the period, 1…366.
    public var daysInPeriod: UInt16
    /// Days of the period in service, at most `daysInPeriod`; fewer in the month of connection or end.
    public var daysInService: UInt16
    public var powerFactorStandard: PowerFactorStandard
    public var basicChargeMode: BasicChargeMode

    /// A whole month under a tariff, everything else at its default.
    @inlinable
    public init(tariff: Int32, month: BillingMonth, total: Energy, energy: PeriodEnergy = PeriodEnergy()) {
        self.tariff = tariff
        self.month = month
        self.total = total
        self.energy = energy
        reactive = .zero
        yearToDate = .zero
        capacity = .zero
        contractDemand = .zero
        actualDemand = .zero
        monthsCovered = 1
        tierMonths = 12
        persons = 0
        isLowIncome = false
        choosesSurcharge = false
        daysInPeriod = 30
        daysInService = 30
        powerFactorStandard = .none
        basicChargeMode = .none
    }
}
