public import Kernel

/// What is taken from a main meter for the points behind it 定量, 定比, 总分, in that order always.
///
/// Fixed quantities first; then fixed ratios, each of the main meter's energy less the fixed quantities and in whole
/// kWh, half up; then what sub-meters read. Fixed quantities and ratios are billed to the points that they are for.
public struct SubMeterDeduction: Hashable, Sendable {
    /// 定量.
    public var fixedQuantities: [Energy]
    /// 定比.
    public var fixedRatios: [Percent]
    /// 总分: energies of sub-meters.
    public var subMeters: [Energy]

    public init(fixedQuantities: [Energy] = [], fixedRatios: [Percent] = [], subMeters: [Energy] = []) {
        self.fixedQuantities = fixedQuantities
        self.fixedRatios = fixedRatios
        self.subMeters = subMeters
    }

    /// What came of a deduction.
    public struct Result: Hashable, Sendable {
        /// Of each ratio, in the order given.
        public let ratioEnergies: [Energy]
        /// What is left to bill at the main meter; zero where `isShort`.
        public let billed: Energy
        /// The deductions are more than the main meter read 总表电量小于子表电量: a case for a person.
        public let isShort: Bool
    }

    /// - Returns: nil where anything is negative, beyond 100 TWh, or a ratio above the whole.
    public func result(main: Energy) -> Result? {
        let energies = Energy.zero...Energy(units: RatingLimit.energy)
        guard energies.contains(main), (fixedQuantities + subMeters).allSatisfy(energies.contains),
            fixedRatios.allSatisfy({ (0...1_000_000).contains($0.ppm) }),
            fixedQuantities.count + fixedRatios.count + subMeters.count <= 10_000
        else { return nil }
        let rest = main - fixedQuantities.total()
        let ratios = fixedRatios.map { ratio in
            let product = Int128(Swift.max(rest, .zero).wattHours) * Int128(ratio.ppm)
            return Energy(kilowattHours: Int64(Rounding.halfUp.quotient(product, 1_000_000_000)))
        }
        let left = rest - ratios.total() - subMeters.total()
        return Result(ratioEnergies: ratios, billed: Swift.max(left, .zero), isShort: left.isNegative)
    }

    /// Takes energy without periods from a main meter with periods: from flat first, then from the other periods in
    /// their order.
    /// - Returns: nil where anything is negative, or the periods have less than that.
    public static func taking(_ energy: Energy, from periods: PeriodEnergy) -> PeriodEnergy? {
        guard !energy.isNegative else { return nil }
        var result = periods
        var left = energy
        for period in [.flat] + TouPeriod.allCases.filter({ $0 != .flat && $0 != .total }) {
            guard !periods[period].isNegative else { return nil }
            let part = Swift.min(left, periods[period])
            result[period] = periods[period] - part
            left -= part
        }
        return left.isZero ? result : nil
    }
}
