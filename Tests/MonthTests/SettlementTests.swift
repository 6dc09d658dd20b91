import Billing
import Control
import Demo
import Foundation
import Kernel
import Ledger
import Rating
import Reading
import Records
import Store
import Tariff
import TestSupport
import Testing

/// Large customers whose month is settled more than once.
@Suite struct `A month settled three times` {
    @Test(arguments: TestEngines.all)
    func `has basic charge and power factor once, with the last, on the month's totals`(_ engine: Engine)
        async throws
    {
        try await CapacityWorld.with(engine) { world in
            let thrice = try await world.open(1, "HB-IND-10KV", kva: 630, assessed: true, settlements: 3)
            let once = try await world.open(2, "HB-IND-10KV", kva: 630, assessed: true)
            world.move(to: 2025_07_01)
            try await world.read(thrice, 2025_06_10, [.total: 10_000, .reactive: 3_000, .demand: 200])
            #expect(try await world.bill() == 1)
            // Nothing new was read: no bill.
            #expect(try await world.bill() == 0)
            try await world.read(thrice, 2025_06_20, [.total: 25_000, .reactive: 8_000, .demand: 250])
            #expect(try await world.bill() == 1)
            for id in [thrice, once] {
                try await world.read(id, 2025_06_30, [.total: 40_000, .reactive: 13_147, .demand: 250])
            }
            #expect(try await world.bill() == 2)
            var parts: [BillDetail] = []
            for sequence in 0..<3 { parts.append(try await world.bill(of: thrice, sequence: sequence)) }
            // 10,000 and twice 15,000 kWh at 0.651886.
            #expect(parts.map(\.bill.energyAmount.description) == ["6518.86", "9778.29", "9778.29"])
            #expect(parts.map(\.bill.basicCharge.description) == ["0.00", "0.00", "16569.00"])
            // 0.95 over the month: −0.75 % of 16,569.00 + 26,075.44 less funds of 1,808.00.
            #expect(parts.map(\.bill.powerFactor?.description) == [nil, nil, "0.95"])
            #expect(parts.map(\.bill.adjustment.description) == ["0.00", "0.00", "-306.27"])
            #expect(parts[2].bill.adjustmentBase.description == "40836.44")
            #expect(parts.map(\.settlement?.number) == [1, 2, 3])
            #expect(parts.map(\.settlement?.isLast) == [false, false, true])
            #expect(parts.map(\.bill.firstDay.yyyymmdd) == [2025_06_01, 2025_06_11, 2025_06_21])
            // Together they are what one settlement comes to.
            let whole = try await world.bill(of: once).bill
            #expect(parts.map(\.bill.amount).total() == whole.amount)
            #expect(whole.amount.description == "42338.17")
            // The month is billed now: nothing more can be read.
            await #expect(throws: ReadingRefusal.self) {
                try await world.read(thrice, 2025_06_30, [.total: 40_001, .reactive: 13_147, .demand: 250])
            }
        }
    }

    /// 0.50 yuan, and at least 100 yuan a month.
    private static let least = TariffFile(
        name: "month-least.json",
        content: Data(
            #"""
            {"schemaVersion": 2, "kind": "TARIFF", "code": "MONTH-LEAST", "nameZh": "试验", "nameEn": "Trial",
             "class": "COMMERCIAL_SINGLE", "voltage": "ANY", "source": "试验", "versions": [
              {"effectiveFrom": "2024-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
               "prices": {"TOTAL": ["0.5"]}, "minimumMonthly": "100"}]}
            """#.utf8))

    private static func file(_ code: String, _ terms: String) -> TariffFile {
        TariffFile(
            name: "\(code).json",
            content: Data(
                """
                {"schemaVersion": 2, "kind": "TARIFF", "code": "\(code)", "nameZh": "试验", "nameEn": "Trial",
                 "class": "COMMERCIAL_SINGLE", "voltage": "ANY", "source": "试验", "versions": [
                  {"effectiveFrom": "2024-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"}, \(terms)}]}
                """.utf8))
    }

    /// The bills of a month settled twice, and of the same month settled once.
    private func settled(
        _ terms: String, _ dials: [[RegisterKind: Int64]], _ engine: Engine
    ) async throws -> (twice: [String], once: String) {
        try await CapacityWorld.with(engine, adding: [Self.file("TWICE", terms)]) { world in
            let registers = dials[0].keys.sorted { $0.rawValue < $1.rawValue }
            let twice = try await world.open(1, "TWICE", mode: .none, settlements: 2, registers: registers)
            let once = try await world.open(2, "TWICE", mode: .none, registers: registers)
            world.move(to: 2025_07_01)
            try await world.read(twice, 2025_06_15, dials[0])
            #expect(try await world.bill() == 1)
            for id in [twice, once] { try await world.read(id, 2025_06_30, dials[1]) }
            #expect(try await world.bill() == 2)
            var parts: [String] = []
            for sequence in 0..<2 {
                parts.append(try await world.bill(of: twice, sequence: sequence).bill.amount.description)
            }
            return (parts, try await world.bill(of: once).bill.amount.description)
        }
    }

    @Test(arguments: TestEngines.all)
    func `fills no tier with what was set off`(_ engine: Engine) async throws {
        // All of the first 80 kWh was fed back: the other 80 are of the first tier.
        let month = try await settled(
            #""prices": {"TOTAL": ["0.5", "0.8"]}, "tiers": {"basis": "MONTH", "limitsKwh": ["100"]}, "#
                + #""sell": {"scheme": "NET_METERING_KWH", "yearEnd": {"rule": "CARRY"}}"#,
            [[.total: 80, .fedBack: 80], [.total: 160, .fedBack: 80]], engine)
        #expect(month.twice == ["0.00", "40.00"] && month.once == "40.00")
        let byPeriod = try await settled(
            #""prices": {"PEAK": ["0.5", "0.8"], "VALLEY": ["0.5", "0.8"]}, "#
                + #""tiers": {"basis": "MONTH", "combine": {"rule": "PERIOD_TIERS"}, "periodLimitsKwh": {"PEAK": ["100"], "VALLEY": ["100"]}}, "#
                + #""sell": {"scheme": "NET_METERING_KWH", "yearEnd": {"rule": "CARRY"}}"#,
            [
                [.total: 80, .peak: 80, .valley: 0, .fedBackPeak: 80],
                [.total: 160, .peak: 160, .valley: 0, .fedBackPeak: 80],
            ], engine)
        #expect(byPeriod.twice == ["0.00", "40.00"] && byPeriod.once == "40.00")
    }

    @Test(arguments: TestEngines.all)
    func `is held to its minimum once, all its bills together`(_ engine: Engine) async throws {
        try await CapacityWorld.with(engine, adding: [Self.least]) { world in
            let above = try await world.open(
                1, "MONTH-LEAST", mode: .none, settlements: 3, registers: [.total])
            let below = try await world.open(
                2, "MONTH-LEAST", mode: .none, settlements: 3, registers: [.total])
            world.move(to: 2025_07_01)
            for (day, more, less) in [(2025_06_10, 60, 20), (2025_06_20, 120, 60), (2025_06_30, 320, 100)]
                as [(Int, Int64, Int64)]
            {
                try await world.read(above, day, [.total: more])
                try await world.read(below, day, [.total: less])
                #expect(try await world.bill() == 2)
            }
            func amounts(_ id: AccountID) async throws -> [String] {
                var amounts: [String] = []
                for sequence in 0..<3 {
                    amounts.append(try await world.bill(of: id, sequence: sequence).bill.amount.description)
                }
                return amounts
            }
            #expect(try await amounts(above) == ["30.00", "30.00", "100.00"])
            // 10 + 20 + 20, and 50 more.
            #expect(try await amounts(below) == ["10.00", "20.00", "70.00"])
        }
    }
}

/// What the year's bills and the account's terms say to a bill.
@Suite struct `What a year's bills say to the next` {
    /// 0.50 yuan, a demand charge of 10 yuan with a ratchet of 80 %, at least 6,000 yuan a year that ends in August.
    static let yearly = TariffFile(
        name: "yearly.json",
        content: Data(
            #"""
            {"schemaVersion": 2, "kind": "TARIFF", "code": "YEARLY", "nameZh": "试验", "nameEn": "Trial",
             "class": "COMMERCIAL_SINGLE", "voltage": "ANY", "source": "试验", "versions": [
              {"effectiveFrom": "2024-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
               "prices": {"TOTAL": ["0.5"]}, "minimumYearly": "6000", "yearEndsInMonth": 8,
               "demand": {"flat": {"prices": ["10"]}, "ratchetPercent": "80"}}]}
            """#.utf8))

    @Test(arguments: TestEngines.all)
    func `a demand looks back and the last month tops the year up`(_ engine: Engine) async throws {
        try await CapacityWorld.with(engine, adding: [Self.yearly]) { world in
            let id = try await world.open(1, "YEARLY", mode: .none)
            world.move(to: 2025_09_01)
            var total: Int64 = 0
            for (month, energy, demand) in [(6, 1_000, 100), (7, 2_000, 50), (8, 2_000, 90)]
                as [(Int, Int64, Int64)]
            {
                total += energy
                try await world.read(
                    id, Int(BillingMonth(year: 2025, month: month).lastDay.yyyymmdd),
                    [.total: total, .reactive: 0, .demand: demand])
                #expect(try await world.bill(BillingMonth(year: 2025, month: month)) == 1)
            }
            func bill(_ month: Int) async throws -> BillDetail {
                try await world.bill(of: id, BillingMonth(year: 2025, month: month))
            }
            // 500 + 100 kW × 10.
            #expect(try await bill(6).bill.amount.description == "1500.00")
            // 1,000 + 80 kW × 10: four fifths of June's.
            let july = try await bill(7)
            #expect(july.bill.amount.description == "1800.00")
            #expect(july.lines.first { $0.kind == .demand }?.quantity == 80_000)
            // 1,000 + 90 × 10, and 800 more: 1,500 + 1,800 + 1,900 are 5,200.
            let august = try await bill(8)
            #expect(august.bill.amount.description == "2700.00")
            #expect(august.lines.first { $0.kind == .yearMinimum }?.amount.description == "800.00")
            // Energy, basic charge, adjustment and the rest are the total, on the bill and in the journal.
            #expect(august.bill.energyAmount + august.bill.otherAmount == august.bill.amount)
            #expect(august.bill.otherAmount.description == "1700.00")
        }
    }

    @Test(arguments: TestEngines.all)
    func `those who pay the multiple of the agency price pay it from a day on`(_ engine: Engine) async throws
    {
        let folder = "Tests/RatingTests/Tariffs/example-two-part.json"
        let text = try String(contentsOfFile: folder, encoding: .utf8)
        let file = TariffFile(name: "example-two-part.json", content: Data(text.utf8))
        try await CapacityWorld.with(engine, adding: [file]) { world in
            let id = try await world.open(
                1, "EX-TWO-PART", kva: 400, registers: [.total, .flat, .reactive, .demand])
            world.move(to: 2025_08_01)
            let account = try await world.doors.records.account(id, by: world.clerk)
            var terms = try #require(account.terms.inForce.last?.values)
            terms.paysAgencyMultiple = true
            try await world.doors.records.amend(
                id, from: Day(yyyymmdd: 2025_07_01)!, terms, reason: "退市用户", version: account.account.version,
                by: world.clerk)
            for (day, value) in [(2025_06_30, 10_000), (2025_07_31, 20_000)] as [(Int, Int64)] {
                try await world.read(id, day, [.total: value, .flat: value, .reactive: 0, .demand: 0])
                #expect(try await world.bill(Day(yyyymmdd: day)!.billingMonth) == 1)
            }
            let before = try await world.bill(of: id)
            let after = try await world.bill(of: id, BillingMonth(year: 2025, month: 7))
            #expect(!before.lines.contains { $0.kind == .agencyPremium })
            // Half of 0.40 on top for each of 10,000 kWh.
            let premium = try #require(after.lines.first { $0.kind == .agencyPremium })
            #expect(premium.amount.description == "2000.00")
            #expect(after.bill.energyAmount - before.bill.energyAmount == premium.amount)
        }
    }

    /// 0.50 and 0.20 yuan at flat and deep valley; what is fed back is set off and the credit carried as energy.
    static let netted = TariffFile(
        name: "netted.json",
        content: Data(
            #"""
            {"schemaVersion": 2, "kind": "TARIFF", "code": "NETTED", "nameZh": "试验", "nameEn": "Trial",
             "class": "COMMERCIAL_SINGLE", "voltage": "ANY", "source": "试验", "versions": [
              {"effectiveFrom": "2024-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
               "prices": {"FLAT": ["0.5"], "DEEP_VALLEY": ["0.2"]},
               "sell": {"scheme": "NET_METERING_KWH", "yearEnd": {"rule": "PAY", "price": "0.1"}}}]}
            """#.utf8))

    @Test(arguments: TestEngines.all)
    func `deep valley and energy fed back have registers, and credit goes on over a gap`(_ engine: Engine)
        async throws
    {
        try await CapacityWorld.with(engine, adding: [Self.netted]) { world in
            let registers: [RegisterKind] = [.total, .flat, .deepValley, .fedBack, .fedBackFlat]
            let id = try await world.open(1, "NETTED", mode: .none, registers: registers)
            world.move(to: 2025_12_31)
            func read(_ month: Int, _ flat: Int64, _ deep: Int64, _ back: Int64) async throws -> BillDetail {
                let month = BillingMonth(year: 2025, month: month)
                try await world.read(
                    id, Int(month.lastDay.yyyymmdd),
                    [.total: flat + deep, .flat: flat, .deepValley: deep, .fedBack: back, .fedBackFlat: back])
                #expect(try await world.bill(month) == 1)
                return try await world.bill(of: id, month)
            }
            // 1,000 of flat less 1,500 fed back; 300 kWh of deep valley at 0.20.
            let june = try await read(6, 1_000, 300, 1_500)
            #expect(june.bill.amount.description == "60.00")
            // July is not read. 800 of flat less 100 and the 500 carried: 200 × 0.50 + 200 × 0.20.
            let august = try await read(8, 1_800, 500, 1_600)
            #expect(august.bill.amount.description == "140.00")
            #expect(august.lines.first { $0.kind == .netted }?.quantity == 600_000)
            // December pays what is left of the year: 400 fed back more than drawn, at 0.10.
            let december = try await read(12, 2_000, 500, 2_200)
            #expect(december.bill.amount.description == "-40.00")
            #expect(december.lines.map(\.amount).total() == december.bill.amount)
        }
    }
}
