import Billing
import Control
import Demo
import Foundation
import Kernel
import Rating
import Records
import Store
import Tariff
import TestSupport
import Testing

/// The two who publish a tariff in these tests.
enum TwoPeople {
    static let proposer = person(11, ["tariff.read", "tariff.publish"])
    static let approver = person(12, ["tariff.read", "tariff.publish.approve"])

    private static func person(_ id: Int64, _ permissions: Set<Permission>) -> Principal {
        Principal(
            user: UserID(id), login: "u\(id)", name: "u\(id)", organisation: OrganisationID(1),
            organisationName: "", scope: OrganisationPath("/1/"), roles: [], permissions: permissions,
            address: "test")
    }
}

/// The tables of the power-factor adjustment: versions like a price, rehearsed like a price.
@Suite struct `New power-factor tables` {
    /// The published tables with a version from August on, in which a factor of 0.89 costs 1.5 instead of 0.5 percent.
    private func content(_ tariff: Tariff, _ clerk: Principal) async throws -> String {
        let standing = try await tariff.standing(by: clerk).first { $0.code == "POWER-FACTOR" }
        let text = try #require(standing?.content)
        var file = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        var versions = try #require(file["versions"] as? [[String: Any]])
        var next = try #require(versions.last)
        var standards = try #require(next["standards"] as? [[String: Any]])
        var runs = try #require(standards[0]["runs"] as? [[String: Any]])
        #expect(standards[0]["standard"] as? String == "0.90" && runs[2]["first"] as? String == "0.5")
        runs[2]["first"] = "1.5"
        standards[0]["runs"] = runs
        next["standards"] = standards
        next["effectiveFrom"] = "2025-08-01"
        versions.append(next)
        file["versions"] = versions
        return String(decoding: try JSONSerialization.data(withJSONObject: file), as: UTF8.self)
    }

    @Test(arguments: TestEngines.all)
    func `are rehearsed on everybody held to a standard, and hold from their day on`(_ engine: Engine)
        async throws
    {
        try await CapacityWorld.with(engine) { world in
            let doors = world.doors
            let tariff = Tariff(control: doors.control, shelf: TariffShelf(try TariffCatalogue.bundled()))
            try await tariff.install(TariffCatalogue.bundledFiles())
            let held = try await world.open(1, "HB-IND-10KV", kva: 315, assessed: true)
            let free = try await world.open(2, "HB-IND-10KV", kva: 315)
            world.move(to: 2025_07_01)
            for id in [held, free] {
                try await world.read(id, 2025_06_30, [.total: 60_000, .reactive: 30_000, .demand: 200])
            }
            #expect(try await world.bill() == 2)
            let june = try await world.bill(of: held).bill
            #expect(june.powerFactor == PowerFactor(hundredths: 89))

            let draft = try await tariff.createDraft(
                .content(try await content(tariff, world.clerk)), by: world.clerk)
            #expect(try await tariff.check(draft.id, by: world.clerk).faults == [])
            await #expect(throws: TariffRefusal.notRehearsed) {
                try await tariff.proposePublication(
                    of: draft.id, version: draft.version, reason: "新表", by: TwoPeople.proposer)
            }
            let reach = try await doors.billing.reach(of: draft.id, by: world.clerk)
            #expect(reach.accounts == 1 && reach.codes == ["POWER-FACTOR"])
            let job = try await doors.billing.rehearse(draft: draft.id, months: 1, by: world.clerk)
            await #expect(throws: BillingRefusal.rehearsalUnderWay) {
                _ = try await doors.billing.rehearse(draft: draft.id, months: 1, by: world.clerk)
            }
            try await doors.billing.workRehearsal(job, by: world.clerk)
            let rehearsal = try #require(
                try await doors.billing.rehearsal(of: draft.id, by: world.clerk))
            #expect(rehearsal.accounts == 1 && rehearsal.before == june.amount)
            let drill = try #require(
                try await doors.billing.rehearsedBill(
                    draft: draft.id, account: held, month: CapacityWorld.june, by: world.clerk))
            func adjustment(_ side: RehearsedBill.Side) -> (ppm: Int32, amount: Money) {
                side.lines.first { $0.kind == .powerFactor }.map { ($0.factorNumerator, $0.amount) } ?? (
                    0, .zero
                )
            }
            #expect(adjustment(drill.before).ppm == 5_000 && adjustment(drill.after).ppm == 15_000)
            #expect(
                rehearsal.after - rehearsal.before
                    == adjustment(drill.after).amount - adjustment(drill.before).amount)
            #expect(rehearsal.after > rehearsal.before)

            let proposal = try await tariff.proposePublication(
                of: draft.id, version: draft.version, reason: "新表", by: TwoPeople.proposer)
            _ = try await doors.control.approve(proposal.id, hash: proposal.hashText, by: TwoPeople.approver)
            // July is read on its last day, August on its own: the table of the reading's day.
            for (month, day, total, reactive, ppm) in [
                (7, 2025_07_31, 120_000, 60_000, 5_000), (8, 2025_08_31, 180_000, 90_000, 15_000),
            ] as [(Int, Int, Int64, Int64, Int32)] {
                world.move(to: day)
                for id in [held, free] {
                    try await world.read(id, day, [.total: total, .reactive: reactive, .demand: 200])
                }
                world.move(to: month == 7 ? 2025_08_01 : 2025_09_01)
                #expect(try await world.bill(BillingMonth(year: 2025, month: month)) == 2)
                let detail = try await world.bill(of: held, BillingMonth(year: 2025, month: month))
                let line = detail.lines.first { $0.kind == .powerFactor }
                #expect(line?.factorNumerator == ppm, "month \(month)")
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `of a station do not go out while others outside it are held to them`(_ engine: Engine) async throws
    {
        try await CapacityWorld.with(engine) { world in
            let doors = world.doors
            let tariff = Tariff(control: doors.control, shelf: TariffShelf(try TariffCatalogue.bundled()))
            try await tariff.install(TariffCatalogue.bundledFiles())
            let id = try await world.open(1, "HB-IND-10KV", kva: 315, assessed: true)
            world.move(to: 2025_07_01)
            try await world.read(id, 2025_06_30, [.total: 60_000, .reactive: 30_000, .demand: 200])
            #expect(try await world.bill() == 1)
            try await doors.control.addOrganisation(
                id: OrganisationID(3), code: "S3", name: "S3", kind: .station, parent: OrganisationID(1))
            try await doors.control.setParameter(
                "tariff.owner.POWER_FACTOR", organisation: OrganisationPath("/1/3/"),
                from: Day(yyyymmdd: 2025_01_01)!, value: "HERE", clause: "测试", by: world.clerk)
            let station = Principal(
                user: UserID(13), login: "u13", name: "u13", organisation: OrganisationID(3),
                organisationName: "", scope: OrganisationPath("/1/3/"), roles: [],
                permissions: ["tariff.read", "tariff.draft"], address: "test")
            let draft = try await tariff.createDraft(
                .content(try await content(tariff, world.clerk)), by: station)
            await #expect(throws: TariffRefusal.reachesFurther(count: 1)) {
                _ = try await doors.billing.rehearse(draft: draft.id, months: 1, by: station)
            }
            // A calendar bills nobody by itself.
            let calendar = try await tariff.createDraft(.copy(of: "SH-RES-HOURS"), by: world.clerk)
            await #expect(throws: TariffRefusal.notRehearsable(kind: .calendar)) {
                _ = try await doors.billing.rehearse(draft: calendar.id, months: 1, by: world.clerk)
            }
        }
    }
}
