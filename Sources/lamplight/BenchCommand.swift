import ArgumentParser
import Bench
import Foundation
import Store
import StorePostgres
import StoreSQLite
import Tariff

/// Measures; one JSON object on standard output each.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure, and print one JSON object.",
        subcommands: [
            RatingCommand.self, MonthCommand.self, RehearsalCommand.self, SearchCommand.self,
        ])

    struct RatingCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rating",
            abstract:
                "Rate bills in memory: ns a bill by class, bills a second by threads, others' programs beside."
        )
        @OptionGroup var output: OutputOptions
        @Option(help: "The Python whose nrel-pysam and duckdb are measured beside us, where installed.")
        var python = "python3"

        func run() async throws {
            try output.object(
                try await RatingBench.measure(catalogue: TariffCatalogue.bundled(), python: python))
        }
    }

    struct MonthCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "month",
            abstract: "Run a month of made-up accounts, beside the floor of its own writing.")
        @OptionGroup var output: OutputOptions
        @Option(help: "How many accounts.") var accounts = 100_000
        @Option(
            help:
                "An empty database (sqlite:PATH or postgres://…); a temporary SQLite file where none is given."
        )
        var database: String?

        func run() async throws {
            let bar = output.bar()
            if let database {
                // The floor is measured beside a file of SQLite, so that both write to one disk.
                let path = database.hasPrefix("sqlite:") ? String(database.dropFirst("sqlite:".count)) : nil
                if let path, FileManager.default.fileExists(atPath: path) {
                    throw ValidationError("\(path) is there already; the benchmark fills an empty database")
                }
                let place: any Database =
                    if let path {
                        try await SQLiteDatabase.open(path: path)
                    } else {
                        try await PostgresDatabase.open(url: database)
                    }
                let answer = try await MonthBench.measure(accounts: accounts, database: place, path: path) {
                    bar.show($0, $1, of: $2)
                }
                bar.finish()
                return try output.object(answer)
            }
            let folder = try BenchCommand.folder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let path = folder.appendingPathComponent("month.db").path
            let answer = try await MonthBench.measure(
                accounts: accounts, database: SQLiteDatabase.open(path: path), path: path
            ) { bar.show($0, $1, of: $2) }
            bar.finish()
            try output.object(answer)
        }
    }

    struct RehearsalCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rehearsal",
            abstract: "Rehearse a price on the past months of made-up households; then bill them under it.")
        @OptionGroup var output: OutputOptions
        @Option(help: "How many accounts, all on the tariff.") var accounts = 100_000
        @Option(help: "How many months, 1 to 12.") var months = 12
        @Option(help: "How many work the rehearsal side by side.") var workers = 2

        func validate() throws {
            guard (1...12).contains(months), accounts > 0, workers > 0 else {
                throw ValidationError("--months is 1 to 12; --accounts and --workers are 1 or more")
            }
        }

        func run() async throws {
            let bar = output.bar()
            let folder = try BenchCommand.folder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let answer = try await RehearsalBench.measure(
                accounts: accounts, months: months, workers: workers,
                databases: {
                    try await SQLiteDatabase.open(path: folder.appendingPathComponent("\($0).db").path)
                }
            ) { bar.show($0, $1, of: $2) }
            bar.finish()
            try output.object(answer)
            guard answer.sumsAgree else { throw ExitCode.failure }
        }
    }

    struct SearchCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "search",
            abstract: "Search made-up accounts as clerks do: percentiles by kind of query.")
        @OptionGroup var output: OutputOptions
        @Option(help: "How many accounts.") var accounts = 100_000

        func run() async throws {
            let bar = output.bar()
            let total = accounts
            let answer = try await SearchBench.measure(accounts: accounts) {
                bar.show("accounts", $0, of: total)
            }
            bar.finish()
            try output.object(answer)
        }
    }

    /// A temporary folder of its own.
    private static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "lamplight-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
