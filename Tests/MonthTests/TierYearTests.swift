import Foundation
import Kernel
import Reading
import Records
import Store
import Tariff
import TestSupport
import Testing

/// The year of a household's tiers and the months that a bill covers, from the readings to the released bill.
@Suite struct `The tier year of a household` {
    /// Yearly tiers to 1,000 and 2,000 kWh at 0.50, 0.60 and 0.80 yuan; their year begins in July.
    static let july = TariffFile(
        name: "july.json",
        content: Data(
            #"""
            {"schemaVersion": 2, "kind": "TARIFF", "code": "JULY-YEAR", "nameZh": "试验", "nameEn": "Trial",
             "class": "RESIDENTIAL", "voltage": "ANY", "source": "试验", "versions": [
              {"effectiveFrom": "2024-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
               "prices": {"TOTAL": ["0.5", "0.6", "0.8"]},
               "tiers": {"basis": "YEAR", "limitsKwh": [1000, 2000], "monthLimitsKwh": [80, 160],
                         "yearStartsInMonth": 7}}]}
            """#.utf8))

    private func facts(_ kilowattHours: Int64, _ before: Int64, _ fen: Int64) -> YearWorld.BillFacts {
        YearWorld.BillFacts(kilowattHours: kilowattHours, before: before, amount: Money(fen: fen))
    }

    @Test(arguments: TestEngines.all)
    func `begins in the tariff's month, after a gap too`(_ engine: Engine) async throws {
        try await YearWorld.with(engine, adding: [Self.july]) { world in
            // An old customer: a new one's tiers would begin with the month after it was connected.
            let home = try await world.open(
                1,
                TermValues(tariffCode: "JULY-YEAR", firstTierMonth: BillingMonth(year: 2020, month: 1)))
            let new = try await world.open(
                2,
                TermValues(tariffCode: "JULY-YEAR", firstTierMonth: BillingMonth(year: 2026, month: 4)),
                on: 2026_03_10)
            let months: [(day: Int, values: [AccountID: Int64])] = [
                (2026_04_30, [new: 300]), (2026_05_31, [home: 900]), (2026_06_30, [home: 1_500]),
                (2026_07_31, [home: 2_100, new: 1_400]), (2026_12_31, [home: 2_900]),
                (2027_01_31, [home: 3_000]),
            ]
            for (day, values) in months {
                world.move(to: day)
                try await world.read(day, values)
                #expect(try await world.bill(day / 100) == values.count)
            }
            #expect(try await world.bill(home, 2026_05) == facts(900, 0, 450_00))
            // 100 kWh below the limit and 500 above it.
            #expect(try await world.bill(home, 2026_06) == facts(600, 900, 350_00))
            #expect(try await world.bill(home, 2026_07) == facts(600, 0, 300_00))
            // After five months without a bill, and over New Year, the same tier year goes on.
            #expect(try await world.bill(home, 2026_12) == facts(800, 600, 440_00))
            #expect(try await world.bill(home, 2027_01) == facts(100, 1_400, 60_00))
            // Connected in March: April to June are three months of 80 kWh; from July on it is a whole year.
            #expect(try await world.bill(new, 2026_04) == facts(300, 0, 156_00))
            #expect(try await world.bill(new, 2026_07) == facts(1_100, 0, 560_00))
        }
    }

    /// The same with a version from October on whose year begins in January.
    private static let moved = TariffFile(
        name: "moved.json",
        content: Data(
            String(decoding: july.content, as: UTF8.self).replacing("JULY-YEAR", with: "MOVED-YEAR")
                .replacing(
                    "}]}",
                    with: """
                        },
                          {"effectiveFrom": "2026-10-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
                           "prices": {"TOTAL": ["0.5", "0.6", "0.8"]},
                           "tiers": {"basis": "YEAR", "limitsKwh": [1000, 2000], "monthLimitsKwh": [80, 160]}}]}
                        """
                ).utf8))

    @Test(arguments: TestEngines.all)
    func `counts from its own beginning after a version or a tariff whose year began in another month`(
        _ engine: Engine
    ) async throws {
        try await YearWorld.with(engine, adding: [Self.july, Self.moved]) { world in
            let first = BillingMonth(year: 2020, month: 1)
            let home = try await world.open(1, TermValues(tariffCode: "MOVED-YEAR", firstTierMonth: first))
            let other = try await world.open(2, TermValues(tariffCode: "SH-RES", firstTierMonth: first))
            _ = try await world.records.changeTerms(
                other, from: Day(yyyymmdd: 2026_09_01)!,
                TermValues(tariffCode: "JULY-YEAR", firstTierMonth: first), reason: "改类", version: 1,
                by: world.clerk)
            let months: [(day: Int, value: Int64)] = [
                (2026_05_31, 900), (2026_08_31, 1_500), (2026_09_30, 1_600), (2026_10_31, 1_700),
            ]
            for (day, value) in months {
                world.move(to: day)
                try await world.read(day, [home: value, other: value])
                #expect(try await world.bill(day / 100) == 2)
            }
            // In July's year September has August's 600 kWh before it; in January's October has all 1,600.
            #expect(try await world.bill(home, 2026_09) == facts(100, 600, 50_00))
            #expect(try await world.bill(home, 2026_10) == facts(100, 1_600, 60_00))
            // From a tariff of January's year to one of July's.
            #expect(try await world.bill(other, 2026_08) == facts(600, 900, 370_20))
            #expect(try await world.bill(other, 2026_09) == facts(100, 600, 50_00))
        }
    }

    @Test(arguments: TestEngines.all)
    func `of a new connection has the months that are left`(_ engine: Engine) async throws {
        try await YearWorld.with(engine) { world in
            // RES-SH-06: connected in March, 2,340 kWh for nine months, from April on.
            let home = try await world.open(
                1, TermValues(tariffCode: "SH-RES", firstTierMonth: BillingMonth(year: 2026, month: 4)),
                on: 2026_03_10)
            for (day, value) in [(2026_03_31, 500), (2026_04_30, 2_900)] as [(Int, Int64)] {
                world.move(to: day)
                try await world.read(day, [home: value])
                #expect(try await world.bill(day / 100) == 1)
            }
            #expect(try await world.bill(home, 2026_03).amount == Money(fen: 308_50))
            // 2,340 × 0.617 + 60 × 0.667; what was used before tiers began does not count.
            #expect(try await world.bill(home, 2026_04).amount == Money(fen: 1_483_80))
        }
    }

    @Test(arguments: TestEngines.all)
    func `goes on over a meter's replacement`(_ engine: Engine) async throws {
        try await YearWorld.with(engine) { world in
            let home = try await world.open(1)
            world.move(to: 2026_01_31)
            try await world.read(2026_01_31, [home: 3_000])
            #expect(try await world.bill(2026_01) == 1)
            world.move(to: 2026_02_28)
            let account = try await world.records.account(home, by: world.clerk)
            try await world.records.replaceMeter(
                ReplaceMeter(
                    account: home, installation: account.installations[0].id,
                    day: Day(yyyymmdd: 2026_02_10)!, removalValues: [.total: RegisterValue(whole: 3_100)],
                    meter: NewMeter(
                        assetNo: "E9", multiplier: .one,
                        registers: [.init(.total, digits: 6, decimals: 2, value: .zero)]),
                    version: account.account.version), by: world.clerk)
            try await world.read(2026_02_28, [home: 120])
            #expect(try await world.bill(2026_02) == 1)
            // 100 kWh of the old meter and 120 of the new one, 100 of them above 3,120.
            #expect(try await world.bill(home, 2026_02) == facts(220, 3_000, 140_74))
        }
    }

    @Test(arguments: TestEngines.all)
    func `limits by the month count every month that a bill covers`(_ engine: Engine) async throws {
        try await YearWorld.with(engine) { world in
            let monthly = try await world.open(1, TermValues(tariffCode: "SZ-RES"))
            let missed = try await world.open(2, TermValues(tariffCode: "SZ-RES"))
            let poor = try await world.open(3, TermValues(tariffCode: "SH-RES", isLowIncome: true))
            let months: [(day: Int, values: [AccountID: Int64])] = [
                (2026_04_30, [monthly: 100, missed: 100, poor: 100]), (2026_05_31, [monthly: 800]),
                (2026_06_30, [monthly: 1_500, missed: 1_500, poor: 400]),
            ]
            for (day, values) in months {
                world.move(to: day)
                try await world.read(day, values)
                #expect(try await world.bill(day / 100) == values.count)
            }
            // RES-SZ-01: 260, 340 and 100 kWh.
            #expect(try await world.bill(monthly, 2026_06).amount == Money(fen: 511_01))
            // Twice the energy within twice the limits: 520, 680 and 200 kWh are 1022.01625 yuan.
            #expect(try await world.bill(missed, 2026_06).amount == Money(fen: 1_022_02))
            // Twice 15 kWh are free: 270 × 0.617.
            #expect(try await world.bill(poor, 2026_06).amount == Money(fen: 166_59))
        }
    }
}
