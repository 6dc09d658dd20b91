public import Kernel

/// Transformer loss 变损 by formula, for customers metered on the low side (高供低计).
///
/// ΔWp = P0·T + K·Pk·(Wp² + Wq²)/(Se²·t), ΔWq = Q0·T + K·Qk·(Wp² + Wq²)/(Se²·t), with Q0 = I0 %·Se/100 and
/// Qk = Uk %·Se/100. Whole kWh and kvarh, half up.
public struct TransformerLoss: Hashable, Sendable {
    /// Rated capacity Se.
    public var rated: ApparentPower
    /// No-load loss P0 铁损 and load loss Pk 铜损.
    public var noLoad: Power
    public var load: Power
    /// No-load current I0 and impedance voltage Uk.
    public var noLoadCurrent: Percent
    public var impedance: Percent
    /// Load-shape correction K by shifts worked, in parts per million.
    public var shiftFactor: Int64 = 1_000_000
    /// Whether a month without energy pays the no-load loss.
    public var chargesNoLoadWhenIdle = false

    public init(
        rated: ApparentPower, noLoad: Power, load: Power, noLoadCurrent: Percent, impedance: Percent
    ) {
        self.rated = rated
        self.noLoad = noLoad
        self.load = load
        self.noLoadCurrent = noLoadCurrent
        self.impedance = impedance
    }

    /// The loss of a month.
    /// - Parameters:
    ///   - energised: hours T under voltage, 24 a day; 720 for 30 days.
    ///   - running: hours t; T where the load shape is in K.
    /// - Returns: nil for a capacity below 1 kVA, negative energies, or numbers no transformer has.
    public func loss(
        active: Energy, reactive: ReactiveEnergy, energised: Int64 = 720, running: Int64 = 720
    ) -> (active: Energy, reactive: ReactiveEnergy)? {
        guard (1_000...RatingLimit.power).contains(rated.voltAmperes),
            (0...10_000_000_000).contains(noLoad.watts), (0...10_000_000_000).contains(load.watts),
            (0...10_000_000).contains(noLoadCurrent.ppm),
            (0...10_000_000).contains(impedance.ppm), (0...10_000_000).contains(shiftFactor),
            (0...1_000_000_000_000).contains(active.wattHours),
            (0...1_000_000_000_000).contains(reactive.varHours), (0...9_000).contains(energised),
            (1...9_000).contains(running)
        else { return nil }
        if active.isZero, !chargesNoLoadWhenIdle { return (.zero, .zero) }
        let noLoadVars = Int128(noLoadCurrent.ppm) * Int128(rated.voltAmperes)
        let loadVars = Int128(impedance.ppm) * Int128(rated.voltAmperes) / 1_000_000
        let p = Int128(active.wattHours)
        let q = Int128(reactive.varHours)
        let squares = p * p + q * q
        // Everything over Se²·t in Wh; cut below a mWh before the whole kWh is rounded half up.
        let divisor = Int128(rated.voltAmperes) * Int128(rated.voltAmperes) * Int128(running)
        func part(_ watts: Int128) -> Int128 {
            let perWatt = squares / divisor
            let rest = squares % divisor
            let scaled = watts * Int128(shiftFactor)
            return (scaled * perWatt) / 1_000 + scaled * (rest * 1_000 / divisor) / 1_000_000
        }
        let milli = Int128(noLoad.watts) * Int128(energised) * 1_000 + part(Int128(load.watts))
        let milliVar = noLoadVars * Int128(energised) / 1_000 + part(loadVars)
        func whole(_ milli: Int128) -> Int64 { Int64(Rounding.halfUp.quotient(milli, 1_000_000)) }
        return (Energy(kilowattHours: whole(milli)), ReactiveEnergy(kilovarHours: whole(milliVar)))
    }
}
