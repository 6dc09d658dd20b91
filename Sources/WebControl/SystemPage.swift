import Control
import Hummingbird
import Kernel
import Language
import Web

/// The figure of the running house, and under it what each room is made of and how it fares.
struct SystemPage: Page {
    static let template = "control.system"
    let title: String
    let lead: String
    let source: String
    /// The rooms' words: whatever happens in one of them changes the figure.
    let topics: String
    let figure: SystemFigure
    let measured: String
    let rows: [Row]

    struct Row: Sendable {
        let anchor: String
        let name: String
        let state: Badge
        let complaints: [String]
        let lastWork: String
        let lastLink: String?
        let backlog: String
        let size: String
        let parts: String
    }

    init(_ visit: Visit, _ health: HouseHealth, rooms: [Room]) {
        title = visit.text("control.system.title")
        lead = visit.text(
            "control.system.lead", [("count", visit.language.number(health.rooms.count - 1))])
        source = WebControl.systemLink
        topics = health.rooms.map(\.room).joined(separator: " ")
        measured = visit.text(
            "control.system.measured", [("time", visit.language.instant(health.measured))])
        figure = SystemFigure(visit, health)
        let values = Dictionary(rooms.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        rows = health.rooms.map { Row($0, values[$0.room], visit) } + [Row(database: health, visit)]
    }
}

extension SystemPage.Row {
    init(_ health: RoomHealth, _ room: Room?, _ visit: Visit) {
        let language = visit.language
        anchor = "room-\(health.room)"
        name = visit.text("control.room.\(health.room)")
        state = Badge(health.state, language)
        complaints = health.complaints.map { $0.text(visit) }
        switch health.lastWork {
        case .job(let job):
            let names = [
                visit.text("control.job.\(job.kind)"),
                language.text("control.jobState.\(job.state.rawValue)"),
                language.instant(job.startedAt ?? job.createdAt),
            ]
            lastWork = names.joined(separator: " · ")
            lastLink = visit.may(.may("control.jobs")) ? WebControl.jobPath.link(job.id) : nil
        case .run(let run):
            lastWork =
                visit.text("control.schedule.\(run.key)") + " · " + language.instant(run.started)
            lastLink = visit.may(.may("control.schedules")) ? WebControl.schedulesLink : nil
        case nil:
            lastWork = "—"
            lastLink = nil
        }
        backlog = language.number(health.backlog)
        size = visit.text(
            "control.system.size",
            [("rows", language.number(health.rows)), ("tables", language.number(health.tables))])
        parts = visit.text(
            "control.system.parts",
            [
                ("permissions", language.number(room?.permissions.count ?? 0)),
                ("parameters", language.number(room?.parameters.count ?? 0)),
                ("jobs", language.number(room?.jobs.count ?? 0)),
            ])
    }
}

extension SystemPage.Row {
    init(database health: HouseHealth, _ visit: Visit) {
        let language = visit.language
        let database = health.database
        anchor = "database"
        name = health.engine
        state = Badge(database.state, language)
        complaints = database.complaints.map { complaint in
            switch complaint {
            case .backupFailed: visit.text("control.health.backupFailed")
            case .backupOld: visit.text("control.health.backupOld")
            case .backupUnconfirmed(let hours):
                visit.text("control.health.backupUnconfirmed", [("hours", language.number(hours))])
            case .slow(let ms): visit.text("control.health.slow", [("ms", language.number(ms))])
            }
        }
        lastWork =
            database.backup.map {
                visit.text("control.schedule.control.backup") + " · " + language.instant($0)
            } ?? "—"
        lastLink = nil
        backlog = "—"
        size = visit.text("control.system.bytes", [("mebibytes", language.number(health.bytes >> 20))])
        parts = visit.text("control.system.readMs", [("ms", language.number(database.readMs))])
    }
}

extension RoomHealth.LastWork {
    /// What it was and how it went, shortly.
    fileprivate func text(_ visit: Visit) -> String {
        switch self {
        case .job(let job):
            visit.text("control.job.\(job.kind)") + " "
                + visit.language.text("control.jobState.\(job.state.rawValue)")
        case .run(let run):
            visit.text("control.schedule.\(run.key)")
        }
    }
}

extension RoomHealth.Complaint {
    /// A sentence: what is wrong.
    fileprivate func text(_ visit: Visit) -> String {
        switch self {
        case .jobFailed(let kind):
            visit.text("control.health.jobFailed", [("job", visit.text("control.job.\(kind)"))])
        case .jobPaused(let kind):
            visit.text("control.health.jobPaused", [("job", visit.text("control.job.\(kind)"))])
        case .runFailed(let key):
            visit.text("control.health.runFailed", [("run", visit.text("control.schedule.\(key)"))])
        case .behind(let events):
            visit.text("control.health.behind", [("count", visit.language.number(events))])
        case .dead(let deliveries):
            visit.text("control.health.dead", [("count", visit.language.number(deliveries))])
        case .nobodyWorks(let jobs):
            visit.text("control.health.nobodyWorks", [("count", visit.language.number(jobs))])
        }
    }
}

extension Badge {
    /// How a room fares, in a word.
    init(_ state: RoomHealth.State, _ language: Language) {
        let tone: Tone =
            switch state {
            case .good: .good
            case .attention: .warn
            case .bad: .bad
            }
        self.init(language.text("control.health.\(state.rawValue)"), tone)
    }
}

extension SystemFigure {
    fileprivate init(_ visit: Visit, _ health: HouseHealth) {
        let language = visit.language
        let captions = health.rooms.map { room in
            Caption(
                name: visit.text("control.room.\(room.room)"),
                note: visit.text(
                    "control.system.note",
                    [("rows", language.number(room.rows)), ("backlog", language.number(room.backlog))]),
                work: room.lastWork?.text(visit) ?? "",
                state: room.state.rawValue, link: "#room-\(room.room)")
        }
        self.init(
            label: visit.text(
                "control.system.figure", [("count", language.number(health.rooms.count - 1))]),
            control: captions[0], rooms: Array(captions.dropFirst()),
            database: Caption(
                name: health.engine,
                note: visit.text(
                    "control.system.bytes", [("mebibytes", language.number(health.bytes >> 20))]),
                work: "", state: health.database.state.rawValue, link: "#database"))
    }
}

extension WebControl {
    private static let health = Access.may("control.health")

    var systemRoutes: [Route] {
        [
            .get(Self.systemLink, Self.health) { visit in
                try visit.show(
                    SystemPage(visit, try await control.health(by: visit.principal), rooms: control.rooms))
            },
            .get("/api/v1/control/health", Self.health) { visit in
                try visit.json(HealthAnswer(try await control.health(by: visit.principal)))
            }
            .described("control.health", "How each room of the house fares.", gives: HealthAnswer.self),
        ]
    }
}

/// The figure for machines.
struct HealthAnswer: Codable, Sendable {
    let engine: String
    let bytes: Int64
    let measured: Int64
    let database: DatabaseAnswer
    let rooms: [RoomAnswer]

    struct RoomAnswer: Codable, Sendable {
        let room: String
        let state: RoomHealth.State
        let tables: Int
        let rows: Int64
        let backlog: Int64
        /// When its last job or scheduled run began, milliseconds UTC.
        let lastWork: Int64?
    }

    struct DatabaseAnswer: Codable, Sendable {
        let state: RoomHealth.State
        let readMs: Int64
        /// When the last good backup was begun, milliseconds UTC; absent where none was.
        let backup: Int64?
    }

    init(_ health: HouseHealth) {
        database = DatabaseAnswer(
            state: health.database.state, readMs: health.database.readMs,
            backup: health.database.backup?.milliseconds)
        engine = health.engine
        bytes = health.bytes
        measured = health.measured.milliseconds
        rooms = health.rooms.map { room in
            RoomAnswer(
                room: room.room, state: room.state, tables: room.tables, rows: room.rows,
                backlog: room.backlog, lastWork: room.lastWork?.began.milliseconds)
        }
    }
}
