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

    /// Days with the same hours.
    private struct Alike {
        let hours: DayHours
        let months: [Int]
        var kinds: [CalendarHours.Kind]
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
                    let kind = words.language.list(days.kinds.map { words.kind($0, hours.sets) })
                    return ClockFace(
                        days.hours, heading: "\(title) · \(months) · \(kind)", middle: months,
                        under: days.kinds.count == 1 ? kind : words.language.text("tariff.hours.holidays"),
                        language: words.language)
                },
                year: YearStrip(
                    heading: words.language.text("tariff.hours.year", [("name", title)]),
                    language: words.language
                ) { group.days[0][$0 - 1] })
        }
    }

    /// The working day's hours by months, and other kinds of day where theirs differ from it.
    private static func alike(_ kinds: [CalendarHours.Kind], _ days: [[DayHours]]) -> [Alike] {
        var found: [Alike] = []
        for (kind, own) in zip(kinds, days) {
            let months = own.indices.filter { kind == .working || own[$0] != days[0][$0] }
            var seen: [(hours: DayHours, months: [Int])] = []
            for month in months {
                if let place = seen.firstIndex(where: { $0.hours == own[month] }) {
                    seen[place].months.append(month + 1)
                } else {
                    seen.append((own[month], [month + 1]))
                }
            }
            for one in seen {
                if kind != .working,
                    let place = found.firstIndex(where: {
                        $0.hours == one.hours && $0.months == one.months && $0.kinds[0] != .working
                    })
                {
                    found[place].kinds.append(kind)
                } else {
                    found.append(Alike(hours: one.hours, months: one.months, kinds: [kind]))
                }
            }
        }
        return found
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
    /// A kind of day: `工作日`, `星期六`, `春节`.
    fileprivate func kind(_ kind: CalendarHours.Kind, _ sets: [String]) -> String {
        switch kind {
        case .working: language.text("tariff.hours.working")
        case .weekday(let day): language.text("tariff.hours.weekday.\(day)")
        case .rest: language.text("tariff.hours.rest")
        case .holiday(let set): sets.indices.contains(set) ? value(sets[set]) : ""
        case .hot: language.text("tariff.hours.hot")
        }
    }
}
