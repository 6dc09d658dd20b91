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

/// Loss rules: versions like a price, rehearsed like a price, though what they change is the energy.
@Suite struct `New loss rules` {
    /// The published rules with a version more.
    private static func next(
        _ world: CapacityWorld, _ tariff: Tariff, from day: String, transformer: [String: Any],
        line: [String: Any] = ["method": "PERCENT", "percent": "1"]
    ) async throws -> String {
        let standing = try await tariff.standing(by: world.clerk).first { $0.code == "EX-LOSS" }
        let text = try #require(standing?.content)
        var file = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        var versions = try #require(file["versions"] as? [[String: Any]])
        versions.append([
            "effectiveFrom": day, "transformer": transformer, "line": line, "periodPolicy": "FLAT",
        ])
        file["versions"] = versions
        return String(decoding: try JSONSerialization.data(withJSONObject: file), as: UTF8.self)
    }

    private static let published = TransformerLossTerms(
        method: .published, capacity: ApparentPower(voltAmperes: 315_000), shift: .two, published: "EX-LOSS",
        model: "S9-M-315/10")

    private static func sum(_ ids: [AccountID], _ month: Int, _ world: CapacityWorld) async throws -> Money {
        var sum = Money.zero
        for id in ids {
            sum += try await world.bill(of: id, BillingMonth(yyyymm: month)!).bill.amount
        }
        return sum
    }

    @Test(arguments: TestEngines.all)
    func
        `are rehearsed on all who follow them, also through a shared transformer, and bill what was rehearsed`(
            _ engine: Engine
        ) async throws
    {
        try await CapacityWorld.with(engine) { world in
            let (doors, tariff) = (world.doors, world.doors.tariff)
            try await tariff.install(
                TariffCatalogue.bundledFiles() + [PublishedLossTests.file(PublishedLossTests.june)])
            let own = try await world.open(1, "HB-IND-10KV", kva: 315)
            let sharing = [
                try await world.open(2, "HB-IND-10KV", kva: 315),
                try await world.open(3, "HB-IND-10KV", kva: 315),
            ]
            let others = [
                try await world.open(4, "HB-IND-10KV", kva: 315),
                try await world.open(5, "HB-IND-10KV", kva: 315),
            ]
            let shared = try await doors.records.addSharedTransformer(
                code: "GB-01", name: "港前公用变", organisation: OrganisationID(2),
                SharedTransformer.Terms(method: .energy, transformer: Self.published), by: world.clerk)
            try await world.setLoss(
                own,
                PointLossTerms(
                    arrangement: .highLow, transformer: Self.published,
                    line: LineLossTerms(method: .published, published: "EX-LOSS")))
            for (id, kva) in zip(sharing, [100, 200] as [Int64]) {
                try await world.setLoss(
                    id,
                    PointLossTerms(
                        arrangement: .highLow,
                        part: LossPart(
                            shared: String(shared), capacity: ApparentPower(voltAmperes: kva * 1_000))))
            }
            // Whose loss is agreed follows no rules.
            try await world.setLoss(
                others[0],
                PointLossTerms(
                    arrangement: .highLow,
                    line: LineLossTerms(method: .fixed, fixed: Energy(kilowattHours: 101))))
            let all = [own] + sharing + others
            func month(_ number: Int64) async throws {
                let month = BillingMonth(year: 2025, month: 5 + Int(number))
                world.move(to: Int(month.adding(months: 1).firstDay.yyyymmdd))
                for (place, id) in all.enumerated() {
                    let energy = number * (20_000 + 10_000 * Int64(place % 3))
                    try await world.read(
                        id, Int(month.lastDay.yyyymmdd),
                        [.total: energy, .reactive: energy / 2, .demand: 200])
                }
                #expect(try await world.bill(month) == all.count)
            }
            try await month(1)

            let draft = try await tariff.createDraft(
                .content(
                    try await Self.next(
                        world, tariff, from: "2025-08-01",
                        transformer: ["method": "PERCENT", "percent": "3", "sharing": "CAPACITY"])),
                by: world.clerk)
            #expect(try await tariff.check(draft.id, by: world.clerk).faults == [])
            await #expect(throws: TariffRefusal.notRehearsed) {
                try await tariff.proposePublication(
                    of: draft.id, version: draft.version, reason: "新标准", by: TwoPeople.proposer)
            }
            let reach = try await doors.billing.reach(of: draft.id, by: world.clerk)
            #expect(reach.accounts == 3 && reach.codes == ["EX-LOSS"])
            let job = try await doors.billing.rehearse(draft: draft.id, months: 12, by: world.clerk)
            try await doors.billing.workRehearsal(job, by: world.clerk)
            let rehearsal = try #require(try await doors.billing.rehearsal(of: draft.id, by: world.clerk))
            #expect(rehearsal.isFinished && rehearsal.refused == 0)
            #expect(rehearsal.accounts == 3 && rehearsal.bills == 3)
            #expect(try await rehearsal.before == Self.sum([own] + sharing, 202506, world))
            #expect(rehearsal.after > rehearsal.before)
            // 70,000 kWh went through the shared one: 3 % of it by 100 and 200 kVA.
            for (id, loss) in zip(sharing, [700, 1_400] as [Int64]) {
                let drill = try #require(
                    try await doors.billing.rehearsedBill(
                        draft: draft.id, account: id, month: CapacityWorld.june, by: world.clerk))
                #expect(drill.before.amount == (try await world.bill(of: id).bill.amount))
                #expect(drill.before.energy == (try await world.bill(of: id).bill.energy))
                #expect(drill.after.loss == Energy(kilowattHours: loss))
            }
            // Nothing was written: June's bill stands on the losses it was billed with.
            #expect(try await world.basis(of: own).losses.first?.steps.map(\.method) == [.formula])

            let proposal = try await tariff.proposePublication(
                of: draft.id, version: draft.version, reason: "新标准", by: TwoPeople.proposer)
            _ = try await doors.control.approve(proposal.id, hash: proposal.hashText, by: TwoPeople.approver)
            try await month(2)
            #expect(try await Self.sum([own] + sharing, 202507, world) == rehearsal.before)
            try await month(3)
            #expect(try await Self.sum([own] + sharing, 202508, world) == rehearsal.after)
            #expect(try await Self.sum(others, 202508, world) == Self.sum(others, 202506, world))
        }
    }

    @Test(arguments: TestEngines.all)
    func `that lack somebody's transformer are told so by the rehearsal: nobody could bill it`(
        _ engine: Engine
    )
        async throws
    {
        try await CapacityWorld.with(engine) { world in
            let (doors, tariff) = (world.doors, world.doors.tariff)
            try await tariff.install(
                TariffCatalogue.bundledFiles() + [PublishedLossTests.file(PublishedLossTests.june)])
            let id = try await world.open(1, "HB-IND-10KV", kva: 315)
            try await world.setLoss(
                id, PointLossTerms(arrangement: .highLow, transformer: Self.published))
            world.move(to: 2025_07_01)
            try await world.read(id, 2025_06_30, [.total: 60_000, .reactive: 30_000, .demand: 200])
            #expect(try await world.bill() == 1)
            let draft = try await tariff.createDraft(
                .content(
                    try await Self.next(
                        world, tariff, from: "2025-08-01",
                        transformer: [
                            "method": "TABLE",
                            "tables": [
                                [
                                    "type": "S9", "ratedKva": 250,
                                    "rows": [["lossKwh": 300, "lossKvarh": 1_500]],
                                ]
                            ],
                        ])), by: world.clerk)
            let check = try await tariff.check(draft.id, by: world.clerk)
            #expect(check.notes.map(\.code).contains("tariff.note.transformerRemoved"))
            let job = try await doors.billing.rehearse(draft: draft.id, months: 1, by: world.clerk)
            try await doors.billing.workRehearsal(job, by: world.clerk)
            let rehearsal = try #require(try await doors.billing.rehearsal(of: draft.id, by: world.clerk))
            #expect(rehearsal.isFinished && rehearsal.refused == 1 && rehearsal.accounts == 0)
            #expect(
                try await doors.billing.rehearsedBill(
                    draft: draft.id, account: id, month: CapacityWorld.june, by: world.clerk) == nil)
        }
    }

    @Test(arguments: TestEngines.all)
    func `count in the tier year from the first month that is rehearsed`(_ engine: Engine) async throws {
        let tiers = PublishedLossTests.yearTiers(to: 20_700)
        try await CapacityWorld.with(engine) { world in
            let (doors, tariff) = (world.doors, world.doors.tariff)
            try await tariff.install(
                TariffCatalogue.bundledFiles() + [tiers, PublishedLossTests.file(#"{"method": "NONE"}"#)])
            let id = try await world.open(1, "YEAR-TIERS", mode: .none, registers: [.total])
            try await world.setLoss(
                id,
                PointLossTerms(
                    arrangement: .highHigh, line: LineLossTerms(method: .published, published: "EX-LOSS")))
            // Two months of 10,000 and 2 %: 20,400 of 20,700 kWh of the first tier.
            for (day, total) in [(2025_06_30, 10_000), (2025_07_31, 20_000)] as [(Int, Int64)] {
                world.move(to: day)
                try await world.read(id, day, [.total: total])
                world.move(to: day / 100 * 100 + 101)
                #expect(try await world.bill(Day(yyyymmdd: day)!.billingMonth) == 1)
            }
            let draft = try await tariff.createDraft(
                .content(
                    try await Self.next(
                        world, tariff, from: "2025-09-01", transformer: ["method": "NONE"],
                        line: ["method": "PERCENT", "percent": "5"])), by: world.clerk)
            let job = try await doors.billing.rehearse(draft: draft.id, months: 2, by: world.clerk)
            try await doors.billing.workRehearsal(job, by: world.clerk)
            let rehearsal = try #require(try await doors.billing.rehearsal(of: draft.id, by: world.clerk))
            #expect(rehearsal.before == Money(fen: 1_020_000))
            // 21,000 kWh: 20,700 at 0.5 and 300 at 1 yuan.
            #expect(rehearsal.after == Money(fen: 1_065_000))
            let july = try #require(
                try await doors.billing.rehearsedBill(
                    draft: draft.id, account: id, month: BillingMonth(yyyymm: 202507)!, by: world.clerk))
            #expect(july.after.amount == Money(fen: 540_000))
        }
    }
}
