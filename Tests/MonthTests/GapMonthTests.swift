import Kernel
import Store
import TestSupport
import Testing

/// The year's energy of a household, by which its tiers are counted, where a month has no bill.
@Suite struct `A month without a bill` {
    @Test(arguments: TestEngines.all)
    func `the next bill takes the gap's energy and goes on where the year's tiers stood`(_ engine: Engine)
        async throws
    {
        try await YearWorld.with(engine) { world in
            let steady = try await world.open(1)
            let gap = try await world.open(2)
            let late = try await world.open(3)
            // Registers by month: the gap in February and March, the late one without a reading before March.
            let months: [(month: Int, day: Int, values: [AccountID: Int64], bills: Int)] = [
                (2026_01, 2026_01_31, [steady: 1_500, gap: 1_500], 2),
                (2026_02, 2026_02_28, [steady: 2_000], 1),
                (2026_03, 2026_03_31, [steady: 3_000, late: 2_000], 2),
                (2026_04, 2026_04_30, [steady: 3_500, gap: 3_500, late: 2_500], 3),
                (2026_05, 2026_05_31, [steady: 5_000, gap: 5_000, late: 3_200], 3),
            ]
            for (month, day, values, bills) in months {
                world.move(to: day)
                try await world.read(day, values)
                #expect(try await world.bill(month) == bills, "\(month)")
            }
            func facts(_ kilowattHours: Int64, _ before: Int64, _ fen: Int64) -> YearWorld.BillFacts {
                YearWorld.BillFacts(kilowattHours: kilowattHours, before: before, amount: Money(fen: fen))
            }
            // Without a break: 3,000 before April, which crosses 3,120 kWh with 380 kWh above it, each 0.05 yuan more.
            #expect(try await world.bill(steady, 2026_04) == facts(500, 3_000, 500 * 617 / 10 + 380 * 5))
            // After two months without a bill: January's 1,500, not nothing, and the same 380 kWh above the limit.
            #expect(try await world.bill(gap, 2026_04) == facts(2_000, 1_500, 2_000 * 617 / 10 + 380 * 5))
            // From there on both have the same bill: 4,800 kWh crossed with 200 kWh above it, 0.30 yuan more.
            #expect(try await world.bill(gap, 2026_05) == world.bill(steady, 2026_05))
            #expect(
                try await world.bill(gap, 2026_05)
                    == facts(1_500, 3_500, 1_500 * 617 / 10 + 1_300 * 5 + 200 * 30))
            // Never billed before: the year begins with the first bill.
            #expect(try await world.bill(late, 2026_03).before == 0)
            #expect(try await world.bill(late, 2026_05) == facts(700, 2_500, 700 * 617 / 10 + 80 * 5))
        }
    }

    @Test(arguments: TestEngines.all)
    func `a year that begins after a gap begins at nothing`(_ engine: Engine) async throws {
        try await YearWorld.with(engine) { world in
            let gap = try await world.open(1)
            world.move(to: 2026_11_30)
            try await world.read(2026_11_30, [gap: 4_000])
            #expect(try await world.bill(2026_11) == 1)
            // No reading in December and January: February's is the new year's first bill.
            world.move(to: 2027_02_28)
            try await world.read(2027_02_28, [gap: 5_000])
            #expect(try await world.bill(2027_02) == 1)
            let bill = try await world.bill(gap, 2027_02)
            #expect(bill.kilowattHours == 1_000 && bill.before == 0)
        }
    }
}
