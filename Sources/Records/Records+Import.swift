package import Control
internal import Kernel
internal import Store

extension Records {
    /// The columns of the accounts file and of the grid file.
    package static var accountsForm: CSVForm { AccountsFile.form }
    package static var gridForm: CSVForm { GridFile.form }

    /// Opens the accounts of a file (docs/import.md) and waits until they are written. Every bad row is reported with
    /// line, column and reason; nothing is written unless all rows are good, or `onlyGood` asks for the good ones.
    /// - Throws: `ControlRefusal.forbidden`; what stopped the job that writes them, and then the same file sent again
    ///   goes on with it.
    package func importAccounts(
        _ bytes: [UInt8], encoding: ImportEncoding = .automatic, onlyGood: Bool = false,
        by principal: Principal, onUnit: (@Sendable (JobProgress) -> Void)? = nil
    ) async throws -> ImportReport {
        try await finished(
            try await startImport(bytes, encoding: encoding, onlyGood: onlyGood, by: principal),
            by: principal, onUnit: onUnit)
    }

    /// Works an import's job to its end.
    func finished(
        _ started: ImportStarted, by principal: Principal, onUnit: (@Sendable (JobProgress) -> Void)?
    ) async throws -> ImportReport {
        guard let job = started.job else { return started.report }
        return started.report.after(try await control.runJob(job, by: principal, onUnit: onUnit).result)
    }

    /// Judges a file of accounts whole and hands its good rows to a job, which writes each once however often it is
    /// stopped. A file that the same person sent before, and whose job is not over, gives that job.
    /// - Throws: `ControlRefusal.forbidden`.
    package func startImport(
        _ bytes: [UInt8], encoding: ImportEncoding = .automatic, onlyGood: Bool = false,
        by principal: Principal
    ) async throws -> ImportStarted {
        try await start(
            Self.importKind, bytes, onlyGood: onlyGood, unitRows: ImportLimit.unitRows, by: principal
        ) { try await judge(bytes, encoding: encoding, by: principal) }
    }

    /// - Parameter judge: what is wrong with the file, and its good rows.
    func start(
        _ kind: String, _ bytes: [UInt8], onlyGood: Bool, unitRows: Int, by principal: Principal,
        judge: () async throws -> (report: ImportReport, good: [CSVForm.Row])
    ) async throws -> ImportStarted {
        try control.require("records.import", principal)
        let order = ImportOrder(kind: kind, bytes, onlyGood: onlyGood, by: principal)
        if let known = try await control.importUnderWay(kind, order, with: "records.import", by: principal) {
            return ImportStarted(
                ImportReport(rows: known.rows, written: 0, problems: []), known.job, wasUnderWay: true)
        }
        let judged = try await judge()
        guard judged.report.problems.isEmpty || onlyGood, !judged.good.isEmpty else {
            return ImportStarted(judged.report, nil)
        }
        let parts = judged.good.slices(of: unitRows).map { ImportPart(Array($0)) }
        let job = try await control.startImport(
            kind, order, parts: parts, with: "records.import", by: principal)
        return ImportStarted(judged.report, job)
    }

    /// What is wrong with a file of accounts; writes nothing.
    /// - Throws: `ControlRefusal.forbidden`.
    package func checkImport(
        _ bytes: [UInt8], encoding: ImportEncoding = .automatic, by principal: Principal
    ) async throws -> ImportReport {
        try control.require("records.import", principal)
        return try await judge(bytes, encoding: encoding, by: principal).report
    }

    private func judge(
        _ bytes: [UInt8], encoding: ImportEncoding, by principal: Principal
    ) async throws -> (report: ImportReport, good: [CSVForm.Row]) {
        let sheet = AccountsFile.form.read(bytes, encoding: encoding)
        let places = try await places(for: principal)
        var problems = sheet.problems
        var rows: [AccountsFile.ReadRow] = []
        rows.reserveCapacity(sheet.rows.count)
        for row in sheet.rows {
            let read = AccountsFile.read(row, places: places)
            rows.append(read.row)
            problems += read.problems
        }
        problems += Self.twice(rows)
        let read = rows
        problems += try await control.house.database.read { try Self.taken(read, in: $0) }
        let bad = Set(problems.map(\.line))
        return (
            ImportReport(rows: sheet.count, written: 0, problems: AccountsFile.form.sorted(problems)),
            sheet.rows.filter { !bad.contains($0.line) }
        )
    }

    static let importKind = "records.import"

    /// One unit: its rows are judged again, for the world went on since the file was sent.
    func writeImported(_ unit: JobUnit, _ act: Act) throws -> UnitResult {
        let order = try ImportOrder(unit, of: Self.importKind)
        let places = try places(under: order.scope, today: act.today, in: act.transaction)
        let read = try act.importRows(of: unit).map { AccountsFile.read($0, places: places) }
        var problems = read.flatMap(\.problems)
        problems += try Self.taken(read.map(\.row), in: act.transaction)
        var result = UnitResult()
        for problem in Dictionary(grouping: problems, by: \.line).values.compactMap(\.first) {
            result.errors[problem.code, default: 0] += 1
        }
        let bad = Set(problems.map(\.line))
        let good = try opened(
            read.map(\.row).filter { !bad.contains($0.line) }.compactMap(\.account), in: act.transaction)
        guard !good.isEmpty else {
            try act.audit(
                bucket: unit.range.first, action: "records.import",
                subject: "job \(unit.job) unit \(unit.number)",
                after: try CommandInput.encode(result))
            return result
        }
        let next = try AccountRows.takeNumbers(good.count, in: act.transaction)
        guard next - 1 <= AccountID.greatest else { throw RecordsRefusal.idsExhausted }
        let first = next - Int64(good.count)
        let rows = try LoadRows(
            good, first: first, places: places, nonces: .random, house: control.house)
        try write(
            rows, from: first, count: good.count,
            further: [("job", unit.job.description), ("user", order.user.description)], act)
        result.done = good.count
        return result
    }

    /// Numbers that stand in the file twice: reported at each row but the first.
    private static func twice(_ rows: [AccountsFile.ReadRow]) -> [ImportProblem] {
        var lines: [String: Int] = [:]
        var problems: [ImportProblem] = []
        for row in rows {
            for name in row.names {
                let key = "\(name.kind) \(name.name)"
                if let first = lines[key] {
                    problems.append(
                        ImportProblem(
                            line: row.line, column: name.column, code: "records.invalid.twiceInFile",
                            arguments: ["value": name.name, "line": String(first)]))
                } else {
                    lines[key] = row.line
                }
            }
        }
        return problems
    }

    /// Numbers that somebody has already.
    private static func taken(_ rows: [AccountsFile.ReadRow], in transaction: any Transaction) throws
        -> [ImportProblem]
    {
        var problems: [ImportProblem] = []
        for row in rows {
            for name in row.names
            where try NameRegistry.owner(kind: name.kind, name: name.name, in: transaction) != nil {
                problems.append(
                    ImportProblem(
                        line: row.line, column: name.column, code: "records.invalid.taken",
                        arguments: ["value": name.name]))
            }
        }
        return problems
    }
}

extension CSVForm {
    /// Problems in the order of lines, on a line in that of the form's columns.
    func sorted(_ problems: [ImportProblem]) -> [ImportProblem] {
        let order = Dictionary(
            columns.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first }
        )
        return problems.sorted { ($0.line, order[$0.column] ?? -1) < ($1.line, order[$1.column] ?? -1) }
    }
}
