/// A billing month 电费年月, stored as the integer yyyymm.
///
/// A bill's id carries 12 bits of it: months from 2000-01 to 2341-04 are billed, and no other is read from text or storage.
/// What is reckoned from them may lie outside, as the year before the first month does.
@frozen
public struct BillingMonth: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// Months since January 2000.
    public let number: Int32

    private static let billed = 0...4095

    /// - Precondition: `month` is 1…12 and the year 1…9999, as every `Day` has them.
    public init(year: Int, month: Int) {
        precondition((1...12).contains(month) && (1...9999).contains(year), "a month of a calendar year")
        number = Int32((year - 2000) * 12 + month - 1)
    }

    /// Nil unless 0…4095.
    public init?(number: Int) {
        guard Self.billed.contains(number) else { return nil }
        self.number = Int32(number)
    }

    /// Nil unless yyyymm is a month between 200001 and 234104.
    public init?(yyyymm: Int) {
        guard (1...12).contains(yyyymm % 100), (2000...2341).contains(yyyymm / 100) else { return nil }
        self.init(number: (yyyymm / 100 - 2000) * 12 + yyyymm % 100 - 1)
    }

    /// Reads `2026-10` or `202610`; nil for anything else.
    public init?(text: some StringProtocol) {
        let bytes = Array(text.utf8)
        let digits =
            bytes.count == 7 && bytes[4] == UInt8(ascii: "-") ? bytes[..<4] + bytes[5...] : bytes[...]
        guard digits.count == 6 else { return nil }
        var value = 0
        for byte in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        self.init(yyyymm: value)
    }

    public var year: Int { (Int(number) + 24_000) / 12 }
    public var month: Int { (Int(number) + 24_000) % 12 + 1 }
    public var yyyymm: Int { year * 100 + month }
    public var firstDay: Day { Day(year: year, month: month, day: 1)! }
    public var lastDay: Day { Day(year: year, month: month, day: Day.length(year: year, month: month))! }
    public var dayCount: Int { Day.length(year: year, month: month) }
    /// - Precondition: the result lies in the years 1…9999.
    public func adding(months: Int) -> BillingMonth {
        let sum = Int(number) + months + 24_000
        return BillingMonth(year: sum / 12, month: sum % 12 + 1)
    }

    public static func < (a: BillingMonth, b: BillingMonth) -> Bool { a.number < b.number }
    /// `2026-10`.
    public var description: String { "\(year)-\(month < 10 ? "0" : "")\(month)" }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let month = BillingMonth(text: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a month: \(text)")
        }
        self = month
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
