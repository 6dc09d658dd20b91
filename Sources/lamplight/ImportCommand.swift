import ArgumentParser
import Control
import Foundation
import Kernel
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
    @Option(help: "How the file's characters are written: auto, utf-8 or gbk (docs/import.md).")
    var encoding: ImportEncoding = .automatic
    @Flag(help: "Take the good rows even where others are bad.") var onlyGood = false
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
        let bar = output.bar()
        let label = output.text(kind == .readings ? "cli.bar.readings" : "cli.bar.import")
        let report: ImportReport
        var pending = 0
        let form: CSVForm
        switch kind {
        case .grid:
            report = try await installation.records.importGrid(
                bytes, encoding: encoding, onlyGood: onlyGood, by: installation.principal
            ) { progress in
                // One unit writes all nodes.
                let (done, late) = (progress.result.done, progress.result.errors.values.reduce(0, +))
                bar.show(label, done, of: done + late)
            }
            form = Records.gridForm
        case .accounts:
            report = try await installation.records.importAccounts(
                bytes, encoding: encoding, onlyGood: onlyGood, by: installation.principal
            ) { bar.show(label, $0.unitsDone, of: $0.job.units) }
            form = Records.accountsForm
        case .readings:
            guard let month else { throw ValidationError(output.text("cli.import.month")) }
            let result = try await installation.reading.importFile(
                bytes, month, encoding: encoding, onlyGood: onlyGood, by: installation.principal
            ) { bar.show(label, $0.unitsDone, of: $0.job.units) }
            report = result.report
            pending = result.pending
            form = ReadingsFile.form
        }
        bar.finish()
        if let errors {
            let marked = MarkedFile(form, bytes, encoding: encoding, report.problems)
            let lines = MarkedFileText.lines(marked, output.language).map(CSVAnswer.line)
            try Data(("\u{FEFF}" + lines.joined()).utf8).write(to: URL(fileURLWithPath: errors))
        }
        let answer = self.answer(report, pending: pending)
        let lines = answer.problems.map {
            output.text(
                "cli.import.line", [("line", String($0.line)), ("column", $0.column), ("text", $0.text)])
        }
        let summary = output.text(
            "cli.import.sum",
            [
                ("rows", String(answer.rows)), ("written", String(answer.written)),
                ("problems", String(answer.problems.count)),
            ])
        try output.answer(answer, text: ([summary] + lines).joined(separator: "\n"))
        if !answer.problems.isEmpty { throw ExitCode(answer.written > 0 ? 3 : 1) }
    }

    private func answer(_ report: ImportReport, pending: Int) -> Answer {
        Answer(
            rows: report.rows, written: report.written, pending: pending,
            problems: report.problems.map { problem in
                Answer.Problem(
                    line: problem.line, column: problem.column, code: problem.code,
                    text: output.text(problem.code, problem.messageArguments))
            })
    }
}

extension ImportEncoding: ExpressibleByArgument {}
