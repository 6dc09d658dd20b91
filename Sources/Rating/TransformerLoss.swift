public import Kernel

/// Transformer loss 变损 by formula, for customers metered on the low side 高供低计 (供电营业规则 1996, art. 74).
///
/// ΔWp = P0·T + K·Pk·(Wp² + Wq²)/(Se²·t), ΔWq = Q0·T + K·Qk·(Wp² + Wq²)/(Se²·t), with Q0 = I0 %·Se/100 and
/// Qk = Uk %·Se/100. Worked out exactly and rounded once, to whole kWh and kvarh, half up.
public struct TransformerLoss: Hashable, Sendable {
    /// Rated capacity Se.
    public var rated: ApparentPower
    /// No-load loss P0 铁损.
    public var noLoad: Power
    /// Load loss Pk 铜损.
    public var load: Power
    /// No-load current I0.
    public var noLoadCurrent: Percent
    /// Impedance voltage Uk.
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
    /// - Returns: nil for a capacity outside 1 kVA…1 GVA, negative energies, or numbers no transformer has.
    public func loss(
        active: Energy, reactive: ReactiveEnergy, energised: Int64 = 720, running: Int64 = 720
    ) -> (active: Energy, reactive: ReactiveEnergy)? {
        let hours: ClosedRange<Int64> = 0...9_000
        guard isPlausible, hours.contains(energised), hours.contains(running), running > 0,
            (0...Self.greatestEnergy).contains(active.wattHours),
            (0...Self.greatestEnergy).contains(reactive.varHours)
        else { return nil }
        if active.isZero, !chargesNoLoadWhenIdle { return (.zero, .zero) }
        let squares = Self.squares(active, reactive)
        let se = Int128(rated.voltAmperes)
        // Millionths of a Wh: W × ppm × Wh² / (VA² × h), and % × VA × ppm × Wh² / (VA² × h).
        let activeMicro =
            Int128(noLoad.watts) * Int128(energised) * 1_000_000
            + Self.share(Int128(load.watts) * Int128(shiftFactor), squares, se * se * Int128(running))
        let reactiveMicro =
            Int128(noLoadCurrent.ppm) * se * Int128(energised)
            + Self.share(
                Int128(impedance.ppm) * Int128(shiftFactor), squares, se * Int128(running) * 1_000_000)
        guard let kWh = Self.wholeThousands(activeMicro), let kvarh = Self.wholeThousands(reactiveMicro)
        else {
            return nil
        }
        return (Energy(kilowattHours: kWh), ReactiveEnergy(kilovarHours: kvarh))
    }

    private var isPlausible: Bool {
        (1_000...1_000_000_000).contains(rated.voltAmperes) && (0...100_000_000).contains(noLoad.watts)
            && (0...100_000_000).contains(load.watts) && (0...1_000_000).contains(noLoadCurrent.ppm)
            && (0...1_000_000).contains(impedance.ppm) && (0...10_000_000).contains(shiftFactor)
    }

    /// 1 TWh: squares of it, twice, times any factor above stay within 128 bits.
    static let greatestEnergy: Int64 = 1_000_000_000_000

    static func squares(_ active: Energy, _ reactive: ReactiveEnergy) -> Int128 {
        Int128(active.wattHours) * Int128(active.wattHours)
            + Int128(reactive.varHours) * Int128(reactive.varHours)
    }

    /// `factor × squares / divisor` cut to a whole number, the division first so that nothing overflows. Cut once,
    /// it rounds half up like the exact quotient, for half a kWh is a whole number of the small unit.
    static func share(_ factor: Int128, _ squares: Int128, _ divisor: Int128) -> Int128 {
        let (whole, rest) = squares.quotientAndRemainder(dividingBy: divisor)
        return factor * whole + factor * rest / divisor
    }

    /// Millionths of a Wh as whole kWh, half up; nil beyond what a bill may hold.
    static func wholeThousands(_ micro: Int128) -> Int64? {
        let whole = Rounding.halfUp.quotient(micro, 1_000_000_000)
        return whole <= Int128(RatingLimit.energy / 1_000) ? Int64(whole) : nil
    }
}

/// Transformer loss by table: monthly losses by rated capacity and energy, for one type of transformer.
public struct TransformerLossTable: Hashable, Sendable {
    /// Losses of a month of 30 days.
    public struct Row: Hashable, Sendable {
        public let rated: ApparentPower
        /// The row holds up to this energy 含; nil for everything above.
        public let upTo: Energy?
        public let active: Energy
        public let reactive: ReactiveEnergy

        public init(rated: ApparentPower, upTo: Energy?, active: Energy, reactive: ReactiveEnergy) {
            self.rated = rated
            self.upTo = upTo
            self.active = active
            self.reactive = reactive
        }
    }

    private let rows: [Row]

    /// Rows in any order.
    public init(rows: [Row]) {
        self.rows = rows.sorted {
            ($0.rated, $0.upTo?.units ?? .max) < ($1.rated, $1.upTo?.units ?? .max)
        }
    }

    /// The loss of a transformer that was in place `days` of 30: the exact capacity's row, or that of the next larger
    /// capacity in the table; the month's loss × days/30 in whole kWh, half up.
    /// - Returns: nil where the table has no row, or for days outside 0…30.
    public func loss(
        rated: ApparentPower, energy: Energy, days: Int64 = 30
    ) -> (active: Energy, reactive: ReactiveEnergy)? {
        guard (0...30).contains(days), let size = rows.first(where: { $0.rated >= rated })?.rated,
            let row = rows.first(where: { $0.rated == size && ($0.upTo.map { energy <= $0 } ?? true) })
        else { return nil }
        func part(_ units: Int64) -> Int64 {
            Int64(Rounding.halfUp.quotient(Int128(units) * Int128(days), 30_000))
        }
        return (
            Energy(kilowattHours: part(row.active.units)),
            ReactiveEnergy(kilovarHours: part(row.reactive.units))
        )
    }
}
