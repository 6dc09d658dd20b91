import ArgumentParser
import Bench
import Foundation
import Tariff

/// Measures; one JSON object on standard output each.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure, and print one JSON object.",
        subcommands: [RatingCommand.self])

    struct RatingCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rating", abstract: "Rate bills in memory: ns a bill by class, bills a second by threads.")

        func run() async throws {
            try BenchCommand.write(try await RatingBench.measure(catalogue: TariffCatalogue.bundled()))
        }
    }

    static func write(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        Console.line(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
