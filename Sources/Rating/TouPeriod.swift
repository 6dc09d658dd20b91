/// A price period of the day 分时时段; `total` where a tariff has one price for all hours.
///
/// Five have names in Chinese notices; the seven numbered ones are for tariffs elsewhere that divide the day
/// more finely.
@frozen
public enum TouPeriod: UInt8, Hashable, Sendable, CaseIterable {
    case total = 0
    case sharp, peak, flat, valley, deepValley
    case period6, period7, period8, period9, period10, period11, period12

    /// How many there are; the stride of a tariff's price table.
    @inlinable public static var count: Int { 13 }

    /// `total` and the five periods with a name: what a meter's registers can be.
    public static let named: [TouPeriod] = [.total, .sharp, .peak, .flat, .valley, .deepValley]

    /// The stable code that files and stored lines carry, such as `DEEP_VALLEY` or `PERIOD_6`.
    public var code: String {
        switch self {
        case .total: "TOTAL"
        case .sharp: "SHARP"
        case .peak: "PEAK"
        case .flat: "FLAT"
        case .valley: "VALLEY"
        case .deepValley: "DEEP_VALLEY"
        default: "PERIOD_\(rawValue)"
        }
    }

    /// Nil for a code that is none of ours.
    public init?(code: String) {
        guard let period = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = period
    }
}
