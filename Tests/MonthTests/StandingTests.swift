import Billing
import Control
import Foundation
import Kernel
import Reading
import Records
import Store
import Tariff
import TestSupport
import Testing

/// Terms that a clerk changes, and what bills make of them.
@Suite struct `Changed terms` {
    /// Yearly tiers to 1,000 and 2,000 kWh; five persons have 100 kWh a month more, for two months unless renewed.
    static let term = TariffFile(
        name: "term.json",
        content: Data(
            #"""
            {"schemaVersion": 2, "kind": "TARIFF", "code": "HOME-TERM", "nameZh": "试验", "nameEn": "Trial",
             "class": "RESIDENTIAL", "voltage": "ANY", "source": "试验", "versions": [
              {"effectiveFrom": "2024-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
               "prices": {"TOTAL": ["0.5", "0.6", "0.8"]},
               "tiers": {"basis": "YEAR", "limitsKwh": [1000, 2000], "monthLimitsKwh": [80, 160]},
               "household": {"manyPersons": [{"from": 5, "extraKwhPerMonth": 100}],
                             "termMonths": 2, "remindDays": 30}}]}
            """#.utf8))

    private func amount(_ world: YearWorld, _ account: AccountID, _ month: Int) async throws -> Money {
        try await world.bill(account, month).amount
    }

    private func day(_ number: Int) -> Day { Day(yyyymmdd: number)! }

    @Test(arguments: TestEngines.all)
    func `bill differently from their month on, and tell which bills stand by what held before`(
        _ engine: Engine
    ) async throws {
        try await YearWorld.with(engine) { world in
            let home = try await world.open(1)
            let five = try await world.open(2)
            world.move(to: 2026_01_31)
            try await world.read(2026_01_31, [home: 3_000, five: 3_000])
            #expect(try await world.bill(2026_01) == 2)
            world.move(to: 2026_02_28)
            let persons = TermValues(tariffCode: "SH-RES", householdPersons: 5)
            // Its tiers begin with the month after it was opened, as the archive wrote down.
            var values = try await world.records.account(five, by: world.clerk).terms.inForce[0].values
            #expect(values.firstTierMonth == BillingMonth(year: 2026, month: 1))
            values.householdPersons = persons.householdPersons
            let preview = try await world.records.previewTerms(
                five, from: day(2026_01_15), values, by: world.clerk)
            #expect(preview.billed == [BillingMonth(year: 2026, month: 1)])
            let done = try await world.records.changeTerms(
                five, from: day(2026_02_10), values, reason: "五口之家", version: 1, by: world.clerk)
            #expect(done.billed.isEmpty)
            try await world.read(2026_02_28, [home: 3_300, five: 3_300])
            #expect(try await world.bill(2026_02) == 2)
            // 120 kWh below 3,120 and 180 above; five persons have 1,200 kWh more.
            #expect(try await amount(world, home, 2026_02) == Money(fen: 194_10))
            #expect(try await amount(world, five, 2026_02) == Money(fen: 185_10))
            #expect(try await amount(world, five, 2026_01) == amount(world, home, 2026_01))
        }
    }

    @Test(arguments: TestEngines.all)
    func `give a large household its limits until its standing ends, and anew when it renews`(
        _ engine: Engine
    ) async throws {
        try await YearWorld.with(engine, adding: [Self.term]) { world in
            let home = try await world.open(1, TermValues(tariffCode: "HOME-TERM"))
            func count(_ from: Int, _ version: Int64) async throws -> Term {
                try await world.records.changeTerms(
                    home, from: day(from), TermValues(tariffCode: "HOME-TERM", householdPersons: 5),
                    reason: "多人口", version: version, by: world.clerk
                ).term
            }
            #expect(try await count(2026_01_01, 1).values.householdUntil == day(2026_02_28))
            for (number, value) in [(2026_01_31, 1_500), (2026_02_28, 2_000), (2026_03_31, 2_100)]
                as [(Int, Int64)]
            {
                world.move(to: number)
                try await world.read(number, [home: value])
                #expect(try await world.bill(number / 100) == 1)
            }
            // Limits of 2,200 kWh, until the last of February.
            #expect(try await amount(world, home, 2026_01) == Money(fen: 750_00))
            #expect(try await amount(world, home, 2026_02) == Money(fen: 250_00))
            // A household like any other is above 2,000 kWh.
            #expect(try await amount(world, home, 2026_03) == Money(fen: 80_00))
            let id = BillID(account: home, month: BillingMonth(year: 2026, month: 3), sequence: 0)!
            #expect(try await world.billing.bill(id, by: world.clerk).householdUntil == day(2026_02_28))
            #expect(try await count(2026_04_01, 2).values.householdUntil == day(2026_05_31))
            world.move(to: 2026_04_30)
            try await world.read(2026_04_30, [home: 2_200])
            #expect(try await world.bill(2026_04) == 1)
            #expect(try await amount(world, home, 2026_04) == Money(fen: 50_00))
        }
    }

    @Test(arguments: TestEngines.all)
    func `remind a household once before its standing ends, and again of the next end`(_ engine: Engine)
        async throws
    {
        try await YearWorld.with(engine, adding: [Self.term]) { world in
            let home = try await world.open(1, TermValues(tariffCode: "HOME-TERM"))
            let silent = try await world.open(2, TermValues(tariffCode: "HOME-TERM"))
            let changed = try await world.open(3, TermValues(tariffCode: "HOME-TERM"))
            let values = TermValues(tariffCode: "HOME-TERM", householdPersons: 5)
            try await world.records.change(
                home, AccountChange(phone: "13800001001"), version: 1, by: world.clerk)
            try await world.records.change(
                changed, AccountChange(phone: "13800001003"), version: 1, by: world.clerk)
            for (account, version) in [(home, 2), (silent, 1), (changed, 2)] as [(AccountID, Int64)] {
                try await world.records.amend(
                    account, from: day(2026_01_01), values, reason: "多人口", version: version, by: world.clerk)
            }
            // Who has three persons from February on has nothing to renew.
            try await world.records.amend(
                changed, from: day(2026_02_01), TermValues(tariffCode: "HOME-TERM", householdPersons: 3),
                reason: "迁出", version: 3, by: world.clerk)
            func remind(_ on: Int) async throws -> [String] {
                world.move(to: on)
                try await world.control.runScheduleNow("billing.standing", by: world.clerk)
                return try await world.control.messages(by: world.clerk)
                    .filter { $0.template == "billing.message.standingEnds" }.map(\.body)
            }
            #expect(try await remind(2026_01_28).isEmpty)
            let told = try await remind(2026_01_29)
            #expect(told.count == 1 && told[0].contains("2026-02-28") && told[0].contains("100001"))
            #expect(try await remind(2026_01_30).count == 1)
            let outcomes = try await world.database.read { transaction in
                try transaction.all(
                    "SELECT outcome FROM records_household_reminder /*scatter: a test reads all*/ ORDER BY account_id"
                ) { try $0.text(0) }
            }
            #expect(outcomes == ["SENT", "UNREACHABLE"])
            try await world.records.amend(
                home, from: day(2026_03_01), values, reason: "续期", version: 3, by: world.clerk)
            #expect(try await remind(2026_03_20).count == 1)
            #expect(try await remind(2026_04_01).count == 2)
        }
    }
}

/// The energy of a year belongs to the household, not to a meter.
@Suite struct `The year to date of a household` {
    @Test(arguments: TestEngines.all)
    func `is that of all its residential points, over a meter's replacement too`(_ engine: Engine)
        async throws
    {
        try await YearWorld.with(engine) { world in
            let home = try await world.open(1)
            try await Self.secondPoint(of: home, in: world)
            func read(_ number: Int, _ values: [(String, Int64)]) async throws {
                world.move(to: number)
                let day = Day(yyyymmdd: number)!
                let result = try await world.reading.load(
                    day.billingMonth,
                    [
                        AccountReadings(
                            home, on: day,
                            values.map {
                                RegisterReading(.total, RegisterValue(whole: $0.1), assetNo: $0.0)
                            })
                    ], approvesReviews: true, by: world.clerk)
                #expect(result.errors.isEmpty, "\(result.errors)")
                #expect(try await world.bill(number / 100) == 1)
            }
            try await read(2026_01_31, [("E1", 1_500), ("E2", 1_600)])
            #expect(
                try await world.bill(home, 2026_01)
                    == .init(kilowattHours: 3_100, before: 0, amount: Money(fen: 1_912_70)))
            world.move(to: 2026_02_20)
            let record = try await world.records.account(home, by: world.clerk)
            #expect(record.usagePoints.count == 2)
            try await world.records.replaceMeter(
                ReplaceMeter(
                    account: home,
                    installation: try #require(record.installations.first { $0.assetNo == "E1" }).id,
                    day: Day(yyyymmdd: 2026_02_10)!, removalValues: [.total: RegisterValue(whole: 1_510)],
                    meter: NewMeter(
                        assetNo: "E9", multiplier: .one,
                        registers: [.init(.total, digits: 6, decimals: 2, value: .zero)]),
                    version: record.account.version), by: world.clerk)
            try await read(2026_02_28, [("E9", 30), ("E2", 1_640)])
            // 10 and 30 kWh of one point, 40 of the other: 20 below 3,120 and 60 above.
            #expect(
                try await world.bill(home, 2026_02)
                    == .init(kilowattHours: 80, before: 3_100, amount: Money(fen: 52_36)))
            try await read(2026_03_31, [("E9", 40), ("E2", 1_740)])
            #expect(
                try await world.bill(home, 2026_03)
                    == .init(kilowattHours: 110, before: 3_180, amount: Money(fen: 73_37)))
        }
    }

    /// A second point of the same household with a meter of its own.
    private static func secondPoint(of account: AccountID, in world: YearWorld) async throws {
        let bucket = account.bucket
        try await world.database.write { transaction in
            try transaction.run(
                """
                INSERT INTO records_usage_point (bucket, account_id, id, kind, area_id)
                VALUES (\(bucket), \(account), 77001, 'SETTLEMENT', \(world.area.id))
                """)
            try transaction.run(
                """
                INSERT INTO records_area_membership (bucket, account_id, usage_point_id, from_day, node_id)
                VALUES (\(bucket), \(account), 77001, \(Day(yyyymmdd: 2025_12_31)!), \(world.area.id))
                """)
            try transaction.run(
                """
                INSERT INTO records_installation (bucket, account_id, id, usage_point_id, meter_id, asset_no,
                    multiplier_milli, installed_on)
                VALUES (\(bucket), \(account), 77003, 77001, 77002, 'E2', 1000, \(Day(yyyymmdd: 2025_12_31)!))
                """)
            try transaction.run(
                """
                INSERT INTO records_register (bucket, account_id, installation_id, kind, digits, decimals,
                    install_value)
                VALUES (\(bucket), \(account), 77003, 110, 6, 2, 0)
                """)
        }
    }
}
