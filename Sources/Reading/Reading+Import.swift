package import Control
package import Kernel
import Records
import Store

/// What came of a readings file.
package struct ReadingImport: Sendable, Codable, Hashable {
    /// Rows of the file, blank lines and the heading left out.
    package var rows = 0
    /// Rows that were taken.
    package var written = 0
    /// Accounts whose energy was approved, and whose energy waits for a person.
    package var approved = 0
    package var pending = 0
    /// Every error, by line.
    package var problems: [ImportProblem] = []
    /// What was found and did not hinder, by line.
    package var notices: [ImportProblem] = []

    /// The form all imports share.
    package var report: ImportReport { ImportReport(rows: rows, written: written, problems: problems) }
}

extension Reading {
    /// Takes a readings file for a month.
    ///
    /// The whole file is judged with what it needs fetched together. Nothing is written while anything is wrong with it,
    /// unless `onlyGood`: then the accounts without errors are taken, an account with one bad row not at all.
    /// - Throws: `ControlRefusal.forbidden`.
    package func importFile(
        _ bytes: [UInt8], _ month: BillingMonth, encoding: ImportEncoding = .automatic,
        onlyGood: Bool = false,
        by principal: Principal, progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    ) async throws -> ReadingImport {
        let content = ReadingsFile.read(bytes, encoding: encoding)
        let numbers = content.groups.map(\.consumerNo)
        let known = try await control.read("reading.import", by: principal) { transaction in
            try records.accountIDs(consumerNumbers: numbers, under: principal.scope, in: transaction)
        }
        var findings = content.findings
        var accounts: [AccountReadings] = []
        var rows: [AccountID: Int] = [:]
        for group in content.groups {
            guard let id = known[group.consumerNo] else {
                findings += group.lines.map { line in
                    ReadingFinding(
                        rule: .consumerUnknown, severity: .error, consumerNo: group.consumerNo,
                        usagePoint: nil, line: line,
                        column: "consumer_no", arguments: ["consumerNo": group.consumerNo])
                }
                continue
            }
            guard let readings = group.readings(id) else { continue }
            accounts.append(readings)
            rows[id] = group.lines.count
        }
        var result = ReadingImport(rows: content.rows)
        let isClean = content.problems.isEmpty && findings.allSatisfy { $0.severity != .error }
        if onlyGood || isClean {
            let loaded = try await load(
                month, accounts, source: .file, onlyGood: onlyGood, by: principal, progress: progress)
            findings += loaded.findings
            result.approved = loaded.approved
            result.pending = loaded.pending
            result.written = loaded.accounts.reduce(0) { $0 + (rows[$1] ?? 0) }
        } else {
            for chunk in Self.chunks(accounts) {
                findings += try await control.read("reading.import", by: principal) { transaction in
                    try judge(chunk, month, by: principal, in: transaction).findings
                }
            }
        }
        result.problems = Self.problems(findings.filter { $0.severity == .error }, and: content.problems)
        result.notices = Self.problems(findings.filter { $0.severity != .error })
        return result
    }

    /// Findings in the form of an import's problems, by line, then in the order of the form's columns.
    static func problems(_ findings: [ReadingFinding], and others: [ImportProblem] = []) -> [ImportProblem] {
        let columns = ReadingsFile.form.columns.map(\.name)
        func place(_ problem: ImportProblem) -> Int { columns.firstIndex(of: problem.column) ?? -1 }
        let own = findings.map {
            ImportProblem(line: $0.line, column: $0.column, code: $0.code, arguments: $0.arguments)
        }
        return (others + own).sorted { ($0.line, place($0), $0.code) < ($1.line, place($1), $1.code) }
    }
}
