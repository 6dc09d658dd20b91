/// A billing month 电费年月, stored as the integer yyyymm.
@frozen
public struct BillingMonth: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// Months since January 2000; a bill's id carries 12 bits of it.
    public let number: Int32

    /// - Precondition: `month` is 1…12 and the year 2000…2341, which is what a bill id can carry.
    public init(year: Int, month: Int) {
        precondition((1...12).contains(month) && (2000...2341).contains(year), "a billing month from 2000-01")
        number = Int32((year - 2000) * 12 + month - 1)
    }

    /// Nil unless 0…4095.
    public init?(number: Int) {
        guard (0...4095).contains(number) else { return nil }
        self.number = Int32(number)
    }

    /// Nil unless yyyymm is a month between 200001 and 234112.
    public init?(yyyymm: Int) {
        guard (2000...2341).contains(yyyymm / 100), (1...12).contains(yyyymm % 100) else { return nil }
        self.init(year: yyyymm / 100, month: yyyymm % 100)
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

    public var year: Int { 2000 + Int(number) / 12 }
    public var month: Int { Int(number) % 12 + 1 }
    public var yyyymm: Int { year * 100 + month }
    public var firstDay: Day { Day(year: year, month: month, day: 1)! }
    public var lastDay: Day { Day(year: year, month: month, day: Day.length(year: year, month: month))! }
    public var dayCount: Int { Day.length(year: year, month: month) }
    /// - Precondition: the result lies in 2000-01…2341-04.
    public func adding(months: Int) -> BillingMonth { BillingMonth(number: Int(number) + months)! }

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
