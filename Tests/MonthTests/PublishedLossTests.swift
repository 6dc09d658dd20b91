import Billing
import Control
import Demo
import Foundation
import Kernel
import Reading
import Records
import Store
import Tariff
import TestSupport
import Testing

/// Losses by published rules: the version in force on the day, each kept with the bill.
@Suite struct `Published loss rules` {
    @Test(arguments: TestEngines.all)
    func `are followed by what is billed from the day of a version on, and not before`(_ engine: Engine)
        async throws
    {
        try await CapacityWorld.with(engine) { world in
            let tariff = world.doors.tariff
            try await tariff.install(
                TariffCatalogue.bundledFiles() + [PublishedLossTests.file(PublishedLossTests.june)])
            let id = try await world.open(1, "HB-IND-10KV", kva: 315)
            let unread = try await world.open(2, "HB-IND-10KV", kva: 315)
            for id in [id, unread] {
                try await world.setLoss(
                    id,
                    PointLossTerms(
                        arrangement: .highLow,
                        transformer: TransformerLossTerms(
                            method: .published, capacity: ApparentPower(voltAmperes: 315_000),
                            shift: .two, published: "EX-LOSS", model: "S9-M-315/10"),
                        line: LineLossTerms(method: .published, published: "EX-LOSS")))
            }
            world.move(to: 2025_07_01)
            try await world.read(id, 2025_06_30, [.total: 60_000, .reactive: 30_000, .demand: 200])
            #expect(try await world.bill() == 1)
            // LOSS-01 with K = 1.8: 0.67 × 720 + 1.8 × 3.65 × (60,000² + 30,000²)/(315² × 720) = 896.2; the line 2 %.
            let june = try #require(try await world.basis(of: id).losses.first)
            #expect(june.steps.map(\.loss) == [Energy(kilowattHours: 896)])
            #expect(june.lines.map(\.loss) == [Energy(kilowattHours: 1_200)])
            #expect(try await world.bill(of: id).bill.energy == Energy(kilowattHours: 62_096))

            // July was read before two people publish what holds from its 16th on; nothing is billed yet.
            world.move(to: 2025_07_10)
            try await world.read(id, 2025_07_10, [.total: 120_000, .reactive: 60_000, .demand: 200])
            let content = try await Self.next(tariff, world.clerk)
            let draft = try await tariff.createDraft(.content(content), by: world.clerk)
            #expect(try await tariff.check(draft.id, by: world.clerk).faults == [])
            let rehearsal = try await world.doors.billing.rehearse(
                draft: draft.id, months: 1, by: world.clerk)
            try await world.doors.billing.workRehearsal(rehearsal, by: world.clerk)
            let proposal = try await tariff.proposePublication(
                of: draft.id, version: draft.version, reason: "新标准", by: TwoPeople.proposer)
            _ = try await world.doors.control.approve(
                proposal.id, hash: proposal.hashText, by: TwoPeople.approver)
            try await world.doors.control.pump.catchUp(control: world.doors.control)
            world.move(to: 2025_08_01)
            #expect(try await world.bill(BillingMonth(year: 2025, month: 7)) == 1)
            let july = try #require(
                try await world.basis(of: id, BillingMonth(year: 2025, month: 7)).losses.first)
            // Half a month each, 30,000 kWh and 15,000 kvarh: 0.67 × 360 + 1.8 × 3.65 × (30,000² + 15,000²)/(315² × 360)
            // = 448.1 by the formula, then 3 % of 30,000; the line 2 % and 1 %.
            #expect(july.steps.map(\.days) == [15, 15])
            #expect(july.steps.map { $0.published?.from.yyyymmdd } == [2020_01_01, 2025_07_16])
            #expect(july.steps.map { $0.published?.isExample } == [true, false])
            #expect(july.steps.map(\.loss.kilowattHours) == [448, 900])
            #expect(july.lines.map(\.loss.kilowattHours) == [600, 300])
            let bill = try await world.bill(of: id, BillingMonth(year: 2025, month: 7)).bill
            #expect(bill.energy == Energy(kilowattHours: 62_248))

            // August is all by the new one: 3 % and 1 %. What June was billed by stays.
            world.move(to: 2025_08_31)
            try await world.read(id, 2025_08_31, [.total: 180_000, .reactive: 90_000, .demand: 200])
            world.move(to: 2025_09_01)
            #expect(try await world.bill(BillingMonth(year: 2025, month: 8)) == 1)
            let august = try await world.bill(of: id, BillingMonth(year: 2025, month: 8)).bill
            #expect(august.energy == Energy(kilowattHours: 62_400))
            #expect(try await world.basis(of: id).losses == [june])
        }
    }

    @Test(arguments: TestEngines.all)
    func `that nobody published, or that lack the transformer, keep the bill waiting`(_ engine: Engine)
        async throws
    {
        try await CapacityWorld.with(engine, adding: [PublishedLossTests.file(PublishedLossTests.june)]) {
            world in
            let terms = TransformerLossTerms(
                method: .published, capacity: ApparentPower(voltAmperes: 400_000), published: "EX-LOSS",
                model: "S9-M-400/10")
            let id = try await world.open(1, "HB-IND-10KV", kva: 400)
            var unknown = terms
            unknown.published = "NO-SUCH"
            await #expect(throws: RecordsRefusal.self) {
                try await world.setLoss(id, PointLossTerms(arrangement: .highLow, transformer: unknown))
            }
            try await world.setLoss(id, PointLossTerms(arrangement: .highLow, transformer: terms))
            world.move(to: 2025_07_01)
            try await world.read(id, 2025_06_30, [.total: 60_000, .reactive: 30_000, .demand: 200])
            #expect(try await waits(id, world) == [true])
            // The run says so, and whoever was not read besides is counted apart.
            let run = try await world.doors.billing.start(
                month: CapacityWorld.june, organisation: OrganisationID(1), by: world.clerk)
            let done = try await world.doors.billing.work(run, by: world.clerk)
            #expect(done.result.done == 0 && done.result.errors == ["LOSS_WAITS": 1])
            let exceptions = try await world.doors.billing.exceptions(of: run, by: world.clerk)
            #expect(exceptions.map(\.account) == [id] && exceptions.map(\.isBlocking) == [true])
            try await world.doors.billing.cancel(run, by: world.clerk)
            // A plate of its own mends it, without the energy being approved again.
            var own = terms
            own.plate = CapacityBillingTests.plate
            try await world.setLoss(id, PointLossTerms(arrangement: .highLow, transformer: own))
            try await world.doors.control.pump.catchUp(control: world.doors.control)
            #expect(try await waits(id, world) == [false])
            #expect(try await world.bill() == 1)
        }
    }

    /// A version that gives 200 kWh up to 8,000 kWh and 300 above.
    private static func table(from day: String) -> String {
        """
        {"effectiveFrom": "\(day)", "example": true, "transformer": {"method": "TABLE", "tables": [
          {"type": "S9", "ratedKva": 315, "rows": [
            {"toKwh": 8000, "lossKwh": 200, "lossKvarh": 1000},
            {"toKwh": 20000, "lossKwh": 300, "lossKvarh": 1500}]}]},
         "line": {"method": "NONE"}, "periodPolicy": "FLAT"}
        """
    }

    @Test(arguments: TestEngines.all)
    func `by table take the row of the whole month's energy where a version cuts the month`(_ engine: Engine)
        async throws
    {
        let text = """
            {"schemaVersion": 2, "kind": "LOSS", "code": "EX-LOSS", "nameZh": "示例损耗", "nameEn": "Example losses",
            "source": "示例", "versions": [\(Self.table(from: "2020-01-01")), \(Self.table(from: "2025-06-16"))]}
            """
        let file = TariffFile(name: "ex-loss.json", content: Data(text.utf8))
        try await CapacityWorld.with(engine, adding: [file]) { world in
            let id = try await world.open(1, "HB-IND-10KV", kva: 315)
            try await world.setLoss(
                id,
                PointLossTerms(
                    arrangement: .highLow,
                    transformer: TransformerLossTerms(
                        method: .table, capacity: ApparentPower(voltAmperes: 315_000), published: "EX-LOSS",
                        model: "S9-M-315/10")))
            world.move(to: 2025_08_01)
            try await world.read(id, 2025_06_30, [.total: 10_000, .reactive: 5_000, .demand: 200])
            #expect(try await world.bill() == 1)
            // 10,000 kWh are in the row of 300, in each half of the month.
            let june = try #require(try await world.basis(of: id).losses.first)
            #expect(june.steps.map(\.days) == [15, 15])
            #expect(june.steps.map(\.monthly.kilowattHours) == [300, 300])
            #expect(june.steps.map(\.loss.kilowattHours) == [150, 150])
            #expect(june.reactiveLoss == ReactiveEnergy(kilovarHours: 1_500))
            // A month that nothing cuts bears the same.
            try await world.read(id, 2025_07_31, [.total: 20_000, .reactive: 10_000, .demand: 200])
            #expect(try await world.bill(BillingMonth(year: 2025, month: 7)) == 1)
            let july = try #require(
                try await world.basis(of: id, BillingMonth(year: 2025, month: 7)).losses.first)
            #expect(july.steps.map(\.loss.kilowattHours) == [300])
            #expect(july.reactiveLoss == june.reactiveLoss)
        }
    }

    @Test(arguments: TestEngines.all)
    func `give a line's resistance and voltage; its length is the point's, or theirs where it has none`(
        _ engine: Engine
    ) async throws {
        let line = #"{"method": "FORMULA", "ohmsPerKm": "0.45", "km": "2", "kv": "10"}"#
        let file = PublishedLossTests.file(#"{"method": "NONE"}"#, line: line)
        try await CapacityWorld.with(engine, adding: [file]) { world in
            let own = try await world.open(1, "HB-IND-10KV", kva: 400)
            let theirs = try await world.open(2, "HB-IND-10KV", kva: 400)
            for (id, metres) in [(own, 3_000), (theirs, 0)] as [(AccountID, Int64)] {
                try await world.setLoss(
                    id,
                    PointLossTerms(
                        arrangement: .highHigh,
                        line: LineLossTerms(method: .published, published: "EX-LOSS", metres: metres)))
            }
            world.move(to: 2025_07_01)
            for id in [own, theirs] {
                try await world.read(id, 2025_06_30, [.total: 60_000, .reactive: 30_000, .demand: 200])
            }
            #expect(try await world.bill() == 2)
            // 0.45 × 3 × (60,000² + 30,000²)/(1000 × 10² × 720) = 84.375; two thirds of it 56.25.
            for (id, loss) in [(own, 84), (theirs, 56)] as [(AccountID, Int64)] {
                let found = try #require(try await world.basis(of: id).losses.first)
                #expect(found.lines.map(\.loss.kilowattHours) == [loss])
                #expect(found.lines.map(\.terms.method) == [.formula])
                #expect(found.lines.map { $0.published?.code } == ["EX-LOSS"])
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `of two types that a model begins with give the longer one's numbers, wherever it stands`(
        _ engine: Engine
    ) async throws {
        func plate(_ type: String, _ noLoad: String) -> String {
            """
            {"type": "\(type)", "ratedKva": 315, "noLoadKw": "\(noLoad)", "loadKw": "3.65",
             "noLoadCurrentPercent": "1.1", "impedancePercent": "4"}
            """
        }
        func table(_ type: String, _ kva: Int, _ loss: Int) -> String {
            #"{"type": "\#(type)", "ratedKva": \#(kva), "rows": [{"lossKwh": \#(loss), "lossKvarh": 0}]}"#
        }
        let file = PublishedLossTests.file(
            """
            {"method": "NONE", "transformers": [\(plate("S9", "9.99")), \(plate("S9-M", "0.67")),
              \(plate("S", "9.99"))],
             "tables": [\(table("S9", 315, 999)), \(table("S9-M", 250, 111)), \(table("S9-M", 400, 555)),
              \(table("S9-M-400", 400, 777))]}
            """)
        try await CapacityWorld.with(engine, adding: [file]) { world in
            var accounts: [AccountID] = []
            for (number, method) in [TransformerLossTerms.Method.formula, .table].enumerated() {
                let id = try await world.open(number + 1, "HB-IND-10KV", kva: 315)
                try await world.setLoss(
                    id,
                    PointLossTerms(
                        arrangement: .highLow,
                        transformer: TransformerLossTerms(
                            method: method, capacity: ApparentPower(voltAmperes: 315_000),
                            published: "EX-LOSS", model: "S9-M-315/10")))
                accounts.append(id)
            }
            world.move(to: 2025_07_01)
            for id in accounts {
                try await world.read(id, 2025_06_30, [.total: 60_000, .reactive: 30_000, .demand: 200])
            }
            #expect(try await world.bill() == 2)
            // 0.67 × 720 + 3.65 × (60,000² + 30,000²)/(315² × 720) = 712.3; the table's next larger capacity.
            for (id, loss) in zip(accounts, [712, 555] as [Int64]) {
                let found = try #require(try await world.basis(of: id).losses.first)
                #expect(found.steps.map(\.loss.kilowattHours) == [loss])
            }
        }
    }

    private func waits(_ id: AccountID, _ world: CapacityWorld) async throws -> [Bool] {
        try await world.doors.reading.periods(id, from: CapacityWorld.june, months: 1, by: world.clerk)
            .map(\.lossWaits)
    }

    /// The published rules with a version more: 3 % from 16 July on, the line 1 %.
    private static func next(_ tariff: Tariff, _ clerk: Principal) async throws -> String {
        let standing = try await tariff.standing(by: clerk).first { $0.code == "EX-LOSS" }
        let text = try #require(standing?.content)
        var file = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        var versions = try #require(file["versions"] as? [[String: Any]])
        versions.append([
            "effectiveFrom": "2025-07-16", "transformer": ["method": "PERCENT", "percent": "3"],
            "line": ["method": "PERCENT", "percent": "1"], "periodPolicy": "FLAT",
        ])
        file["versions"] = versions
        return String(decoding: try JSONSerialization.data(withJSONObject: file), as: UTF8.self)
    }
}

enum PublishedLossTests {
    /// Transformers by formula, two shifts at K = 1.8.
    static let june = """
        {"method": "FORMULA", "shiftFactors": {"TWO_SHIFT": "1.8"}, "transformers": [{"type": "S9",
            "ratedKva": 315, "noLoadKw": "0.67", "loadKw": "3.65", "noLoadCurrentPercent": "1.1",
            "impedancePercent": "4"}]}
        """

    /// Loss rules `EX-LOSS` that hold since 2020, with the line at two percent where nothing else is said.
    static func file(
        _ transformer: String, line: String = #"{"method": "PERCENT", "percent": "2"}"#
    ) -> TariffFile {
        let text = """
            {"schemaVersion": 2, "kind": "LOSS", "code": "EX-LOSS", "nameZh": "示例损耗", "nameEn": "Example losses",
            "source": "示例", "versions": [{"effectiveFrom": "2020-01-01", "example": true,
            "transformer": \(transformer), "line": \(line),
            "periodPolicy": "FLAT"}]}
            """
        return TariffFile(name: "ex-loss.json", content: Data(text.utf8))
    }

    /// `YEAR-TIERS`: half a yuan up to so many kWh of the tier year, then one.
    static func yearTiers(to limit: Int) -> TariffFile {
        let text = """
            {"schemaVersion": 2, "kind": "TARIFF", "code": "YEAR-TIERS", "nameZh": "试验", "nameEn": "Trial",
             "class": "COMMERCIAL_SINGLE", "voltage": "ANY", "source": "试验", "versions": [
              {"effectiveFrom": "2024-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
               "tiers": {"basis": "YEAR", "limitsKwh": [\(limit)]}, "prices": {"TOTAL": ["0.5", "1"]}}]}
            """
        return TariffFile(name: "tiers.json", content: Data(text.utf8))
    }
}
