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

/// A tariff version that begins inside a reading cycle, from the readings to the released bill.
@Suite struct `A version that begins inside a cycle` {
    /// One price, 0.50 yuan and from 11 June 2025 on 0.60 yuan.
    static func priced(_ code: String, _ change: String) -> TariffFile {
        file(
            code, "COMMERCIAL_SINGLE",
            ["2024-01-01": #""prices": {"TOTAL": ["0.5"]}"#],
            "2025-06-11", #""prices": {"TOTAL": ["0.6"]}, "change": "\#(change)""#)
    }

    /// By capacity at 20 yuan and from 11 June 2025 on at 30 yuan, energy at 0.50 and 0.60 yuan.
    static let twoPart = file(
        "CHANGE-TWO-PART", "COMMERCIAL_TWO_PART",
        [
            "2024-01-01":
                #""prices": {"TOTAL": ["0.5"]}, "basicCharge": {"modes": ["CAPACITY"], "capacityPrice": "20"}"#
        ], "2025-06-11",
        #""prices": {"TOTAL": ["0.6"]}, "change": "BY_DAYS", "basicCharge": {"modes": ["CAPACITY"], "capacityPrice": "30"}"#
    )

    private static func file(
        _ code: String, _ kind: String, _ first: [String: String], _ day: String, _ second: String
    ) -> TariffFile {
        let versions = (first.map { ($0.key, $0.value) } + [(day, second)]).map {
            #"{"effectiveFrom": "\#($0.0)", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"}, \#($0.1)}"#
        }
        let text = """
            {"schemaVersion": 2, "kind": "TARIFF", "code": "\(code)", "nameZh": "试验", "nameEn": "Trial",
             "class": "\(kind)", "voltage": "ANY", "source": "试验", "versions": [\(versions.joined(separator: ","))]}
            """
        return TariffFile(name: "\(code).json", content: Data(text.utf8))
    }

    @Test(arguments: TestEngines.all)
    func `by reading the whole bill is on the version of the reading's day`(_ engine: Engine) async throws {
        try await CapacityWorld.with(engine, adding: [Self.priced("CHANGE-READ", "BY_READING")]) { world in
            let before = try await world.open(1, "CHANGE-READ", mode: .none, registers: [.total])
            let after = try await world.open(2, "CHANGE-READ", mode: .none, registers: [.total])
            world.move(to: 2025_07_01)
            try await world.read(before, 2025_06_10, [.total: 100])
            try await world.read(after, 2025_06_11, [.total: 100])
            #expect(try await world.bill() == 2)
            let (old, new) = (try await world.bill(of: before), try await world.bill(of: after))
            #expect(old.bill.amount.description == "50.00" && old.bill.tariffFrom.yyyymmdd == 2024_01_01)
            #expect(new.bill.amount.description == "60.00" && new.bill.tariffFrom.yyyymmdd == 2025_06_11)
            #expect(old.parts.isEmpty && new.parts.isEmpty)
        }
    }

    @Test(arguments: TestEngines.all)
    func `by days the energy is shared in whole kWh and both parts are on the bill`(_ engine: Engine)
        async throws
    {
        try await CapacityWorld.with(engine, adding: [Self.priced("CHANGE-DAYS", "BY_DAYS")]) { world in
            let id = try await world.open(1, "CHANGE-DAYS", mode: .none, registers: [.total])
            world.move(to: 2025_07_01)
            try await world.read(id, 2025_06_30, [.total: 1_000])
            #expect(try await world.bill() == 1)
            let found = try await world.bill(of: id)
            // 10 of 30 days: 333 kWh at 0.50 and 667 kWh at 0.60.
            #expect(found.lines.map(\.quantity) == [333_000, 667_000])
            #expect(found.lines.map(\.amount.description) == ["166.50", "400.20"])
            #expect(found.bill.amount.description == "566.70" && found.bill.energyAmount == found.bill.amount)
            #expect(found.bill.energy == Energy(kilowattHours: 1_000))
            #expect(found.parts.map(\.tariffFrom.yyyymmdd) == [2024_01_01, 2025_06_11])
            #expect(found.parts.map(\.firstDay.yyyymmdd) == [2025_06_01, 2025_06_11])
            #expect(found.parts.map(\.lastDay.yyyymmdd) == [2025_06_10, 2025_06_30])
            #expect(found.parts.map(\.method) == [.days, .days])
            #expect(found.parts.map(\.amount).total() == found.bill.amount)
            let steps = world.doors.billing.explain(found).steps
            #expect(steps.map { $0.tariffFrom?.yyyymmdd } == [2024_01_01, 2025_06_11])
        }
    }

    @Test(arguments: TestEngines.all)
    func `by frozen register what was read on the day divides, and by days where nobody read it`(
        _ engine: Engine
    ) async throws {
        try await CapacityWorld.with(engine, adding: [Self.priced("CHANGE-FROZEN", "BY_FROZEN")]) { world in
            let frozen = try await world.open(1, "CHANGE-FROZEN", mode: .none, registers: [.total])
            let not = try await world.open(2, "CHANGE-FROZEN", mode: .none, registers: [.total])
            world.move(to: 2025_07_01)
            let change = Day(yyyymmdd: 2025_06_11)!
            func freeze(_ value: Int64) async throws -> [PointEnergy] {
                try await world.doors.reading.freeze(
                    AccountReadings(
                        frozen, on: change, [RegisterReading(.total, RegisterValue(whole: value))]),
                    CapacityWorld.june, by: world.clerk)
            }
            #expect(try await freeze(40).map(\.total) == [Energy(kilowattHours: 40)])
            // Read again: the second value holds.
            #expect(try await freeze(410).map(\.total) == [Energy(kilowattHours: 410)])
            for id in [frozen, not] { try await world.read(id, 2025_06_30, [.total: 1_000]) }
            #expect(try await world.bill() == 2)
            let divided = try await world.bill(of: frozen)
            // 410 × 0.50 + 590 × 0.60.
            #expect(divided.lines.map(\.quantity) == [410_000, 590_000])
            #expect(divided.bill.amount.description == "559.00")
            #expect(divided.parts.map(\.method) == [.frozen, .frozen])
            let other = try await world.bill(of: not)
            #expect(other.bill.amount.description == "566.70" && other.parts.map(\.method) == [.days, .days])
            // What is billed is not frozen again.
            await #expect(throws: ReadingRefusal.self) { try await freeze(500) }
        }
    }

    @Test(arguments: TestEngines.all, ["BY_DAYS", "BY_FROZEN"])
    func `the monthly minimum is held against the month and not part by part`(
        _ engine: Engine, _ change: String
    ) async throws {
        let file = Self.file(
            "CHANGE-LEAST", "COMMERCIAL_SINGLE",
            ["2024-01-01": #""prices": {"TOTAL": ["0.5"]}, "minimumMonthly": "80""#], "2025-06-11",
            #""prices": {"TOTAL": ["0.6"]}, "change": "\#(change)", "minimumMonthly": "100""#)
        try await CapacityWorld.with(engine, adding: [file]) { world in
            let above = try await world.open(1, "CHANGE-LEAST", mode: .none, registers: [.total])
            let below = try await world.open(2, "CHANGE-LEAST", mode: .none, registers: [.total])
            world.move(to: 2025_07_01)
            if change == "BY_FROZEN" {
                for id in [above, below] {
                    _ = try await world.doors.reading.freeze(
                        AccountReadings(
                            id, on: Day(yyyymmdd: 2025_06_11)!,
                            [RegisterReading(.total, RegisterValue(whole: 30))]),
                        CapacityWorld.june, by: world.clerk)
                }
            }
            try await world.read(above, 2025_06_30, [.total: 180])
            try await world.read(below, 2025_06_30, [.total: 90])
            #expect(try await world.bill() == 2)
            let isFrozen = change == "BY_FROZEN"
            // 60 × 0.50 and 120 × 0.60, or 30 and 150: more than 100 yuan together.
            let whole = try await world.bill(of: above)
            #expect(whole.bill.amount.description == (isFrozen ? "105.00" : "102.00"))
            #expect(!whole.lines.contains { $0.kind == .minimum })
            // 30 kWh and 60 are 51 yuan: 49 more, once.
            let topped = try await world.bill(of: below)
            #expect(topped.bill.amount.description == "100.00")
            #expect(topped.lines.filter { $0.kind == .minimum }.map(\.amount.description) == ["49.00"])
            #expect(topped.parts.map(\.amount.description) == ["15.00", "85.00"])
        }
    }

    @Test(arguments: TestEngines.all)
    func `the basic charge counts the month's thirtieths before and from the day`(_ engine: Engine)
        async throws
    {
        try await CapacityWorld.with(engine, adding: [Self.twoPart]) { world in
            let plain = try await world.open(1, "CHANGE-TWO-PART", kva: 600)
            // One of two transformers is sealed on the 16th.
            let sealed = try await world.open(2, "CHANGE-TWO-PART", kva: 600)
            let piece = try await world.add(400, to: sealed)
            _ = try await world.add(200, to: sealed)
            world.move(to: 2025_07_01)
            try await world.order(sealed, piece, .suspended, 2025_06_16)
            for id in [plain, sealed] {
                try await world.read(id, 2025_06_30, [.total: 3_000, .reactive: 0, .demand: 0])
            }
            #expect(try await world.bill() == 2)
            let bill = try await world.bill(of: plain)
            // 600 × 20 × 10/30 + 600 × 30 × 20/30; 1,000 kWh at 0.50 and 2,000 kWh at 0.60.
            #expect(bill.bill.basicCharge.description == "16000.00")
            #expect(bill.bill.energyAmount.description == "1700.00")
            #expect(bill.lines.map(\.amount).total() == bill.bill.amount)
            // 600 × 20 × 10/30, then 400 × 30 × 5/30 + 200 × 30 × 20/30.
            #expect(try await world.bill(of: sealed).bill.basicCharge.description == "10000.00")
        }
    }

    @Test(arguments: TestEngines.all)
    func `in the month of connection or end each part counts the days that the account was there`(
        _ engine: Engine
    ) async throws {
        try await CapacityWorld.with(engine, adding: [Self.twoPart]) { world in
            let new = try await world.open(
                1, "CHANGE-TWO-PART", kva: 600, on: Day(yyyymmdd: 2025_06_08)!)
            let late = try await world.open(
                2, "CHANGE-TWO-PART", kva: 600, on: Day(yyyymmdd: 2025_06_21)!)
            let gone = try await world.open(3, "CHANGE-TWO-PART", kva: 600)
            world.move(to: 2025_07_01)
            for id in [new, late] {
                try await world.read(id, 2025_06_30, [.total: 3_000, .reactive: 0, .demand: 0])
            }
            try await world.doors.control.installCodes()
            let account = try await world.doors.records.account(gone, by: world.clerk)
            let meter = try #require(account.installations.first).id
            let last: [RegisterKind: Int64] = [.total: 3_000, .reactive: 0, .demand: 0]
            try await world.doors.records.close(
                CloseAccount(
                    account: gone, day: Day(yyyymmdd: 2025_06_15)!,
                    finalValues: [meter: last.mapValues { RegisterValue(whole: $0) }], reasonCode: "APPLIED",
                    reason: "拆迁", version: account.account.version), by: world.clerk)
            #expect(try await world.bill() == 3)
            // 600 × 20 × 3/30 + 600 × 30 × 20/30; 600 × 30 × 10/30; 600 × 20 × 10/30 + 600 × 30 × 5/30.
            #expect(try await world.bill(of: new).bill.basicCharge.description == "13200.00")
            #expect(try await world.bill(of: late).bill.basicCharge.description == "6000.00")
            #expect(try await world.bill(of: gone).bill.basicCharge.description == "7000.00")
        }
    }
}
