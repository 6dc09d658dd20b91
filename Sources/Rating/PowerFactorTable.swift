public import Kernel

/// The percent by which the power factor raises or lowers the bill, for each standard and each hundredth.
///
/// The numbers come from 水电财字〔1983〕215号 as data; this is their flat form.
public struct PowerFactorTable: Sendable {
    /// `[(standard − 1) × 101 + hundredths]`, parts per million.
    let percents: [Int32]

    /// A run of neighbouring factors, from high to low: `first` at `from`, then `step` more for each
    /// hundredth less.
    public struct Run: Hashable, Sendable {
        public let standard: PowerFactorStandard
        public let from: PowerFactor
        public let to: PowerFactor
        public let first: Percent
        public let step: Percent

        public init(
            standard: PowerFactorStandard, from: PowerFactor, to: PowerFactor, first: Percent, step: Percent
        ) {
            self.standard = standard
            self.from = from
            self.to = to
            self.first = first
            self.step = step
        }
    }

    /// Nil unless the runs give every factor 0.00…1.00 of the three standards exactly one percent within
    /// ±1000 %.
    public init?(runs: [Run]) {
        var table = [Int32?](repeating: nil, count: Self.size)
        for run in runs {
            let (from, to) = (run.from.hundredths, run.to.hundredths)
            guard run.standard != .none, (0...100).contains(from), (0...100).contains(to), to <= from,
                Self.bounds.contains(run.first.ppm), Self.bounds.contains(run.step.ppm)
            else { return nil }
            for hundredths in to...from {
                let ppm = run.first.ppm + run.step.ppm * (from - hundredths)
                let slot = (Int(run.standard.rawValue) - 1) * 101 + Int(hundredths)
                guard table[slot] == nil, Self.bounds.contains(ppm) else { return nil }
                table[slot] = Int32(ppm)
            }
        }
        percents = table.compactMap { $0 }
        guard percents.count == Self.size else { return nil }
    }

    /// A percent for each hundredth of each standard.
    static let size = 303

    private static let bounds: ClosedRange<Int64> = -10_000_000...10_000_000

    /// The adjustment for a factor held to a standard; nil where the customer is not assessed or the factor
    /// is outside 0.00…1.00. Negative lowers the bill.
    public func percent(standard: PowerFactorStandard, factor: PowerFactor) -> Percent? {
        guard standard != .none, (0...100).contains(factor.hundredths) else { return nil }
        return Percent(ppm: Int64(percents[(Int(standard.rawValue) - 1) * 101 + Int(factor.hundredths)]))
    }
}

/// A power-factor table and the first day it holds for.
public struct DatedPowerFactors: Sendable {
    public let from: Day
    public let table: PowerFactorTable

    public init(from: Day, table: PowerFactorTable) {
        self.from = from
        self.table = table
    }
}

extension PowerFactor {
    /// The month's weighted power factor Wp / √(Wp² + Wq²), to two decimals half up or cut, without a square
    /// root: the greatest h with 40 000 Wp² ≥ (2h − 1)² (Wp² + Wq²), or with 10 000 Wp² ≥ h² (Wp² + Wq²). Nil where
    /// both energies are zero (no adjustment then) or either is negative or beyond `Usage`'s limit.
    public init?(active: Energy, reactive: ReactiveEnergy, rounding: Rounding = .halfUp) {
        let limit = RatingLimit.energy
        guard (0...limit).contains(active.wattHours), (0...limit).contains(reactive.varHours),
            active.wattHours | reactive.varHours != 0
        else { return nil }
        let p = Int128(active.wattHours) * Int128(active.wattHours)
        let sum = p + Int128(reactive.varHours) * Int128(reactive.varHours)
        let scaled = p * 40_000
        let less: Int64 = rounding == .down ? 0 : 1
        var (low, high): (Int64, Int64) = (0, 100)
        while low < high {
            let middle = (low + high + 1) / 2
            let edge = Int128(2 * middle - less)
            if scaled >= edge * edge * sum { low = middle } else { high = middle - 1 }
        }
        self.init(hundredths: low)
    }
}
