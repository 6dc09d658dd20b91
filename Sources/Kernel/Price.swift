/// A price of energy in 1e-8 yuan per kWh (six published decimals, and Shenzhen's 0.66286875, fit exactly).
@frozen
public struct Price: Quantity {
    public let units: Int64
    @inlinable public init(units: Int64) { self.units = units }
    @inlinable public static var decimals: Int { 8 }

    /// Price times energy, exact.
    @inlinable public static func * (price: Price, energy: Energy) -> ExactMoney {
        ExactMoney(units: Int128(price.units) * Int128(energy.wattHours))
    }
}

/// A price of capacity or demand in 1e-8 yuan per kVA (kW) and month.
@frozen
public struct CapacityPrice: Quantity {
    public let units: Int64
    @inlinable public init(units: Int64) { self.units = units }
    @inlinable public static var decimals: Int { 8 }

    /// Price times capacity for one whole month, exact.
    @inlinable public static func * (price: CapacityPrice, capacity: ApparentPower) -> ExactMoney {
        ExactMoney(units: Int128(price.units) * Int128(capacity.voltAmperes))
    }

    /// Price times demand for one whole month, exact.
    @inlinable public static func * (price: CapacityPrice, demand: Power) -> ExactMoney {
        ExactMoney(units: Int128(price.units) * Int128(demand.watts))
    }
}
