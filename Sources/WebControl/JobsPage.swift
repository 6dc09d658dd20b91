import Control
import Hummingbird
import Kernel
import Language
import Web

/// The long work of the reader's organisations, the newest first.
struct JobsPage: Page {
    static let template = "control.jobs"
    let title: String
    let trail: [Crumb]
    let lead: String
    let source: String
    let rows: [Row]
    let hasRows: Bool

    struct Row: Sendable {
        let link: String
        let kind: String
        let place: String
        let state: Badge
        let begun: String
        let units: String
        let starter: String
        let created: String
    }

    init(_ visit: Visit, _ jobs: [Job], places: [OrganisationID: String], people: [UserID: String]) {
        title = visit.text("control.jobs.title")
        trail = WebControl.systemTrail(visit)
        lead = visit.text("control.jobs.lead")
        source = WebControl.jobsLink
        rows = jobs.map { job in
            Row(
                link: WebControl.jobPath.link(job.id), kind: visit.text("control.job.\(job.kind)"),
                place: places[job.organisation] ?? "", state: Badge(job.state, visit.language),
                begun: job.startedAt.map(visit.language.instant) ?? "—",
                units: visit.language.number(job.units), starter: people[job.startedBy] ?? "",
                created: visit.language.instant(job.createdAt))
        }
        hasRows = !rows.isEmpty
    }
}

extension Badge {
    /// A job's state in words.
    init(_ state: Job.State, _ language: Language) {
        let tone: Tone =
            switch state {
            case .waiting: .plain
            case .running: .info
            case .done: .good
            case .failed: .bad
            case .paused, .cancelled: .warn
            }
        self.init(language.text("control.jobState.\(state.rawValue)"), tone)
    }
}

/// One piece of long work as it stands, moving by itself.
struct JobPage: Page {
    static let template = "control.job"
    let title: String
    let trail: [Crumb]
    let lead: String
    let source: String
    let state: Badge
    let units: String
    let done: String
    let label: String
    let stats: [Stat]
    let commands: [Command]
    let fault: String?
    let errors: [Count]
    let hasErrors: Bool
    let totals: [Count]
    let hasTotals: Bool

    /// A button: what it is called, where it posts to, what it asks first.
    struct Command: Sendable {
        let label: String
        let action: String
        let isPrimary: Bool
    }

    struct Count: Sendable {
        let name: String
        let count: String
    }

    init(_ visit: Visit, _ progress: JobProgress, place: String, starter: String, mayCancel: Bool) {
        let job = progress.job
        let language = visit.language
        let link = WebControl.jobPath.link(job.id)
        title = visit.text("control.job.\(job.kind)")
        trail =
            WebControl.systemTrail(visit) + [
                Crumb(label: visit.text("control.jobs.title"), link: WebControl.jobsLink)
            ]
        lead = visit.text(
            "control.job.lead",
            [
                ("id", job.id.description), ("place", place), ("at", language.instant(job.createdAt)),
                ("starter", starter),
            ])
        source = link
        state = Badge(job.state, language)
        units = String(job.units)
        done = String(progress.unitsDone)
        label = visit.text(
            "control.job.units",
            [("done", language.number(progress.unitsDone)), ("units", language.number(job.units))])
        stats = [
            Stat(label: visit.text("control.job.done"), figure: language.number(progress.result.done)),
            Stat(
                label: visit.text("control.job.rate"),
                figure: progress.perSecond(at: visit.now).map { language.number($0) } ?? "—"),
            Stat(
                label: visit.text("control.job.left"),
                figure: progress.secondsLeft.map { language.duration(seconds: $0) } ?? "—"),
            Stat(
                label: visit.text("control.job.errors"),
                figure: language.number(progress.result.errors.values.reduce(0, +)),
                tone: progress.result.errors.isEmpty ? .good : .warn),
        ]
        func command(_ word: String, isPrimary: Bool = false) -> Command {
            Command(
                label: visit.text("control.job.\(word)"), action: "\(link)/\(word)", isPrimary: isPrimary)
        }
        var commands: [Command] = []
        switch job.state {
        case .waiting, .running: commands = [command("pause")]
        case .paused, .failed: commands = [command("resume", isPrimary: true)]
        case .done, .cancelled: break
        }
        if mayCancel, !job.state.isOver { commands.append(command("cancel")) }
        self.commands = commands
        fault = job.fault
        errors = progress.result.errors.sorted { $0.key < $1.key }.map {
            Count(
                name: Catalogue.has($0.key) ? visit.text($0.key) : $0.key,
                count: language.number($0.value))
        }
        hasErrors = !errors.isEmpty
        totals = progress.result.totals.sorted { $0.key < $1.key }.map { key, value in
            switch key {
            // What every room counts in is written as people write it.
            case "amountFen":
                Count(name: visit.text("control.job.amount"), count: language.money(Money(fen: value)))
            case "energyWh":
                Count(
                    name: visit.text("control.job.energy"),
                    count: DecimalText.grouped(Energy(wattHours: value).text()) + " kWh")
            default:
                Count(
                    name: Catalogue.has(key) ? visit.text(key) : key, count: language.number(value))
            }
        }
        hasTotals = !totals.isEmpty
    }
}
