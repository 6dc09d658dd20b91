import Control
import Hummingbird
import Kernel
import Language
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

        /// One that was just added: nothing stands on it yet.
        init(_ node: GridNode) {
            id = node.id
            parent = node.parent
            kind = node.kind
            code = node.code
            name = node.name
            organisation = node.organisation
            points = 0
            allPoints = 0
        }
    }

    /// Each node before what hangs from it.
    static func nodes(_ tree: [GridTree]) -> [Node] {
        tree.flatMap { [Node($0)] + nodes($0.children) }
    }

    struct AddNode: Codable, Sendable {
        let kind: GridNode.Kind
        let code: String
        let name: String
        /// The code of what it hangs from; left out for a substation.
        let parent: String?
        /// The id of the organisation it belongs to.
        let organisation: String
    }

    static func add(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let order = try visit.decode(AddNode.self)
        guard let organisation = OrganisationID(text: order.organisation) else {
            throw WebRefusal.badJSON("/organisation malformed")
        }
        var parent: GridNode?
        if let code = order.parent {
            parent = try await room.records.gridNode(code: code, by: visit.principal)
            if parent == nil { throw RecordsRefusal.gridNodeUnknown(code) }
        }
        let node = try await room.records.addGridNode(
            NewGridNode(
                kind: order.kind, code: order.code, name: order.name, parent: parent?.id,
                organisation: organisation), by: visit.principal)
        return try visit.json(Node(node))
    }
}

extension WebRecords {
    static let gridImportLink = "/records/grid/import"

    var gridRoutes: [Route] {
        [
            .get(Self.gridLink, Self.reading) { try await GridPage.answer($0, self) },
            .post(Self.gridLink, Self.editing) { try await GridPage.add($0, self) },
        ] + importPages(.grid)
    }

    var gridAPI: [Route] {
        [
            .get("/api/v1/records/grid", Self.reading) { visit in
                let nodes = GridAPI.nodes(try await records.gridTree(by: visit.principal))
                return try visit.json(whole: nodes, of: try visit.page(), key: \.id.description)
            }
            .listed(
                "records.grid", "The grid tree: substations, their feeders, the areas of each.",
                "Each node comes after the one it hangs from.", of: GridAPI.Node.self),
            .post("/api/v1/records/grid", Self.editing) { try await GridAPI.add($0, self) }
                .described(
                    "records.grid.add", "Adds a substation, a feeder under it or an area under that.",
                    "A code is unique among all nodes.", takes: GridAPI.AddNode.self,
                    gives: GridAPI.Node.self),
        ]
    }
}
