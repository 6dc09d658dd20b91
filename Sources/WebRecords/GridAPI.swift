import Control
import Hummingbird
import Kernel
import Language
import Records
import Web

/// The grid tree for programs.
enum GridAPI {
    /// A node, those above it before it.
    struct Node: Codable, Sendable {
        let id: String
        let kind: GridNode.Kind
        let code: String
        let name: String
        /// The code of what it hangs from; nil for a substation.
        let parent: String?
        let organisation: String
        /// Usage points that stand on it today.
        let points: Int
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

    static func tree(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        var nodes: [Node] = []
        func add(_ branch: GridTree, _ parent: String?) {
            nodes.append(Node(branch.node, parent: parent, points: branch.points))
            for child in branch.children { add(child, branch.node.code) }
        }
        for top in try await room.records.gridTree(by: visit.principal) { add(top, nil) }
        let wish = try visit.page()
        let start = wish.after.flatMap { code in nodes.firstIndex { $0.code == code } }.map { $0 + 1 } ?? 0
        let piece = Array(nodes.dropFirst(start).prefix(wish.limit))
        return try visit.json(
            items: piece, next: start + piece.count < nodes.count ? piece.last?.code : nil)
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
        return try visit.json(Node(node, parent: parent?.code, points: 0))
    }

    /// A file's report: 200 where all was good or only the good was asked for, 422 where nothing was written.
    static func importGrid(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let onlyGood = visit.query("onlyGood") != nil
        let report = try await room.records.importGrid(
            try await visit.uploadedBytes(), onlyGood: onlyGood, by: visit.principal)
        return try visit.json(
            ImportAnswer(report, visit.language),
            status: report.problems.isEmpty || onlyGood ? .ok : .unprocessableContent)
    }
}

extension GridAPI.Node {
    init(_ node: GridNode, parent: String?, points: Int) {
        self.init(
            id: node.id.description, kind: node.kind, code: node.code, name: node.name, parent: parent,
            organisation: node.organisation.description, points: points)
    }
}

extension WebRecords {
    static let gridImportLink = "/records/grid/import"

    var gridRoutes: [Route] {
        [
            .get(Self.gridLink, Self.reading) { try await GridPage.answer($0, self) },
            .post(Self.gridLink, Self.editing) { try await GridPage.add($0, self) },
            .get(Self.gridImportLink, Self.importing) {
                try $0.show(ImportPage(grid: $0, $0.emptyForm(), nil))
            },
            .post(Self.gridImportLink, Self.importing) { try await ImportPage.pastedGrid($0, self) },
            .upload(Self.gridImportLink, Self.importing, types: Self.fileTypes, limit: Self.fileLimit) {
                try await ImportPage.uploadedGrid($0, self)
            },
        ]
    }

    var gridAPI: [Route] {
        [
            .get("/api/v1/grid", Self.reading) { try await GridAPI.tree($0, self) }
                .listed(
                    "records.grid.list",
                    "The grid tree as the reader may see it, each node after its parent.",
                    of: GridAPI.Node.self),
            .post("/api/v1/grid", Self.editing) { try await GridAPI.add($0, self) }
                .described(
                    "records.grid.add", "Adds a substation, a feeder under it or an area under that.",
                    "A code is unique among all nodes.", takes: GridAPI.AddNode.self,
                    gives: GridAPI.Node.self),
        ]
    }

    var gridImportAPI: [Route] {
        [
            .upload(
                "/api/v1/imports/grid", Self.importing, types: Self.fileTypes, limit: Self.fileLimit
            ) { try await GridAPI.importGrid($0, self) }
            .described(
                "records.imports.grid", "Adds the nodes of a grid file to the tree.",
                """
                docs/import.md tells the columns. 422 where a row was bad and nothing was written; the body \
                tells each.
                """,
                query: [.text("onlyGood", "Any value: takes the good rows, leaves the others.")],
                gives: ImportAnswer.self, otherwise: [.unprocessableContent: ImportAnswer.self])
        ]
    }
}
