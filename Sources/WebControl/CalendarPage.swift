import Control
import Hummingbird
import Kernel
import Language
import Web

/// The calendar of working days: a year at a glance, the notice it follows, the company's own days; the forms that
/// enter a coming year's notice and set a day.
struct CalendarPage: Page {
    static let template = "control.calendar"
    let title: String
    let trail: [Crumb]
    let lead: String
    let tabs: [CasesPage.Tab]
    let basis: String
    let isMissing: Bool
    let summaryText: String?
    let months: [Month]
    let own: [Own]
    let hasOwn: Bool
    let mayKeep: Bool
    let summary: FormSummary?
    let notice: [Field]
    let noticeOpen: Bool
    let single: [Field]
    let yearText: String

    struct Month: Sendable {
        let name: String
        let weekdays: [String]
        let weeks: [Week]
    }
    struct Week: Sendable { let days: [Cell] }
    struct Cell: Sendable {
        let day: String
        /// `work`, `rest`, `weekend`, `plain`, or empty outside the month.
        let kind: String
        let mark: String
        let isOwn: Bool
        let isToday: Bool
        let label: String
    }
    struct Own: Sendable {
        let day: String
        let kind: Badge
        let clause: String
        let value: String
    }

    init(_ visit: Visit, _ calendar: WorkCalendar, _ notices: [EnteredNotice], year: Int, _ form: Form) {
        let language = visit.language
        title = visit.text("control.calendar.title")
        trail = [Crumb(label: visit.text("control.cases.title"), link: WebControl.casesLink)]
        lead = visit.text("control.calendar.lead")
        yearText = String(year)
        let last = max(calendar.years.last ?? visit.today.year, visit.today.year)
        // Some years back, and the first whose notice is not known.
        tabs = (max(last - 4, calendar.years.first ?? last)...(last + 1)).map { number in
            CasesPage.Tab(
                label: visit.text("control.calendar.year", [("year", String(number))]),
                link: "\(WebControl.calendarLink)?year=\(number)", isHere: number == year)
        }
        isMissing = !calendar.years.contains(year)
        if isMissing {
            basis = visit.text("control.calendar.missing", [("year", String(year))])
        } else if let entered = notices.first(where: { $0.year == year }) {
            basis = visit.text(
                "control.calendar.entered",
                [("clause", entered.clause), ("by", entered.by), ("at", language.instant(entered.at))])
        } else {
            basis = visit.text("control.calendar.bundled", [("year", String(year))])
        }
        let days = Self.days(of: year)
        summaryText =
            isMissing
            ? nil
            : visit.text(
                "control.calendar.summary",
                [
                    ("rest", String(days.count { calendar.mark($0) == .rest })),
                    ("work", String(days.count { calendar.mark($0) == .work })),
                    ("workdays", String(days.count { (try? calendar.isWorkday($0)) ?? false })),
                ])
        months = isMissing ? [] : (1...12).map { Self.month($0, days, calendar, visit) }
        own = calendar.ownDays(of: year).map {
            Own(
                day: "\(language.day($0.day)) \(language.weekday($0.day))",
                kind: $0.isWorkday
                    ? Badge(visit.text("control.calendar.own.work"), .warn)
                    : Badge(visit.text("control.calendar.own.rest"), .good), clause: $0.clause,
                value: $0.day.description)
        }
        hasOwn = !own.isEmpty
        mayKeep = visit.may(WebControl.keepingCalendar)
        summary = form.summary
        let word = form.typed("do")
        noticeOpen = isMissing || word == "notice"
        let filled = form.text("year") == nil ? visit.emptyForm(["year": String(last + 1)]) : form
        notice = [
            filled.field("year", label: "control.calendar.notice.year", .whole, longest: 4),
            filled.field(
                "rest", label: "control.calendar.notice.rest", .area,
                hint: "control.calendar.notice.rest.hint",
                longest: 2_000),
            filled.field(
                "work", label: "control.calendar.notice.work", hint: "control.calendar.notice.work.hint",
                required: false, longest: 1_000),
            filled.field(
                "clause", label: "control.calendar.notice.clause",
                hint: "control.calendar.notice.clause.hint"),
            filled.field("reason", label: "control.change.reason", longest: 200),
        ]
        single = [
            form.field("day", label: "control.calendar.day", .day),
            form.field(
                "as", label: "control.calendar.as",
                .select([
                    (value: "rest", label: visit.text("control.calendar.own.rest")),
                    (value: "work", label: visit.text("control.calendar.own.work")),
                ])),
            form.field("why", label: "control.calendar.clause", hint: "control.calendar.clause.hint"),
            form.field("reason", label: "control.change.reason", longest: 200),
        ]
    }

    static func days(of year: Int) -> [Day] {
        guard let first = Day(year: year, month: 1, day: 1) else { return [] }
        return Array(
            sequence(first: first) { day in
                let next = day.adding(days: 1)
                return next.year == year ? next : nil
            })
    }

    private static func month(_ number: Int, _ days: [Day], _ calendar: WorkCalendar, _ visit: Visit) -> Month
    {
        let own = days.filter { $0.month == number }
        let none = Cell(day: "", kind: "", mark: "", isOwn: false, isToday: false, label: "")
        var cells = Array(repeating: none, count: (own.first?.weekday ?? 1) - 1)
        cells += own.map { cell($0, calendar, visit) }
        while !cells.count.isMultiple(of: 7) { cells.append(none) }
        return Month(
            name: own.first.map { visit.language.month($0.billingMonth) } ?? "",
            weekdays: (0..<7).map { place in
                let day =
                    Day(yyyymmdd: 2026_06_01).map { visit.language.weekday($0.adding(days: place)) } ?? ""
                return visit.language == .zh ? String(day.suffix(1)) : String(day.prefix(2))
            },
            weeks: stride(from: 0, to: cells.count, by: 7).map { Week(days: Array(cells[$0..<($0 + 7)])) })
    }

    private static func cell(_ day: Day, _ calendar: WorkCalendar, _ visit: Visit) -> Cell {
        let own = calendar.ownDay(day)
        let mark: WorkCalendar.Mark? = own.map { $0.isWorkday ? .work : .rest } ?? calendar.mark(day)
        let kind =
            switch mark {
            case .rest: "rest"
            case .work: "work"
            case nil: day.weekday > 5 ? "weekend" : "plain"
            }
        let said = mark.map {
            visit.text($0 == .rest ? "control.calendar.legend.rest" : "control.calendar.legend.work")
        }
        return Cell(
            day: String(day.day), kind: kind,
            mark: mark.map { visit.text($0 == .rest ? "control.calendar.rest" : "control.calendar.work") }
                ?? "", isOwn: own != nil, isToday: day == visit.today,
            label: [visit.language.day(day), own?.clause ?? said].compactMap(\.self).joined(separator: " "))
    }
}

extension WebControl {
    static let calendarLink = "/control/calendar"
    static let keepingCalendar = Access.may("control.calendar")

    var calendarRoutes: [Route] {
        [
            .get(Self.calendarLink, Self.working) { visit in
                try visit.show(try await calendarPage(visit, visit.emptyForm(), year: Self.year(visit)))
            },
            .post(Self.calendarLink, Self.keepingCalendar) { try await changeCalendar($0) },
        ]
    }

    /// The year that is asked for, else this one; one outside of four digits is not there.
    static func year(_ visit: Visit) throws -> Int {
        guard let text = visit.query("year") else { return visit.today.year }
        guard let year = Int(text), (1_000...9_999).contains(year) else { throw WebRefusal.notFound }
        return year
    }

    private func calendarPage(_ visit: Visit, _ form: Form, year: Int) async throws -> CalendarPage {
        CalendarPage(
            visit, try await control.calendar(),
            try await control.enteredNotices(by: visit.principal), year: year, form)
    }

    /// The one place where the calendar is changed: by a second person's approval where the rule asks for one.
    func changeCalendar(
        _ change: ControlCommands.ChangeCalendar, _ reason: String, _ principal: Principal
    ) async throws -> Control.Submission {
        try await control.submit(
            ControlCommands.changeCalendar, change, reason: reason, by: principal)
    }

    private func changeCalendar(_ visit: Visit) async throws -> Response {
        var form = try visit.form()
        var year = visit.today.year
        var status = HTTPResponse.Status.unprocessableContent
        do {
            switch form.typed("do") {
            case "notice":
                let typed = form.number("year", in: 2_000...2_999)
                if let typed { year = typed }
                let days = typed.flatMap { NoticeDays(&form, year: $0) }
                let clause = form.required("clause")
                let reason = form.required("reason", limit: 200)
                if let typed, let days, let clause, let reason, form.isValid {
                    let submission = try await changeCalendar(
                        .year(line: days.line, clause: clause), reason, visit.principal)
                    return visit.redirect(
                        after: submission, to: "\(Self.calendarLink)?year=\(typed)",
                        notice: "control.calendar.notice.done", [("year", String(typed))])
                }
            case "set", "clear":
                let isSetting = form.typed("do") == "set"
                let day = form.day("day")
                let clause = form.required("why")
                let isWorkday = isSetting ? form.typed("as") == "work" : nil
                // Taking a day away, its one line says both.
                let reason = isSetting ? form.required("reason", limit: 200) : clause
                if let day { year = day.year }
                if let day, let clause, let reason {
                    let submission = try await changeCalendar(
                        .day(day: day, isWorkday: isWorkday, clause: clause), reason, visit.principal)
                    return visit.redirect(
                        after: submission, to: "\(Self.calendarLink)?year=\(day.year)",
                        notice: "control.calendar.set.done")
                }
            default: throw WebRefusal.badForm
            }
        } catch let refusal as WorkRefusal {
            form.refuse(refusal)
            status = refusal.httpStatus
        } catch let refusal as ApprovalRefusal where refusal.kind == .invalid {
            form.refuse(refusal)
        }
        return try visit.show(try await calendarPage(visit, form, year: year), status: status)
    }
}
