public import Kernel

/// One quantity by price period; all zero for a meter without time of use.
///
/// The slot `total` is for what has no period: `sum()` leaves it out.
@frozen
public struct PeriodValues<Value: Quantity>: Hashable, Sendable {
    @usableFromInline var values: InlineArray<13, Value>

    /// Nothing in any period.
    @inlinable
    public init() { values = InlineArray(repeating: .zero) }

    /// The periods that Chinese meters have registers for; the others are set by subscript.
    @inlinable
    public init(
        sharp: Value = .zero, peak: Value = .zero, flat: Value = .zero, valley: Value = .zero,
        deepValley: Value = .zero
    ) {
        self.init()
        values[1] = sharp
        values[2] = peak
        values[3] = flat
        values[4] = valley
        values[5] = deepValley
    }

    @inlinable
    public subscript(period: TouPeriod) -> Value {
        get { values[Int(period.rawValue)] }
        set { values[Int(period.rawValue)] = newValue }
    }

    @inlinable public var sharp: Value {
        get { values[1] }
        set { values[1] = newValue }
    }
    @inlinable public var peak: Value {
        get { values[2] }
        set { values[2] = newValue }
    }
    @inlinable public var flat: Value {
        get { values[3] }
        set { values[3] = newValue }
    }
    @inlinable public var valley: Value {
        get { values[4] }
        set { values[4] = newValue }
    }
    @inlinable public var deepValley: Value {
        get { values[5] }
        set { values[5] = newValue }
    }

    /// The twelve periods together, without the slot `total`.
    /// - Throws: `Overflow` beyond 64 bits of the smallest unit.
    @inlinable
    public func sum() throws(Overflow) -> Value {
        var sum = Value.zero
        for slot in 1..<13 { sum = try sum.adding(values[slot]) }
        return sum
    }

    @inlinable
    public static func == (one: Self, other: Self) -> Bool {
        for slot in 0..<13 where one.values[slot] != other.values[slot] { return false }
        return true
    }

    @inlinable
    public func hash(into hasher: inout Hasher) {
        for slot in 0..<13 { hasher.combine(values[slot]) }
    }
}

/// The energy of one account and bill by price period, in Wh.
public typealias PeriodEnergy = PeriodValues<Energy>

/// The highest demand within each price period, in W.
public typealias PeriodDemand = PeriodValues<Power>

extension PeriodValues where Value == Energy {
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
