import Control
import Hummingbird
import Kernel
import Language
import Web

/// Lists of work orders 工单: mine, to be taken, overdue, open, all.
struct CasesPage: Page {
    static let template = "control.cases"
    let title: String
    let lead: String
    let source: String
    let tabs: [Tab]
    let list: String
    let query: String
    let workflow: Field
    let mayStart: Bool
    let count: String
    let rows: [CaseRow]
    let hasRows: Bool
    let next: String?

    struct Tab: Sendable {
        let label: String
        let link: String
        let isHere: Bool
    }

    private static let pageSize = 100

    static func answer(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let list = visit.query("list").flatMap { Control.CaseList(rawValue: $0) } ?? .mine
        let filter = CaseFilter(text: visit.query("q"), workflow: visit.query("workflow"))
        let after = visit.query("after")
        // A place that is none, such as one of an earlier release, begins the list anew.
        let found = try await room.control.cases(
            list, filter, after: after.flatMap { CaseCursor(text: $0) }, limit: pageSize, by: visit.principal)
        let count = try await room.control.caseCount(list, filter, by: visit.principal)
        return try visit.show(
            try await CasesPage(visit, room, list, filter, found.lines, of: count, next: found.next))
    }

    private init(
        _ visit: Visit, _ room: WebControl, _ list: Control.CaseList, _ filter: CaseFilter,
        _ found: [WorkCaseLine], of all: Int, next cursor: CaseCursor?
    ) async throws {
        title = visit.text("control.cases.title")
        lead = visit.text("control.cases.lead.\(list.rawValue)")
        self.list = list.rawValue
        query = filter.text ?? ""
        let kinds = try await room.control.workflows(by: visit.principal).filter(\.isNewest)
        let form = visit.emptyForm(["workflow": filter.workflow ?? ""])
        workflow = form.field(
            "workflow", label: "control.cases.workflow",
            .select(
                [(value: "", label: visit.text("control.cases.workflow.all"))]
                    + kinds.map { (value: $0.definition.key, label: visit.text($0.definition.name)) }),
            required: false)
        tabs = Control.CaseList.allCases.map {
            Tab(
                label: visit.text("control.cases.\($0.rawValue)"),
                link: "\(WebControl.casesLink)?list=\($0.rawValue)", isHere: $0 == list)
        }
        mayStart = try await !room.control.startableWorkflows(by: visit.principal).isEmpty
        count = visit.text("control.cases.count", [("count", visit.language.number(all))])
        let narrowed =
            "\(WebControl.casesLink)?list=\(list.rawValue)"
            + (filter.text.map { "&q=\(WebControl.encoded($0))" } ?? "")
            + (filter.workflow.map { "&workflow=\(WebControl.encoded($0))" } ?? "")
        source = narrowed + (visit.query("after").map { "&after=\(WebControl.encoded($0))" } ?? "")
        rows = found.map { CaseRow($0, visit) }
        hasRows = !rows.isEmpty
        next = cursor.map { "\(narrowed)&after=\($0)" }
    }
}

/// A case as a list shows it.
struct CaseRow: Sendable {
    let link: String
    let number: String
    let title: String
    let workflow: String
    let step: String
    let route: String
    let holder: String
    let covers: String?
    let badge: Badge
    let due: String
    let left: String

    init(_ line: WorkCaseLine, _ visit: Visit) {
        let found = line.workCase
        let words = ClockWords(line.clock, visit)
        link = WebControl.casePath.link(found.id)
        number = found.id.description
        title = found.title
        workflow = visit.text(line.names.workflow)
        step = visit.text(line.names.step)
        route =
            found.origin == found.place ? line.names.place : "\(line.names.origin) → \(line.names.place)"
        holder =
            found.state.isOpen
            ? line.names.holder ?? visit.text("control.cases.nobody") : "—"
        covers = line.coveredFor.map { _ in
            visit.text("control.work.covers", [("name", line.names.holder ?? "")])
        }
        badge = found.state.isOpen ? Badge(words.light, words.tone) : Badge(found.state, visit.language)
        due = found.state.isOpen ? words.due : found.finishedAt.map { visit.language.instant($0) } ?? ""
        left = found.state.isOpen ? words.left : ""
    }
}

extension Badge {
    /// A case's state in words.
    init(_ state: WorkCase.State, _ language: Language) {
        let tone: Tone =
            switch state {
            case .running: .info
            case .suspended: .warn
            case .done: .good
            case .withdrawn: .plain
            }
        self.init(language.text("control.caseState.\(state.rawValue)"), tone)
    }
}
