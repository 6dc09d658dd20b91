package import Kernel

/// Which days are worked: Monday to Friday, as the State Council's notice of each year moves them, and as the company
/// set single days otherwise.
///
/// A year whose notice is not known is refused, never guessed. The rest days and the worked weekend days around New
/// Year may be moved by the next year's notice; they hold here as the year's own notice gives them.
/// Source: 全国年节及纪念日放假办法 (State Council order 513, amended by order 795), the yearly notices of the General
/// Office of the State Council.
package struct WorkCalendar: Sendable, Hashable {
    /// One day set by the company against the notice.
    package struct OwnDay: Sendable, Hashable {
        package let day: Day
        package let isWorkday: Bool
        /// The decision or notice that sets it.
        package let clause: String

        package init(day: Day, isWorkday: Bool, clause: String) {
            self.day = day
            self.isWorkday = isWorkday
            self.clause = clause
        }
    }

    private let rest: Set<Day>
    private let work: Set<Day>
    private var own: [Day: OwnDay]
    /// The years that can be asked for, ascending.
    package let years: [Int]

    /// The calendar of the notices this program brings, with the company's own days.
    /// - Parameter published: a further year's notice, entered by an administrator, as the table writes it.
    package init(own: [OwnDay] = [], published: [String] = []) {
        var rest: Set<Day> = []
        var work: Set<Day> = []
        var years: Set<Int> = []
        for line in Self.bundled + published.compactMap(Notice.init(line:)) {
            years.insert(line.year)
            rest.formUnion(line.rest)
            work.formUnion(line.work)
        }
        self.rest = rest
        self.work = work
        self.own = Dictionary(own.map { ($0.day, $0) }, uniquingKeysWith: { _, last in last })
        self.years = years.sorted()
    }

    private static let bundled = Notice.all(holidayTable)

    /// Whether the day is worked.
    /// - Throws: `WorkRefusal.calendarUnknown` where the notice of its year is not known.
    package func isWorkday(_ day: Day) throws(WorkRefusal) -> Bool {
        guard years.contains(day.year) else { throw .calendarUnknown(year: day.year) }
        if let own = own[day] { return own.isWorkday }
        if work.contains(day) { return true }
        if rest.contains(day) { return false }
        return day.weekday <= 5
    }

    /// The same without the company's own entry of a day.
    func without(_ day: Day) -> WorkCalendar {
        var other = self
        other.own[day] = nil
        return other
    }

    /// What the notice of its year makes of a day; nil where it leaves it as its weekday has it.
    package func mark(_ day: Day) -> Mark? { work.contains(day) ? .work : rest.contains(day) ? .rest : nil }

    /// A day as a notice moves it.
    package enum Mark: Sendable { case rest, work }

    /// The company's own entry of a day, with its clause; nil where the notice holds.
    package func ownDay(_ day: Day) -> OwnDay? { own[day] }

    /// The company's own entries of a year, by day.
    package func ownDays(of year: Int) -> [OwnDay] {
        own.values.filter { $0.day.year == year }.sorted { $0.day < $1.day }
    }

    /// The last day of a period of `count` working days that begins with something received on `day`.
    ///
    /// The day of receipt does not count, the period runs from the next day on (民法典 第二百零一条). With `count` 0 the
    /// day itself. The period ends with that day, at 24:00 (民法典 第二百零三条).
    /// - Throws: `WorkRefusal.calendarUnknown` where it reaches a year whose notice is not known.
    package func day(_ count: Int, workingDaysAfter day: Day) throws(WorkRefusal) -> Day {
        precondition(count >= 0, "a period has no negative length")
        var found = day
        var left = count
        while left > 0 {
            found = found.adding(days: 1)
            if try isWorkday(found) { left -= 1 }
        }
        return found
    }

    /// The last day of a period of `count` calendar days that begins with something received on `day`: where it is no
    /// working day, the next working day (民法典 第二百零一条, 第二百零三条).
    /// - Throws: `WorkRefusal.calendarUnknown`.
    package func day(_ count: Int, calendarDaysAfter day: Day) throws(WorkRefusal) -> Day {
        try workday(notBefore: day.adding(days: count))
    }

    /// The day itself where it is worked, else the next that is.
    /// - Throws: `WorkRefusal.calendarUnknown`.
    package func workday(notBefore day: Day) throws(WorkRefusal) -> Day {
        var found = day
        while try !isWorkday(found) { found = found.adding(days: 1) }
        return found
    }

    /// How many working days lie after `from` up to and with `to`; 0 where `to` is not later.
    /// - Throws: `WorkRefusal.calendarUnknown`.
    package func workingDays(from: Day, to: Day) throws(WorkRefusal) -> Int {
        var count = 0
        var day = from
        while day < to {
            day = day.adding(days: 1)
            if try isWorkday(day) { count += 1 }
        }
        return count
    }
}

/// One year's notice as data: `2026 -0101 -0102 +0104`.
package struct Notice: Sendable, Hashable {
    package let year: Int
    /// Days of rest, weekends among them where the notice names them.
    package let rest: [Day]
    /// Weekend days worked in return.
    package let work: [Day]

    /// Reads a year and its days; nil where the year is not four digits, a day does not exist or stands twice, or a day
    /// worked in return is no weekend day.
    package init?(line: String) {
        let words = line.split(whereSeparator: { $0 == " " || $0 == "\n" })
        guard let first = words.first, first.utf8.count == 4, let year = Int(first), year > 0 else {
            return nil
        }
        var rest: [Day] = []
        var work: [Day] = []
        for word in words.dropFirst() {
            guard word.utf8.count == 5, let number = Int(word.dropFirst()), number > 0,
                let day = Day(yyyymmdd: year * 1_00_00 + number), !rest.contains(day), !work.contains(day)
            else { return nil }
            switch word.first {
            case "-": rest.append(day)
            case "+" where day.weekday >= 6: work.append(day)
            default: return nil
            }
        }
        guard !rest.isEmpty else { return nil }
        self.year = year
        self.rest = rest
        self.work = work
    }

    /// The years of a table of several, each beginning with its number.
    static func all(_ table: String) -> [Notice] {
        var lines: [String] = []
        for word in table.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            if word.first?.isNumber == true {
                lines.append(String(word))
            } else {
                lines[lines.count - 1] += " \(word)"
            }
        }
        return lines.map { line in
            guard let notice = Notice(line: line) else {
                preconditionFailure("the table of holidays: \(line)")
            }
            return notice
        }
    }
}
