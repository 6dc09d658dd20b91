import Billing
import Demo
import Kernel
import Reading
import Records
import Store
import TestSupport
import Testing

/// Usage points that join and leave a shared transformer within a month.
@Suite struct `Shared losses` {
    private static let july = BillingMonth(year: 2025, month: 7)
    private static let twoPercent = PointLossTerms(
        arrangement: .highLow,
        transformer: TransformerLossTerms(method: .percent, percent: Percent(ppm: 20_000)))

    /// Three points of which the first two stay with a transformer of 3 % and the third has terms by days of July.
    /// - Returns: what July loses of 10,000 kWh each; nil for what waits.
    private static func losses(
        of third: (_ part: PointLossTerms) -> [(day: Int, terms: PointLossTerms)], _ world: CapacityWorld
    ) async throws -> [Int64?] {
        let records = world.doors.records
        let ids = [
            try await world.open(1, kva: 315), try await world.open(2, kva: 315),
            try await world.open(3, kva: 315),
        ]
        let shared = try await records.addSharedTransformer(
            code: "GB-01", name: "港前公用变", organisation: OrganisationID(2),
            SharedTransformer.Terms(
                method: .energy,
                transformer: TransformerLossTerms(method: .percent, percent: Percent(ppm: 30_000))),
            by: world.clerk)
        let part = PointLossTerms(arrangement: .highLow, part: LossPart(shared: String(shared)))
        for id in ids.prefix(2) { try await world.setLoss(id, part) }
        let point = try await records.account(ids[2], by: world.clerk).usagePoints[0].id
        for (day, terms) in third(part) {
            try await records.setLoss(
                of: point, of: ids[2], from: Day(yyyymmdd: day)!, terms, reason: "改接",
                version: world.version(ids[2]), by: world.clerk)
        }
        world.move(to: 2025_08_01)
        for id in ids {
            try await world.read(id, 2025_07_31, [.total: 10_000, .reactive: 5_000, .demand: 90])
        }
        var losses: [Int64?] = []
        for id in ids {
            let points = try await world.doors.reading.periods(id, from: july, months: 1, by: world.clerk)
            let waits = points.contains(where: \.lossWaits)
            losses.append(waits ? nil : points.map(\.loss).total().kilowattHours)
        }
        return losses
    }

    @Test(arguments: TestEngines.all)
    func `are settled with whoever joins on a month's 31st, though that day counts for nothing`(
        _ engine: Engine
    ) async throws {
        try await CapacityWorld.with(engine) { world in
            let found = try await Self.losses(
                of: { [(2025_05_31, Self.twoPercent), (2025_07_31, $0)] }, world)
            #expect(found == [300, 300, 300])
        }
    }

    @Test(arguments: TestEngines.all)
    func `are not those of whoever was behind the transformer for some days and is back`(_ engine: Engine)
        async throws
    {
        try await CapacityWorld.with(engine) { world in
            let found = try await Self.losses(
                of: { [(2025_05_31, Self.twoPercent), (2025_07_11, $0), (2025_07_22, Self.twoPercent)] },
                world)
            // Eleven days of the thirty are the part's: two percent of what the other nineteen share of 10,000 kWh.
            #expect(found == [300, 300, 127])
        }
    }
}
