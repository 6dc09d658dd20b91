import ArgumentParser
import Billing
import Foundation
import Kernel
import Ledger

/// Writes the books or the bills as text.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the journal (for hledger and ledger) or the bills, sorted.",
        subcommands: [Journal.self, Bills.self])

    struct Journal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The double-entry journal as plain text that hledger and ledger accept.")
        @OptionGroup var settings: Settings
        @Flag(help: "Chinese names of accounts.") var chinese = false

        func run() async throws {
            let installation = try await Installation.open(settings)
            try await installation.ledger.exportJournal(naming: chinese ? .chinese : .english) {
                Console.write($0)
            }
        }
    }

    struct Bills: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Every bill with its lines, one a line of text, sorted: the same bills give the same bytes.")
        @OptionGroup var settings: Settings
        @Option(help: "The first month.", transform: Argument.month) var from: BillingMonth
        @Option(help: "The last month; the first where none is given.", transform: Argument.month) var to:
            BillingMonth?

        func run() async throws {
            let installation = try await Installation.open(settings)
            try await installation.billing.export(from: from, to: to ?? from, by: installation.principal) {
                Console.write($0)
            }
        }
    }
}
