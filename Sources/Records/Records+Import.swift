package import Control
internal import Kernel
internal import Store

extension Records {
    /// Opens the accounts of a file (docs/import.md). Every bad row is reported with line, column and reason; nothing
    /// is written unless all rows are good, or `onlyGood` asks for the good ones.
    /// - Throws: `ControlRefusal.forbidden`; `.nameTaken` where somebody took a number while the file was read.
    package func importAccounts(
        _ bytes: [UInt8], encoding: ImportEncoding = .automatic, onlyGood: Bool = false,
        by principal: Principal,
        progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    ) async throws -> ImportReport {
        guard principal.may("records.import") else { throw ControlRefusal.forbidden("records.import") }
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
        var bad = Set<Int>()
        func refuse(_ problem: ImportProblem) {
            problems.append(problem)
            bad.insert(problem.line)
        }
        for problem in Self.twice(rows) { refuse(problem) }
        let read = rows
        for problem in try await control.house.database.read({ try Self.taken(read, in: $0) }) {
            refuse(problem)
        }
        let order = Dictionary(
            AccountsFile.form.columns.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        problems.sort { ($0.line, order[$0.column] ?? -1) < ($1.line, order[$1.column] ?? -1) }
        guard problems.isEmpty || onlyGood else {
            return ImportReport(rows: sheet.count, written: 0, problems: problems)
        }
        let good = rows.filter { !bad.contains($0.line) }.compactMap(\.account)
        let total = good.count
        try await load(good, by: principal) { progress?($0, total) }
        return ImportReport(rows: sheet.count, written: good.count, problems: problems)
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
