/// A day as a calendar of price periods sees it.
public struct CalendarDay: Hashable, Sendable {
    /// 1…12.
    public var month: Int
    /// 1 Monday … 7 Sunday.
    public var weekday: Int
    /// A day off by the house's calendar, moved working days considered.
    public var isRestDay: Bool
    /// Bit n set: the day belongs to the calendar's holiday set n.
    public var holidays: UInt16
    /// Hot by the temperature rule.
    public var isHot: Bool

    public init(month: Int, weekday: Int, isRestDay: Bool = false, holidays: UInt16 = 0, isHot: Bool = false)
    {
        self.month = month
        self.weekday = weekday
        self.isRestDay = isRestDay
        self.holidays = holidays
        self.isHot = isHot
    }
}

/// A stretch of the day that has a price period, and on which days.
public struct TouWindow: Hashable, Sendable {
    public var period: TouPeriod
    /// First minute of the day, 0…1439.
    public var from: Int
    /// First minute after it, 1…1440; at or before `from` the window crosses midnight.
    public var to: Int
    /// Bit n set: month n, 1…12.
    public var months: UInt16 = 0x1ffe
    /// Bit n set: weekday n, 1…7.
    public var weekdays: UInt8 = 0xfe
    /// True: rest days only; false: working days only.
    public var restDay: Bool?
    /// Days of one of these holiday sets only, bits as in `CalendarDay`; 0 for all days.
    public var holidays: UInt16 = 0
    public var notOnHolidays = false
    public var hotOnly = false
    /// Bit n set: the calendar's class n.
    public var classes: UInt8 = 0xff
    /// The higher wins.
    public var rank: Int

    public init(period: TouPeriod, from: Int, to: Int) {
        self.period = period
        self.from = from
        self.to = to
        rank = Self.rank(of: period)
    }

    /// Deep valley and sharp override peak and valley, those override flat.
    public static func rank(of period: TouPeriod) -> Int {
        switch period {
        case .sharp, .deepValley: 3
        case .flat: 1
        default: 2
        }
    }

    /// Whether the window holds at a minute (0…1439) of a day. The part after midnight of one that crosses it is
    /// of the day whose minute is asked.
    public func holds(at minute: Int, on day: CalendarDay) -> Bool { covers(minute) && holds(on: day) }

    fileprivate func covers(_ minute: Int) -> Bool {
        from < to ? (from..<to).contains(minute) : minute >= from || minute < to
    }

    fileprivate func holds(on day: CalendarDay) -> Bool {
        months >> UInt16(day.month) & 1 == 1 && weekdays >> UInt8(day.weekday) & 1 == 1
            && (restDay == nil || restDay == day.isRestDay) && (holidays == 0 || holidays & day.holidays != 0)
            && !(notOnHolidays && day.holidays != 0) && (!hotOnly || day.isHot)
    }
}

/// When the price periods of the day are: one version of a 分时时段 calendar.
public struct TouCalendar: Hashable, Sendable {
    public var windows: [TouWindow]
    /// How many holiday sets it knows, at most 16.
    public var holidaySetCount: Int

    public init(windows: [TouWindow], holidaySetCount: Int = 0) {
        self.windows = windows
        self.holidaySetCount = holidaySetCount
    }

    /// What is wrong at one minute of one kind of day.
    public enum Flaw: Hashable, Sendable {
        /// No window holds.
        case gap
        /// Two periods of the same highest rank hold.
        case overlap(TouPeriod, TouPeriod)
    }

    /// The price period of a minute (0…1439) of a day for a class (0…7): the window of the highest rank.
    /// - Returns: nil where there is none, or more than one of that rank.
    public func period(at minute: Int, on day: CalendarDay, for classNumber: Int = 0) -> TouPeriod? {
        guard case .success(let period) = found(at: minute, on: day, for: classNumber) else { return nil }
        return period
    }

    private enum Found {
        case success(TouPeriod)
        case failure(Flaw)
    }

    private func found(at minute: Int, on day: CalendarDay, for classNumber: Int) -> Found {
        var best: TouWindow?
        var rival: TouPeriod?
        for window in windows
        where window.classes >> UInt8(classNumber) & 1 == 1 && window.holds(at: minute, on: day) {
            if let found = best, window.rank <= found.rank {
                if window.rank == found.rank, window.period != found.period { rival = window.period }
            } else {
                best = window
                rival = nil
            }
        }
        guard let best else { return .failure(.gap) }
        return rival.map { .failure(.overlap(best.period, $0)) } ?? .success(best.period)
    }

    /// The first gap or undefined overlap for a class, looked for on every kind of day at every minute where a
    /// window begins or ends; nil where each minute has exactly one period.
    public func firstFlaw(for classNumber: Int = 0) -> (day: CalendarDay, minute: Int, flaw: Flaw)? {
        let mine = windows.filter { $0.classes >> UInt8(classNumber) & 1 == 1 }
        let only = TouCalendar(windows: mine, holidaySetCount: holidaySetCount)
        let minutes = Set(mine.flatMap { [$0.from % 1_440, $0.to % 1_440] } + [0]).sorted()
        // Of what holds at a minute, whatever the day; of a day's windows the highest rank stands first. Days on which the
        // same windows hold are alike.
        let ranked = mine.sorted { $0.rank > $1.rank }
        let atMinute = minutes.map { minute in WindowSet(ranked) { $0.covers(minute) } }
        let atRank = ranked.map { one in WindowSet(ranked) { $0.rank == one.rank && $0.period != one.period }
        }
        var known: Set<WindowSet> = []
        for day in only.kindsOfDay {
            let today = WindowSet(ranked) { $0.holds(on: day) }
            guard known.insert(today).inserted else { continue }
            for (place, minute) in minutes.enumerated() {
                let first = today.first(with: atMinute[place])
                if let first, !today.intersects(atMinute[place], atRank[first]) { continue }
                if case .failure(let flaw) = only.found(at: minute, on: day, for: classNumber) {
                    return (day, minute, flaw)
                }
            }
        }
        return nil
    }

    /// The periods that a class meets on any day.
    public func periods(for classNumber: Int = 0) -> Set<TouPeriod> {
        Set(windows.filter { $0.classes >> UInt8(classNumber) & 1 == 1 }.map(\.period))
    }

    /// Every kind of day that the windows tell apart.
    private var kindsOfDay: [CalendarDay] {
        let weekdays = windows.contains { $0.weekdays & 0xfe != 0xfe } ? Array(1...7) : [1]
        let rests = windows.contains { $0.restDay != nil } ? [false, true] : [false]
        let hots = windows.contains { $0.hotOnly } ? [false, true] : [false]
        let holidays =
            windows.contains { $0.holidays != 0 || $0.notOnHolidays }
            ? [0] + (0..<holidaySetCount).map { UInt16(1) << UInt16($0) } : [0]
        return (1...12).flatMap { month in
            weekdays.flatMap { weekday in
                rests.flatMap { rest in
                    holidays.flatMap { holiday in
                        hots.map {
                            CalendarDay(
                                month: month, weekday: weekday, isRestDay: rest, holidays: holiday, isHot: $0)
                        }
                    }
                }
            }
        }
    }
}

/// Some of a calendar's windows, a bit each: a calendar of 200 windows has thousands of kinds of day and hundreds of
/// minutes, and is asked about each of them.
private struct WindowSet: Hashable {
    private var words: [UInt64]

    init(_ windows: [TouWindow], _ isIn: (TouWindow) -> Bool) {
        words = [UInt64](repeating: 0, count: windows.count / 64 + 1)
        for (place, window) in windows.enumerated() where isIn(window) {
            words[place / 64] |= 1 << UInt64(place % 64)
        }
    }

    /// The first window that is in both.
    func first(with other: WindowSet) -> Int? {
        for place in words.indices {
            let both = words[place] & other.words[place]
            if both != 0 { return place * 64 + both.trailingZeroBitCount }
        }
        return nil
    }

    /// Whether a window is in all three.
    func intersects(_ one: WindowSet, _ other: WindowSet) -> Bool {
        words.indices.contains { words[$0] & one.words[$0] & other.words[$0] != 0 }
    }
}
