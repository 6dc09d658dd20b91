import Billing
import Control
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

/// The last bill of a tariff's year: where its month was missed, and where the account ends before it.
@Suite struct `The year's last bill` {
    private static func file(_ code: String, _ terms: String) -> TariffFile {
        let text = """
            {"schemaVersion": 2, "kind": "TARIFF", "code": "\(code)", "nameZh": "试验", "nameEn": "Trial",
             "class": "COMMERCIAL_SINGLE", "voltage": "ANY", "source": "试验", "versions": [
              {"effectiveFrom": "2024-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
               "prices": {"TOTAL": ["0.5"]}, \(terms)}]}
            """
        return TariffFile(name: "\(code).json", content: Data(text.utf8))
    }

    /// At least 1,200 yuan a year.
    private static let least = file("LEAST", #""minimumYearly": "1200""#)
    /// What is fed back is bought at 0.40 yuan; what exceeds the bill is carried, and paid with the year's last bill.
    private static let bought = file(
        "BOUGHT",
        #""sell": {"scheme": "NET_BILLING_CARRIED", "prices": {"TOTAL": "0.4"}, "yearEnd": {"rule": "PAY"}}"#)
    /// The same, carried from year to year for ever.
    private static let carried = file(
        "CARRIED",
        #""sell": {"scheme": "NET_BILLING_CARRIED", "prices": {"TOTAL": "0.4"}, "yearEnd": {"rule": "CARRY"}}"#
    )

    private func close(
        _ id: AccountID, _ day: Int, _ values: [RegisterKind: Int64], _ world: CapacityWorld
    ) async throws {
        let account = try await world.doors.records.account(id, by: world.clerk)
        let meter = try #require(account.installations.first { $0.removedOn == nil }).id
        try await world.doors.control.installCodes()
        try await world.doors.records.close(
            CloseAccount(
                account: id, day: Day(yyyymmdd: day)!,
                finalValues: [meter: values.mapValues { RegisterValue(whole: $0) }], reasonCode: "APPLIED",
                reason: "拆迁", version: account.account.version), by: world.clerk)
    }

    private func month(_ number: Int) -> BillingMonth { BillingMonth(yyyymm: number)! }

    @Test(arguments: TestEngines.all)
    func `a missed December is settled with January's bill, and January counts to one year alone`(
        _ engine: Engine
    ) async throws {
        try await CapacityWorld.with(engine, adding: [Self.least]) { world in
            let id = try await world.open(1, "LEAST", mode: .none, registers: [.total])
            world.move(to: 2027_01_10)
            // 100 yuan in November 2025; December is not read.
            try await world.read(id, 2025_11_30, [.total: 200])
            #expect(try await world.bill(month(2025_11)) == 1)
            try await world.read(id, 2026_01_31, [.total: 600])
            #expect(try await world.bill(month(2026_01)) == 1)
            let january = try await world.bill(of: id, month(2026_01))
            #expect(january.months == 2)
            // 1,200 less the year's 100 and this bill's 200.
            let topped = try #require(january.lines.first { $0.kind == .yearMinimum })
            #expect(topped.amount.description == "900.00")
            #expect(january.bill.amount.description == "1100.00")
            // 50 yuan in June 2026; December's top-up does not count what January's bill came to.
            try await world.read(id, 2026_06_30, [.total: 700])
            #expect(try await world.bill(month(2026_06)) == 1)
            let june = try await world.bill(of: id, month(2026_06))
            #expect(!june.lines.contains { $0.kind == .yearMinimum })
            try await world.read(id, 2026_12_31, [.total: 800])
            #expect(try await world.bill(month(2026_12)) == 1)
            let december = try await world.bill(of: id, month(2026_12))
            #expect(december.lines.first { $0.kind == .yearMinimum }?.amount.description == "1100.00")
        }
    }

    @Test(arguments: TestEngines.all)
    func `a minimum counts what the year's lines came to, not what bills were rounded to`(_ engine: Engine)
        async throws
    {
        let text = """
            {"schemaVersion": 2, "kind": "TARIFF", "code": "LEAST-JIAO", "nameZh": "试验", "nameEn": "Trial",
             "class": "COMMERCIAL_SINGLE", "voltage": "ANY", "source": "试验", "versions": [
              {"effectiveFrom": "2024-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE", "total": "JIAO"},
               "prices": {"TOTAL": ["0.33"]}, "minimumYearly": "100"}]}
            """
        let file = TariffFile(name: "least-jiao.json", content: Data(text.utf8))
        try await CapacityWorld.with(engine, adding: [file]) { world in
            let id = try await world.open(1, "LEAST-JIAO", mode: .none, registers: [.total])
            world.move(to: 2026_01_10)
            // 2.31 yuan in October and November, billed as 2.30 each.
            for (day, value) in [(2025_10_31, 7), (2025_11_30, 14)] as [(Int, Int64)] {
                try await world.read(id, day, [.total: value])
                #expect(try await world.bill(Day(yyyymmdd: day)!.billingMonth) == 1)
            }
            #expect(try await world.bill(of: id, month(2025_11)).bill.amount.description == "2.30")
            try await world.read(id, 2025_12_31, [.total: 17])
            #expect(try await world.bill(month(2025_12)) == 1)
            let december = try await world.bill(of: id, month(2025_12))
            // 100 less 4.62 and December's own 0.99.
            let topped = december.lines.first { $0.kind == .yearMinimum }
            #expect(topped?.amount.description == "94.39")
        }
    }

    @Test(arguments: TestEngines.all)
    func `an account that ends owes the year's minimum for its months alone`(_ engine: Engine) async throws {
        try await CapacityWorld.with(engine, adding: [Self.least]) { world in
            let id = try await world.open(1, "LEAST", mode: .none, registers: [.total])
            world.move(to: 2026_04_01)
            try await world.read(id, 2025_12_31, [.total: 4_000])
            #expect(try await world.bill(month(2025_12)) == 1)
            for (day, value) in [(2026_01_31, 4_100), (2026_02_28, 4_200)] as [(Int, Int64)] {
                try await world.read(id, day, [.total: value])
                #expect(try await world.bill(Day(yyyymmdd: day)!.billingMonth) == 1)
            }
            try await close(id, 2026_03_15, [.total: 4_300], world)
            #expect(try await world.bill(month(2026_03)) == 1)
            let last = try await world.bill(of: id, month(2026_03))
            // Three months of twelve: 300 yuan; January, February and March are 50 each.
            let topped = try #require(last.lines.first { $0.kind == .yearMinimum })
            #expect(topped.factorNumerator == 1 && topped.factorDenominator == 4)
            #expect(topped.amount.description == "150.00")
            #expect(last.bill.amount.description == "200.00")
            #expect(
                try await world.bill(of: id, month(2026_02)).bill.amount.description == "50.00")
        }
    }

    /// What was bought and carried until June, by a price from July on that buys nothing.
    private static let boughtThen = TariffFile(
        name: "bought-then.json",
        content: Data(
            #"""
            {"schemaVersion": 2, "kind": "TARIFF", "code": "BOUGHT-THEN", "nameZh": "试验", "nameEn": "Trial",
             "class": "COMMERCIAL_SINGLE", "voltage": "ANY", "source": "试验", "versions": [
              {"effectiveFrom": "2024-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
               "prices": {"TOTAL": ["0.5"]}, "sell": {"scheme": "NET_BILLING_CARRIED", "prices": {"TOTAL": "0.4"}}},
              {"effectiveFrom": "2025-07-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
               "prices": {"TOTAL": ["0.5"]}}]}
            """#.utf8))

    @Test(arguments: TestEngines.all)
    func `a credit outlives the price that bought it, over a month without a bill, to the final bill`(
        _ engine: Engine
    ) async throws {
        try await CapacityWorld.with(engine, adding: [Self.boughtThen]) { world in
            let id = try await world.open(1, "BOUGHT-THEN", mode: .none, registers: [.total, .fedBack])
            world.move(to: 2025_11_01)
            // 50 yuan drawn and 400 fed back: 350 are carried.
            try await world.read(id, 2025_06_30, [.total: 100, .fedBack: 1_000])
            #expect(try await world.bill() == 1)
            // July is not read. 100 yuan in August, 20 in September: 230 are left.
            for (day, value) in [(2025_08_31, 300), (2025_09_30, 340)] as [(Int, Int64)] {
                try await world.read(id, day, [.total: value, .fedBack: 1_000])
                #expect(try await world.bill(Day(yyyymmdd: day)!.billingMonth) == 1)
                let bill = try await world.bill(of: id, Day(yyyymmdd: day)!.billingMonth)
                #expect(bill.bill.amount.isZero)
                #expect(bill.lines.map(\.kind) == [.energy, .creditUsed, .creditCarried])
            }
            // 30 yuan more, and the rest is the customer's.
            try await close(id, 2025_10_20, [.total: 400, .fedBack: 1_000], world)
            #expect(try await world.bill(month(2025_10)) == 1)
            let last = try await world.bill(of: id, month(2025_10))
            #expect(last.lines.map(\.kind) == [.energy, .creditUsed])
            #expect(last.bill.amount.description == "-200.00")
        }
    }

    @Test(arguments: TestEngines.all, ["BOUGHT", "CARRIED"])
    func `a credit is paid with the account's final bill, whatever becomes of it at the year's end`(
        _ engine: Engine, _ code: String
    ) async throws {
        try await CapacityWorld.with(engine, adding: [Self.bought, Self.carried]) { world in
            let id = try await world.open(1, code, mode: .none, registers: [.total, .fedBack])
            world.move(to: 2025_08_01)
            // 50 yuan drawn and 400 fed back: 350 are carried.
            try await world.read(id, 2025_06_30, [.total: 100, .fedBack: 1_000])
            #expect(try await world.bill() == 1)
            let june = try await world.bill(of: id)
            #expect(june.bill.amount.isZero)
            #expect(june.lines.last?.kind == .creditCarried)
            try await close(id, 2025_07_20, [.total: 200, .fedBack: 1_000], world)
            #expect(try await world.bill(month(2025_07)) == 1)
            let july = try await world.bill(of: id, month(2025_07))
            #expect(july.lines.map(\.kind) == [.energy, .creditUsed])
            // 50 yuan less 350: what is left is the customer's.
            #expect(july.bill.amount.description == "-300.00")
        }
    }
}

/// A demand charge on each period's own highest demand, from the registers to the bill.
@Suite struct `Demand by period in the month's run` {
    private static let tariff = TariffFile(
        name: "period-demand.json",
        content: Data(
            #"""
            {"schemaVersion": 2, "kind": "TARIFF", "code": "PERIOD-DEMAND", "nameZh": "试验", "nameEn": "Trial",
             "class": "COMMERCIAL_SINGLE", "voltage": "ANY", "source": "试验", "versions": [
              {"effectiveFrom": "2024-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
               "prices": {"PEAK": ["0.8"], "VALLEY": ["0.3"]},
               "demand": {"periods": {"PEAK": {"prices": ["20"]}, "VALLEY": {"prices": ["5"]}},
                "ratchetPercent": "80"}}]}
            """#.utf8))

    @Test(arguments: TestEngines.all)
    func `each period's register is charged and its ratchet looks back at it`(_ engine: Engine) async throws {
        try await CapacityWorld.with(engine, adding: [Self.tariff]) { world in
            let id = try await world.open(
                1, "PERIOD-DEMAND", mode: .none,
                registers: [.total, .peak, .valley, .demand, .demandPeak, .demandValley])
            world.move(to: 2025_08_01)
            try await world.read(
                id, 2025_06_30,
                [.total: 300, .peak: 100, .valley: 200, .demand: 100, .demandPeak: 100, .demandValley: 40])
            #expect(try await world.bill() == 1)
            let june = try await world.bill(of: id).lines.filter { $0.kind == .demand }
            #expect(june.map(\.period) == [.peak, .valley])
            #expect(june.map(\.quantity) == [100_000, 40_000])
            #expect(june.map(\.amount.description) == ["2000.00", "200.00"])
            try await world.read(
                id, 2025_07_31,
                [.total: 600, .peak: 200, .valley: 400, .demand: 60, .demandPeak: 50, .demandValley: 60])
            let month = BillingMonth(year: 2025, month: 7)
            #expect(try await world.bill(month) == 1)
            // Peak: four fifths of June's 100 kW; valley: its own 60.
            let july = try await world.bill(of: id, month).lines.filter { $0.kind == .demand }
            #expect(july.map(\.quantity) == [80_000, 60_000])
        }
    }

    @Test(arguments: TestEngines.all)
    func `where no period's demand is metered the run refuses the account instead of billing nothing`(
        _ engine: Engine
    ) async throws {
        try await CapacityWorld.with(engine, adding: [Self.tariff]) { world in
            let id = try await world.open(
                1, "PERIOD-DEMAND", mode: .none, registers: [.total, .peak, .valley, .demand])
            world.move(to: 2025_07_01)
            try await world.read(id, 2025_06_30, [.total: 300, .peak: 100, .valley: 200, .demand: 100])
            let run = try await world.doors.billing.start(
                month: CapacityWorld.june, organisation: OrganisationID(1), by: world.clerk)
            try await world.doors.billing.work(run, by: world.clerk)
            let found = try await world.doors.billing.exceptions(of: run, by: world.clerk)
            #expect(found.map(\.code) == ["PERIOD_DEMAND_MISSING"] && found[0].isBlocking)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a month settled twice is charged its highest demand of each period`(_ engine: Engine) async throws {
        try await CapacityWorld.with(engine, adding: [Self.tariff]) { world in
            let id = try await world.open(
                1, "PERIOD-DEMAND", mode: .none, settlements: 2,
                registers: [.total, .peak, .valley, .demand, .demandPeak, .demandValley])
            world.move(to: 2025_07_01)
            try await world.read(
                id, 2025_06_15,
                [.total: 200, .peak: 100, .valley: 100, .demand: 100, .demandPeak: 100, .demandValley: 20])
            #expect(try await world.bill() == 1)
            try await world.read(
                id, 2025_06_30,
                [.total: 400, .peak: 200, .valley: 200, .demand: 40, .demandPeak: 30, .demandValley: 40])
            #expect(try await world.bill() == 1)
            let parts = [try await world.bill(of: id), try await world.bill(of: id, sequence: 1)]
            #expect(!parts[0].lines.contains { $0.kind == .demand })
            #expect(parts[1].lines.filter { $0.kind == .demand }.map(\.quantity) == [100_000, 40_000])
        }
    }
}
