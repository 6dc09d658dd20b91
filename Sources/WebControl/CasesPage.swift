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
        let found = try await room.control.cases(list, filter, by: visit.principal)
        return try visit.show(try await CasesPage(visit, room, list, filter, found))
    }

    private init(
        _ visit: Visit, _ room: WebControl, _ list: Control.CaseList, _ filter: CaseFilter,
        _ found: [WorkCaseLine]
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
        count = visit.text("control.cases.count", [("count", visit.language.number(found.count))])
        let narrowed =
            "\(WebControl.casesLink)?list=\(list.rawValue)"
            + (filter.text.map { "&q=\(WebControl.encoded($0))" } ?? "")
            + (filter.workflow.map { "&workflow=\(WebControl.encoded($0))" } ?? "")
        let shown = CasePager.page(found, after: visit.query("after"), size: Self.pageSize)
        source = narrowed + (visit.query("after").map { "&after=\(WebControl.encoded($0))" } ?? "")
        rows = shown.lines.map { CaseRow($0, visit) }
        hasRows = !rows.isEmpty
        next = shown.next.map { "\(narrowed)&after=\($0)" }
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

/// A list in pages, each beginning after the case the one before ended with.
enum CasePager {
    static func page(_ lines: [WorkCaseLine], after: String?, size: Int) -> (
        lines: ArraySlice<WorkCaseLine>, next: String?
    ) {
        var rest = lines[...]
        if let after, let place = rest.firstIndex(where: { $0.workCase.id.description == after }) {
            rest = rest[(place + 1)...]
        }
        let page = rest.prefix(size)
        return (page, page.count < rest.count ? page.last?.workCase.id.description : nil)
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

extension WebControl {
    /// The most lines of the list on the first page.
    private static let workLines = 12

    /// 待办: what waits for this person, the most urgent first.
    func workList(_ visit: Visit) async throws -> WorkList {
        let found = try await control.cases(.mine, by: visit.principal)
        let team = try await control.cases(.team, by: visit.principal).count
        let red = found.count { $0.clock?.isOverdue ?? false }
        let amber = found.count { $0.clock.map { $0.light == .amber && !$0.isStopped } ?? false }
        var links = [
            WorkList.Link(label: visit.text("control.work.all"), link: Self.casesLink + "?list=open")
        ]
        if team > 0 {
            links.insert(
                WorkList.Link(
                    label: visit.text("control.work.team", [("count", visit.language.number(team))]),
                    link: Self.casesLink + "?list=team"), at: 0)
        }
        let more = found.count - Self.workLines
        return WorkList(
            title: visit.text("control.work.title"),
            lead: found.isEmpty
                ? ""
                : visit.text(
                    "control.work.lead",
                    [
                        ("count", visit.language.number(found.count)), ("red", visit.language.number(red)),
                        ("amber", visit.language.number(amber)),
                    ]),
            links: links,
            lines: found.prefix(Self.workLines).map { line in
                let words = ClockWords(line.clock, visit)
                return WorkList.Line(
                    number: line.workCase.id.description, title: line.workCase.title,
                    link: Self.casePath.link(line.workCase.id), kind: visit.text(line.names.workflow),
                    step: visit.text(line.names.step),
                    from: line.names.sender,
                    note: [
                        line.names.origin,
                        line.coveredFor.map { _ in
                            visit.text("control.work.covers", [("name", line.names.holder ?? "")])
                        },
                    ].compactMap(\.self).joined(separator: " · "), tone: words.tone, light: words.light,
                    due: words.due, left: words.left)
            }, empty: visit.text("control.work.none"),
            more: more > 0
                ? WorkList.Link(
                    label: visit.text("control.work.more", [("count", visit.language.number(more))]),
                    link: Self.casesLink) : nil)
    }
}
