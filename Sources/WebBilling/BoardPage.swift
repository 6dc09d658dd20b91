internal import Billing
internal import Control
internal import Hummingbird
internal import Kernel
internal import Language
internal import Reports
internal import Web

/// The station board: the month station by station, moving by itself, legible across a room.
struct BoardPage: Page {
    static let template = "billing.board"
    let title: String
    let trail: [Crumb]
    let lead: String
    let updated: String
    let tiles: [Stat]
    let run: Run?
    let stations: [Station]
    let hasStations: Bool

    struct Run: Sendable {
        let name: String
        let badge: Badge
        let link: String?
        let done: String
        let units: String
        let moves: Bool
    }

    struct Station: Sendable {
        let name: String
        let readingName: String
        let reading: String
        let read: String
        let expected: String
        let percent: String
        let pending: String?
        let run: Run?
        let released: String
        let releasedBills: String
        let today: String
        let todayCount: String
        let month: String
        let monthCount: String
        let outstanding: String
        let owes: Bool
    }
}

extension WebBilling {
    func showBoard(_ visit: Visit) async throws -> Response {
        let board = try await reports.board(by: visit.principal)
        let language = visit.language
        let month = language.month(board.readingMonth)
        func payments(_ count: Int64) -> String {
            visit.text("reports.board.payments", [("count", language.number(count))])
        }
        let total = board.total
        return try visit.show(
            BoardPage(
                title: visit.text("reports.board.title"),
                trail: [Crumb(label: visit.text("web.workbench.title"), link: "/")],
                lead:
                    visit.text(
                        "reports.board.lead",
                        [
                            ("organisation", visit.principal.organisationName),
                            ("day", language.day(visit.today)), ("weekday", language.weekday(visit.today)),
                        ]),
                updated: visit.text("reports.board.updated", [("time", language.clock(visit.now))]),
                tiles: [
                    Stat(
                        label: visit.text("reports.board.reading", [("month", month)]),
                        figure: Self.percent(total.read, total.expected),
                        caption: "\(language.number(total.read)) / \(language.number(total.expected))",
                        tone: total.read >= total.expected ? .good : .warn),
                    Stat(
                        label: visit.text("reports.board.released"), figure: language.money(total.released),
                        caption: visit.text(
                            "reports.board.bills", [("count", language.number(total.releasedBills))]),
                        tone: .info),
                    Stat(
                        label: visit.text("reports.board.today"),
                        figure: language.money(total.collectedToday),
                        caption: payments(total.paymentsToday), tone: .good),
                    Stat(
                        label: visit.text("reports.board.month"),
                        figure: language.money(total.collectedThisMonth),
                        caption: payments(total.paymentsThisMonth), tone: .good),
                    Stat(
                        label: visit.text("reports.board.outstanding"),
                        figure: language.money(total.outstanding),
                        tone: total.outstanding > .zero ? .bad : .good),
                ],
                run: total.run.map { run(of: $0, visit) },
                stations: board.lines.map { line in
                    BoardPage.Station(
                        name: line.name, readingName: visit.text("reports.board.reading", [("month", month)]),
                        reading: "\(language.number(line.read)) / \(language.number(line.expected))",
                        read: String(min(line.read, line.expected)), expected: String(max(line.expected, 1)),
                        percent: Self.percent(line.read, line.expected),
                        pending: line.pending > 0
                            ? visit.text("reports.board.pending", [("count", language.number(line.pending))])
                            : nil,
                        run: line.run.map { run(of: $0, visit) }, released: line.released.grouped,
                        releasedBills: visit.text(
                            "reports.board.bills", [("count", language.number(line.releasedBills))]),
                        today: line.collectedToday.grouped, todayCount: payments(line.paymentsToday),
                        month: line.collectedThisMonth.grouped, monthCount: payments(line.paymentsThisMonth),
                        outstanding: line.outstanding.grouped, owes: line.outstanding > .zero)
                },
                hasStations: !board.lines.isEmpty))
    }

    /// Whole percent, down: a hundred only when all are done.
    static func percent(_ part: Int64, _ whole: Int64) -> String {
        whole <= 0 ? "—" : "\(min(100, part * 100 / whole))%"
    }

    private func run(of run: BoardRun, _ visit: Visit) -> BoardPage.Run {
        let tone: Tone =
            switch run.state {
            case "RELEASED": .good
            case "FAILED": .bad
            case "CALCULATED", "CHECKED", "PAUSED": .warn
            default: .info
            }
        return BoardPage.Run(
            name: visit.text("reports.board.run", [("month", visit.language.month(run.month))]),
            badge: Badge(visit.text("billing.state.\(run.state)"), tone),
            // A run over more than the reader's scope is shown here, but its page is not theirs.
            link: visit.may(.may("billing.read")) && visit.principal.scope.contains(run.path)
                ? BillingLink.run(run.id) : nil,
            done: String(run.unitsDone), units: String(max(run.units, 1)),
            moves: run.state == "CALCULATING" || run.state == "RELEASING")
    }

    /// Today's numbers on the workbench, for those who may see them.
    var cards: [WorkbenchCard] {
        [
            WorkbenchCard(access: .may("billing.run"), order: 300) { visit in
                guard let run = try await billing.runs(by: visit.principal, limit: 1).first else {
                    return nil
                }
                let badge = Self.badge(run.state, visit.language)
                return Stat(
                    label: visit.text("billing.card.run"), figure: badge.text,
                    caption: visit.language.month(run.month), tone: badge.tone, link: BillingLink.run(run.id))
            },
            WorkbenchCard(access: .may("control.board"), order: 610) { visit in
                let total = try await reports.board(by: visit.principal).total
                return Stat(
                    label: visit.text("reports.board.today"),
                    figure: visit.language.money(total.collectedToday),
                    caption: visit.text(
                        "reports.board.payments", [("count", visit.language.number(total.paymentsToday))]),
                    tone: .good, link: "/board")
            },
            WorkbenchCard(access: .may("control.board"), order: 620) { visit in
                let board = try await reports.board(by: visit.principal)
                return Stat(
                    label: visit.text(
                        "reports.board.reading", [("month", visit.language.month(board.readingMonth))]),
                    figure: Self.percent(board.total.read, board.total.expected),
                    caption:
                        "\(visit.language.number(board.total.read)) / \(visit.language.number(board.total.expected))",
                    tone: board.total.read >= board.total.expected ? .good : .warn, link: "/board")
            },
            WorkbenchCard(access: .may("control.board"), order: 630) { visit in
                let total = try await reports.board(by: visit.principal).total
                return Stat(
                    label: visit.text("reports.board.outstanding"),
                    figure: visit.language.money(total.outstanding),
                    tone: total.outstanding > .zero ? .warn : .good, link: "/board")
            },
        ]
    }
}
