/// Active energy in whole Wh; written in kWh with three decimals.
@frozen
public struct Energy: Quantity {
    public let units: Int64
    @inlinable public init(units: Int64) { self.units = units }
    @inlinable public init(wattHours: Int64) { units = wattHours }
    @inlinable public init(kilowattHours: Int64) { units = kilowattHours * 1_000 }
    @inlinable public var wattHours: Int64 { units }
    /// Whole kWh, the fraction cut towards zero. Billed energy has no fraction: the trade bills whole kWh.
    @inlinable public var kilowattHours: Int64 { units / 1_000 }
    @inlinable public static var decimals: Int { 3 }
}

/// Reactive energy in whole varh; written in kvarh with three decimals.
@frozen
public struct ReactiveEnergy: Quantity {
    public let units: Int64
    @inlinable public init(units: Int64) { self.units = units }
    @inlinable public init(varHours: Int64) { units = varHours }
    @inlinable public init(kilovarHours: Int64) { units = kilovarHours * 1_000 }
    @inlinable public var varHours: Int64 { units }
    @inlinable public static var decimals: Int { 3 }
}

/// Active power in whole W; written in kW with three decimals. Demand is a power.
@frozen
public struct Power: Quantity {
    public let units: Int64
    @inlinable public init(units: Int64) { self.units = units }
    @inlinable public init(watts: Int64) { units = watts }
    @inlinable public var watts: Int64 { units }
    @inlinable public static var decimals: Int { 3 }
}

/// Apparent power or capacity in whole VA; written in kVA with three decimals.
@frozen
public struct ApparentPower: Quantity {
    public let units: Int64
    @inlinable public init(units: Int64) { self.units = units }
    @inlinable public init(voltAmperes: Int64) { units = voltAmperes }
    @inlinable public var voltAmperes: Int64 { units }
    @inlinable public static var decimals: Int { 3 }
}
