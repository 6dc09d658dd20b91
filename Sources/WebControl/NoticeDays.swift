import Control
import Kernel
import Web

/// The days of a year's notice as an administrator types them: `1-1至1-3、2-15~2-23`.
struct NoticeDays: Sendable {
    /// The year's line as control takes it: `2027 -0101 +0104`.
    let line: String

    /// Reads the fields `rest` and `work` of a form; what cannot be read is noted there, and it is nil.
    init?(_ form: inout Form, year: Int) {
        let rest = Self.days(&form, "rest", year)
        let work = Self.days(&form, "work", year)
        if form.text("rest") == nil { form.refuse("rest", "web.field.required") }
        guard let rest, let work, !rest.isEmpty else { return nil }
        var seen: Set<Day> = []
        for (name, day) in rest.map({ ("rest", $0) }) + work.map({ ("work", $0) }) {
            guard seen.insert(day).inserted else {
                form.refuse(name, "control.calendar.refuse.twice", [("day", Self.text(day))])
                return nil
            }
        }
        if let day = work.first(where: { $0.weekday <= 5 }) {
            form.refuse("work", "control.calendar.refuse.weekday", [("day", Self.text(day))])
            return nil
        }
        func word(_ day: Day, _ sign: String) -> String {
            let digits = String(day.yyyymmdd % 10_000)
            return sign + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        }
        line = ([String(year)] + rest.map { word($0, "-") } + work.map { word($0, "+") })
            .joined(separator: " ")
    }

    private static func text(_ day: Day) -> String { "\(day.month)-\(day.day)" }

    /// The days of one field; nil where a part of it is none.
    private static func days(_ form: inout Form, _ name: String, _ year: Int) -> [Day]? {
        guard let text = form.text(name) else { return [] }
        var days: [Day] = []
        for part in text.split(whereSeparator: { ",，、；; \n\r\t\u{3000}".contains($0) }) {
            let ends = part.split(whereSeparator: { "至~～到".contains($0) }).map { Self.day($0, year) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
                first <= last
            else {
                form.refuse(name, "control.calendar.refuse.days", [("part", String(part.prefix(40)))])
                return nil
            }
            var next = first
            while next <= last {
                days.append(next)
                next = next.adding(days: 1)
            }
        }
        return days
    }

    /// `10-1`, `10.1`, `10/1`, `10月1日`, with or without the year before it.
    private static func day(_ text: Substring, _ year: Int) -> Day? {
        let numbers = text.split(whereSeparator: { "-./年月日".contains($0) }).map { Int($0) }
        switch numbers.count {
        case 2:
            return numbers[0].flatMap { month in numbers[1].flatMap { Day(year: year, month: month, day: $0) }
            }
        case 3 where numbers[0] == year:
            return numbers[1].flatMap { month in numbers[2].flatMap { Day(year: year, month: month, day: $0) }
            }
        default: return nil
        }
    }
}
