import Control
import Kernel
import Language
import Rating
import Tariff
import Web

/// 某日时段: what a calendar makes of one day, by the house's holidays, and the hours of each class on it.
struct HoursOfDay: Sendable {
    let action: String
    /// The version that the page shows; nil where it shows the one in force.
    let from: String?
    let day: Field
    /// Nil where the calendar has nothing for hot days.
    let hot: Field?
    /// The day in words, with its weekday, whether it is worked, and its holidays; nil where that is not known.
    let kind: String?
    let faces: [ClockFace]
    /// Why the day has no hours, or what of them is not known.
    let troubles: [String]

    /// - Parameters:
    ///   - paper: of kind CALENDAR.
    ///   - tariffClass: only whose hours; nil for all classes of the calendar.
    init?(
        _ paper: Paper, of tariffClass: String?, by calendar: WorkCalendar, action: String, _ visit: Visit,
        _ words: Words
    ) {
        let wanted = visit.query("on").flatMap { Day(text: $0) }
        let day = wanted ?? visit.today
        guard let version = paper.version(on: day) ?? paper.versions.first,
            let hours = CalendarHours(version.tree)
        else { return nil }
        let asksHeat = hours.calendar.windows.contains(where: \.hotOnly)
        let isHot = asksHeat && visit.query("hot") == "1"
        let form = visit.emptyForm(["on": day.description, "hot": isHot ? "1" : ""])
        self.action = action
        from = visit.query("from")
        self.day = form.field("on", label: "tariff.day.on", .day)
        hot = asksHeat ? form.field("hot", label: "tariff.day.hot", .tick, required: false) : nil
        var troubles: [String] = []
        let strange = hours.sets.filter { Holiday(rawValue: $0) == nil }
        if !strange.isEmpty {
            troubles.append(
                visit.text("tariff.day.strange", [("sets", words.language.list(strange.map(words.value)))]))
        }
        do {
            let found = try CalendarDay(day, sets: hours.sets, by: calendar, isHot: isHot)
            let holidays = try calendar.holidays(on: day)
            let names =
                [visit.text(found.isRestDay ? "tariff.hours.rest" : "tariff.hours.working")]
                + Holiday.allCases.filter(holidays.contains).map { words.value($0.rawValue) }
                + (isHot ? [visit.text("tariff.hours.hot")] : [])
            let language = words.language
            kind =
                "\(language.day(day)) \(language.weekday(day)) · \(language.list(names))"
                + (version.begins.map {
                    " · " + visit.text("tariff.prices.since", [("day", language.day($0))])
                }
                    ?? "")
            faces = Self.faces(hours, found, of: tariffClass, under: language.list(names), words, day)
        } catch {
            kind = nil
            faces = []
            troubles.append(visit.sentence(error))
        }
        self.troubles = troubles
    }

    /// One face for the classes that have the same hours on the day.
    private static func faces(
        _ hours: CalendarHours, _ day: CalendarDay, of tariffClass: String?, under: String, _ words: Words,
        _ date: Day
    ) -> [ClockFace] {
        let served = hours.classes.isEmpty ? [""] : hours.classes
        var found: [(hours: DayHours, names: [String])] = []
        for one in served where tariffClass == nil || one == tariffClass {
            let own = hours.day(day, for: one)
            if let place = found.firstIndex(where: { $0.hours == own }) {
                found[place].names.append(words.tariffClass(one))
            } else {
                found.append((own, [words.tariffClass(one)]))
            }
        }
        return found.map { one in
            let names = words.language.list(one.names.filter { !$0.isEmpty })
            let text = words.language.day(date)
            return ClockFace(
                one.hours, heading: names.isEmpty ? text : "\(names) · \(text)", middle: text, under: under,
                language: words.language)
        }
    }
}
