package import Control
package import Kernel
package import Store

extension Records {
    /// Adds a substation, a feeder under it or an area under that.
    /// - Throws: `RecordsRefusal.gridParentWrong`, `.gridCodeTaken`, `.invalid`; `ControlRefusal.organisationUnknown`
    ///   for one outside the scope.
    @discardableResult
    package func addGridNode(_ new: NewGridNode, by principal: Principal) async throws -> GridNode {
        guard (1...32).contains(new.code.utf8.count), FieldRules.isCode(new.code) else {
            throw FieldProblem("code", "code").refusal
        }
        guard FieldRules.isLine(new.name, 1...100) else {
            throw FieldProblem("name", "text", ["least": "1", "most": "100"]).refusal
        }
        let id: GridNodeID = control.house.ids.next()
        let control = control
        return try await control.command("records.edit", by: principal) { act in
            guard let organisation = try control.organisation(new.organisation, in: act.transaction),
                principal.scope.contains(organisation.path)
            else { throw ControlRefusal.organisationUnknown(new.organisation.description) }
            let parent = try new.parent.map { parent in
                guard let found = try GridRows.node(parent, in: act.transaction) else {
                    throw RecordsRefusal.gridNodeUnknown(parent.description)
                }
                return found
            }
            guard parent?.kind == new.kind.parent else { throw RecordsRefusal.gridParentWrong(new.code) }
            guard try GridRows.node(code: new.code, in: act.transaction) == nil else {
                throw RecordsRefusal.gridCodeTaken(new.code)
            }
            let node = GridNode(
                id: id, parent: new.parent, kind: new.kind, code: new.code, name: new.name,
                organisation: organisation.id, organisationPath: organisation.path)
            do {
                try GridRows.insert(node, in: act.transaction)
            } catch StoreFault.unique {
                throw RecordsRefusal.gridCodeTaken(new.code)
            }
            try act.audit(
                bucket: id.bucket, action: "records.addGridNode", subject: "grid node \(id)",
                after: RecordsEvents.payload([("code", node.code), ("kind", node.kind.rawValue)]))
            try act.publish(
                RecordsEvents.gridChanged, bucket: id.bucket, organisation: organisation.path,
                payload: RecordsEvents.payload([("node", id.description)]))
            return node
        }
    }

    /// The grid tree: the nodes of the person's scope, and those above them.
    package func gridTree(by principal: Principal) async throws -> [GridTree] {
        try await control.read("records.read", by: principal) { transaction in
            let nodes = try GridRows.all(in: transaction)
            let points = try GridRows.points(in: transaction)
            let children = Dictionary(grouping: nodes, by: \.parent)
            func tree(_ node: GridNode) -> GridTree? {
                let below = (children[node.id] ?? []).compactMap(tree)
                guard !below.isEmpty || principal.scope.contains(node.organisationPath) else { return nil }
                return GridTree(node: node, children: below, points: points[node.id] ?? 0)
            }
            return (children[nil] ?? []).compactMap(tree)
        }
    }

    /// The names and codes of the nodes that an account's usage points stood on, by id.
    package func gridNodeNames(of record: AccountRecord, by principal: Principal) async throws
        -> [GridNodeID: String]
    {
        try await control.read("records.read", by: principal) { transaction in
            var names: [GridNodeID: String] = [:]
            for id in Set(record.memberships.map(\.node)) {
                if let node = try GridRows.node(id, in: transaction) {
                    names[id] = "\(node.name) \(node.code)"
                }
            }
            return names
        }
    }

    /// A node by its code, of the person's scope or above it; nil where there is none.
    package func gridNode(code: String, by principal: Principal) async throws -> GridNode? {
        try await control.read("records.read", by: principal) { transaction in
            guard let node = try GridRows.node(code: code, in: transaction) else { return nil }
            let isNear =
                principal.scope.contains(node.organisationPath)
                || node.organisationPath.contains(principal.scope)
            return isNear ? node : nil
        }
    }

    /// A node by its code; nil where there is none. For rooms that read files naming areas and feeders.
    package func gridNode(code: String, in transaction: any Transaction) throws -> GridNode? {
        try GridRows.node(code: code, in: transaction)
    }

    /// Every node, by code.
    package func gridNodes(in transaction: any Transaction) throws -> [GridNode] {
        try GridRows.all(in: transaction)
    }
}
