package import Control
package import Kernel
package import Rating

extension CalendarDay {
    /// A day as a calendar of price periods sees it, by the house's calendar of working days and holidays: the one way
    /// from a date to its kind of day.
    ///
    /// No bill asks: the meter splits the energy, and its registers are what is priced.
    /// - Parameters:
    ///   - sets: names of the calendar's holiday sets, in the order of its bits; what is no `Holiday` has no days.
    ///   - isHot: whether the temperature rule made it hot; nothing here knows the weather.
    /// - Throws: `WorkRefusal.calendarUnknown` where the holidays of its year were not entered.
    package init(
        _ day: Day, sets: [String], by calendar: WorkCalendar, isHot: Bool
    ) throws(WorkRefusal) {
        let holidays = try calendar.holidays(on: day)
        self.init(
            month: day.month, weekday: day.weekday, isRestDay: try !calendar.isWorkday(day),
            holidays: sets.prefix(16).enumerated().reduce(0) { bits, set in
                Holiday(rawValue: set.element).map(holidays.contains) == true
                    ? bits | 1 << UInt16(set.offset) : bits
            }, isHot: isHot)
    }
}
