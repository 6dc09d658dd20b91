/// A share in parts per million: −0.75 % is −7 500, 1 ‰ is 1 000. Written in percent with four decimals.
@frozen
public struct Percent: Quantity {
    public let units: Int64
    @inlinable public init(units: Int64) { self.units = units }
    @inlinable public init(ppm: Int64) { units = ppm }
    @inlinable public var ppm: Int64 { units }
    @inlinable public static var decimals: Int { 4 }
    @inlinable public static var whole: Percent { Percent(ppm: 1_000_000) }
}

/// A power factor in hundredths, 0.00 to 1.00: the table of 水电财字〔1983〕215号 has two decimals.
@frozen
public struct PowerFactor: Quantity {
    public let units: Int64
    @inlinable public init(units: Int64) { self.units = units }
    @inlinable public init(hundredths: Int64) { units = hundredths }
    @inlinable public var hundredths: Int64 { units }
    @inlinable public static var decimals: Int { 2 }
}
