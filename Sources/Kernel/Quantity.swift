/// An exact amount of something: a whole number of a smallest unit, in a type that names the unit.
///
/// Conforming types add, subtract and compare; they never convert silently. Sums that come from outside use the
/// throwing forms; the operators trap, for an overflow there is a bug (63 bits of fen are 92 quadrillion yuan).
public protocol Quantity: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// How many decimal places the written form has; `units` counts `10^-decimals` of the written unit.
    static var decimals: Int { get }
    /// The count of smallest units.
    var units: Int64 { get }
    init(units: Int64)
}

/// A sum or product that no 64-bit quantity can hold.
public struct Overflow: Error, Hashable, Sendable {
    @inlinable public init() {}
}

extension Quantity {
    @inlinable public static var zero: Self { Self(units: 0) }
    @inlinable public static func < (a: Self, b: Self) -> Bool { a.units < b.units }
    @inlinable public static func + (a: Self, b: Self) -> Self { Self(units: a.units + b.units) }
    @inlinable public static func - (a: Self, b: Self) -> Self { Self(units: a.units - b.units) }
    @inlinable public static prefix func - (a: Self) -> Self { Self(units: -a.units) }
    @inlinable public static func += (a: inout Self, b: Self) { a = a + b }
    @inlinable public static func -= (a: inout Self, b: Self) { a = a - b }
    @inlinable public var isZero: Bool { units == 0 }
    @inlinable public var isNegative: Bool { units < 0 }
    @inlinable public var magnitude: Self { Self(units: units < 0 ? -units : units) }

    /// The sum, or `Overflow` where 64 bits cannot hold it.
    @inlinable
    public func adding(_ other: Self) throws(Overflow) -> Self {
        let (sum, overflow) = units.addingReportingOverflow(other.units)
        if overflow { throw Overflow() }
        return Self(units: sum)
    }

    /// The difference, or `Overflow` where 64 bits cannot hold it.
    @inlinable
    public func subtracting(_ other: Self) throws(Overflow) -> Self {
        let (difference, overflow) = units.subtractingReportingOverflow(other.units)
        if overflow { throw Overflow() }
        return Self(units: difference)
    }

    /// The written form with all its decimals, such as `"-12.30"`.
    public var description: String { DecimalText.write(units, decimals: Self.decimals) }

    /// The written form without trailing zeros, but with at least `least` decimals.
    public func text(least: Int = 0) -> String {
        DecimalText.write(units, decimals: Self.decimals, least: least)
    }

    /// Reads plain ASCII decimal text such as `"0.735686"`. No exponent, no separators, no silent rounding.
    public init(text: some StringProtocol) throws(DecimalTextError) {
        self.init(units: try DecimalText.read(text, decimals: Self.decimals))
    }

    /// Reads the written form (a JSON string), never a JSON number.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let written = try container.decode(String.self)
        do {
            self.init(units: try DecimalText.read(written, decimals: Self.decimals))
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(error): \(written)")
        }
    }

    /// Writes the written form as a JSON string, without trailing zeros beyond two decimals.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text(least: Swift.min(2, Self.decimals)))
    }
}

extension Sequence where Element: Quantity {
    /// The sum; traps on overflow as `+` does.
    @inlinable public func total() -> Element { reduce(.zero, +) }
}
