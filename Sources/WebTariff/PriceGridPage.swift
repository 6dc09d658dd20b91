import Control
import Hummingbird
import Kernel
import Language
import Tariff
import Web

/// 批量调价: a set of codes is chosen, its prices stand in one table, and what is typed becomes a draft a code.
struct PriceGridPage: Page {
    static let template = "tariff.price-grid"
    let title: String
    let trail: [Crumb]
    /// Area, class and part, by which codes are chosen.
    let choice: [Field]
    let grid: Grid?
    /// Said where no code fits what was chosen.
    let nothing: String?
    /// What was begun in this way before.
    let sets: [SetLine]
    let hasSets: Bool

    struct SetLine: Sendable {
        let name: String
        let link: String
        let made: String
    }

    struct Grid: Sendable {
        let summary: FormSummary?
        let fields: [Field]
        let follows: Field
        let head: [Head]
        let rows: [Row]
        /// The choice again, for where the page comes back.
        let kept: [Kept]
    }

    struct Kept: Sendable {
        let name: String
        let value: String
    }

    struct Head: Sendable {
        let label: String
        /// The box that fills the column.
        let name: String
        let value: String
    }

    struct Row: Sendable {
        let code: String
        let name: String
        let voltage: String
        let link: String
        let use: String
        let isUsed: Bool
        let error: String?
        let cells: [Cell]
    }

    struct Cell: Sendable {
        let label: String
        let name: String
        let value: String
        let error: String?
        /// Whether the code has such a price.
        let isThere: Bool
        /// As it is published, where something else was typed.
        let was: String?
    }

    /// What codes are chosen by.
    struct Choice {
        let area: String
        let tariffClass: String
        let part: String

        var isMade: Bool { !(area.isEmpty && tariffClass.isEmpty && part.isEmpty) }

        func holds(_ paper: Paper) -> Bool {
            (area.isEmpty || Self.area(of: paper) == area)
                && (tariffClass.isEmpty || paper.tariffClass == tariffClass)
                && (part.isEmpty || Self.parts(of: paper).contains { $0["code"]?.plain == part })
        }

        /// The first word of a code: `HB` of `HB-COM-LV`.
        static func area(of paper: Paper) -> String { String(paper.code.prefix { $0 != "-" }) }

        static func parts(of paper: Paper) -> [Tree] {
            paper.versions.last?.tree["components"]?.elements ?? []
        }
    }

    static func answer(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        var values = [
            "begins": visit.today.billingMonth.adding(months: 1).firstDay.description, "follows": "1",
        ]
        for name in ["area", "class", "part"] { values[name] = visit.query(name) }
        return try visit.show(try await PriceGridPage(visit, visit.emptyForm(values), isTyped: false, room))
    }

    static func create(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        var form = try visit.form()
        var status = HTTPResponse.Status.unprocessableContent
        let grid = PriceGrid(
            try await room.settable(visit.principal).filter(Choice(form).holds),
            Words(language: visit.language))
        if let order = PriceGridOrder(&form, grid) {
            do {
                let set = try await room.begin(order, grid, by: visit.principal)
                return visit.redirect(to: WebTariff.setPath.link(set.id), notice: "tariff.set.begun")
            } catch let faults as PriceGridFaults {
                for fault in faults.list {
                    form.refuse(
                        fault.column.map { "\(fault.code):\($0)" } ?? "use:\(fault.code)", fault.message,
                        fault.arguments)
                }
            } catch let refusal as any Refusal {
                form.refuse(refusal)
                status = refusal.httpStatus
            }
        }
        return try visit.show(try await PriceGridPage(visit, form, isTyped: true, room), status: status)
    }

    private init(_ visit: Visit, _ form: Form, isTyped: Bool, _ room: WebTariff) async throws {
        let words = Words(language: visit.language)
        let papers = try await room.settable(visit.principal)
        title = visit.text("tariff.grid.title")
        trail = [Crumb(label: visit.text("tariff.page.title"), link: WebTariff.home)]
        choice = Self.choice(form, papers, words)
        let chosen = Choice(form)
        let table = PriceGrid(papers.filter(chosen.holds), words)
        nothing = chosen.isMade && table.rows.isEmpty ? visit.text("tariff.grid.none") : nil
        grid =
            chosen.isMade && !table.rows.isEmpty ? Grid(table, form, isTyped: isTyped, visit, words) : nil
        sets = try await room.tariff.draftSets(by: visit.principal).prefix(20).map {
            SetLine(
                name: $0.name, link: WebTariff.setPath.link($0.id),
                made: "\(visit.language.instant($0.madeAt)) \($0.madeName)")
        }
        hasSets = !sets.isEmpty
    }

    private static func choice(_ form: Form, _ papers: [Paper], _ words: Words) -> [Field] {
        let any: [(value: String, label: String)] = [("", words.language.text("tariff.grid.any"))]
        var parts: [(value: String, label: String)] = []
        for part in papers.flatMap(Choice.parts) {
            let code = part["code"]?.plain ?? ""
            if !parts.contains(where: { $0.value == code }) { parts.append((code, words.name(part))) }
        }
        let areas = Set(papers.map(Choice.area)).sorted().map { (value: $0, label: $0) }
        let classes = TariffClass.allCases.map(\.rawValue)
            .filter { found in papers.contains { $0.tariffClass == found } }
            .map { (value: $0, label: words.tariffClass($0)) }
        return [
            form.field(
                "area", label: "tariff.grid.area", .select(any + areas), hint: "tariff.grid.area.hint",
                required: false),
            form.field("class", label: "tariff.page.class", .select(any + classes), required: false),
            form.field("part", label: "tariff.grid.part", .select(any + parts), required: false),
        ]
    }
}

extension PriceGridPage.Choice {
    init(_ form: Form) {
        self.init(area: form.typed("area"), tariffClass: form.typed("class"), part: form.typed("part"))
    }
}

extension PriceGridPage.Grid {
    /// - Parameter isTyped: whether the form came back; an unticked row stays so.
    fileprivate init(
        _ table: PriceGrid, _ form: Form, isTyped: Bool, _ visit: Visit, _ words: Words
    ) {
        summary = form.summary
        fields = [
            form.field("name", label: "tariff.set.name", hint: "tariff.set.name.hint", longest: 100),
            form.field("begins", label: "tariff.edit.begins", .day),
            form.field(
                "notice", label: "tariff.page.source", hint: "tariff.grid.notice.hint", required: false,
                longest: 500),
        ]
        follows = form.field(
            "follows", label: "tariff.grid.follows", .tick, hint: "tariff.grid.follows.hint", required: false)
        head = table.columns.map {
            PriceGridPage.Head(label: $0.label, name: "all:\($0.key)", value: form.typed("all:\($0.key)"))
        }
        rows = table.rows.map { row in
            let code = row.paper.code
            let cells = table.columns.map { column in
                let name = "\(code):\(column.key)"
                let was = row.values[column.key]
                let value = form.all(name).first ?? was ?? ""
                return PriceGridPage.Cell(
                    label: column.label, name: name, value: value, error: form.errors[name],
                    isThere: was != nil, was: value == was ? nil : was)
            }
            return PriceGridPage.Row(
                code: code, name: words.name(row.paper.tree), voltage: words.voltage(row.paper.voltage),
                link: WebTariff.tariffPath.link(code), use: "use:\(code)",
                isUsed: !isTyped || form.ticked("use:\(code)"), error: form.errors["use:\(code)"],
                cells: cells)
        }
        kept = ["area", "class", "part"].map { .init(name: $0, value: form.typed($0)) }
    }
}
