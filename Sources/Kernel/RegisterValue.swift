/// What a register shows, in 1e-4 of its own unit (kWh, kvarh or kW): the finest register in use, a maximum demand,
/// has four decimals (DL/T 645-2007, XX.XXXX kW).
@frozen
public struct RegisterValue: Quantity {
    public let units: Int64
    @inlinable public init(units: Int64) { self.units = units }
    @inlinable public init(whole: Int64) { units = whole * Self.unitsPerWhole }
    @inlinable public static var decimals: Int { 4 }
    @inlinable public static var unitsPerWhole: Int64 { 10_000 }
    /// The whole register units, the decimals cut off (只抄整数).
    @inlinable public var wholePart: RegisterValue {
        RegisterValue(units: units / Self.unitsPerWhole * Self.unitsPerWhole)
    }
}

/// The comprehensive multiplier 综合倍率 (own factor × CT ratio × PT ratio) in thousandths.
@frozen
public struct Multiplier: Quantity {
    public let units: Int64
    @inlinable public init(units: Int64) { self.units = units }
    @inlinable public init(_ whole: Int64) { units = whole * 1_000 }
    @inlinable public static var decimals: Int { 3 }
    @inlinable public static var one: Multiplier { Multiplier(1) }

    /// A register difference times this multiplier, in whole kWh (half up, register by register), as energy.
    /// - Throws: `Overflow` where the product is beyond 64 bits of Wh.
    @inlinable
    public func energy(_ difference: RegisterValue, rounding rule: Rounding = .halfUp) throws(Overflow)
        -> Energy
    {
        let product = Int128(difference.units) * Int128(units)
        let kilowattHours = rule.quotient(product, Int128(RegisterValue.unitsPerWhole) * 1_000)
        guard let wattHours = Int64(exactly: kilowattHours * 1_000) else { throw Overflow() }
        return Energy(wattHours: wattHours)
    }
}
