import Billing
import Control
import Foundation
import Kernel
import Records
import Store
import Tariff
import TestSupport
import Testing

/// A draft rehearsed on real usage, then published and billed.
@Suite struct RehearsalTests {
    /// Shanghai's residential price with another first tier from a month on.
    private func content(_ tariff: Tariff, _ world: YearWorld) async throws -> String {
        let standing = try await tariff.standing(by: world.clerk).first { $0.code == "SH-RES" }
        let text = try #require(standing?.content)
        var file = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        var versions = try #require(file["versions"] as? [[String: Any]])
        let last = String(
            decoding: try JSONSerialization.data(withJSONObject: versions[versions.count - 1]), as: UTF8.self)
        let dearer = last.replacingOccurrences(of: "\"0.617\"", with: "\"0.637\"")
        #expect(dearer != last)
        var next = try #require(
            try JSONSerialization.jsonObject(with: Data(dearer.utf8)) as? [String: Any])
        next["effectiveFrom"] = "2026-02-28"
        versions.append(next)
        file["versions"] = versions
        return String(decoding: try JSONSerialization.data(withJSONObject: file), as: UTF8.self)
    }

    @Test(arguments: TestEngines.all)
    func `a rehearsal bills nobody, and its sum is what the month bills under the price`(_ engine: Engine)
        async throws
    {
        try await YearWorld.with(engine) { world in
            let (tariff, one, two) = try await world.billedJanuary()

            let draft = try await tariff.createDraft(
                .content(try await content(tariff, world)), by: world.clerk)
            let job = try await world.billing.rehearse(draft: draft.id, months: 12, by: world.clerk)
            #expect(try await !tariff.draft(draft.id, by: world.clerk).isRehearsed)
            try await world.billing.workRehearsal(job, by: world.clerk)

            let found = try await world.billing.rehearsal(of: draft.id, by: world.clerk)
            let rehearsal = try #require(found)
            #expect(rehearsal.isFinished)
            #expect(rehearsal.accounts == 2)
            #expect(rehearsal.bills == 2)
            // 400 kWh at 0.617 and at 0.637 yuan.
            #expect(rehearsal.before == Money(fen: 24_680))
            #expect(rehearsal.after == Money(fen: 25_480))
            #expect(try await tariff.draft(draft.id, by: world.clerk).isRehearsed)
            let result = try await world.billing.result(of: rehearsal, by: world.clerk)
            #expect(result.bands[.moreBy3]?.accounts == 2)
            #expect(result.largest.map(\.account) == [two, one])
            #expect(result.areas.map(\.name) == ["T1"])
            #expect(result.areas.first?.sum.losers == 2 && result.areas.first?.sum.winners == 0)
            #expect(result.classes[.residential]?.losers == 2)
            #expect(result.areas.first?.sum.accounts == 2 && result.classes[.residential]?.accounts == 2)
            let bill = try await world.billing.rehearsedBill(
                draft: draft.id, account: two, month: BillingMonth(yyyymm: 202601)!, by: world.clerk)
            #expect(bill?.before.amount == Money(fen: 18_510))
            #expect(bill?.after.amount == Money(fen: 19_110))
            // The same readings a month later, billed in earnest under what was published.
            #expect(try await world.bill(one, 202601).amount == Money(fen: 6_170))
        }
    }

    @Test(arguments: TestEngines.all)
    func `a company that never billed rehearses what it read, or nobody, and publishes its first prices`(
        _ engine: Engine
    ) async throws {
        try await YearWorld.with(engine) { world in
            let tariff = Tariff(control: world.control, shelf: TariffShelf(try TariffCatalogue.bundled()))
            try await tariff.install(TariffCatalogue.bundledFiles())
            world.move(to: 2026_02_10)
            let draft = try await tariff.createDraft(
                .content(try await content(tariff, world)), by: world.clerk)
            func rehearsed() async throws -> Rehearsal {
                let job = try await world.billing.rehearse(draft: draft.id, months: 1, by: world.clerk)
                try await world.billing.workRehearsal(job, by: world.clerk)
                return try #require(try await world.billing.rehearsal(of: draft.id, by: world.clerk))
            }
            let nobody = try await rehearsed()
            #expect(nobody.isFinished && nobody.accounts == 0)
            #expect(nobody.months.lowerBound == BillingMonth(yyyymm: 202601))
            let home = try await world.open(1)
            try await world.read(2026_01_31, [home: 300])
            let read = try await rehearsed()
            #expect(read.accounts == 1)
            #expect(read.before == Money(fen: 18_510) && read.after == Money(fen: 19_110))
            _ = try await tariff.check(draft.id, by: world.clerk)
            let proposal = try await tariff.proposePublication(
                of: draft.id, version: draft.version, reason: "首批电价", by: TwoPeople.proposer)
            _ = try await world.control.approve(
                proposal.id, hash: proposal.hashText, by: TwoPeople.approver)
            #expect(try await tariff.draft(draft.id, by: world.clerk).state == .published)
        }
    }

    @Test(arguments: TestEngines.all)
    func `the drill reaches each month an account was rehearsed in, and no other`(_ engine: Engine)
        async throws
    {
        try await YearWorld.with(engine) { world in
            let (tariff, one, two) = try await world.billedJanuary()
            world.move(to: 2026_03_01)
            // Nobody reached the second meter in February.
            try await world.read(2026_02_28, [one: 210])
            #expect(try await world.bill(202602) == 1)
            let draft = try await tariff.createDraft(
                .content(try await content(tariff, world)), by: world.clerk)
            let job = try await world.billing.rehearse(draft: draft.id, months: 12, by: world.clerk)
            try await world.billing.workRehearsal(job, by: world.clerk)
            let (january, february) = (BillingMonth(yyyymm: 202601)!, BillingMonth(yyyymm: 202602)!)
            func months(_ account: AccountID) async throws -> [BillingMonth] {
                try await world.billing.rehearsedMonths(
                    draft: draft.id, account: account, by: world.clerk)
            }
            #expect(try await months(one) == [january, february])
            #expect(try await months(two) == [january])
            let bill = try await world.billing.rehearsedBill(
                draft: draft.id, account: two, month: january, by: world.clerk)
            #expect(bill?.before.energy == Energy(kilowattHours: 300))
            // A price that nobody was billed by comes to nobody, and says so.
            let other = try await tariff.createDraft(.copy(of: "ZJ-RES"), by: world.clerk)
            let empty = try await world.billing.rehearse(draft: other.id, months: 1, by: world.clerk)
            try await world.billing.workRehearsal(empty, by: world.clerk)
            let found = try await world.billing.rehearsal(of: other.id, by: world.clerk)
            #expect(found?.isFinished == true && found?.accounts == 0)
        }
    }

    @Test(arguments: TestEngines.all)
    func `published, the month bills to the fen what the rehearsal said`(_ engine: Engine) async throws {
        try await YearWorld.with(engine) { world in
            let tariff = Tariff(control: world.control, shelf: TariffShelf(try TariffCatalogue.bundled()))
            try await tariff.install(TariffCatalogue.bundledFiles())
            let (one, two) = (try await world.open(1), try await world.open(2))
            world.move(to: 2026_02_01)
            try await world.read(2026_01_31, [one: 101, two: 307])
            #expect(try await world.bill(202601) == 2)
            let draft = try await tariff.createDraft(
                .content(try await content(tariff, world)), by: world.clerk)
            _ = try await tariff.check(draft.id, by: world.clerk)
            let job = try await world.billing.rehearse(draft: draft.id, months: 1, by: world.clerk)
            try await world.billing.workRehearsal(job, by: world.clerk)
            let rehearsal = try await world.billing.rehearsal(of: draft.id, by: world.clerk)

            let proposal = try await tariff.proposePublication(
                of: draft.id, version: draft.version, reason: "新价", by: TwoPeople.proposer)
            _ = try await world.control.approve(
                proposal.id, hash: proposal.hashText, by: TwoPeople.approver)
            // The same energy as in the month before.
            world.move(to: 2026_03_01)
            try await world.read(2026_02_28, [one: 202, two: 614])
            #expect(try await world.bill(202602) == 2)
            let billed = [
                try await world.bill(one, 202602).amount, try await world.bill(two, 202602).amount,
            ].total()
            #expect(billed == rehearsal?.after)
            #expect(billed > rehearsal?.before ?? billed)
        }
    }

    @Test(arguments: TestEngines.all)
    func `two workers count everybody once, and the drill stays as it was rehearsed`(_ engine: Engine)
        async throws
    {
        try await YearWorld.with(engine) { world in
            let (tariff, _, two) = try await world.billedJanuary()
            let draft = try await tariff.createDraft(
                .content(try await content(tariff, world)), by: world.clerk)
            let job = try await world.billing.rehearse(draft: draft.id, months: 1, by: world.clerk)
            async let first = world.billing.workRehearsal(job, by: world.clerk)
            async let second = world.billing.workRehearsal(job, by: world.clerk)
            _ = try await (first, second)
            let found = try await world.billing.rehearsal(of: draft.id, by: world.clerk)
            #expect(found?.accounts == 2 && found?.bills == 2 && found?.after == Money(fen: 25_480))

            func drill() async throws -> RehearsedBill? {
                try await world.billing.rehearsedBill(
                    draft: draft.id, account: two, month: BillingMonth(yyyymm: 202601)!, by: world.clerk)
            }
            #expect(try await drill()?.isDraftChanged == false)
            let known = try await tariff.draft(draft.id, by: world.clerk)
            _ = try await tariff.editDraft(
                draft.id, content: known.content.replacingOccurrences(of: "0.637", with: "0.647"),
                version: known.version, by: world.clerk)
            let later = try await drill()
            #expect(later?.isDraftChanged == true && later?.after.amount == Money(fen: 19_110))
        }
    }

    @Test(arguments: TestEngines.all)
    func `of several begun at once one begins, and the others are told that it is under way`(_ engine: Engine)
        async throws
    {
        try await YearWorld.with(engine) { world in
            let tariff = Tariff(control: world.control, shelf: TariffShelf(try TariffCatalogue.bundled()))
            try await tariff.install(TariffCatalogue.bundledFiles())
            let one = try await world.open(1)
            world.move(to: 2026_02_01)
            try await world.read(2026_01_31, [one: 100])
            #expect(try await world.bill(202601) == 1)
            let draft = try await tariff.createDraft(
                .content(try await content(tariff, world)), by: world.clerk)
            let outcomes = await withTaskGroup(of: String.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        do {
                            _ = try await world.billing.rehearse(draft: draft.id, months: 1, by: world.clerk)
                            return "begun"
                        } catch BillingRefusal.rehearsalUnderWay { return "under way" } catch {
                            return "\(error)"
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.sorted() == ["begun", "under way", "under way", "under way"])
            let newest = try #require(try await world.billing.rehearsal(of: draft.id, by: world.clerk))
            try await world.billing.workRehearsal(newest.id, by: world.clerk)
            // Once it ended the next may begin.
            _ = try await world.billing.rehearse(draft: draft.id, months: 1, by: world.clerk)
        }
    }

    @Test(arguments: TestEngines.all)
    func `whom a price would hit counts the terms that hold today, and no terms that were taken back`(
        _ engine: Engine
    ) async throws {
        try await YearWorld.with(engine) { world in
            let tariff = Tariff(control: world.control, shelf: TariffShelf(try TariffCatalogue.bundled()))
            try await tariff.install(TariffCatalogue.bundledFiles())
            let ids = [try await world.open(1), try await world.open(2), try await world.open(3)]
            world.move(to: 2026_02_01)
            let draft = try await tariff.createDraft(.copy(of: "SH-RES"), by: world.clerk)
            func reach() async throws -> [AccountClass: Int] {
                try await world.billing.reach(of: draft.id, by: world.clerk).classes
            }
            func version() async throws -> Int64 {
                try await world.records.account(ids[0], by: world.clerk).account.version
            }
            #expect(try await reach() == [.residential: 3])
            // Away from today on, then that is taken back; away from tomorrow on does not count yet.
            let away = try await world.records.amend(
                ids[0], from: Day(yyyymmdd: 2026_02_01)!, TermValues(tariffCode: "ZJ-RES"), reason: "换电价",
                version: try await version(), by: world.clerk)
            #expect(try await reach() == [.residential: 2])
            _ = try await world.records.undo(
                ids[0], from: away.effectiveFrom, revision: away.revision, reason: "录错",
                version: try await version(), by: world.clerk)
            #expect(try await reach() == [.residential: 3])
            _ = try await world.records.amend(
                ids[0], from: Day(yyyymmdd: 2026_02_02)!, TermValues(tariffCode: "ZJ-RES"), reason: "换电价",
                version: try await version(), by: world.clerk)
            #expect(try await reach() == [.residential: 3])
            world.move(to: 2026_02_02)
            #expect(try await reach() == [.residential: 2])
            // A calendar hits everybody whose tariff names it: nobody here has time of use.
            let calendar = try await tariff.createDraft(.copy(of: "SH-RES-HOURS"), by: world.clerk)
            let found = try await world.billing.reach(of: calendar.id, by: world.clerk)
            #expect(found.codes.contains("SH-RES-TOU") && found.accounts == 0)
        }
    }
}
