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

/// A rehearsal beside the bills that the same customers get where the draft's rules held all along.
@Suite struct `Rehearsed losses` {
    private static let first = #"""
        "transformer": {"method": "FORMULA", "shiftFactors": {"TWO_SHIFT": "1.8"}, "sharing": "ENERGY",
          "transformers": [{"type": "S9", "ratedKva": 315, "noLoadKw": "0.67", "loadKw": "3.65",
          "noLoadCurrentPercent": "1.1", "impedancePercent": "4"}]},
        "line": {"method": "PERCENT", "percent": "2"}, "periodPolicy": "FLAT"
        """#
    private static let next = #"""
        "transformer": {"method": "TABLE", "sharing": "CAPACITY", "chargesNoLoadWhenIdle": true,
          "shiftFactors": {"TWO_SHIFT": "1.2"},
          "transformers": [{"type": "S9", "ratedKva": 315, "noLoadKw": "0.9", "loadKw": "4.65",
          "noLoadCurrentPercent": "1.4", "impedancePercent": "5"}],
          "tables": [{"type": "S9", "ratedKva": 400, "rows": [{"toKwh": 8000, "lossKwh": 713, "lossKvarh": 3001},
            {"lossKwh": 1511, "lossKvarh": 7003}]}]},
        "line": {"method": "PERCENT", "percent": "5"}, "periodPolicy": "PROPORTIONAL"
        """#

    /// In force from the middle of July on.
    private static let second = #"""
        "transformer": {"method": "PERCENT", "percent": "3.3",
          "transformers": [{"type": "S9", "ratedKva": 315, "noLoadKw": "0.7", "loadKw": "3.7",
          "noLoadCurrentPercent": "1.2", "impedancePercent": "4"}]},
        "line": {"method": "PERCENT", "percent": "1.7"}, "periodPolicy": "PROPORTIONAL"
        """#

    private static func file(_ versions: [(String, String)], _ code: String = "EX-LOSS") -> TariffFile {
        let list = versions.map { #"{"effectiveFrom": "\#($0)", \#($1)}"# }.joined(separator: ",")
        return TariffFile(
            name: "\(code).json",
            content: Data(
                #"""
                {"schemaVersion": 2, "kind": "LOSS", "code": "\#(code)", "nameZh": "示例损耗",
                 "nameEn": "Example losses", "source": "示例", "versions": [\#(list)]}
                """#.utf8))
    }

    private static let tiers = PublishedLossTests.yearTiers(to: 21_000)

    private static let published = TransformerLossTerms(
        method: .published, capacity: ApparentPower(voltAmperes: 315_000), shift: .two, published: "EX-LOSS",
        model: "S9-M-315/10")

    typealias Bills = [String: [Int: Money]]

    struct Scene {
        var ids: [String: AccountID] = [:]
        var bills: Bills = [:]
    }

    /// Everybody's bills of June to August.
    private static func play(_ world: CapacityWorld) async throws -> Scene {
        var scene = Scene()
        let doors = world.doors
        var number = 0
        func open(
            _ name: String, _ tariff: String = "HB-IND-10KV", mode: BasicMode = .capacity,
            assessed: Bool = false, settlements: Int = 1,
            registers: [RegisterKind] = [.total, .reactive, .demand], on day: Day = CapacityWorld.opened
        ) async throws -> AccountID {
            number += 1
            let id = try await world.open(
                number, tariff, mode: mode, kva: 315, assessed: assessed, settlements: settlements,
                registers: registers, on: day)
            scene.ids[name] = id
            return id
        }
        func loss(_ id: AccountID, _ terms: PointLossTerms, from day: Int = 2025_05_31) async throws {
            let point = try await doors.records.account(id, by: world.clerk).usagePoints[0].id
            try await doors.records.setLoss(
                of: point, of: id, from: Day(yyyymmdd: day)!, terms, reason: "高供低计",
                version: world.version(id), by: world.clerk)
        }
        func own(_ transformer: TransformerLossTerms, line: Bool = false) -> PointLossTerms {
            PointLossTerms(
                arrangement: .highLow, transformer: transformer,
                line: line ? LineLossTerms(method: .published, published: "EX-LOSS") : .init())
        }
        let sealed = try await open("sealed", assessed: true)
        let piece = try await world.add(315, to: sealed)
        var terms = published
        terms.equipment = String(piece)
        try await loss(sealed, own(terms, line: true))
        let tou: [RegisterKind] = [.total, .peak, .flat, .valley, .reactive]
        let late = try await open(
            "late", "HB-IND-10KV-TOU", registers: tou, on: Day(yyyymmdd: 2025_06_12)!)
        try await loss(late, own(published), from: 2025_06_12)
        let gone = try await open("gone", "HB-IND-10KV-TOU", assessed: true, registers: tou)
        try await loss(gone, own(published, line: true))
        let shared = try await doors.records.addSharedTransformer(
            code: "GB-01", name: "公用变", organisation: OrganisationID(2),
            SharedTransformer.Terms(method: .energy, transformer: published), by: world.clerk)
        let plain = TransformerLossTerms(
            method: .percent, published: "", percent: Percent(ppm: 20_000))
        let later = try await doors.records.addSharedTransformer(
            code: "GB-02", name: "公用变二", organisation: OrganisationID(2),
            SharedTransformer.Terms(method: .capacity, transformer: plain), by: world.clerk)
        for (name, id, kva, charged) in [
            ("first", shared, 100, true), ("second", shared, 200, true), ("free", shared, 15, false),
            ("later1", later, 100, true), ("later2", later, 60, true),
        ] as [(String, Int64, Int64, Bool)] {
            let member = try await open(name, assessed: name == "second")
            try await loss(
                member,
                PointLossTerms(
                    arrangement: .highLow,
                    line: name == "first" ? LineLossTerms(method: .published, published: "EX-LOSS") : .init(),
                    part: LossPart(
                        shared: String(id), capacity: ApparentPower(voltAmperes: kva * 1_000),
                        isCharged: charged)))
        }
        try await doors.records.changeSharedTransformer(
            later, from: Day(yyyymmdd: 2025_07_16)!,
            SharedTransformer.Terms(method: .capacity, transformer: published), reason: "改", version: 1,
            by: world.clerk)
        let into = try await open("into")
        try await loss(into, own(plain))
        try await loss(into, own(published), from: 2025_06_16)
        let out = try await open("out")
        try await loss(out, own(published))
        try await loss(out, own(plain), from: 2025_06_16)
        let twice = try await open("twice", settlements: 2)
        try await loss(twice, own(published))
        var formula = published
        formula.method = .formula
        let days = try await open("days", "CHANGE-DAYS", mode: .none, registers: [.total])
        try await loss(days, own(formula, line: true))
        let frozen = try await open("frozen", "CHANGE-FROZEN", mode: .none, registers: [.total])
        try await loss(frozen, own(published))
        let tiers = try await open("tiers", "YEAR-TIERS", mode: .none, registers: [.total])
        try await loss(
            tiers,
            PointLossTerms(
                arrangement: .highHigh, line: LineLossTerms(method: .published, published: "EX-LOSS")))
        let both = try await open("both", assessed: true)
        var elsewhere = published
        elsewhere.published = "EX-OTHER"
        try await loss(both, own(elsewhere, line: true))
        let idle = try await open("idle")
        try await loss(idle, own(formula, line: true))
        let other = try await open("other")
        try await loss(other, own(plain))
        let joins = try await open("joins")
        try await loss(joins, own(published))
        try await loss(
            joins,
            PointLossTerms(
                arrangement: .highLow,
                part: LossPart(shared: String(shared), capacity: ApparentPower(voltAmperes: 50_000))),
            from: 2025_07_11)

        world.move(to: 2025_06_20)
        try await world.order(sealed, piece, .suspended, 2025_06_11)
        _ = try await doors.reading.freeze(
            AccountReadings(
                frozen, on: Day(yyyymmdd: 2025_06_11)!,
                [RegisterReading(.total, RegisterValue(whole: 3_000))]),
            CapacityWorld.june, by: world.clerk)
        for month in 6...8 {
            let month = BillingMonth(year: 2025, month: month)
            let last = Int(month.lastDay.yyyymmdd)
            let count = Int64(month.month - 5)
            world.move(to: Int(month.adding(months: 1).firstDay.yyyymmdd))
            if month.month == 6 {
                try await doors.control.installCodes()
                let account = try await doors.records.account(gone, by: world.clerk)
                let values: [RegisterKind: Int64] = [
                    .total: 9_000, .peak: 4_000, .flat: 3_000, .valley: 2_000, .reactive: 5_000,
                ]
                try await doors.records.close(
                    CloseAccount(
                        account: gone, day: Day(yyyymmdd: 2025_06_15)!,
                        finalValues: [
                            try #require(account.installations.first).id:
                                values.mapValues { RegisterValue(whole: $0) }
                        ], reasonCode: "APPLIED", reason: "拆迁", version: account.account.version),
                    by: world.clerk)
            }
            try await world.read(
                twice, last / 100 * 100 + 15,
                [
                    .total: count * 20_000 - 9_000,
                    .reactive: (count * 20_000 - 9_000) * 2 / 3, .demand: 90,
                ])
            _ = try await world.bill(month)
            for (place, (name, id)) in scene.ids.sorted(by: { $0.key < $1.key }).enumerated() {
                if name == "gone" || (name == "tiers" && month.month == 7) { continue }
                let base: Int64 =
                    switch name {
                    case "tiers": 10_000
                    // Nothing after June.
                    case "idle": 18_000 / count
                    case "late": 20_003
                    default: 19_000 + 777 * Int64(place)
                    }
                let total = name == "twice" ? count * 20_000 : count * base
                var values: [RegisterKind: Int64] = [.total: total]
                if !["days", "frozen", "tiers"].contains(name) { values[.reactive] = total * 2 / 3 }
                if name == "late" {
                    values[.peak] = count * 9_001
                    values[.flat] = count * 6_001
                    values[.valley] = count * 5_001
                } else if values[.reactive] != nil {
                    values[.demand] = 150
                }
                try await world.read(id, last, values)
            }
            _ = try await world.bill(month)
            for (name, id) in scene.ids {
                for sequence in 0...1 {
                    guard
                        let bill = try? await doors.billing.bill(
                            BillID(account: id, month: month, sequence: sequence)!, by: world.clerk)
                    else { continue }
                    scene.bills[name, default: [:]][Int(month.yyyymm), default: .zero] += bill.bill.amount
                }
            }
        }
        return scene
    }

    private static func files(_ versions: [(String, String)]) -> [TariffFile] {
        [
            file(versions), file([("2020-01-01", first)], "EX-OTHER"), tiers,
            `A version that begins inside a cycle`.priced("CHANGE-DAYS", "BY_DAYS"),
            `A version that begins inside a cycle`.priced("CHANGE-FROZEN", "BY_FROZEN"),
        ]
    }

    /// A draft with the file's content, rehearsed over so many months.
    private static func rehearsed(
        _ file: TariffFile, months: Int, _ world: CapacityWorld
    ) async throws -> TariffSketch {
        let (doors, clerk) = (world.doors, world.clerk)
        let draft = try await doors.tariff.createDraft(
            .content(String(decoding: file.content, as: UTF8.self)), by: clerk)
        let job = try await doors.billing.rehearse(draft: draft.id, months: months, by: clerk)
        try await doors.billing.workRehearsal(job, by: clerk)
        return draft
    }

    @Test(arguments: TestEngines.all)
    func `are to the fen those of bills under the draft's rules`(_ engine: Engine) async throws {
        let wanted = try await CapacityWorld.with(
            engine, adding: Self.files([("2020-01-01", Self.next)])
        ) { try await Self.play($0).bills }
        let old = [("2020-01-01", Self.first), ("2025-07-16", Self.second)]
        try await CapacityWorld.with(engine, adding: Self.files(old)) { world in
            try await world.doors.tariff.install(TariffCatalogue.bundledFiles() + Self.files(old))
            let scene = try await Self.play(world)
            let billing = world.doors.billing
            let draft = try await world.doors.tariff.createDraft(
                .content(
                    String(
                        decoding: Self.file(old + [("2025-10-01", Self.next)]).content, as: UTF8.self)),
                by: world.clerk)
            #expect(try await world.doors.tariff.check(draft.id, by: world.clerk).faults == [])
            let job = try await billing.rehearse(draft: draft.id, months: 3, by: world.clerk)
            try await billing.workRehearsal(job, by: world.clerk)
            let rehearsal = try #require(try await billing.rehearsal(of: draft.id, by: world.clerk))
            #expect(rehearsal.refused == 0)
            // Who followed no rules on any day of a month is in none of its bills; the missed month has none.
            let all = Set(6...8)
            let some = [
                "gone": [6], "out": [6], "later1": [7, 8], "later2": [7, 8], "tiers": [6, 8], "other": [],
            ]
            var (sumBefore, sumAfter) = (Money.zero, Money.zero)
            for (name, id) in scene.ids.sorted(by: { $0.value < $1.value }) {
                let months = try await billing.rehearsedMonths(draft: draft.id, account: id, by: world.clerk)
                #expect(Set(months.map(\.month)) == some[name].map(Set.init) ?? all, "\(name)")
                for month in months {
                    let found = try #require(
                        try await billing.rehearsedBill(
                            draft: draft.id, account: id, month: month, by: world.clerk))
                    sumBefore += found.before.amount
                    sumAfter += found.after.amount
                    let key = Int(month.yyyymm)
                    let (before, after) = (scene.bills[name]?[key], wanted[name]?[key])
                    // A month that is settled twice is rehearsed whole: each settlement rounds its own fen.
                    let most: Int64 = name == "twice" ? 2 : 0
                    #expect(
                        abs(found.before.amount.fen - (before?.fen ?? 0)) <= most, "\(name) \(month) before")
                    #expect(
                        abs(found.after.amount.fen - (after?.fen ?? 0)) <= most, "\(name) \(month) after")
                }
            }
            #expect(rehearsal.before == sumBefore && rehearsal.after == sumAfter)
        }
    }

    @Test(arguments: TestEngines.all)
    func `do not lead the year after the one that they were rehearsed in`(_ engine: Engine) async throws {
        let old = [
            (
                "2020-01-01",
                #""transformer": {"method": "PERCENT", "percent": "2"}, "line": {"method": "NONE"}, "periodPolicy": "FLAT""#
            )
        ]
        try await CapacityWorld.with(engine, adding: [Self.file(old), Self.tiers]) { world in
            let (doors, clerk) = (world.doors, world.clerk)
            try await doors.tariff.install(TariffCatalogue.bundledFiles() + [Self.file(old), Self.tiers])
            let id = try await world.open(1, "YEAR-TIERS", mode: .none, registers: [.total])
            let point = try await doors.records.account(id, by: clerk).usagePoints[0].id
            // In January it has a transformer that the draft lacks.
            for (day, kva) in [(2025_05_31, 315), (2026_01_01, 800), (2026_02_01, 315)] as [(Int, Int64)] {
                var terms = Self.published
                terms.capacity = ApparentPower(voltAmperes: kva * 1_000)
                try await doors.records.setLoss(
                    of: point, of: id, from: Day(yyyymmdd: day)!,
                    PointLossTerms(arrangement: .highLow, transformer: terms), reason: "换变",
                    version: world.version(id), by: clerk)
            }
            for (day, total) in [(2025_12_31, 10_000), (2026_01_31, 20_000), (2026_02_28, 30_000)]
                as [(Int, Int64)]
            {
                world.move(to: day)
                try await world.read(id, day, [.total: total])
                let month = Day(yyyymmdd: day)!.billingMonth
                world.move(to: Int(month.adding(months: 1).firstDay.yyyymmdd))
                #expect(try await world.bill(month) == 1)
            }
            let draft = try await Self.rehearsed(
                Self.file(old + [("2026-04-01", Self.next)]), months: 3, world)
            let rehearsal = try #require(try await doors.billing.rehearsal(of: draft.id, by: clerk))
            #expect(rehearsal.bills == 2 && rehearsal.refused == 1)
            // 10,200 kWh of January and 11,511 of February: 711 above 21,000. December's loss is last year's.
            let february = try #require(
                try await doors.billing.rehearsedBill(
                    draft: draft.id, account: id, month: BillingMonth(yyyymm: 202602)!, by: clerk))
            #expect(february.after.energy == Energy(kilowattHours: 11_511))
            #expect(february.after.amount == Money(fen: 611_100))
        }
    }

    @Test(arguments: TestEngines.all)
    func `of a month that has no bill lead no later one, as its energy does not`(_ engine: Engine)
        async throws
    {
        let old = [("2020-01-01", Self.first)]
        try await CapacityWorld.with(engine, adding: [Self.file(old), Self.tiers]) { world in
            let (doors, clerk) = (world.doors, world.clerk)
            try await doors.tariff.install(TariffCatalogue.bundledFiles() + [Self.file(old), Self.tiers])
            let id = try await world.open(1, "YEAR-TIERS", mode: .none, registers: [.total])
            try await world.setLoss(
                id,
                PointLossTerms(
                    arrangement: .highHigh, line: LineLossTerms(method: .published, published: "EX-LOSS")))
            // July is read and never billed.
            for (day, total, isBilled) in [
                (2025_06_30, 10_000, true), (2025_07_31, 20_000, false), (2025_08_31, 30_000, true),
            ] as [(Int, Int64, Bool)] {
                world.move(to: day)
                try await world.read(id, day, [.total: total])
                let month = Day(yyyymmdd: day)!.billingMonth
                world.move(to: Int(month.adding(months: 1).firstDay.yyyymmdd))
                if isBilled { #expect(try await world.bill(month) == 1) }
            }
            let draft = try await Self.rehearsed(
                Self.file(old + [("2025-10-01", Self.next)]), months: 3, world)
            // 10,500 kWh each of June and August are the 21,000 of the first tier.
            let august = try #require(
                try await doors.billing.rehearsedBill(
                    draft: draft.id, account: id, month: BillingMonth(yyyymm: 202508)!, by: clerk))
            #expect(august.before.amount == Money(fen: 510_000))
            #expect(august.after.amount == Money(fen: 525_000))
        }
    }
}
