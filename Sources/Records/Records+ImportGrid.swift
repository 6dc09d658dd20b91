package import Control
internal import Kernel
internal import Store

extension Records {
    static let gridImportKind = "records.importGrid"

    /// Adds the nodes of a grid file (docs/import.md) to the grid tree and waits until they are written. A node may hang
    /// from one that stands anywhere in the file. Every bad row is reported with line, column and reason; nothing is
    /// written unless all rows are good, or `onlyGood` asks for the good ones.
    /// - Throws: as `startGridImport`.
    package func importGrid(
        _ bytes: [UInt8], encoding: ImportEncoding = .automatic, onlyGood: Bool = false,
        by principal: Principal, onUnit: (@Sendable (JobProgress) -> Void)? = nil
    ) async throws -> ImportReport {
        try await finished(
            try await startGridImport(bytes, encoding: encoding, onlyGood: onlyGood, by: principal),
            by: principal, onUnit: onUnit)
    }

    /// Judges a grid file whole and hands its good rows to a job of one unit: the nodes are written in one transaction,
    /// those above before those below.
    /// - Throws: `ControlRefusal.forbidden`; `RecordsRefusal.tooMany` above `Limit.gridRows`.
    package func startGridImport(
        _ bytes: [UInt8], encoding: ImportEncoding = .automatic, onlyGood: Bool = false,
        by principal: Principal
    ) async throws -> ImportStarted {
        try await start(
            Self.gridImportKind, bytes, onlyGood: onlyGood, unitRows: Limit.gridRows, by: principal
        ) { try await judgeGrid(bytes, encoding: encoding, by: principal) }
    }

    /// What is wrong with a grid file; writes nothing.
    /// - Throws: as `startGridImport`.
    package func checkGridImport(
        _ bytes: [UInt8], encoding: ImportEncoding = .automatic, by principal: Principal
    ) async throws -> ImportReport {
        try control.require("records.import", principal)
        return try await judgeGrid(bytes, encoding: encoding, by: principal).report
    }

    private func judgeGrid(
        _ bytes: [UInt8], encoding: ImportEncoding, by principal: Principal
    ) async throws -> (report: ImportReport, good: [CSVForm.Row]) {
        let sheet = GridFile.form.read(bytes, encoding: encoding)
        guard sheet.count <= Limit.gridRows else { throw RecordsRefusal.tooMany(limit: Limit.gridRows) }
        let places = try await places(for: principal)
        let judged = GridSheet(sheet.rows.map { GridFile.read($0, places: places) }, places: places)
        let good = Set(judged.good.map(\.line))
        return (
            ImportReport(
                rows: sheet.count, written: 0,
                problems: GridFile.form.sorted(sheet.problems + judged.problems)),
            sheet.rows.filter { good.contains($0.line) }
        )
    }

    /// The job's unit: its rows are judged again, for the world went on since the file was sent.
    func writeImportedGrid(_ unit: JobUnit, _ act: Act) throws -> UnitResult {
        let order = try ImportOrder(unit, of: Self.gridImportKind)
        let places = try places(under: order.scope, today: act.today, in: act.transaction)
        let rows = try act.importRows(of: unit).map { GridFile.read($0, places: places) }
        let judged = GridSheet(rows, places: places)
        var result = UnitResult()
        for problem in Dictionary(grouping: judged.problems, by: \.line).values.compactMap(\.first) {
            result.errors[problem.code, default: 0] += 1
        }
        let nodes = self.nodes(judged.good, places)
        for node in nodes { try GridRows.insert(node, in: act.transaction) }
        result.done = nodes.count
        try act.audit(
            bucket: unit.range.first, action: "records.importGrid", subject: "grid nodes",
            after: RecordsEvents.payload([
                ("count", String(nodes.count)), ("job", unit.job.description),
                ("codes", nodes.prefix(100).map(\.code).joined(separator: " ")),
            ]))
        guard let first = nodes.first else { return result }
        let values = RecordsEvents.payload([
            ("first", first.id.description), ("count", String(nodes.count)),
        ])
        for path in Set(nodes.map(\.organisationPath)).sorted(by: { $0.text < $1.text }) {
            try act.publish(
                RecordsEvents.gridChanged, bucket: first.id.bucket, organisation: path, payload: values)
        }
        return result
    }

    /// - Parameter rows: parents before children.
    private func nodes(_ rows: [GridFile.ReadRow], _ places: LoadPlaces) -> [GridNode] {
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
        return nodes
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
