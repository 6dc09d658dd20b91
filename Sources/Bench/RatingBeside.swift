import Foundation
import Kernel
import Rating
import Tariff

/// The same simple bills priced here and by others in one run: NREL's PySAM Utilityrate5, and a set-based SQL
/// statement on DuckDB that writes the lines out. Each is asked of Python, where its package is installed.
package struct RatingBeside: Codable, Sendable {
    /// One kind of bill.
    package struct Case: Codable, Sendable {
        /// Ours with every line kept, by number of threads.
        var nsPerBill: [String: Double] = [:]
        var pysamNsPerBill: Double?
        var duckdbNsPerBill: [String: Double]?
        /// How many times as long PySAM takes, on one thread.
        var pysamRatio: Double?
        /// How many times as long DuckDB takes, by number of threads.
        var duckdbRatio: [String: Double]?
        /// Whether DuckDB's bills sum to ours to the fen, and PySAM's to half a fen a bill (it does not round).
        var sumsAgree: Bool?
    }

    package var cases: [String: Case] = [:]
    /// Version of each package, or why there is no figure of it.
    package var pysam: String
    package var duckdb: String

    private struct Question: Encodable {
        struct Tiers: Encodable {
            let limitsKwh: [String]
            let prices: [String]
        }
        let bills: Int
        let years: Int
        let rounds: Int
        let threads: [Int]
        let residentialTimeOfUse: [String: String]
        let commercialTimeOfUse: [String: String]
        let residentialMonthTiers: Tiers
        /// By period; the month's total fills the tiers, and each is shared over the periods in proportion.
        let residentialTimeOfUseMonthTiers: [String: Tiers]
        /// Prices of the periods, and `demand` a kW.
        let energyAndDemand: [String: String]
    }

    private struct Reply: Decodable {
        struct Pysam: Decodable {
            struct Case: Decodable {
                let nsPerBill: Double
                let bills: Int
                let yuan: Double
            }
            let says: String?
            let version: String?
            let cases: [String: Case]?
        }
        struct Duckdb: Decodable {
            struct Case: Decodable {
                let nsPerBill: [String: Double]
                let yuan: String
            }
            let says: String?
            let version: String?
            let cases: [String: Case]?
        }
        let pysam: Pysam
        let duckdb: Duckdb
    }

    /// Years of twelve bills that PySAM is asked for; it takes a third of a millisecond a bill.
    private static let years = 100

    /// A tariff of the benchmark's own.
    static func tariff(_ name: String) throws -> TariffFile {
        TariffFile(
            name: name,
            content: try Data(contentsOf: Bundle.module.bundleURL.appendingPathComponent("Beside/\(name)")))
    }

    /// - Parameters:
    ///   - others: the benchmark's own tariffs, priced by PySAM alone.
    ///   - shapes: usages of three cases by name; their first `years` are PySAM's.
    ///   - otherShapes: the same under `others`.
    ///   - python: what runs Python, such as `python3` or a virtual environment's.
    /// - Throws: `TariffRefusal` where the catalogue lacks a tariff; never for Python.
    static func measure(
        catalogue: TariffCatalogue, others: TariffCatalogue, shapes: [String: [Usage]],
        otherShapes: [String: [Usage]], rounds: Int, threads: [Int], python: String
    ) async throws -> RatingBeside {
        var answer = RatingBeside(pysam: "", duckdb: "")
        var sums: [String: (all: Money, pysam: Money)] = [:]
        let all =
            shapes.map { ($0.key, $0.value, catalogue) } + otherShapes.map { ($0.key, $0.value, others) }
        for (name, usages, tariffs) in all {
            for count in threads {
                answer.cases[name, default: Case()].nsPerBill["\(count)"] =
                    await best(of: rounds, threads: count, usages, tariffs.book) / Double(usages.count)
            }
            var batch = RatedBatch()
            tariffs.book.rate(usages, into: &batch)
            let first = batch.bills.prefix(years).map(\.total).total()
            sums[name] = (batch.bills.map(\.total).total(), Money(fen: first.fen * 12))
        }
        let reply: Reply
        do {
            let count = shapes.values.first?.count ?? 0
            reply = try ask(question(catalogue, others, shapes, count, rounds, threads), python)
        } catch {
            answer.pysam = "not measured: \(python) gave no answer (\(error))"
            answer.duckdb = answer.pysam
            return answer
        }
        answer.pysam = reply.pysam.version ?? reply.pysam.says ?? ""
        answer.duckdb = reply.duckdb.version ?? reply.duckdb.says ?? ""
        for (name, one) in answer.cases {
            answer.cases[name] = beside(one, sums[name], reply.pysam.cases?[name], reply.duckdb.cases?[name])
        }
        return answer
    }

    private static func beside(
        _ own: Case, _ sum: (all: Money, pysam: Money)?, _ pysam: Reply.Pysam.Case?,
        _ duckdb: Reply.Duckdb.Case?
    ) -> Case {
        var result = own
        var agrees: [Bool] = []
        if let pysam, let mine = own.nsPerBill["1"], let sum {
            result.pysamNsPerBill = pysam.nsPerBill
            result.pysamRatio = pysam.nsPerBill / mine
            agrees.append(abs(pysam.yuan * 100 - Double(sum.pysam.fen)) <= 0.5 * Double(pysam.bills) + 1)
        }
        if let duckdb, let sum {
            result.duckdbNsPerBill = duckdb.nsPerBill
            result.duckdbRatio = [:]
            for (threads, ns) in duckdb.nsPerBill {
                if let mine = own.nsPerBill[threads] { result.duckdbRatio?[threads] = ns / mine }
            }
            agrees.append(duckdb.yuan == sum.all.description)
        }
        result.sumsAgree = agrees.isEmpty ? nil : agrees.allSatisfy { $0 }
        return result
    }

    /// Best of `rounds`, each thread a part of the usages and every line of it kept, room made anew each time as a
    /// table is.
    private static func best(
        of rounds: Int, threads: Int, _ usages: [Usage], _ book: TariffBook
    ) async -> Double {
        var best = Double.infinity
        let clock = ContinuousClock()
        let part = (usages.count + threads - 1) / threads
        for _ in 0..<rounds {
            let start = clock.now
            let kept: [RatedBatch] = await withTaskGroup(of: RatedBatch.self) { group in
                for place in 0..<threads {
                    group.addTask {
                        var batch = RatedBatch()
                        let own = (place * part)..<Swift.min((place + 1) * part, usages.count)
                        usages.withUnsafeBufferPointer {
                            book.rate(UnsafeBufferPointer(rebasing: $0[own]), into: &batch)
                        }
                        return batch
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            best = Swift.min(best, (clock.now - start) / .nanoseconds(1))
            precondition(kept.count == threads, "every part is kept until the clock has stopped")
        }
        return best
    }

    private static func question(
        _ catalogue: TariffCatalogue, _ others: TariffCatalogue, _ shapes: [String: [Usage]], _ bills: Int,
        _ rounds: Int, _ threads: [Int]
    ) -> Question {
        func compiled(_ name: String) -> CompiledTariff? {
            shapes[name]?.first.map { catalogue.book.tariffs[Int($0.tariff)] }
        }
        func prices(_ name: String, _ periods: [TouPeriod]) -> [String: String] {
            var answer: [String: String] = [:]
            for period in periods {
                answer[period.code.lowercased()] = compiled(name)?.price(period)?.description ?? "0"
            }
            return answer
        }
        let tiers = compiled("residentialMonthTiers")
        let limits = (shapes["residentialMonthTiers"]?.first).flatMap { tiers?.tierLimits(for: $0) } ?? []
        return Question(
            bills: bills, years: years, rounds: rounds, threads: threads,
            residentialTimeOfUse: prices("residentialTimeOfUse", [.peak, .valley]),
            commercialTimeOfUse: prices("commercialTimeOfUse", [.sharp, .peak, .flat, .valley]),
            residentialMonthTiers: .init(
                limitsKwh: limits.map { $0.text() },
                prices: (0..<3).map { tiers?.price(.total, tier: $0)?.description ?? "0" }),
            residentialTimeOfUseMonthTiers: periodTiers(others, "BENCH-TOU-TIERS", [.peak, .valley]),
            energyAndDemand: energyAndDemand(others, "BENCH-DEMAND", [.peak, .valley]))
    }

    private static func newest(_ catalogue: TariffCatalogue, _ code: String) -> CompiledTariff? {
        catalogue.tariff(code)?.versions.last.map { catalogue.compiled($0) }
    }

    private static func periodTiers(
        _ catalogue: TariffCatalogue, _ code: String, _ periods: [TouPeriod]
    ) -> [String: Question.Tiers] {
        guard let tariff = newest(catalogue, code) else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: periods.map { period in
                (
                    period.code.lowercased(),
                    Question.Tiers(
                        limitsKwh: tariff.seasons[0].limits.prefix(Int(tariff.tierCount) - 1).map {
                            Energy(wattHours: $0).text()
                        },
                        prices: (0..<Int(tariff.tierCount)).map {
                            tariff.price(period, tier: $0)?.description ?? "0"
                        })
                )
            })
    }

    private static func energyAndDemand(
        _ catalogue: TariffCatalogue, _ code: String, _ periods: [TouPeriod]
    ) -> [String: String] {
        guard let tariff = newest(catalogue, code) else { return [:] }
        var prices = Dictionary(
            uniqueKeysWithValues: periods.map {
                ($0.code.lowercased(), tariff.price($0)?.description ?? "0")
            })
        prices["demand"] = tariff.seasons[0].demand[0].map { Price(units: $0.prices[0]).text() } ?? "0"
        return prices
    }

    private static func ask(_ question: Question, _ python: String) throws -> Reply {
        let script = Bundle.module.bundleURL.appendingPathComponent("Beside/beside.py")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, script.path]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: JSONEncoder().encode(question))
        try input.fileHandleForWriting.close()
        let reply = try output.fileHandleForReading.readToEnd() ?? Data()
        return try JSONDecoder().decode(Reply.self, from: reply)
    }
}
