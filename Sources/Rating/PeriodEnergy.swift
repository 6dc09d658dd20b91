public import Kernel

/// The energy of one account and bill by price period, in Wh; all zero for a meter without time of use.
@frozen
public struct PeriodEnergy: Hashable, Sendable {
    public var sharp: Energy
    public var peak: Energy
    public var flat: Energy
    public var valley: Energy
    public var deepValley: Energy

    @inlinable
    public init(
        sharp: Energy = .zero, peak: Energy = .zero, flat: Energy = .zero, valley: Energy = .zero,
        deepValley: Energy = .zero
    ) {
        self.sharp = sharp
        self.peak = peak
        self.flat = flat
        self.valley = valley
        self.deepValley = deepValley
    }

    /// The energy of one period; `total` reads zero and ignores what is set, for it is no period of the day.
    @inlinable
    public subscript(period: TouPeriod) -> Energy {
        get {
            switch period {
            case .total: .zero
            case .sharp: sharp
            case .peak: peak
            case .flat: flat
            case .valley: valley
            case .deepValley: deepValley
            }
        }
        set {
            switch period {
            case .total: break
            case .sharp: sharp = newValue
            case .peak: peak = newValue
            case .flat: flat = newValue
            case .valley: valley = newValue
            case .deepValley: deepValley = newValue
            }
        }
    }

    /// The five periods together.
    /// - Throws: `Overflow` beyond 64 bits of Wh.
    public func sum() throws(Overflow) -> Energy {
        try sharp.adding(peak).adding(flat).adding(valley).adding(deepValley)
    }

    /// These energies with the difference to the total register put on one period, as whole-kWh rounding of
    /// each register makes the periods differ from the total by a kWh or two; the trade puts it on flat (平段).
    /// - Returns: nil where the period would fall below zero; that is 示数不平, a case for a person.
    /// - Throws: `Overflow` beyond 64 bits of Wh.
    public func balanced(to total: Energy, on period: TouPeriod = .flat) throws(Overflow) -> PeriodEnergy? {
        let share = try self[period].adding(total.subtracting(sum()))
        guard !share.isNegative, period != .total else { return nil }
        var result = self
        result[period] = share
        return result
    }
}
