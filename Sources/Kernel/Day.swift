/// A calendar day in China's civil calendar (proleptic Gregorian, UTC+8), stored as the integer yyyymmdd.
@frozen
public struct Day: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// yyyymmdd, between 00010101 and 99991231.
    public let yyyymmdd: Int32

    /// Nil unless `yyyymmdd` is a day that exists.
    public init?(yyyymmdd: Int) {
        guard yyyymmdd >= 1_01_01, yyyymmdd <= 9999_12_31 else { return nil }
        self.init(year: yyyymmdd / 1_00_00, month: yyyymmdd / 100 % 100, day: yyyymmdd % 100)
    }

    /// Nil unless the day exists.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Day.length(year: year, month: month)
        else { return nil }
        yyyymmdd = Int32(year * 1_00_00 + month * 100 + day)
    }

    /// Reads `2026-11-22` or `20261122`; nil for anything else.
    public init?(text: some StringProtocol) {
        let bytes = Array(text.utf8)
        let dashed = bytes.count == 10 && bytes[4] == UInt8(ascii: "-") && bytes[7] == UInt8(ascii: "-")
        guard dashed || bytes.count == 8 else { return nil }
        var number = 0
        for (index, byte) in bytes.enumerated() where !(dashed && (index == 4 || index == 7)) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        self.init(yyyymmdd: number)
    }

    /// The day that lies `number` days after 1970-01-01.
    public init(daysSinceEpoch number: Int) {
        // Civil-from-days; years start on 1 March so that the leap day is the last of its year.
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        yyyymmdd = Int32(year * 1_00_00 + month * 100 + day)
    }

    public var year: Int { Int(yyyymmdd) / 1_00_00 }
    public var month: Int { Int(yyyymmdd) / 100 % 100 }
    public var day: Int { Int(yyyymmdd) % 100 }

    public var daysSinceEpoch: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// 1 Monday … 7 Sunday.
    public var weekday: Int { ((daysSinceEpoch + 3) % 7 + 7) % 7 + 1 }
    public func adding(days: Int) -> Day { Day(daysSinceEpoch: daysSinceEpoch + days) }

    /// The day of the same number so many months later, or that month's last where it is shorter (民法典 202: a term of
    /// months ends on the day of its number).
    /// - Precondition: the day lies in the calendar.
    public func adding(months: Int) -> Day {
        let number = year * 12 + month - 1 + months
        let (year, month) = (number / 12, number % 12 + 1)
        return Day(year: year, month: month, day: min(day, Day.length(year: year, month: month)))!
    }
    /// Days from `other` to this day; negative where this day is earlier.
    public func days(since other: Day) -> Int { daysSinceEpoch - other.daysSinceEpoch }
    public var billingMonth: BillingMonth { BillingMonth(year: year, month: month) }

    public static func < (a: Day, b: Day) -> Bool { a.yyyymmdd < b.yyyymmdd }

    /// `2026-11-22`.
    public var description: String {
        let text = String(yyyymmdd)
        let digits = String(repeating: "0", count: 8 - text.utf8.count) + text
        return "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let day = Day(text: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a day: \(text)")
        }
        self = day
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// Days in a month of a year.
    public static func length(year: Int, month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
