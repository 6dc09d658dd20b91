internal import Control
internal import Hummingbird
internal import Kernel
internal import Language
internal import Reports
internal import Web

/// 供电所逐日指标: what the board showed of one station at the end of each day, as lines and as a table.
struct BoardDaysPage: Page {
    static let template = "billing.board-days"
    let title: String
    let trail: [Crumb]
    let lead: String
    let place: Field
    let days: Field
    let lines: [Line]
    let rows: [Row]
    let hasRows: Bool

    /// One figure over the days.
    struct Line: Sendable {
        let label: String
        let points: String
        /// The first day's value and the last's.
        let first: String
        let last: String
        let firstDay: String
        let lastDay: String
    }

    struct Row: Sendable {
        let day: String
        let reading: String
        let pending: String
        let releasedBills: String
        let released: String
        let payments: String
        let collected: String
        let collectedThisMonth: String
        let outstanding: String
    }
}

extension WebBilling {
    static let boardDaysLink = "/board/days"
    private static let boardDaySpans = [31, 92, 366]

    func showBoardDays(_ visit: Visit) async throws -> Response {
        let (language, places) = (visit.language, try await boardPlaces(visit))
        let (place, span) = try boardDaysWish(visit, places)
        let days = try await reports.boardDays(
            of: place.id, from: visit.today.adding(days: -span), to: visit.today, by: visit.principal)
        let form = visit.emptyForm(["organisation": place.id.description, "days": String(span)])
        func line(_ label: String, _ value: (BoardDay) -> Int64?, _ text: (Int64) -> String) -> BoardDaysPage
            .Line?
        {
            let found = days.compactMap { day in value(day).map { (day: day.day, value: $0) } }
            guard let first = found.first, let last = found.last, found.count > 1 else { return nil }
            return BoardDaysPage.Line(
                label: visit.text(label), points: Spark.points(found.map(\.value)), first: text(first.value),
                last: text(last.value), firstDay: language.day(first.day), lastDay: language.day(last.day))
        }
        func yuan(_ fen: Int64) -> String { language.money(Money(fen: fen)) }
        return try visit.show(
            BoardDaysPage(
                title: visit.text("reports.days.title"),
                trail: [Crumb(label: visit.text("reports.board.title"), link: "/board")],
                lead: visit.text("reports.days.lead", [("place", place.name)]),
                place: form.field(
                    "organisation", label: "reports.days.place",
                    .select(places.map { ($0.id.description, $0.name) })),
                days: form.field(
                    "days", label: "reports.days.span",
                    .select(
                        Self.boardDaySpans.map {
                            (String($0), visit.text("reports.days.count", [("count", language.number($0))]))
                        })),
                lines: [
                    line("reports.days.collected", { $0.collected.fen }, yuan),
                    line("reports.board.outstanding", { $0.outstanding.fen }, yuan),
                    line("reports.board.released", { $0.released.fen }, yuan),
                    line("reports.days.read", { $0.counts?.read }, { language.number($0) }),
                ].compactMap(\.self),
                rows: days.reversed().map { Self.row($0, language) }, hasRows: !days.isEmpty))
    }

    private static func row(_ day: BoardDay, _ language: Language) -> BoardDaysPage.Row {
        BoardDaysPage.Row(
            day: language.day(day.day),
            reading: day.counts.map { "\(language.number($0.read)) / \(language.number($0.expected))" }
                ?? "—",
            pending: day.counts.map { language.number($0.pending) } ?? "—",
            releasedBills: language.number(day.releasedBills), released: day.released.grouped,
            payments: language.number(day.payments), collected: day.collected.grouped,
            collectedThisMonth: day.collectedThisMonth.grouped, outstanding: day.outstanding.grouped)
    }

    func boardDaysJSON(_ visit: Visit) async throws -> Response {
        let (place, span) = try boardDaysWish(visit, try await boardPlaces(visit))
        let days = try await reports.boardDays(
            of: place.id, from: visit.today.adding(days: -span), to: visit.today, by: visit.principal)
        return try visit.json(whole: days.map { BoardDayAnswer($0) }, of: try visit.page()) {
            $0.day.description
        }
    }

    /// Where accounts and books are kept, in the reader's scope.
    private func boardPlaces(_ visit: Visit) async throws -> [Organisation] {
        try await control.organisations(under: visit.principal.scope).filter(\.kind.keepsBooks)
    }

    /// The station and the days that are asked for; else the first station, and a month.
    private func boardDaysWish(_ visit: Visit, _ places: [Organisation]) throws -> (Organisation, Int) {
        let wanted = visit.query("organisation")
        let place =
            wanted.map { id in places.first { $0.id.description == id } }
            ?? places.first { $0.kind == .station } ?? places.first
        let span = visit.query("days").map { Int($0) ?? 0 } ?? Self.boardDaySpans[0]
        guard let place, (1...Reports.mostDaysShown).contains(span) else { throw WebRefusal.notFound }
        return (place, span)
    }
}

/// A day of a station for programs.
struct BoardDayAnswer: Codable, Sendable {
    let day: Day
    let organisation: OrganisationID
    /// These three are missing of a day that was made up for later from the books.
    let expected: Int64?
    let read: Int64?
    let pending: Int64?
    let releasedBills: Int64
    let released: Money
    let payments: Int64
    let collected: Money
    let paymentsThisMonth: Int64
    let collectedThisMonth: Money
    let outstanding: Money

    init(_ day: BoardDay) {
        self.day = day.day
        organisation = day.organisation
        expected = day.counts?.expected
        read = day.counts?.read
        pending = day.counts?.pending
        releasedBills = day.releasedBills
        released = day.released
        payments = day.payments
        collected = day.collected
        paymentsThisMonth = day.paymentsThisMonth
        collectedThisMonth = day.collectedThisMonth
        outstanding = day.outstanding
    }
}
