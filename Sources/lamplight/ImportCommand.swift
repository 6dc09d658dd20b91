import ArgumentParser
import Control
import Foundation
import Kernel
import Language
import Reading
import Records
import Web

/// Takes a file of the grid, of accounts or of readings.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract:
            "Take a file of the grid, of accounts or readings; a bad row and nothing is changed, unless --only-good."
    )

    enum Kind: String, ExpressibleByArgument, CaseIterable { case grid, accounts, readings }

    @OptionGroup var settings: Settings
    @OptionGroup var output: OutputOptions
    @ArgumentParser.Argument(help: "grid, accounts or readings.") var kind: Kind
    @ArgumentParser.Argument(help: "The CSV file, UTF-8 or GBK (docs/import.md, docs/readings-file.md).")
    var file: String
    @Option(help: "The billing month of readings, such as 2026-10.", transform: Argument.month) var month:
        BillingMonth?
    @Flag(help: "Take the good rows even where others are bad.") var onlyGood = false
    @Option(help: "How the file is written: auto, utf-8 or gbk.") var encoding = ImportEncoding.automatic
    @Option(
        help: "Write every row of the file with its verdict and the reasons into this CSV file.")
    var errors: String?

    private struct Answer: Encodable {
        struct Problem: Encodable {
            let line: Int
            let column: String
            let code: String
            let text: String
        }
        let rows: Int
        let written: Int
        let pending: Int
        let problems: [Problem]
    }

    func run() async throws {
        let installation = try await Installation.open(settings)
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
        let bar = ProgressBar()
        let report: ImportReport
        var pending = 0
        let form: CSVForm
        switch kind {
        case .grid:
            report = try await installation.records.importGrid(
                bytes, encoding: encoding, onlyGood: onlyGood, by: installation.principal)
            form = Records.gridForm
        case .accounts:
            report = try await installation.records.importAccounts(
                bytes, encoding: encoding, onlyGood: onlyGood, by: installation.principal
            ) { bar.show("import \($0.job.id)", $0.unitsDone, of: $0.job.units) }
            form = Records.accountsForm
        case .readings:
            guard let month else { throw ValidationError("readings are of a month: --month 2026-10") }
            let result = try await installation.reading.importFile(
                bytes, month, encoding: encoding, onlyGood: onlyGood, by: installation.principal
            ) { bar.show("import \($0.job.id)", $0.unitsDone, of: $0.job.units) }
            report = result.report
            pending = result.pending
            form = ReadingsFile.form
        }
        bar.finish()
        if let errors {
            let marked = MarkedFile(form, bytes, encoding: encoding, report.problems)
            let lines = MarkedFileText.lines(marked, .zh).map(CSVAnswer.line)
            try Data(("\u{FEFF}" + lines.joined()).utf8).write(to: URL(fileURLWithPath: errors))
        }
        let answer = Self.answer(report, pending: pending)
        let lines = answer.problems.map { "  line \($0.line)  \($0.column)  \($0.text)" }
        let summary = "\(answer.rows) rows, \(answer.written) written, \(answer.problems.count) problems"
        try output.answer(answer, text: ([summary] + lines).joined(separator: "\n"))
        if !answer.problems.isEmpty { throw ExitCode(answer.written > 0 ? 3 : 1) }
    }

    private static func answer(_ report: ImportReport, pending: Int) -> Answer {
        Answer(
            rows: report.rows, written: report.written, pending: pending,
            problems: report.problems.map { problem in
                Answer.Problem(
                    line: problem.line, column: problem.column, code: problem.code,
                    text: Language.zh.text(problem.code, problem.messageArguments))
            })
    }
}

extension ImportEncoding: ExpressibleByArgument {}
