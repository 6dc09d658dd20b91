internal import Control
internal import Kernel
internal import Store

/// Rows of `records_grid_node`.
enum GridRows {
    static func insert(_ node: GridNode, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO records_grid_node (id, parent_id, kind, code, name, organisation_id, organisation_path)
            VALUES (
                \(node.id), \(node.parent), \(node.kind.rawValue), \(node.code), \(node.name), \(node.organisation),
                \(node.organisationPath.text))
            """)
    }

    static func all(in transaction: any Transaction) throws -> [GridNode] {
        try transaction.all(
            """
            SELECT id, parent_id, kind, code, name, organisation_id, organisation_path FROM records_grid_node
            ORDER BY code
            """, node)
    }

    static func node(_ id: GridNodeID, in transaction: any Transaction) throws -> GridNode? {
        try transaction.first(
            """
            SELECT id, parent_id, kind, code, name, organisation_id, organisation_path FROM records_grid_node
            WHERE id = \(id)
            """, node)
    }

    static func node(code: String, in transaction: any Transaction) throws -> GridNode? {
        try transaction.first(
            """
            SELECT id, parent_id, kind, code, name, organisation_id, organisation_path FROM records_grid_node
            WHERE code = \(code)
            """, node)
    }

    /// How many usage points stand on each node now.
    static func points(in transaction: any Transaction) throws -> [GridNodeID: Int] {
        let rows = try transaction.all(
            """
            SELECT node_id, COUNT(*) FROM records_area_membership /*scatter: the tree counts over all buckets*/
            WHERE to_day IS NULL GROUP BY node_id
            """
        ) { (GridNodeID(try $0.int64(0)), try $0.int(1)) }
        return Dictionary(rows, uniquingKeysWith: +)
    }

    private static func node(_ row: any Row) throws -> GridNode {
        guard let kind = GridNode.Kind(rawValue: try row.text(2)) else {
            throw StoreFault.column(2, "is not a kind of grid node")
        }
        return GridNode(
            id: try row.id(0), parent: try row.optionalID(1), kind: kind, code: try row.text(3),
            name: try row.text(4),
            organisation: try row.id(5), organisationPath: OrganisationPath(try row.text(6)))
    }
}
