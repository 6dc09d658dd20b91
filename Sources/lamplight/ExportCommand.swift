import ArgumentParser
import Billing
import Control
import Foundation
import Kernel
import Ledger

/// Writes the books or the bills as text.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the journal (for hledger and ledger), the bills, or all data.",
        subcommands: [Journal.self, Bills.self, All.self])

    struct Journal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The double-entry journal as plain text that hledger and ledger accept.")
        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions
        @Flag(help: "Chinese names of accounts.") var chinese = false

        func run() async throws {
            let installation = try await Installation.open(settings)
            let (bar, text) = (output.bar(), StreamedText(form: output.output))
            text.begin()
            try await installation.ledger.exportJournal(
                naming: chinese ? .chinese : .english, progress: bar.teller(output.text("cli.bar.journal"))
            ) { try text.write($0) }
            text.end()
            bar.finish()
        }
    }

    struct Bills: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Every bill with its lines, one a line of text, sorted: the same bills give the same bytes.")
        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions
        @Option(help: "The first month.", transform: Argument.month) var from: BillingMonth
        @Option(help: "The last month; the first where none is given.", transform: Argument.month) var to:
            BillingMonth?

        func run() async throws {
            let installation = try await Installation.open(settings)
            let (bar, text, output) = (output.bar(), StreamedText(form: output.output), output)
            text.begin()
            try await installation.billing.export(
                from: from, to: to ?? from, by: installation.principal,
                progress: { month, done, total in
                    bar.show(output.text("cli.bar.bills", [("month", month.description)]), done, of: total)
                }
            ) { try text.write($0) }
            text.end()
            bar.finish()
        }
    }

    struct All: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "All data of the installation as JSON Lines, a file a table, with a manifest (docs/export.md)."
        )
        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions
        @Option(help: "The folder to make and write into.") var to: String
        @Flag(help: "Write personal data in clear where it is stored sealed; it is written in the audit log.")
        var openPersonalData = false

        func run() async throws {
            let installation = try await Installation.open(settings)
            let folder = URL(fileURLWithPath: to, isDirectory: true)
            guard !FileManager.default.fileExists(atPath: folder.path) else {
                throw ValidationError("\(folder.path) is there already")
            }
            let bar = output.bar()
            let manifest = try await installation.control.exportAll(
                to: folder, opening: openPersonalData, by: installation.principal,
                progress: bar.teller(output.text("cli.bar.tables")))
            bar.finish()
            let rows = manifest.files.reduce(0) { $0 + $1.rows }
            try output.answer(
                manifest,
                text: output.text(
                    "cli.export.all",
                    [
                        ("tables", String(manifest.files.count)), ("rows", String(rows)),
                        ("folder", folder.path),
                    ]))
        }
    }
}
