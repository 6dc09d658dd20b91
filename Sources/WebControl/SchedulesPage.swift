import Control
import Hummingbird
import Kernel
import Language
import Web

/// What runs by the clock: when it ran, what came out, when it will run again.
struct SchedulesPage: Page {
    static let template = "control.schedules"
    let title: String
    let trail: [Crumb]
    let lead: String
    let source: String
    /// How the backups stand that the database's own tools make.
    let backup: Backup?
    let cards: [Card]

    struct Backup: Sendable {
        let text: String
        let tone: String
    }

    struct Card: Sendable {
        let name: String
        let cadence: String
        let state: Badge
        let next: String
        let runAction: String
        let switchAction: String
        let switchLabel: String
        let maySet: Bool
        let runs: [Run]
        let hasRuns: Bool
    }

    struct Run: Sendable {
        let due: String
        let took: String
        let state: Badge
        let outcome: String
    }

    init(_ visit: Visit, _ states: [ScheduleState], backups: BackupStanding?) {
        let language = visit.language
        backup = backups.map {
            Backup(
                text: Self.words($0.sentence, visit), tone: ($0.isStale ? Tone.bad : .good).rawValue)
        }
        title = visit.text("control.schedules.title")
        trail = WebControl.systemTrail(visit)
        lead = visit.text("control.schedules.lead")
        source = WebControl.schedulesLink
        cards = states.map { state in
            let path = WebControl.schedulePath
            return Card(
                name: visit.text("control.schedule.\(state.key)"),
                cadence: Self.words(state.cadence, language),
                state: state.isOn
                    ? Badge(visit.text("control.schedule.on"), .good)
                    : Badge(visit.text("control.schedule.off"), .warn),
                next: state.next.map(language.instant) ?? "—",
                runAction: path.link(state.key) + "/run",
                switchAction: path.link(state.key) + (state.isOn ? "/off" : "/on"),
                switchLabel: visit.text(
                    state.isOn ? "control.schedule.switchOff" : "control.schedule.switchOn"),
                maySet: visit.may(.may("control.schedules")),
                runs: state.runs.map { Self.run($0, visit) }, hasRuns: !state.runs.isEmpty)
        }
    }

    private static func run(_ run: ScheduleRun, _ visit: Visit) -> Run {
        let language = visit.language
        let state: Badge =
            if run.fault != nil {
                Badge(visit.text("control.schedule.failed"), .bad)
            } else if run.finished == nil {
                Badge(visit.text("control.schedule.running"), .info)
            } else {
                Badge(visit.text("control.schedule.done"), .good)
            }
        return Run(
            due: language.instant(run.due),
            took: run.finished.map { finished in
                visit.text(
                    "control.schedule.took",
                    [("ms", language.number(finished.milliseconds - run.started.milliseconds))])
            } ?? "—",
            state: state, outcome: run.fault ?? run.outcome.map { words($0, visit) } ?? "")
    }

    /// What came of a run, as a sentence of the catalogue where it is one.
    static func words(_ outcome: ScheduleOutcome, _ visit: Visit) -> String {
        guard let key = outcome.key else { return outcome.plain }
        return visit.text(key, outcome.arguments.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    private static func words(_ cadence: Schedule.Cadence, _ language: Language) -> String {
        switch cadence {
        case .daily(let minute):
            let clock = [minute / 60, minute % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
            return language.text("control.schedule.daily", [("time", clock)])
        case .every(let minutes):
            return language.text("control.schedule.every", [("minutes", language.number(minutes))])
        }
    }
}

extension WebControl {
    static let schedulesLink = "/control/schedules"
    static let schedulePath = PathTemplate("/control/schedules/{schedule}")

    var scheduleRoutes: [Route] {
        [
            .get(Self.schedulesLink, .may("control.jobs")) { visit in
                try visit.show(
                    SchedulesPage(
                        visit, try await control.scheduleStates(by: visit.principal, runs: 5),
                        backups: try await control.backupStanding(by: visit.principal)))
            },
            .post(Self.schedulePath.description + "/run", .may("control.schedules")) { visit in
                try await control.runScheduleNow(visit.parameters["schedule"] ?? "", by: visit.principal)
                return visit.redirect(to: Self.schedulesLink, notice: "control.schedule.ran")
            },
            .post(Self.schedulePath.description + "/on", .may("control.schedules")) { visit in
                try await control.setSchedule(
                    visit.parameters["schedule"] ?? "", isOn: true, by: visit.principal)
                return visit.redirect(to: Self.schedulesLink, notice: "control.schedule.set")
            },
            .post(Self.schedulePath.description + "/off", .may("control.schedules")) { visit in
                try await control.setSchedule(
                    visit.parameters["schedule"] ?? "", isOn: false, by: visit.principal)
                return visit.redirect(to: Self.schedulesLink, notice: "control.schedule.set")
            },
        ]
    }
}
