import Kernel
import Rating
import Testing

/// Tiers shared over periods in proportion, whatever there is of either.
@Suite struct `Tiers in proportion` {
    private static let seed: UInt64 = 76

    private func book(tiers: Int, periods: Int, limits: [Int64]) throws -> TariffBook {
        var tariff = CompiledTariff()
        tariff.periods = UInt16(((1 << periods) - 1) << 1)
        tariff.tierBasis = .month
        tariff.tierCount = UInt8(tiers)
        tariff.combination = .proportional
        var season = SeasonTerms()
        for (tier, limit) in limits.enumerated() { season.limits[tier] = limit }
        for place in season.prices.indices { season.prices[place] = 50_000_000 + Int64(place) * 1_000_000 }
        tariff.seasons = [season]
        let table = PowerFactorTable(
            runs: [.hundredths90, .hundredths85, .hundredths80].map {
                .init(
                    standard: $0, from: PowerFactor(hundredths: 100), to: .zero, first: .zero, step: .zero)
            })
        return try TariffBook(
            tariffs: [tariff], powerFactors: [DatedPowerFactors(from: Making.day, table: #require(table))])
    }

    @Test func `keep each tier's sum and each period's, with up to six tiers and twelve periods`() throws {
        var random = SeededGenerator(seed: Self.seed)
        var crossed = 0
        for round in 0..<4_000 {
            let tiers = Int.random(in: 2...6, using: &random)
            let periods = Int.random(in: 1...12, using: &random)
            // Few Wh, so that what is cut off of each is much of it.
            let most: Int64 = [3, 20, 1_000, 900_000].randomElement(using: &random)!
            var usage = Usage(tariff: 0, month: Making.month, total: .zero)
            for period in TouPeriod.allCases.dropFirst().prefix(periods) {
                usage.energy[period] = Energy(wattHours: Int64.random(in: 0...most, using: &random))
                usage.total += usage.energy[period]
            }
            let total = Swift.max(usage.total.wattHours, 12)
            var limits = Set<Int64>()
            while limits.count < tiers - 1 { limits.insert(Int64.random(in: 1...total, using: &random)) }
            let sorted = limits.sorted()
            let batch = try book(tiers: tiers, periods: periods, limits: sorted).rate(usage)
            #expect(batch.bills[0].refusal == nil)
            for period in TouPeriod.allCases.dropFirst() {
                let found = batch.lines.filter { $0.period == period }.map(\.quantity).reduce(0, +)
                #expect(found == usage.energy[period].wattHours, "round \(round) of seed \(Self.seed)")
            }
            var below: Int64 = 0
            for tier in 1...tiers {
                let upper =
                    tier < tiers ? Swift.min(sorted[tier - 1], usage.total.wattHours) : usage.total.wattHours
                let wanted = Swift.max(upper - below, 0)
                below = Swift.max(below, upper)
                let found = batch.lines.filter { $0.tier == tier }.map(\.quantity).reduce(0, +)
                #expect(found == wanted, "tier \(tier) of \(tiers), round \(round) of seed \(Self.seed)")
            }
            if batch.bills[0].tierReached > 4 { crossed += 1 }
        }
        #expect(crossed > 500, "\(crossed) reached the fifth tier")
    }
}
