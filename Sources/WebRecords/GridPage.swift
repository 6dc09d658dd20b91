import Hummingbird
import Kernel
import Language
import Records
import Web

/// The tree that energy comes by: substations with their feeders and the areas of each.
struct GridPage: Page {
    static let template = "records.grid"
    let title: String
    let trail: [Crumb]
    let substations: [Substation]
    let hasSubstations: Bool

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
        try visit.show(GridPage(try await room.records.gridTree(by: visit.principal), visit))
    }

    private init(_ tree: [GridTree], _ visit: Visit) {
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
