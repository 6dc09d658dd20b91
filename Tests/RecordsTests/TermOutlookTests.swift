import Control
import Kernel
import Records
import Store
import TestSupport
import Testing

/// The archive with what rooms to its right would say of tariffs, bills and readings.
@Suite struct `Terms with an outlook` {
    static let july = Day(yyyymmdd: 2026_07_01)!

    private static let outlook = Outlook(
        tariffs: { day, _ in
            let all = [
                TermTariff(
                    code: "RES", nameZh: "居民", nameEn: "Household", hasYearlyTiers: true, largeFrom: 5,
                    statusMonths: 36, reminderDays: 30),
                TermTariff(code: "FLAT", nameZh: "合表", nameEn: "Shared"),
            ]
            return day >= RecordsWorld.opened ? all : []
        },
        losses: { _, _ in [] },
        billed: { _, from, _ in
            [5, 6, 7, 8].map { BillingMonth(year: 2026, month: $0) }.filter { $0.lastDay >= from }
        },
        lastRead: { _, _ in [] })

    private func with(_ engine: Engine, _ body: (RecordsWorld, Records) async throws -> Void) async throws {
        try await RecordsWorld.with(engine, outlook: Self.outlook) { world in
            try await body(world, Records(control: world.control, outlook: Self.outlook))
        }
    }

    @Test(arguments: TestEngines.all)
    func `an accounts file names a tariff or loss rules that nobody published at its own column`(
        _ engine: Engine
    ) async throws {
        try await with(engine) { world, records in
            let file = """
                户号,户名,用电地址,供电单位,台区,用电类别,电价码,立户日期,计量方式,变损,线损,表号,示数,受电设备
                7001,甲,灯塔路1号,HQ,\(world.area.code),居民,RES,2024-01-01,,,,M1,110:6.0:0,
                7002,乙,灯塔路2号,HQ,\(world.area.code),居民,RSE,2024-01-01,,,,M2,110:6.0:0,
                7003,丙,灯塔路3号,HQ,\(world.area.code),工业,FLAT,2024-01-01,高供低计,公布:L-OLD,公布:NIX,M3,110:6.0:0,T:1号变:630:S11-M-630/10:0.81/6.2/0.9/4.5
                """
            let report = try await records.importAccounts(Array(file.utf8), by: world.clerk)
            #expect(
                report.problems.map { "\($0.line) \($0.column) \($0.code) \($0.arguments["value"] ?? "")" }
                    == [
                        "3 tariff_code records.invalid.tariffUnknown RSE",
                        "4 transformer_loss records.invalid.lossUnknown L-OLD",
                        "4 line_loss records.invalid.lossUnknown NIX",
                    ])
            #expect(report.written == 0)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a large household's standing ends by the tariff's term, and is renewed by a new day`(
        _ engine: Engine
    ) async throws {
        try await with(engine) { world, records in
            let id = try await records.open(world.account(1), by: world.clerk)
            var values = TermValues(tariffCode: "RES", householdPersons: 5)
            var term = try await records.amend(
                id, from: Day(yyyymmdd: 2026_02_28)!, values, reason: "五口", version: 1, by: world.clerk)
            #expect(term.values.householdUntil == Day(yyyymmdd: 2029_02_27))
            // Three persons have no standing that could end.
            values.householdPersons = 4
            values.householdUntil = term.values.householdUntil
            term = try await records.amend(
                id, from: Day(yyyymmdd: 2026_03_01)!, values, reason: "迁出", version: 2, by: world.clerk)
            #expect(term.values.householdUntil == nil)
            values.isLowIncome = true
            values.householdUntil = Day(yyyymmdd: 2027_01_31)
            term = try await records.amend(
                id, from: Self.july, values, reason: "低保", version: 3, by: world.clerk)
            #expect(term.values.householdUntil == Day(yyyymmdd: 2027_01_31))
            #expect(!term.values.standingEnded(by: Day(yyyymmdd: 2027_01_31)!))
            #expect(term.values.standingEnded(by: Day(yyyymmdd: 2027_02_01)!))
            await #expect(
                throws: RecordsRefusal.invalid(
                    field: "household_until", code: "records.invalid.standingOver",
                    arguments: ["least": "2027-02-01"])
            ) {
                try await records.amend(
                    id, from: Day(yyyymmdd: 2027_02_01)!, values, reason: "晚", version: 4, by: world.clerk)
            }
            // What the run reads is what the history says.
            let run = try await world.database.read {
                try records.billable(in: .all, on: Self.july, scope: RecordsWorld.company, in: $0)
            }
            #expect(run.first?.terms == term.values)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a change tells its reach and the billed months in it, and writes them down`(_ engine: Engine)
        async throws
    {
        try await with(engine) { world, records in
            let id = try await records.open(world.account(1), by: world.clerk)
            let later = Day(yyyymmdd: 2026_08_01)!
            try await records.amend(
                id, from: later, TermValues(tariffCode: "FLAT"), reason: "合表", version: 1, by: world.clerk)
            let five = TermValues(tariffCode: "RES", householdPersons: 5)
            let june = Day(yyyymmdd: 2026_06_15)!
            let preview = try await records.previewTerms(id, from: june, five, by: world.clerk)
            #expect(preview.until == Day(yyyymmdd: 2026_07_31))
            #expect(preview.before.householdPersons == 3 && preview.after.householdPersons == 5)
            // May ended before; in August other terms hold.
            #expect(preview.billed.map(\.description) == ["2026-06", "2026-07"])
            #expect(try await world.count("records_term") == 2)
            let done = try await records.changeTerms(
                id, from: june, five, reason: "五口", version: 2, by: world.clerk)
            #expect(done.billed == preview.billed)
            let payloads = try await world.database.read { transaction in
                try transaction.all(
                    "SELECT payload FROM control_event WHERE topic = 'records.termAmended' /*scatter: a test reads all*/"
                ) { try $0.text(0) }
            }
            #expect(payloads.contains { $0.contains(#""billed":"2026-06 2026-07""#) })
        }
    }

    @Test(arguments: TestEngines.all)
    func `a tariff that holds on no such day, and a basic charge changed by the way, are refused`(
        _ engine: Engine
    ) async throws {
        try await with(engine) { world, records in
            let id = try await records.open(world.account(1), by: world.clerk)
            await #expect(
                throws: RecordsRefusal.invalid(
                    field: "tariff_code", code: "records.invalid.tariffUnknown",
                    arguments: ["value": "GONE", "day": "2026-07-01"])
            ) {
                try await records.amend(
                    id, from: Self.july, TermValues(tariffCode: "GONE"), reason: "错", version: 1,
                    by: world.clerk)
            }
            func twoPart(_ mode: BasicMode, _ demand: Int64) -> TermValues {
                TermValues(
                    tariffCode: "FLAT", capacity: ApparentPower(units: 630_000),
                    contractDemand: Power(watts: demand * 1_000), basicMode: mode)
            }
            // A first mode comes with the tariff that asks for one.
            _ = try await records.changeTerms(
                id, from: Self.july, twoPart(.capacity, 0), reason: "两部制", version: 1, by: world.clerk)
            for (mode, demand) in [(BasicMode.contractDemand, Int64(400)), (.capacity, 300)] {
                await #expect(throws: EquipmentRefusal.byDemandForm) {
                    try await records.changeTerms(
                        id, from: Self.july.adding(days: 9), twoPart(mode, demand), reason: "需量", version: 2,
                        by: world.clerk)
                }
            }
            #expect(try await records.account(id, by: world.clerk).account.version == 2)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a new household on yearly tiers begins with the month after it was connected`(_ engine: Engine)
        async throws
    {
        try await with(engine) { world, records in
            func opened(_ number: Int, _ day: Int, _ terms: TermValues) async throws -> BillingMonth? {
                var account = world.account(number)
                account.openedOn = Day(yyyymmdd: day)!
                account.terms = terms
                let id = try await records.open(account, by: world.clerk)
                return try await records.account(id, by: world.clerk).terms.revisions[0].values.firstTierMonth
            }
            let home = TermValues(tariffCode: "RES")
            #expect(try await opened(1, 2026_03_10, home) == BillingMonth(year: 2026, month: 4))
            let given = TermValues(tariffCode: "RES", firstTierMonth: BillingMonth(year: 2026, month: 6))
            #expect(try await opened(2, 2026_03_10, given) == BillingMonth(year: 2026, month: 6))
            #expect(try await opened(3, 2026_03_10, TermValues(tariffCode: "FLAT")) == nil)
            // Old customers have whole years.
            #expect(try await opened(4, 2025_10_10, home) == nil)
            let file =
                "consumer_no,name,address,organisation,area,class,tariff_code,settlements,agency_multiple,surcharge,households,household_until,opened_on\n"
                + "900001,张伟,灯塔路1号,S2,T01,居民,RES,2,1,是,6,2027-05-31,2026-10-08\n"
                + "900002,李娜,灯塔路2号,S2,T01,居民,RES,,,,,,2026-10-08\n"
            let report = try await records.importAccounts(Array(file.utf8), by: world.clerk)
            #expect(report.problems.isEmpty && report.written == 2, "\(report.problems)")
            let first = try await records.account(consumerNo: "900001", by: world.clerk).terms.revisions[0]
                .values
            #expect(
                first
                    == TermValues(
                        tariffCode: "RES", firstTierMonth: BillingMonth(year: 2026, month: 11),
                        settlements: 2, paysAgencyMultiple: true, choosesSurcharge: true, households: 6,
                        householdUntil: Day(yyyymmdd: 2027_05_31)))
            let second = try await records.account(consumerNo: "900002", by: world.clerk).terms.revisions[0]
            #expect(second.values.settlements == 1 && second.values.households == 1)
            let bad = file.replacing(",6,2027-05-31", with: ",0,2027-05-99")
                .replacing("9000", with: "9100")
            let refused = try await records.importAccounts(Array(bad.utf8), by: world.clerk)
            #expect(Set(refused.problems.map(\.column)) == ["households", "household_until"])
        }
    }
}
