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

    /// The same once a job has written what was good.
    package func after(_ result: UnitResult) -> ReadingImport {
        var whole = self
        let report = report.after(result)
        whole.written = report.written
        whole.problems = report.problems
        whole.approved = Int(result.totals["reading.import.totals.approved"] ?? 0)
        whole.pending = Int(result.totals["reading.import.totals.pending"] ?? 0)
        return whole
    }

    /// The form all imports share.
    package var report: ImportReport { ImportReport(rows: rows, written: written, problems: problems) }
}

/// What became of a readings file that was sent.
package struct ReadingsStarted: Sendable {
    package let report: ReadingImport
    /// Writes the good accounts; nil where none is to be written.
    package let job: JobID?
    /// The same file was sent before, and its job was not over.
    package let wasUnderWay: Bool
}

extension Reading {
    /// Takes a readings file for a month and waits until it is written.
    ///
    /// The whole file is judged with what it needs fetched together. Nothing is written while anything is wrong with it,
    /// unless `onlyGood`: then the accounts without errors are taken, an account with one bad row not at all.
    /// - Throws: `ControlRefusal.forbidden`; what stopped the job that writes them, such as `MonthRefusal.closed`, and
    ///   then the same file sent again goes on with it.
    package func importFile(
        _ bytes: [UInt8], _ month: BillingMonth, encoding: ImportEncoding = .automatic,
        onlyGood: Bool = false,
        by principal: Principal, onUnit: (@Sendable (JobProgress) -> Void)? = nil
    ) async throws -> ReadingImport {
        let started = try await startImport(
            bytes, month, encoding: encoding, onlyGood: onlyGood, by: principal)
        guard let job = started.job else { return started.report }
        return started.report.after(try await control.runJob(job, by: principal, onUnit: onUnit).result)
    }

    /// Judges a readings file whole and hands its good accounts to a job, which writes each once however often it is
    /// stopped. A file that the same person sent before, and whose job is not over, gives that job.
    /// - Throws: `ControlRefusal.forbidden`.
    package func startImport(
        _ bytes: [UInt8], _ month: BillingMonth, encoding: ImportEncoding = .automatic,
        onlyGood: Bool = false, by principal: Principal
    ) async throws -> ReadingsStarted {
        let order = ImportOrder(
            kind: Self.importKind, bytes, onlyGood: onlyGood, values: ["month": month.description],
            by: principal)
        if let known = try await control.importUnderWay(
            Self.importKind, order, with: "reading.import", by: principal)
        {
            return ReadingsStarted(
                report: ReadingImport(rows: known.rows), job: known.job, wasUnderWay: true)
        }
        let (report, good) = try await judge(bytes, month, encoding: encoding, by: principal)
        guard report.problems.isEmpty || onlyGood, !good.isEmpty else {
            return ReadingsStarted(report: report, job: nil, wasUnderWay: false)
        }
        // An account is read whole, so its rows are of one part.
        var parts: [[CSVForm.Row]] = []
        for group in good {
            if parts.isEmpty || parts[parts.count - 1].count >= ImportLimit.unitRows { parts.append([]) }
            parts[parts.count - 1] += group.rows
        }
        let job = try await control.startImport(
            Self.importKind, order, parts: parts.map { ImportPart($0) }, with: "reading.import",
            by: principal)
        return ReadingsStarted(report: report, job: job, wasUnderWay: false)
    }

    /// What is wrong with a readings file; writes nothing.
    /// - Throws: `ControlRefusal.forbidden`.
    package func checkImport(
        _ bytes: [UInt8], _ month: BillingMonth, encoding: ImportEncoding = .automatic,
        by principal: Principal
    ) async throws -> ReadingImport {
        try await judge(bytes, month, encoding: encoding, by: principal).report
    }

    /// What there is to say of a file, and the accounts without errors.
    private func judge(
        _ bytes: [UInt8], _ month: BillingMonth, encoding: ImportEncoding, by principal: Principal
    ) async throws -> (report: ReadingImport, good: [ReadingsFile.Group]) {
        let content = ReadingsFile.read(bytes, encoding: encoding)
        let numbers = content.groups.map(\.consumerNo)
        let known = try await control.read("reading.import", by: principal) { transaction in
            try records.accountIDs(consumerNumbers: numbers, under: principal.scope, in: transaction)
        }
        var findings = content.findings
        var accounts: [AccountReadings] = []
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
            if let readings = group.readings(id) { accounts.append(readings) }
        }
        var good: Set<AccountID> = []
        for chunk in Self.chunks(accounts) {
            let judged = try await control.read("reading.import", by: principal) { transaction in
                try judge(chunk, month, by: principal, in: transaction)
            }
            findings += judged.findings
            good.formUnion(judged.assessments.map(\.account.account))
        }
        var report = ReadingImport(rows: content.rows)
        report.problems = Self.problems(findings.filter { $0.severity == .error }, and: content.problems)
        report.notices = Self.problems(findings.filter { $0.severity != .error })
        return (report, content.groups.filter { known[$0.consumerNo].map(good.contains) ?? false })
    }

    static let importKind = "reading.import"

    /// One unit: its accounts are judged again, for the world went on since the file was sent.
    func writeImported(_ unit: JobUnit, _ act: Act) throws -> UnitResult {
        let order = try ImportOrder(unit, of: Self.importKind)
        guard let month = order.values["month"].flatMap({ BillingMonth(text: $0) }) else {
            throw ControlRefusal.commandInputInvalid(Self.importKind)
        }
        let rows = try act.importRows(of: unit)
        let content = ReadingsFile.read(rows, count: rows.count)
        let known = try records.accountIDs(
            consumerNumbers: content.groups.map(\.consumerNo), under: order.scope, in: act.transaction)
        var counts: [AccountID: Int] = [:]
        var accounts: [AccountReadings] = []
        var result = UnitResult()
        for group in content.groups {
            guard let id = known[group.consumerNo], let readings = group.readings(id) else {
                result.errors[ReadingRule.consumerUnknown.code, default: 0] += group.rows.count
                continue
            }
            accounts.append(readings)
            counts[id] = group.rows.count
        }
        for chunk in Self.chunks(accounts) {
            let loaded = try take(
                chunk, month, source: .file, permission: "reading.import", approvesReviews: false, by: act)
            for account in loaded.accounts { result.done += counts[account] ?? 0 }
            result.totals["reading.import.totals.approved", default: 0] += Int64(loaded.approved)
            result.totals["reading.import.totals.pending", default: 0] += Int64(loaded.pending)
            for error in loaded.errors { result.errors[error.code, default: 0] += 1 }
        }
        if result.done == 0 {
            try act.audit(
                bucket: unit.range.first, action: "reading.import",
                subject: "job \(unit.job) unit \(unit.number)",
                after: try CommandInput.encode(result))
        }
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
