import Control
import Hummingbird
import Kernel
import Language
import Records
import Web

/// The tree that energy comes by: substations with their feeders and the areas of each; and the form that adds to it.
struct GridPage: Page {
    static let template = "records.grid"
    let title: String
    let trail: [Crumb]
    let substations: [Substation]
    let hasSubstations: Bool
    let summary: FormSummary?
    /// Where a file is taken; nil for those who may not.
    let importing: String?
    let adding: Adding?

    /// The form that adds a node; nil for those who may not.
    struct Adding: Sendable {
        let action: String
        let isOpen: Bool
        let fields: [Field]
    }

    /// A substation with a line for each feeder and area below it.
    struct Substation: Sendable {
        let name: String
        let code: String
        let count: String
        let lines: [Line]
    }

    /// A feeder or an area.
    struct Line: Sendable {
        let name: String
        /// One step in, under the line before.
        let isUnder: Bool
        let code: String
        let kind: Badge
        let points: String
        let link: String
    }

    static func answer(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        try await visit.show(page(nil, visit, room))
    }

    /// Adds a substation, feeder or area.
    static func add(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        var form = try visit.form()
        let kind = form.choice("kind", GridNode.Kind.self)
        let code = form.required("code", limit: 32)
        let name = form.required("name", limit: 100)
        let parent = form.optional("parent") { Int64($0).map { GridNodeID($0) } }
        let organisation: OrganisationID? = form.id("organisation")
        var status = HTTPResponse.Status.unprocessableContent
        if form.isValid, let kind, let code, let name, let organisation {
            do {
                let node = try await room.records.addGridNode(
                    NewGridNode(
                        kind: kind, code: code, name: name, parent: parent, organisation: organisation),
                    by: visit.principal)
                return visit.redirect(
                    to: WebRecords.gridLink, notice: "records.grid.added",
                    [("name", node.name), ("code", node.code)])
            } catch let refusal as any Refusal where refusal.kind == .invalid || refusal.kind == .conflict {
                form.refuse(refusal, on: field(of: refusal))
                status = refusal.httpStatus
            }
        }
        return try await visit.show(page(form, visit, room), status: status)
    }

    private static func field(of refusal: any Refusal) -> String {
        switch refusal as? RecordsRefusal {
        case .gridCodeTaken: "code"
        case .gridParentWrong: "parent"
        case .invalid(let field, _, _): ["code", "name"].contains(field) ? field : ""
        default: ""
        }
    }

    private static func page(_ form: Form?, _ visit: Visit, _ room: WebRecords) async throws -> GridPage {
        let tree = try await room.records.gridTree(by: visit.principal)
        var adding: Adding?
        if visit.may(WebRecords.editing) {
            let places = try await room.control.organisations(under: visit.principal.scope)
            let typed = form ?? visit.emptyForm(["kind": GridNode.Kind.area.rawValue])
            let above =
                [(value: "", label: visit.text("language.none"))]
                + tree.flatMap { top in
                    [top.node] + top.children.map(\.node)
                }.map { ($0.id.description, "\($0.code) \($0.name)") }
            adding = Adding(
                action: WebRecords.gridLink, isOpen: form != nil,
                fields: [
                    typed.field(
                        "kind", label: "records.grid.kind",
                        .select(
                            GridNode.Kind.allCases.map {
                                ($0.rawValue, visit.text("records.grid.\($0.rawValue)"))
                            })),
                    typed.field("code", label: "records.grid.code", longest: 32),
                    typed.field("name", label: "records.grid.name", longest: 100),
                    typed.field("parent", label: "records.grid.parent", .select(above), required: false),
                    typed.field(
                        "organisation", label: "records.station",
                        .select(places.map { ($0.id.description, $0.name) })),
                ])
        }
        return GridPage(tree, form, adding, visit)
    }

    private init(_ tree: [GridTree], _ form: Form?, _ adding: Adding?, _ visit: Visit) {
        summary = form?.summary
        self.adding = adding
        importing = visit.may(WebRecords.importing) ? WebRecords.gridImportLink : nil
        title = visit.text("records.grid.title")
        trail = [Crumb(label: visit.text("records.search.title"), link: WebRecords.searchLink)]
        substations = tree.map { top in
            Substation(
                name: top.node.name, code: top.node.code,
                count: visit.text(
                    "records.grid.count",
                    [
                        ("feeders", visit.language.number(top.children.count)),
                        ("areas", visit.language.number(top.children.reduce(0) { $0 + $1.children.count })),
                        ("points", visit.language.number(top.allPoints)),
                    ]),
                lines: top.children.flatMap { feeder in
                    [Self.line(feeder, visit)] + feeder.children.map { Self.line($0, visit) }
                })
        }
        hasSubstations = !tree.isEmpty
    }

    private static func line(_ branch: GridTree, _ visit: Visit) -> Line {
        let isArea = branch.node.kind == .area
        // An area stands one step in under its feeder.
        return Line(
            name: branch.node.name, isUnder: isArea, code: branch.node.code,
            kind: Badge(visit.text("records.grid.\(branch.node.kind.rawValue)"), isArea ? .plain : .info),
            points: visit.language.number(branch.allPoints),
            link: "\(WebRecords.listLink)?node=\(branch.node.id)")
    }
}
