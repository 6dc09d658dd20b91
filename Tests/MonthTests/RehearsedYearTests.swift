import Billing
import Control
import Demo
import Foundation
import Kernel
import Records
import Store
import Tariff
import TestSupport
import Testing

/// A draft that asks of the year what its tariff never asked: rehearsed and compared with what the bills before say.
@Suite struct `A draft that asks more of the year` {
    /// 0.50 yuan and 10 yuan a kW, and what a draft's version has besides.
    private static func demand(_ versions: [(from: String, terms: String)]) -> String {
        let texts = versions.map {
            """
            {"effectiveFrom": "\($0.from)", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
             "prices": {"TOTAL": ["0.5"]}, \($0.terms)}
            """
        }
        return """
            {"schemaVersion": 2, "kind": "TARIFF", "code": "ASKED", "nameZh": "试验", "nameEn": "Trial",
             "class": "COMMERCIAL_SINGLE", "voltage": "ANY", "source": "试验", "versions": [\(texts.joined(separator: ","))]}
            """
    }

    private static let plain = #""demand": {"flat": {"prices": ["10"]}}"#
    private static let july = BillingMonth(year: 2025, month: 7)

    private static func files() throws -> [TariffFile] {
        let own = TariffFile(name: "asked.json", content: Data(demand([("2024-01-01", plain)]).utf8))
        return try TariffCatalogue.bundledFiles() + [own]
    }

    /// July's amount by what is published, by the draft as it is rehearsed, and by the draft on one account.
    private func july(_ terms: String, _ engine: Engine) async throws -> [String] {
        let files = try Self.files()
        return try await CapacityWorld.with(engine, adding: [files[files.count - 1]]) { world in
            let (billing, clerk) = (world.doors.billing, world.clerk)
            let tariff = world.doors.tariff
            try await tariff.install(files)
            let id = try await world.open(1, "ASKED", mode: .none, registers: [.total, .demand])
            world.move(to: 2025_08_01)
            try await world.read(id, 2025_06_30, [.total: 1_000, .demand: 200])
            #expect(try await world.bill() == 1)
            try await world.read(id, 2025_07_31, [.total: 2_000, .demand: 50])
            #expect(try await world.bill(Self.july) == 1)
            let content = Self.demand([("2024-01-01", Self.plain), ("2025-09-01", terms)])
            let draft = try await tariff.createDraft(.content(content), by: clerk)
            #expect(try await tariff.check(draft.id, by: clerk).faults == [])
            let job = try await billing.rehearse(draft: draft.id, months: 1, by: clerk)
            try await billing.workRehearsal(job, by: clerk)
            let rehearsal = try #require(try await billing.rehearsal(of: draft.id, by: clerk))
            let bill = try #require(
                try await billing.rehearsedBill(
                    draft: draft.id, account: id, month: Self.july, by: clerk))
            #expect(bill.after.amount == rehearsal.after && bill.before.amount == rehearsal.before)
            let tried = try await billing.compare(account: id, with: [.draft(draft.id)], months: 1, by: clerk)
            #expect(tried.months.map(\.own.amount) == [rehearsal.before])
            let found = [rehearsal.before, rehearsal.after] + tried.months.map { $0.others[0].amount }
            return found.map(\.description)
        }
    }

    @Test(arguments: TestEngines.all)
    func `looks back at the highest demand`(_ engine: Engine) async throws {
        // 500 yuan and 50 kW; 80 percent of June's 200 kW.
        let found = try await july(
            #""demand": {"flat": {"prices": ["10"]}, "ratchetPercent": "80"}"#, engine)
        #expect(found == ["1000.00", "2100.00", "2100.00"])
    }

    @Test(arguments: TestEngines.all)
    func `tops up the year that ends with the month`(_ engine: Engine) async throws {
        // June came to 500 yuan and 2,000 for its demand, July to 1,000: 6,500 are missing.
        let found = try await july(
            Self.plain + #", "minimumYearly": "10000", "yearEndsInMonth": 7"#, engine)
        #expect(found == ["1000.00", "7500.00", "7500.00"])
    }

    @Test(arguments: TestEngines.all)
    func `begins the tier year with its own month`(_ engine: Engine) async throws {
        try await YearWorld.with(engine) { world in
            let tariff = Tariff(control: world.control, shelf: TariffShelf(try TariffCatalogue.bundled()))
            try await tariff.install(TariffCatalogue.bundledFiles())
            let one = try await world.open(1)
            for (month, day, dial) in [
                (202601, 2026_01_31, 3_100), (202602, 2026_02_28, 3_400), (202603, 2026_03_31, 3_900),
            ] as [(Int, Int, Int64)] {
                world.move(to: Int(Day(yyyymmdd: day)!.adding(days: 1).yyyymmdd))
                try await world.read(day, [one: dial])
                #expect(try await world.bill(month) == 1)
            }
            let standing = try await tariff.standing(by: world.clerk).first { $0.code == "SH-RES" }
            let text = try #require(standing?.content)
            var file = try #require(
                try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            var versions = try #require(file["versions"] as? [[String: Any]])
            var next = try #require(versions.last)
            var tiers = try #require(next["tiers"] as? [String: Any])
            tiers["yearStartsInMonth"] = 2
            next["tiers"] = tiers
            next["effectiveFrom"] = "2026-05-01"
            versions.append(next)
            file["versions"] = versions
            let draft = try await tariff.createDraft(
                .content(String(decoding: try JSONSerialization.data(withJSONObject: file), as: UTF8.self)),
                by: world.clerk)
            let job = try await world.billing.rehearse(draft: draft.id, months: 3, by: world.clerk)
            try await world.billing.workRehearsal(job, by: world.clerk)
            let rehearsal = try #require(
                try await world.billing.rehearsal(of: draft.id, by: world.clerk))
            // By the calendar year 3,120 kWh are of the first tier and 780 of the second. With years from February on
            // January is the one month that the household had of the year before, 260, 140 and 2,700 kWh, and the other
            // 800 begin anew.
            #expect(rehearsal.before == Money(fen: 244_530) && rehearsal.after == Money(fen: 322_330))
            let tried = try await world.billing.compare(
                account: one, with: [.draft(draft.id)], by: world.clerk)
            #expect(tried.months.map(\.own.amount) == tried.months.compactMap(\.billed))
            #expect(tried.total(of: 0).other == rehearsal.after)
            let march = try #require(
                try await world.billing.rehearsedBill(
                    draft: draft.id, account: one, month: BillingMonth(yyyymm: 202603)!, by: world.clerk))
            #expect(march.before.amount == Money(fen: 33_350) && march.after.amount == Money(fen: 30_850))
        }
    }
}
