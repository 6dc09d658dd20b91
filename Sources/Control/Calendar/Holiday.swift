package import Kernel

/// A holiday of the State Council's yearly notices, by the name that calendars of price periods give it.
package enum Holiday: String, Sendable, CaseIterable {
    case newYear = "NEW_YEAR"
    case springFestival = "SPRING_FESTIVAL"
    case qingming = "QINGMING"
    case labourDay = "LABOUR_DAY"
    case dragonBoat = "DRAGON_BOAT"
    case midAutumn = "MID_AUTUMN"
    case nationalDay = "NATIONAL_DAY"

    /// Between which days of the year (MMDD) its days of rest can lie, the rest days moved to it among them.
    fileprivate var range: ClosedRange<Int> {
        switch self {
        case .newYear: 101...105
        case .springFestival: 120...228
        case .qingming: 401...410
        case .labourDay: 427...508
        case .dragonBoat: 524...630
        case .midAutumn: 906...930
        case .nationalDay: 1001...1010
        }
    }

    /// Qingming, Dragon Boat and Mid-Autumn are holidays since the order of 14 December 2007 (国务院令第513号).
    fileprivate var firstYear: Int {
        switch self {
        case .qingming, .dragonBoat, .midAutumn: 2008
        default: 0
        }
    }
}

extension WorkCalendar {
    /// The holidays whose days of rest a day is one of, by the notice of its year; a day that the company set otherwise
    /// keeps its holiday.
    ///
    /// Mid-Autumn that falls among the days of National Day shares them: a year without its own days in September.
    /// - Throws: `WorkRefusal.calendarUnknown` where the notice of its year is not known.
    package func holidays(on day: Day) throws(WorkRefusal) -> Set<Holiday> {
        guard years.contains(day.year) else { throw .calendarUnknown(year: day.year) }
        guard mark(day) == .rest else { return [] }
        let place = day.month * 100 + day.day
        // The last days of December are the next New Year's.
        if place >= 1_228 { return [.newYear] }
        var found = Set(Holiday.allCases.filter { $0.range.contains(place) && $0.firstYear <= day.year })
        if found.contains(.nationalDay), day.year >= Holiday.midAutumn.firstYear, !hasOwnMidAutumn(day.year) {
            found.insert(.midAutumn)
        }
        // Days of September that run on into the first of October are both.
        if found.contains(.midAutumn), day.month == 9,
            (day.day...30).allSatisfy({
                Day(year: day.year, month: 9, day: $0).map { mark($0) == .rest } ?? false
            })
        {
            found.insert(.nationalDay)
        }
        return found
    }

    private func hasOwnMidAutumn(_ year: Int) -> Bool {
        Holiday.midAutumn.range.contains { place in
            Day(yyyymmdd: year * 10_000 + place).map { mark($0) == .rest } ?? false
        }
    }
}
