/// A price period of the day 分时时段; `total` where a tariff has one price for all hours.
@frozen
public enum TouPeriod: UInt8, Hashable, Sendable, CaseIterable {
    case total = 0
    case sharp, peak, flat, valley, deepValley

    /// How many there are; the stride of a tariff's price table.
    @inlinable public static var count: Int { 6 }

    /// The stable code that files and stored lines carry, such as `DEEP_VALLEY`.
    public var code: String {
        switch self {
        case .total: "TOTAL"
        case .sharp: "SHARP"
        case .peak: "PEAK"
        case .flat: "FLAT"
        case .valley: "VALLEY"
        case .deepValley: "DEEP_VALLEY"
        }
    }

    /// Nil for a code that is none of ours.
    public init?(code: String) {
        guard let period = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = period
    }
}
