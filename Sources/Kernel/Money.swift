/// An amount of money in whole fen (分, 1/100 yuan).
@frozen
public struct Money: Quantity {
    public let units: Int64
    @inlinable public init(units: Int64) { self.units = units }
    @inlinable public init(fen: Int64) { units = fen }
    @inlinable public var fen: Int64 { units }
    @inlinable public static var decimals: Int { 2 }

    /// `"1,234.50"`, for a person to read.
    public var grouped: String { DecimalText.grouped(description) }

    /// The part of this amount that `percent` is, rounded to the fen by `rule`.
    @inlinable
    public func part(_ percent: Percent, rounding rule: Rounding) -> Money {
        Money(fen: Int64(rule.quotient(Int128(fen) * Int128(percent.ppm), 1_000_000)))
    }
}

/// An amount before it is rounded to fen: exact at 1e-11 yuan, which is what a price (1e-8 yuan) times an energy
/// (Wh) or a power (W, VA) comes to. 128 bits, so no product of two 64-bit quantities can overflow it.
@frozen
public struct ExactMoney: Hashable, Sendable, Comparable {
    public let units: Int128
    @inlinable public init(units: Int128) { self.units = units }
    @inlinable public init(_ money: Money) { units = Int128(money.fen) * Self.unitsPerFen }
    @inlinable public static var unitsPerFen: Int128 { 1_000_000_000 }
    @inlinable public static var zero: ExactMoney { ExactMoney(units: 0) }
    @inlinable public static func + (a: Self, b: Self) -> Self { Self(units: a.units + b.units) }
    @inlinable public static func - (a: Self, b: Self) -> Self { Self(units: a.units - b.units) }
    @inlinable public static func += (a: inout Self, b: Self) { a = a + b }
    @inlinable public static func < (a: Self, b: Self) -> Bool { a.units < b.units }

    /// Rounded to the fen by `rule`, after dividing by `divisor` (30 for a day's share of a month).
    @inlinable
    public func rounded(_ rule: Rounding, dividedBy divisor: Int64 = 1) -> Money {
        Money(fen: Int64(rule.quotient(units, Self.unitsPerFen * Int128(divisor))))
    }

    /// As `rounded`, or `Overflow` where the amount is more fen than 64 bits hold.
    @inlinable
    public func roundedChecking(_ rule: Rounding, dividedBy divisor: Int64 = 1) throws(Overflow) -> Money {
        let quotient = rule.quotient(units, Self.unitsPerFen * Int128(divisor))
        guard let fen = Int64(exactly: quotient) else { throw Overflow() }
        return Money(fen: fen)
    }
}
