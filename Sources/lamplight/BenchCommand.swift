import ArgumentParser
import Bench
import Foundation
import StorePostgres
import StoreSQLite
import Tariff

/// Measures; one JSON object on standard output each.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure, and print one JSON object.",
        subcommands: [RatingCommand.self, MonthCommand.self, SearchCommand.self])

    struct RatingCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rating",
            abstract:
                "Rate bills in memory: ns a bill by class, bills a second by threads, others' programs beside."
        )
        @Option(help: "The Python whose nrel-pysam and duckdb are measured beside us, where installed.")
        var python = "python3"

        func run() async throws {
            try BenchCommand.write(
                try await RatingBench.measure(catalogue: TariffCatalogue.bundled(), python: python))
        }
    }

    struct MonthCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "month",
            abstract: "Run a month of made-up accounts, beside the floor of its own writing.")
        @Option(help: "How many accounts.") var accounts = 100_000
        @Option(help: "An empty database (postgres://…); a temporary SQLite file where none is given.")
        var database: String?

        func run() async throws {
            let bar = ProgressBar()
            if let database {
                let place = try await PostgresDatabase.open(url: database)
                try BenchCommand.write(
                    try await MonthBench.measure(accounts: accounts, database: place, path: nil) {
                        bar.show($0, $1, of: $2)
                    })
                return
            }
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
                "lamplight-bench-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let path = folder.appendingPathComponent("month.db").path
            let answer = try await MonthBench.measure(
                accounts: accounts, database: SQLiteDatabase.open(path: path), path: path
            ) { bar.show($0, $1, of: $2) }
            bar.finish()
            try BenchCommand.write(answer)
        }
    }

    struct SearchCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "search",
            abstract: "Search made-up accounts as clerks do: percentiles by kind of query.")
        @Option(help: "How many accounts.") var accounts = 100_000

        func run() async throws {
            let bar = ProgressBar()
            let total = accounts
            let answer = try await SearchBench.measure(accounts: accounts) {
                bar.show("accounts", $0, of: total)
            }
            bar.finish()
            try BenchCommand.write(answer)
        }
    }

    static func write(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        Console.line(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
