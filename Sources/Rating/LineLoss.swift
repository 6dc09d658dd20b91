public import Kernel

/// Line loss 线损, for customers metered away from the property boundary (供电营业规则 1996, art. 74).
public enum LineLoss: Hashable, Sendable {
    case none
    /// A part of the energy.
    case percent(Percent)
    /// The same every month.
    case fixed(Energy)
    /// ΔW = R·L·(Wp² + Wq²)/(1000·U²·t), R in Ω/km, L in km, U in kV.
    case formula(LineResistance)

    /// The loss of a month in whole kWh, half up; by formula worked out exactly and rounded once.
    /// - Parameter running: hours t.
    /// - Returns: nil for negative energies or numbers no line has.
    public func loss(active: Energy, reactive: ReactiveEnergy = .zero, running: Int64 = 720) -> Energy? {
        let energies = 0...TransformerLoss.greatestEnergy
        guard energies.contains(active.wattHours), energies.contains(reactive.varHours) else { return nil }
        switch self {
        case .none: return .zero
        case .percent(let percent):
            guard (0...1_000_000).contains(percent.ppm) else { return nil }
            let product = Int128(active.wattHours) * Int128(percent.ppm)
            return Energy(kilowattHours: Int64(Rounding.halfUp.quotient(product, 1_000_000_000)))
        case .fixed(let energy): return energies.contains(energy.wattHours) ? energy : nil
        case .formula(let line):
            guard line.isPlausible, (1...9_000).contains(running) else { return nil }
            // µΩ/km × m is 1e-9 Ω; Ω × Wh² / (V² × h) is Wh.
            let ohms = Int128(line.microohmsPerKm) * Int128(line.metres)
            let volts = Int128(line.volts)
            let wattHours = TransformerLoss.share(
                ohms, TransformerLoss.squares(active, reactive),
                volts * volts * Int128(running) * 1_000_000_000)
            return TransformerLoss.wholeThousands(wattHours * 1_000_000).map { Energy(kilowattHours: $0) }
        }
    }
}

/// What a line's loss depends on.
public struct LineResistance: Hashable, Sendable {
    /// R, up to 100 Ω/km.
    public var microohmsPerKm: Int64
    /// L, up to 100 km.
    public var metres: Int64
    /// U, up to 1000 kV.
    public var volts: Int64

    public init(microohmsPerKm: Int64, metres: Int64, volts: Int64) {
        self.microohmsPerKm = microohmsPerKm
        self.metres = metres
        self.volts = volts
    }

    /// Bounds within which no product overflows 128 bits.
    var isPlausible: Bool {
        (0...100_000_000).contains(microohmsPerKm) && (0...100_000).contains(metres)
            && (1...1_000_000).contains(volts)
    }
}

/// Which period's price loss energy is billed at.
@frozen
public enum LossPeriodPolicy: String, Hashable, Sendable, CaseIterable {
    /// Wholly at the flat price 平段; where there is none as `proportional`.
    case flat = "FLAT"
    /// Spread over the periods by their energy in whole kWh, cut; the remainder on flat, where there is none on the
    /// largest.
    case proportional = "PROPORTIONAL"

    /// The periods with the loss in them.
    ///
    /// Where nothing is billed at flat both ways are one: in proportion, the remainder on the largest period, on the first
    /// where several are the same; in a month without energy wholly on peak.
    /// - Parameter billed: the periods that can bear it; nil for all.
    /// - Returns: nil where an energy or the loss is negative, or beyond 64 bits.
    public func adding(
        _ loss: Energy, to periods: PeriodEnergy, among billed: [TouPeriod]? = nil
    ) -> PeriodEnergy? {
        guard !loss.isNegative, let total = try? periods.sum(),
            TouPeriod.allCases.allSatisfy({ !periods[$0].isNegative })
        else { return nil }
        let hasFlat = billed?.contains(.flat) ?? true
        let others = (billed ?? []).filter { $0 != .total }
        let last = total.isZero && others.contains(.peak) ? .peak : others.max { periods[$0] < periods[$1] }
        guard let rest = hasFlat ? .flat : last else { return nil }
        var result = periods
        var left = loss
        if self == .proportional || !hasFlat, !total.isZero {
            for period in TouPeriod.allCases where period != .total {
                let share =
                    Int128(loss.wattHours) * Int128(periods[period].wattHours) / Int128(total.wattHours)
                let whole = Energy(kilowattHours: Int64(share) / 1_000)
                guard let sum = try? periods[period].adding(whole) else { return nil }
                result[period] = sum
                left -= whole
            }
        }
        guard let sum = try? result[rest].adding(left) else { return nil }
        result[rest] = sum
        return result
    }
}
