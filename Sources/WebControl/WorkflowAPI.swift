import Control
import Hummingbird
import Kernel
import Language
import Web

/// The machine's door of workflow definitions, the calendar of working days and leave cover.
extension WebControl {
    static let workflowsAPI = "/api/v1/control/workflows"
    static let calendarAPI = "/api/v1/control/calendar"
    static let coversAPI = "/api/v1/control/covers"

    var workflowAPIRoutes: [Route] {
        [
            .get(Self.workflowsAPI, Self.working) { visit in
                try visit.json(
                    try await control.workflows(by: visit.principal).map(WorkflowAnswer.init))
            }
            .described("control.workflows.list", "The newest version of each kind of work order.")
            .answering(.list(WorkflowAnswer.schema)),
            .post(Self.workflowsAPI, .may("control.workflows")) { try await publishOrder($0) }
                .described(
                    "control.workflows.publish", "Publishes a new version; running cases stay on theirs.",
                    "202 with a proposal where a second person must agree. `reason` is for them.",
                    query: [.text("reason", "What the second person is told.")], gives: [String: String].self,
                    status: .created, otherwise: [.accepted: ProposalAnswer.self]
                )
                .taking(.map(.anything)).answering(WorkflowAnswer.schema, status: .created),
            .post(Self.workflowsAPI + "/check", .may("control.workflows")) { visit in
                let definition = try visit.decode(WorkflowDefinition.self)
                let found = try await control.examineWorkflow(definition, by: visit.principal)
                return try visit.json(WorkflowCheck(found, visit))
            }
            .described(
                "control.workflows.check", "Says what is wrong with a definition, or what it changes.",
                "Nothing is published.", gives: WorkflowCheck.self
            )
            .taking(.map(.anything)),
            .get(Self.workflowsAPI + "/{workflow}", Self.working) { visit in
                try visit.json(WorkflowAnswer(try await published(visit).0))
            }
            .described("control.workflows.get", "One kind of work order.").answering(WorkflowAnswer.schema),
            .get(Self.calendarAPI, Self.working) { visit in
                try visit.json(try await calendarAnswer(visit, year: Self.year(visit)))
            }
            .described(
                "control.calendar.get", "A year's days of rest and work.",
                query: [.text("year", "The year; this one where none is said.")], gives: CalendarAnswer.self),
            .post(Self.calendarAPI + "/years", Self.keepingCalendar) { visit in
                let wish = try visit.decode(YearWish.self)
                let submission = try await changeCalendar(
                    .year(line: try wish.line, clause: wish.clause), wish.reason, visit.principal)
                if let answer = try visit.proposed(submission) { return answer }
                return try visit.json(try await calendarAnswer(visit, year: wish.year), status: .created)
            }
            .described(
                "control.calendar.year", "Enters a year's notice of holidays.", Self.secondPersonNote,
                takes: YearWish.self, gives: CalendarAnswer.self, status: .created,
                otherwise: [.accepted: ProposalAnswer.self]),
            .post(Self.calendarAPI + "/days", Self.keepingCalendar) { visit in
                let wish = try visit.decode(DayWish.self)
                guard let day = Day(text: wish.day) else { throw WebRefusal.badJSON("/day malformed") }
                let submission = try await changeCalendar(
                    .day(day: day, isWorkday: wish.isWorkday, clause: wish.clause), wish.reason,
                    visit.principal)
                if let answer = try visit.proposed(submission) { return answer }
                return try visit.json(try await calendarAnswer(visit, year: day.year))
            }
            .described(
                "control.calendar.day", "Enters a day of the company's own, or takes it away.",
                Self.secondPersonNote, takes: DayWish.self, gives: CalendarAnswer.self,
                otherwise: [.accepted: ProposalAnswer.self]),
            .get(Self.coversAPI, Self.working) { visit in
                try visit.json(
                    whole: try await control.covers(from: visit.today, by: visit.principal).map {
                        CoverAnswer($0.cover, absent: $0.absent.name, covering: $0.covering.name)
                    }, of: try visit.page()
                ) { $0.id.description }
            }
            .listed("control.covers.list", "Leave covers from today on.", of: CoverAnswer.self),
            .post(Self.coversAPI, Self.covering) { try await approveCover($0) }
                .described(
                    "control.covers.approve", "Lets one person stand in for another.",
                    takes: CoverWish.self, gives: CoverMade.self, status: .created),
            .post("/api/v1/control/users/{user}/covers/{cover}/end", Self.covering) { visit in
                let absent: UserID = try visit.id("user")
                try await control.endCover(try visit.id("cover"), of: absent, by: visit.principal)
                return try visit.json(["user": absent])
            }
            .described("control.covers.end", "Ends a leave cover.", gives: [String: UserID].self),
        ]
    }

    private func approveCover(_ visit: Visit) async throws -> Response {
        let wish = try visit.decode(CoverWish.self)
        guard let first = Day(text: wish.firstDay) else { throw WebRefusal.badJSON("/firstDay malformed") }
        guard let last = Day(text: wish.lastDay) else { throw WebRefusal.badJSON("/lastDay malformed") }
        let id = try await control.approveCover(
            of: wish.absent, by: wish.covering, from: first, to: last, reason: wish.reason,
            as: visit.principal)
        return try visit.json(CoverMade(id: id), status: .created)
    }

    private func calendarAnswer(_ visit: Visit, year: Int) async throws -> CalendarAnswer {
        let calendar = try await control.calendar()
        guard calendar.years.contains(year) else { throw WorkRefusal.calendarUnknown(year: year) }
        let notices = try await control.enteredNotices(by: visit.principal)
        return CalendarAnswer(calendar, year: year, notices.first { $0.year == year })
    }
}

private struct CoverWish: Codable {
    let absent: UserID
    let covering: UserID
    let firstDay: String
    let lastDay: String
    let reason: String
}

private struct CoverMade: Codable {
    let id: CoverID
}

private struct YearWish: Codable {
    let year: Int
    /// Days of rest and weekend days worked in return, yyyy-mm-dd.
    let rest: [String]
    let work: [String]
    /// The notice's number.
    let clause: String
    /// Told to the second person.
    let reason: String

    /// The year's line as control takes it.
    var line: String {
        get throws {
            func words(_ days: [String], _ sign: String, _ name: String) throws -> [String] {
                try days.map { text in
                    guard let day = Day(text: text), day.year == year else {
                        throw WebRefusal.badJSON("/\(name) malformed")
                    }
                    return sign + String(String(day.yyyymmdd).suffix(4))
                }
            }
            return ([String(year)] + (try words(rest, "-", "rest")) + (try words(work, "+", "work")))
                .joined(separator: " ")
        }
    }
}

private struct DayWish: Codable {
    let day: String
    /// None: the company's entry is taken away again.
    let isWorkday: Bool?
    let clause: String
    /// Told to the second person.
    let reason: String
}

/// A workflow's version on the wire.
struct WorkflowAnswer: Codable {
    let definition: WorkflowDefinition
    let isNewest: Bool
    let publisher: String?
    let publishedAtMs: String
    let openCases: Int

    /// A definition is as it was published; docs of the workflow engine tell its fields.
    static let schema = JSONSchema.object([
        .init("definition", .map(.anything)), .init("isNewest", .flag),
        .init("publisher", .text(), isRequired: false), .init("publishedAtMs", .text()),
        .init("openCases", .whole(least: 0)),
    ])

    init(_ published: PublishedWorkflow) {
        definition = published.definition
        isNewest = published.isNewest
        publisher = published.publisher
        publishedAtMs = String(published.publishedAt.milliseconds)
        openCases = published.openCases
    }
}

/// A year of the calendar on the wire.
struct CalendarAnswer: Codable {
    let year: Int
    /// The years whose notices are known; a due date in another is not told.
    let years: [Int]
    let rest: [String]
    let work: [String]
    let own: [Own]
    /// The notice's number where it was entered here; none where the program brings it.
    let clause: String?
    let workdays: Int

    struct Own: Codable {
        let day: String
        let isWorkday: Bool
        let clause: String
    }

    init(_ calendar: WorkCalendar, year: Int, _ entered: EnteredNotice?) {
        let days = CalendarPage.days(of: year)
        self.year = year
        years = calendar.years
        rest = days.filter { calendar.mark($0) == .rest }.map(\.description)
        work = days.filter { calendar.mark($0) == .work }.map(\.description)
        own = calendar.ownDays(of: year).map {
            Own(day: $0.day.description, isWorkday: $0.isWorkday, clause: $0.clause)
        }
        clause = entered?.clause
        workdays = days.count { (try? calendar.isWorkday($0)) ?? false }
    }
}

/// A leave cover on the wire.
struct CoverAnswer: Codable, Sendable {
    let id: CoverID
    let absent: UserID
    let absentName: String
    let covering: UserID
    let coveringName: String
    let firstDay: String
    let lastDay: String
    let reason: String
    let approvedBy: UserID
    let approvedAtMs: String
    let isEnded: Bool

    init(_ cover: Cover, absent: String, covering: String) {
        id = cover.id
        self.absent = cover.absent
        absentName = absent
        self.covering = cover.covering
        coveringName = covering
        firstDay = cover.firstDay.description
        lastDay = cover.lastDay.description
        reason = cover.reason
        approvedBy = cover.approvedBy
        approvedAtMs = String(cover.approvedAt.milliseconds)
        isEnded = cover.isEnded
    }
}
