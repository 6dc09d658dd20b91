import Kernel
import Rating
package import Tariff

/// What rating costs on this machine: the value that `lamplight bench rating` prints.
package struct RatingBench: Codable, Sendable {
    /// Nanoseconds a bill on one thread, by class of bill.
    package let nsPerBill: [String: Double]
    /// Bills a second of all threads together, residential time of use × tiers, by number of threads.
    package let billsPerSecond: [String: Double]
    /// The same of two-part bills with power factor.
    package let billsPerSecondTwoPart: [String: Double]
    /// The simple cases beside others' programs.
    package let beside: RatingBeside

    /// Rates `bills` made-up bills of each class again and again, in batches as the month run does, and takes the best
    /// of `rounds`: the machine's other work only ever adds.
    ///
    /// `python` is asked for PySAM's and DuckDB's figures; where it has not the packages the answer says so.
    /// - Throws: `TariffRefusal` where the catalogue lacks one of the tariffs measured.
    package static func measure(
        catalogue: TariffCatalogue, bills: Int = 200_000, rounds: Int = 5, threads: [Int] = [1, 2],
        python: String = "python3"
    ) async throws -> RatingBench {
        var nsPerBill: [String: Double] = [:]
        for (name, shape) in shapes {
            let usages = try shape(catalogue, bills)
            nsPerBill[name] = best(of: rounds, rating: usages, by: catalogue.book) / Double(bills)
        }
        let billsPerSecond = await perSecond(
            try households(catalogue, "SH-RES-TOU", bills), catalogue.book, rounds, threads)
        let twoPart = await perSecond(
            try works(catalogue, "HB-IND-10KV-TOU", bills), catalogue.book, rounds, threads)
        let others = try TariffCatalogue(
            files: TariffCatalogue.bundledFiles().filter { $0.name == "power-factor.json" }
                + ["bench-tou-tiers.json", "bench-demand.json"].map(RatingBeside.tariff))
        let beside = try await RatingBeside.measure(
            catalogue: catalogue, others: others,
            shapes: [
                "residentialTimeOfUse": households(catalogue, "SH-RES-TOU", bills).map { usage in
                    var usage = usage
                    usage.yearToDate = .zero
                    return usage
                }, "commercialTimeOfUse": shops(catalogue, "HB-COM-LV-TOU", bills),
                "residentialMonthTiers": monthTiers(catalogue, bills),
            ],
            otherShapes: [
                "residentialTimeOfUseMonthTiers": households(others, "BENCH-TOU-TIERS", bills),
                "energyAndDemand": demands(others, "BENCH-DEMAND", bills),
            ], rounds: rounds, threads: threads, python: python)
        return RatingBench(
            nsPerBill: nsPerBill, billsPerSecond: billsPerSecond, billsPerSecondTwoPart: twoPart,
            beside: beside)
    }

    /// Bills a second of all threads together, by number of threads.
    private static func perSecond(
        _ usages: [Usage], _ book: TariffBook, _ rounds: Int, _ threads: [Int]
    ) async -> [String: Double] {
        var found: [String: Double] = [:]
        for count in threads {
            let clock = ContinuousClock()
            let start = clock.now
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<count { group.addTask { _ = best(of: rounds, rating: usages, by: book) } }
            }
            found[String(count)] =
                Double(usages.count * rounds * count) / nanoseconds(clock.now - start) * 1e9
        }
        return found
    }

    /// Bills a batch; a chunk of the month run.
    private static let batchSize = 10_000

    private static func best(of rounds: Int, rating usages: [Usage], by book: TariffBook) -> Double {
        var batch = RatedBatch()
        var best = Double.infinity
        let clock = ContinuousClock()
        for _ in 0..<rounds {
            let start = clock.now
            usages.withUnsafeBufferPointer { all in
                for first in stride(from: 0, to: all.count, by: batchSize) {
                    let part = first..<Swift.min(first + batchSize, all.count)
                    book.rate(UnsafeBufferPointer(rebasing: all[part]), into: &batch)
                }
            }
            best = Swift.min(best, nanoseconds(clock.now - start))
        }
        return best
    }

    private static func nanoseconds(_ duration: Duration) -> Double { duration / .nanoseconds(1) }

    private typealias Shape = @Sendable (TariffCatalogue, Int) throws -> [Usage]

    private static let shapes: [(String, Shape)] = [
        ("residentialTiers", { try households($0, "SH-RES", $1) }),
        ("residentialTimeOfUse", { try households($0, "SH-RES-TOU", $1) }),
        ("commercialSingle", { try shops($0, "HB-COM-LV", $1) }),
        ("commercialTimeOfUse", { try shops($0, "HB-COM-LV-TOU", $1) }),
        ("industrialTwoPart", { try works($0, "HB-IND-10KV-TOU", $1) }),
    ]

    private static let month = BillingMonth(year: 2026, month: 1)

    private static func households(_ catalogue: TariffCatalogue, _ code: String, _ count: Int) throws
        -> [Usage]
    {
        let tariff = try catalogue.version(code, on: month.firstDay).index
        return (0..<Int64(count)).map { place in
            let energy = PeriodEnergy(
                peak: Energy(kilowattHours: 60 + place % 197), valley: Energy(kilowattHours: 30 + place % 89))
            let total = energy.peak + energy.valley
            var usage = Usage(tariff: tariff, month: month, total: total, energy: energy)
            usage.yearToDate = Energy(kilowattHours: place * 7 % 5_200)
            return usage
        }
    }

    private static func monthTiers(_ catalogue: TariffCatalogue, _ count: Int) throws -> [Usage] {
        let tariff = try catalogue.version("SZ-RES", on: month.firstDay).index
        return (0..<Int64(count)).map { place in
            Usage(tariff: tariff, month: month, total: Energy(kilowattHours: 60 + place * 7 % 900))
        }
    }

    private static func shops(_ catalogue: TariffCatalogue, _ code: String, _ count: Int) throws -> [Usage] {
        let tariff = try catalogue.version(code, on: month.firstDay).index
        return (0..<Int64(count)).map { place in
            let energy = PeriodEnergy(
                sharp: Energy(kilowattHours: 100 + place % 97),
                peak: Energy(kilowattHours: 400 + place % 311),
                flat: Energy(kilowattHours: 600 + place % 501),
                valley: Energy(kilowattHours: 200 + place % 103))
            let total = energy.sharp + energy.peak + energy.flat + energy.valley
            return Usage(tariff: tariff, month: month, total: total, energy: energy)
        }
    }

    private static func demands(_ catalogue: TariffCatalogue, _ code: String, _ count: Int) throws -> [Usage]
    {
        let tariff = try catalogue.version(code, on: month.firstDay).index
        return (0..<Int64(count)).map { place in
            let energy = PeriodEnergy(
                peak: Energy(kilowattHours: 400 + place % 311),
                valley: Energy(kilowattHours: 200 + place % 103))
            var usage = Usage(
                tariff: tariff, month: month, total: energy.peak + energy.valley, energy: energy)
            usage.actualDemand = Power(watts: (20 + place % 50) * 1_000)
            return usage
        }
    }

    private static func works(_ catalogue: TariffCatalogue, _ code: String, _ count: Int) throws -> [Usage] {
        try shops(catalogue, code, count).enumerated().map { place, shop in
            var usage = shop
            usage.reactive = ReactiveEnergy(kilovarHours: 300 + Int64(place) % 700)
            usage.capacity = ApparentPower(voltAmperes: 400_000)
            usage.basicChargeMode = .capacity
            usage.powerFactorStandard = .hundredths90
            return usage
        }
    }
}
