import Rating
import Tariff
import Web

/// The windows of one version of a calendar as they are written, for drawing: what cannot be read is left out, since
/// a draft is drawn too, and the check tells what is wrong with it.
struct CalendarHours: Sendable {
    let calendar: TouCalendar
    let classes: [String]
    let sets: [String]

    /// A kind of day that the windows tell from an ordinary working day.
    enum Kind: Hashable, Sendable {
        case working
        case weekday(Int)
        case rest
        case holiday(Int)
        case hot
        /// A hot day off, where windows tell both apart.
        case hotRest
    }

    /// Nil where the version has no window that can be read.
    init?(_ version: Tree) {
        let sets = (version["holidaySets"]?.elements ?? []).map(\.plain)
        classes = (version["classes"]?.elements ?? []).map(\.plain)
        let windows = (version["windows"]?.elements ?? []).prefix(200).compactMap { Self.window($0, sets) }
        guard !windows.isEmpty else { return nil }
        self.sets = Array(sets.prefix(16))
        calendar = TouCalendar(windows: windows, holidaySetCount: self.sets.count)
    }

    private static func window(_ row: Tree, _ sets: [String]) -> TouWindow? {
        guard let period = TouPeriod.allCases.first(where: { $0.code == row["period"]?.plain }),
            let from = minute(row["from"]), let to = minute(row["to"]), from < 1_440, to > 0
        else { return nil }
        func numbers(_ key: String, _ range: ClosedRange<Int>) -> [Int]? {
            row[key].map { $0.elements.compactMap { Int($0.plain) }.filter(range.contains) }
        }
        var window = TouWindow(period: period, from: from, to: to)
        if let months = numbers("months", 1...12) {
            window.months = months.reduce(0) { $0 | 1 << UInt16($1) }
        }
        if let weekdays = numbers("weekdays", 1...7) {
            window.weekdays = weekdays.reduce(0) { $0 | 1 << UInt8($1) }
        }
        window.restDay = row["restDay"].map { $0 == .truth(true) }
        window.holidays = (row["holidays"]?.elements ?? []).reduce(0) { bits, name in
            sets.prefix(16).firstIndex(of: name.plain).map { bits | 1 << UInt16($0) } ?? bits
        }
        window.notOnHolidays = row["notOnHolidays"] == .truth(true)
        window.hotOnly = row["hotOnly"] == .truth(true)
        if let names = row["classes"]?.elements {
            window.classes = names.compactMap { TariffClass(rawValue: $0.plain)?.calendarNumber }
                .reduce(0) { $0 | 1 << UInt8($1) }
        }
        window.rank = row["rank"].flatMap { Int($0.plain) } ?? window.rank
        return window
    }

    private static func minute(_ value: Tree?) -> Int? {
        let parts = (value?.plain ?? "").split(separator: ":").map { Int($0) }
        guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0..<60).contains(minute),
            (0...1_440).contains(hour * 60 + minute)
        else { return nil }
        return hour * 60 + minute
    }

    /// Kinds of day that some window asks for, the working day first: any day of the year is of one of them. Where
    /// weekdays are asked for, the working day is a Monday.
    var kinds: [Kind] {
        let windows = calendar.windows
        var kinds: [Kind] = [.working]
        let asksRest = windows.contains { $0.restDay != nil }
        if windows.contains(where: { $0.weekdays & 0xfe != 0xfe }) { kinds += (2...7).map { .weekday($0) } }
        if asksRest { kinds.append(.rest) }
        let isAnyHoliday = windows.contains(where: \.notOnHolidays)
        for set in sets.indices
        where isAnyHoliday || windows.contains(where: { $0.holidays >> UInt16(set) & 1 == 1 }) {
            kinds.append(.holiday(set))
        }
        if windows.contains(where: \.hotOnly) {
            kinds.append(.hot)
            if asksRest { kinds.append(.hotRest) }
        }
        return kinds
    }

    /// The hours of a kind of day in a month; a holiday is a day off.
    /// - Parameter tariffClass: whose; the first class's unless it is one of the catalogue's.
    func day(_ kind: Kind, month: Int, for tariffClass: String) -> DayHours {
        var day = CalendarDay(month: month, weekday: 1)
        switch kind {
        case .working: break
        case .weekday(let weekday): (day.weekday, day.isRestDay) = (weekday, weekday > 5)
        case .rest: (day.weekday, day.isRestDay) = (7, true)
        case .holiday(let set): (day.isRestDay, day.holidays) = (true, 1 << UInt16(set))
        case .hot: day.isHot = true
        case .hotRest: (day.weekday, day.isRestDay, day.isHot) = (7, true, true)
        }
        return self.day(day, for: tariffClass)
    }

    /// The hours of one day.
    func day(_ day: CalendarDay, for tariffClass: String) -> DayHours {
        let number = TariffClass(rawValue: tariffClass)?.calendarNumber ?? 0
        let edges = Set(calendar.windows.flatMap { [$0.from, $0.to % 1_440] } + [0]).sorted()
        var codes = [String?](repeating: nil, count: 1_440)
        for (from, to) in zip(edges, edges.dropFirst() + [1_440]) {
            let code = calendar.period(at: from, on: day, for: number)?.code
            for minute in from..<to { codes[minute] = code }
        }
        return DayHours { codes[$0] }
    }
}
