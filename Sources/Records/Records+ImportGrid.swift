package import Control
internal import Kernel
internal import Store

extension Records {
    /// Adds the nodes of a grid file (docs/import.md) to the grid tree, in one transaction. A node may hang from one
    /// that stands anywhere in the file. Every bad row is reported with line, column and reason; nothing is written
    /// unless all rows are good, or `onlyGood` asks for the good ones.
    /// - Throws: `ControlRefusal.forbidden`; `RecordsRefusal.gridCodeTaken` where somebody took a code while the file
    ///   was read, `.tooMany` above `Limit.gridRows`.
    package func importGrid(
        _ bytes: [UInt8], encoding: ImportEncoding = .automatic, onlyGood: Bool = false,
        by principal: Principal, progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    ) async throws -> ImportReport {
        try control.require("records.import", principal)
        let sheet = GridFile.form.read(bytes, encoding: encoding)
        guard sheet.count <= Limit.gridRows else { throw RecordsRefusal.tooMany(limit: Limit.gridRows) }
        let places = try await places(for: principal)
        let judged = GridSheet(sheet.rows.map { GridFile.read($0, places: places) }, places: places)
        let order = Dictionary(
            GridFile.form.columns.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        let problems = (sheet.problems + judged.problems).sorted {
            ($0.line, order[$0.column] ?? -1) < ($1.line, order[$1.column] ?? -1)
        }
        guard problems.isEmpty || onlyGood, !judged.good.isEmpty else {
            return ImportReport(rows: sheet.count, written: 0, problems: problems)
        }
        try await add(judged.good, places: places, by: principal, progress)
        return ImportReport(rows: sheet.count, written: judged.good.count, problems: problems)
    }

    /// - Parameter rows: parents before children.
    private func add(
        _ rows: [GridFile.ReadRow], places: LoadPlaces, by principal: Principal,
        _ progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?
    ) async throws {
        var ids = places.nodesByCode.mapValues(\.id)
        var nodes: [GridNode] = []
        for row in rows {
            // Rows without kind or organisation are not among the good ones.
            guard let kind = row.kind, let organisation = row.organisation else { continue }
            let id: GridNodeID = control.house.ids.next()
            nodes.append(
                GridNode(
                    id: id, parent: ids[row.parent], kind: kind, code: row.code, name: row.name,
                    organisation: organisation.id, organisationPath: organisation.path))
            ids[row.code] = id
        }
        let added = nodes
        try await control.command("records.import", by: principal) { act in
            for (index, node) in added.enumerated() {
                progress?(index + 1, added.count)
                do {
                    try GridRows.insert(node, in: act.transaction)
                } catch StoreFault.unique {
                    throw RecordsRefusal.gridCodeTaken(node.code)
                }
            }
            let first = added[0]
            let values = RecordsEvents.payload([
                ("first", first.id.description), ("count", String(added.count)),
            ])
            try act.audit(
                bucket: first.id.bucket, action: "records.importGrid", subject: "grid nodes",
                after: RecordsEvents.payload([
                    ("count", String(added.count)),
                    ("codes", added.prefix(100).map(\.code).joined(separator: " ")),
                ]))
            for path in Set(added.map(\.organisationPath)).sorted(by: { $0.text < $1.text }) {
                try act.publish(
                    RecordsEvents.gridChanged, bucket: first.id.bucket, organisation: path, payload: values)
            }
        }
    }
}

/// The rows of a grid file judged together: against each other and the tree there is.
struct GridSheet {
    private(set) var problems: [ImportProblem] = []
    /// The rows to be written, parents before children.
    private(set) var good: [GridFile.ReadRow] = []

    init(_ rows: [GridFile.ReadRow], places: LoadPlaces) {
        var lines: [String: Int] = [:]
        var bad = Set<Int>()
        func refuse(_ row: GridFile.ReadRow, _ field: String, _ code: String, _ values: [String: String]) {
            let problem = FieldProblem(field, code, values)
            problems.append(
                ImportProblem(
                    line: row.line, column: problem.field, code: problem.code, arguments: problem.arguments))
            bad.insert(row.line)
        }
        for row in rows {
            problems += row.problems
            if !row.problems.isEmpty { bad.insert(row.line) }
            if row.code.isEmpty { continue }
            if places.nodesByCode[row.code] != nil {
                refuse(row, "code", "taken", ["value": row.code])
            } else if let line = lines[row.code] {
                refuse(row, "code", "twiceInFile", ["value": row.code, "line": String(line)])
            }
            lines[row.code] = lines[row.code] ?? row.line
        }
        // From the top down, so that what hangs from a bad row is told to hang from nothing.
        var kinds = places.nodesByCode.mapValues(\.kind)
        for kind in GridNode.Kind.allCases {
            for row in rows where row.kind == kind {
                if let above = kind.parent, !row.parent.isEmpty, kinds[row.parent] != above {
                    refuse(row, "parent", "gridParent", ["value": row.parent])
                }
                if bad.contains(row.line) { continue }
                kinds[row.code] = kind
                good.append(row)
            }
        }
    }
}
