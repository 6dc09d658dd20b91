import Hummingbird
import Kernel
import Records
import Web

/// The grid tree for programs: its nodes one by one, each under the one it hangs from.
enum GridAPI {
    struct Node: Codable, Sendable {
        let id: GridNodeID
        /// Missing for a substation.
        let parent: GridNodeID?
        let kind: GridNode.Kind
        let code: String
        let name: String
        let organisation: OrganisationID
        /// Usage points that stand on the node itself today.
        let points: Int
        /// Those and all further down.
        let allPoints: Int

        init(_ branch: GridTree) {
            id = branch.node.id
            parent = branch.node.parent
            kind = branch.node.kind
            code = branch.node.code
            name = branch.node.name
            organisation = branch.node.organisation
            points = branch.points
            allPoints = branch.allPoints
        }
    }

    /// Each node before what hangs from it.
    static func nodes(_ tree: [GridTree]) -> [Node] {
        tree.flatMap { [Node($0)] + nodes($0.children) }
    }
}

extension WebRecords {
    var gridAPI: Route {
        .get("/api/v1/records/grid", Self.reading) { visit in
            let nodes = GridAPI.nodes(try await records.gridTree(by: visit.principal))
            return try visit.json(whole: nodes, of: try visit.page(), key: \.id.description)
        }
        .listed(
            "records.grid", "The grid tree: substations, their feeders, the areas of each.",
            "Each node comes after the one it hangs from.", of: GridAPI.Node.self)
    }
}
