import Billing
import Demo
import Foundation
import Kernel
import Rating
import Reading
import Records
import Store
import Tariff
import TestSupport
import Testing

/// Losses of meters that have peak and valley and no flat register, from the archive to the released bill.
@Suite struct `Losses without a flat period` {
    private static let tariff = TariffFile(
        name: "two-periods.json",
        content: Data(
            #"""
            {"schemaVersion": 2, "kind": "TARIFF", "code": "TWO-PERIODS", "nameZh": "试验", "nameEn": "Trial",
             "class": "COMMERCIAL_SINGLE", "voltage": "ANY", "source": "试验", "versions": [
              {"effectiveFrom": "2024-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
               "prices": {"PEAK": ["0.9"], "VALLEY": ["0.4"]}}]}
            """#.utf8))

    @Test(arguments: TestEngines.all)
    func `are billed in proportion, the remainder on the largest, and on peak where nothing was used`(
        _ engine: Engine
    ) async throws {
        try await CapacityWorld.with(engine, adding: [Self.tariff]) { world in
            let id = try await world.open(
                1, "TWO-PERIODS", mode: .none, registers: [.total, .peak, .valley])
            try await world.setLoss(
                id,
                PointLossTerms(
                    arrangement: .highLow,
                    line: LineLossTerms(method: .fixed, fixed: Energy(kilowattHours: 101))))
            world.move(to: 2025_08_01)
            for day in [2025_06_30, 2025_07_31] {
                try await world.read(id, day, [.total: 10_000, .peak: 4_000, .valley: 6_000])
                #expect(try await world.bill(Day(yyyymmdd: day)!.billingMonth) == 1)
            }
            // 40.4 and 60.6 of 101.
            let june = try await world.bill(of: id)
            #expect(june.lines.map(\.period) == [.peak, .valley])
            #expect(june.lines.map(\.quantity) == [4_040_000, 6_061_000])
            #expect(june.bill.energy == Energy(kilowattHours: 10_101))
            let july = try await world.bill(of: id, BillingMonth(year: 2025, month: 7))
            #expect(july.lines.map(\.period) == [.peak] && july.lines.map(\.quantity) == [101_000])
        }
    }
}
