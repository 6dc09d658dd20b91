import Control
import Hummingbird
import Kernel
import Language
import Reading
import Web

/// How far the month's reading is, by station and route.
struct MonthPage: Page {
    static let template = "reading.month"
    let title: String
    let lead: String
    let month: Field
    let worklist: String
    let mayImport: Bool
    let stats: [Stat]
    let rows: [Row]
    let hasRows: Bool

    /// A route of a station.
    struct Row: Sendable {
        let station: String
        let route: String
        let expected: String
        let read: String
        let pending: Badge
        let share: String
        /// For `<progress>`: what was read, of what.
        let done: String
        let all: String
    }

    static func answer(_ visit: Visit, _ room: WebReading) async throws -> Response {
        let month = visit.readingMonth
        let lines = try await room.reading.status(month, by: visit.principal)
        let organisations = try await room.control.organisations(under: visit.principal.scope)
        return try visit.show(MonthPage(month, lines, organisations, visit))
    }

    private init(
        _ month: BillingMonth, _ lines: [ReadingStatusLine], _ organisations: [Organisation], _ visit: Visit
    ) {
        let language = visit.language
        let totals = ReadingTotals(lines)
        title = visit.text("reading.month.title")
        lead = visit.text(
            "reading.month.lead",
            [
                ("month", language.month(month)), ("read", language.number(totals.read)),
                ("expected", language.number(totals.expected)),
            ])
        self.month = visit.emptyForm(["month": month.description]).field(
            "month", label: "language.month", .month)
        worklist = "\(WebReading.worklistLink)?month=\(month)"
        mayImport = visit.may(WebReading.importing)
        stats = [
            Stat(
                label: visit.text("reading.rate"), figure: totals.share, unit: "%",
                tone: totals.read == totals.expected ? .good : .info),
            Stat(label: visit.text("reading.expected"), figure: language.number(totals.expected)),
            Stat(
                label: visit.text("reading.approved"), figure: language.number(totals.approved), tone: .good),
            Stat(
                label: visit.text("reading.pending"), figure: language.number(totals.pending),
                tone: totals.pending > 0 ? .warn : .plain, link: worklist),
        ]
        let names = Dictionary(
            organisations.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        rows = lines.map { line in
            Row(
                station: names[line.organisation] ?? "", route: line.route,
                expected: language.number(line.expected),
                read: language.number(line.read),
                pending: Badge(language.number(line.pending), line.pending > 0 ? .warn : .plain),
                share: ReadingTotals([line]).share, done: String(min(line.read, line.expected)),
                all: String(max(line.expected, 1)))
        }
        hasRows = !rows.isEmpty
    }
}
