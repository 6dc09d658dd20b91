import Kernel
import Language
import Web

/// 分时时段: a calendar's hours as clock faces, one for each group of months and each kind of day that differs, and the
/// year as a strip; one group for the classes that have the same hours.
struct HoursView: Sendable {
    let name: String
    /// The calendar's own page; nil on it, and for the public.
    let link: String?
    let groups: [Group]

    struct Group: Sendable {
        let heading: String
        let faces: [ClockFace]
        let year: YearStrip
    }

    /// Days with the same hours, in months in which the same kinds of day have them.
    private struct Alike {
        let hours: DayHours
        var months: [Int]
        let kinds: [CalendarHours.Kind]
    }

    /// More faces than a page can show are told by the windows' own table.
    private static let mostFaces = 12

    /// - Parameters:
    ///   - version: of a calendar.
    ///   - tariffClass: only whose hours; nil for all classes of the calendar.
    init?(_ version: Tree, name: String, link: String?, of tariffClass: String?, _ words: Words) {
        guard let hours = CalendarHours(version) else { return nil }
        self.name = name
        self.link = link
        var classes: [(days: [[DayHours]], names: [String])] = []
        let kinds = hours.kinds
        let served = hours.classes.isEmpty ? [""] : hours.classes
        for one in tariffClass.map({ [$0] }) ?? served where tariffClass == nil || served.contains(one) {
            let days = kinds.map { kind in (1...12).map { hours.day(kind, month: $0, for: one) } }
            if let place = classes.firstIndex(where: { $0.days == days }) {
                classes[place].names.append(words.tariffClass(one))
            } else {
                classes.append((days, [words.tariffClass(one)]))
            }
        }
        guard !classes.isEmpty else { return nil }
        groups = classes.map { group in
            let heading = words.language.list(group.names.filter { !$0.isEmpty })
            let title = heading.isEmpty ? name : heading
            return Group(
                heading: heading,
                faces: Self.alike(kinds, group.days).prefix(Self.mostFaces).map { days in
                    let months = YearStrip.months(days.months, words.language)
                    let kind = words.kinds(days.kinds, of: kinds, hours.sets)
                    return ClockFace(
                        days.hours, heading: "\(title) · \(months) · \(kind.full)", middle: months,
                        under: kind.short, language: words.language)
                },
                year: YearStrip(
                    heading: words.language.text(
                        Set(group.days).count > 1 ? "tariff.hours.year" : "tariff.hours.year.everyDay",
                        [("name", title)]),
                    language: words.language
                ) { group.days[0][$0 - 1] })
        }
    }

    /// Every kind of day in every month is on one face; those of working days stand first.
    private static func alike(_ kinds: [CalendarHours.Kind], _ days: [[DayHours]]) -> [Alike] {
        var found: [Alike] = []
        for month in 0..<12 {
            var own: [(hours: DayHours, kinds: [CalendarHours.Kind])] = []
            for (kind, hours) in zip(kinds, days) {
                if let place = own.firstIndex(where: { $0.hours == hours[month] }) {
                    own[place].kinds.append(kind)
                } else {
                    own.append((hours[month], [kind]))
                }
            }
            for one in own {
                if let place = found.firstIndex(where: { $0.hours == one.hours && $0.kinds == one.kinds }) {
                    found[place].months.append(month + 1)
                } else {
                    found.append(Alike(hours: one.hours, months: [month + 1], kinds: one.kinds))
                }
            }
        }
        return found.filter { $0.kinds[0] == .working } + found.filter { $0.kinds[0] != .working }
    }

    /// The calendar that a tariff's version names.
    static func calendar(of version: Tree, among papers: [Paper]) -> Paper? {
        guard let code = version["calendar"]?.plain else { return nil }
        return papers.first { $0.code == code && $0.kind == "CALENDAR" }
    }

    /// The hours of a tariff's version, by the calendar that it names.
    /// - Parameters:
    ///   - on: the day whose version of the calendar holds.
    ///   - isPublic: whether the reader is anybody, who has no page of the calendar.
    init?(
        of version: Tree, tariffClass: String, among papers: [Paper], on day: Day, isPublic: Bool,
        _ words: Words
    ) {
        guard let paper = Self.calendar(of: version, among: papers),
            let calendar = paper.version(on: day) ?? paper.versions.first
        else { return nil }
        self.init(
            calendar.tree, name: words.name(paper.tree),
            link: isPublic ? nil : WebTariff.tariffPath.link(paper.code), of: tariffClass, words)
    }
}

extension Words {
    /// Kinds of day that have the same hours, of all that a calendar tells apart: `每天`, `工作日、星期六`, `春节、国庆节`;
    /// and the same short enough for the middle of a face.
    fileprivate func kinds(
        _ kinds: [CalendarHours.Kind], of all: [CalendarHours.Kind], _ sets: [String]
    ) -> (full: String, short: String) {
        func text(_ word: String) -> String { language.text("tariff.hours.\(word)") }
        if kinds.count == all.count { return (text("everyDay"), text("everyDay")) }
        let holidays = all.filter(\.isHoliday)
        var left = kinds
        var names: [String] = []
        let working = all.filter { $0 == .working || $0.isWorkingWeekday }
        if working.allSatisfy(left.contains) {
            left.removeAll(where: working.contains)
            names.append(text("working"))
        } else if working.count > 1, let place = left.firstIndex(of: .working) {
            left.remove(at: place)
            names.append(text("weekday.1"))
        }
        let areAllHolidays = holidays.count > 1 && holidays.allSatisfy(left.contains)
        let others = left.filter { !$0.isHoliday }.map { kind($0, sets) }
        let days = left.filter(\.isHoliday).map { kind($0, sets) }
        let full = language.list(names + others + days)
        let short = language.list(names + others + (areAllHolidays ? [text("publicHolidays")] : days))
        return (full, short.count > (language == .zh ? 14 : 24) ? text("holidays") : short)
    }

    /// A kind of day: `工作日`, `星期六`, `春节`.
    private func kind(_ kind: CalendarHours.Kind, _ sets: [String]) -> String {
        switch kind {
        case .working: language.text("tariff.hours.working")
        case .weekday(let day): language.text("tariff.hours.weekday.\(day)")
        case .rest: language.text("tariff.hours.rest")
        case .holiday(let set): sets.indices.contains(set) ? value(sets[set]) : ""
        case .hot: language.text("tariff.hours.hot")
        case .hotRest: language.text("tariff.hours.hotRest")
        }
    }
}

extension CalendarHours.Kind {
    fileprivate var isHoliday: Bool { if case .holiday = self { true } else { false } }
    fileprivate var isWorkingWeekday: Bool { if case .weekday(let day) = self { day <= 5 } else { false } }
}
