import Control
import Foundation
import Kernel
import Rating
import Store
import Tariff
import TestSupport
import Testing

@Suite struct `Publishing a tariff` {
    private static let day = Day(yyyymmdd: 2027_01_01)!

    private static func price(_ house: TariffHouse, on day: Day) async throws -> Price? {
        let catalogue = try await house.tariff.catalogue()
        return catalogue.compiled(try catalogue.version("SH-RES", on: day)).price(.total)
    }

    @Test(arguments: TestEngines.all)
    func `takes two people, and the new price is in force from its day, in every process`(engine: Engine)
        async throws
    {
        try await TariffHouse.with(engine) { house in
            let draft = try await house.readyDraft()
            #expect(draft.isChecked && draft.isRehearsed)
            let proposal = try await house.tariff.proposePublication(
                of: draft.id, version: draft.version, reason: "新价", by: house.clerk)
            // The clerk may approve others' tariffs, never their own.
            await #expect(throws: ApprovalRefusal.self) {
                _ = try await house.control.approve(proposal.id, hash: proposal.hashText, by: house.clerk)
            }
            #expect(try await Self.price(house, on: Self.day) == Price(text: "0.617"))
            _ = try await house.control.approve(proposal.id, hash: proposal.hashText, by: house.approver)
            #expect(try await Self.price(house, on: Self.day) == Price(text: "0.637"))
            #expect(try await Self.price(house, on: TariffHouse.today) == Price(text: "0.617"))
            // Another process has a shelf of its own and sees the same.
            let other = TariffShelf(try TariffCatalogue.bundled())
            let seen = try await house.database.read { try other.catalogue(in: $0) }
            let there = seen.compiled(try seen.version("SH-RES", on: Self.day)).price(.total)
            let dearer = try Price(text: "0.637")
            #expect(there == dearer)
            let documents = try await house.tariff.documents(of: "SH-RES", by: house.clerk)
            #expect(documents.map(\.number) == [1, 2] && documents[1].proposedBy == house.clerk.user)
            #expect(documents[1].publishedBy == house.approver.user && documents[1].firstDay == Self.day)
            #expect(try await house.tariff.draft(draft.id, by: house.clerk).state == .published)
            let told = try await house.database.read { transaction in
                try transaction.all(
                    "/*scatter: a test looks at events*/ SELECT payload FROM control_event WHERE topic = 'tariff.published' ORDER BY id"
                ) { try $0.text(0) }
            }
            #expect(told.count == 2 && told.last == #"{"code":"SH-RES","from":"2027-01-01"}"#)
            #expect(try await house.database.read { try AuditChain.verify(in: $0).broken } == nil)
            // Asked again, the same answer; the file stands once.
            _ = try await house.control.approve(proposal.id, hash: proposal.hashText, by: house.approver)
            #expect(try await house.tariff.documents(of: "SH-RES", by: house.clerk).count == 2)
        }
    }

    @Test(arguments: TestEngines.all)
    func `is never done by one, even where a parameter says that nobody else is needed`(engine: Engine)
        async throws
    {
        try await TariffHouse.with(engine) { house in
            let draft = try await house.readyDraft()
            let system = house.control.systemPrincipal()
            let input = ["digest": draft.digest, "draft": String(draft.id)]
            try await house.control.record(as: system) { act in
                try act.audit(bucket: OrganisationID(1).bucket, action: "test", subject: "parameter")
                try act.transaction.run(
                    """
                    INSERT INTO control_parameter_value (key, organisation_path, effective_from, sequence, value, clause,
                      set_by, set_at)
                    VALUES ('tariff.publish.approval.needed', '/1/', 20260101, 1, 'NEVER', 'x', 1, 1)
                    """)
            }
            await #expect(throws: TariffRefusal.needsTwo) {
                _ = try await house.control.submit("tariff.publish", input, reason: "alone", by: house.clerk)
            }
            #expect(try await house.tariff.documents(of: "SH-RES", by: house.clerk).count == 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `is refused for a draft that is faulty, not rehearsed, changed since, or of a class set above`(
        engine: Engine
    ) async throws {
        try await TariffHouse.with(engine) { house in
            let content = try await house.nextVersion(
                of: "SH-RES", from: "2027-01-01", replacing: ["0.617": "0.637"])
            var draft = try await house.tariff.createDraft(.content(content), by: house.clerk)
            await #expect(throws: TariffRefusal.notRehearsed) {
                try await house.tariff.proposePublication(
                    of: draft.id, version: 1, reason: "x", by: house.clerk)
            }
            try await house.rehearse(draft)
            // Falling tiers: the fault names its place.
            draft = try await house.tariff.editDraft(
                draft.id, content: content.replacingOccurrences(of: "0.637", with: "0.937"), version: 1,
                by: house.clerk)
            #expect(!draft.isRehearsed && draft.version == 2)
            let check = try await house.tariff.check(draft.id, by: house.clerk)
            #expect(check.faults.contains { $0.path.hasPrefix("versions[") && $0.path.contains("prices") })
            await #expect(throws: TariffRefusal.self) {
                try await house.tariff.proposePublication(
                    of: draft.id, version: 2, reason: "x", by: house.clerk)
            }
            // Somebody else's edit meanwhile loses nothing silently.
            await #expect(throws: TariffRefusal.draftChanged(by: "u11")) {
                try await house.tariff.editDraft(draft.id, content: content, version: 1, by: house.clerk)
            }
            let station = house.person(21, ["tariff.read", "tariff.draft"], station: true)
            let owners = try await house.tariff.owners(by: station)
            #expect(owners.map(\.isHere) == Array(repeating: false, count: 7))
            #expect(owners.allSatisfy { $0.organisation == OrganisationID(1) })
            let name = try #require(owners.first?.name)
            await #expect(throws: TariffRefusal.setAbove("RESIDENTIAL", by: name)) {
                _ = try await house.tariff.createDraft(.copy(of: "SH-RES"), by: station)
            }
            // A station neither sees nor guesses the company's draft.
            await #expect(throws: TariffRefusal.draftUnknown) {
                _ = try await house.tariff.draft(draft.id, by: station)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `an approval after the draft changed publishes nothing`(engine: Engine) async throws {
        try await TariffHouse.with(engine) { house in
            let draft = try await house.readyDraft()
            let proposal = try await house.tariff.proposePublication(
                of: draft.id, version: draft.version, reason: "新价", by: house.clerk)
            let other = try await house.nextVersion(
                of: "SH-RES", from: "2027-01-01", replacing: ["0.617": "0.647"])
            try await house.tariff.editDraft(
                draft.id, content: other, version: draft.version, by: house.clerk)
            _ = try? await house.control.approve(proposal.id, hash: proposal.hashText, by: house.approver)
            let state = try await house.control.proposal(proposal.id, by: house.clerk).state(
                on: TariffHouse.today)
            #expect(state == .stale)
            #expect(try await house.tariff.documents(of: "SH-RES", by: house.clerk).count == 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `can be taken back by two before the day, and what stood before stands again`(engine: Engine)
        async throws
    {
        try await TariffHouse.with(engine) { house in
            let draft = try await house.readyDraft()
            let proposal = try await house.tariff.proposePublication(
                of: draft.id, version: draft.version, reason: "新价", by: house.clerk)
            _ = try await house.control.approve(proposal.id, hash: proposal.hashText, by: house.approver)
            let document = try #require(
                try await house.tariff.documents(of: "SH-RES", by: house.clerk).last)
            let back = try await house.tariff.proposeWithdrawal(
                of: document.id, reason: "文号有误", by: house.clerk)
            _ = try await house.control.approve(back.id, hash: back.hashText, by: house.approver)
            #expect(try await Self.price(house, on: Self.day) == Price(text: "0.617"))
            #expect(
                try await house.tariff.documents(of: "SH-RES", by: house.clerk).last?.withdrawal?.reason
                    == "文号有误")
            // What came with the product began long ago.
            let first = try #require(try await house.tariff.documents(of: "ZJ-RES", by: house.clerk).first)
            await #expect(throws: TariffRefusal.self) {
                try await house.tariff.proposeWithdrawal(of: first.id, reason: "x", by: house.clerk)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a check tells of a version that began, a great change and parts that do not add up`(
        engine: Engine
    ) async throws {
        try await TariffHouse.with(engine) { house in
            let standing = try #require(
                try await house.tariff.standing(by: house.clerk).first { $0.code == "SH-RES" })
            let rewritten = standing.content.replacingOccurrences(of: "\"0.617\"", with: "\"0.618\"")
            #expect(rewritten != standing.content)
            let past = try await house.tariff.check(rewritten, by: house.clerk)
            #expect(past.faults.contains { $0.mend.contains("bills stand on it") })
            let dear = try await house.nextVersion(
                of: "HB-COM-LV", from: "2026-12-01", replacing: ["0.735686": "0.985686"])
            let check = try await house.tariff.check(dear, by: house.clerk)
            #expect(check.isClean, "\(check.faults)")
            let large = try #require(check.notes.first { $0.code == "tariff.note.largeChange" })
            #expect(large.arguments["before"] == "0.735686" && large.path.contains("2026-12-01"))
            #expect(check.notes.contains { $0.code == "tariff.note.sumDiffers" })
            let late = try await house.nextVersion(
                of: "SH-RES", from: "2026-11-02", replacing: ["0.617": "0.637"])
            #expect(
                try await house.tariff.check(late, by: house.clerk).faults.contains {
                    $0.path.hasSuffix("effectiveFrom")
                })
        }
    }

    @Test(arguments: TestEngines.all)
    func `days of notice hold for a published version too: it is withdrawn, not changed or left out`(
        engine: Engine
    ) async throws {
        try await TariffHouse.with(engine) { house in
            let before = try #require(
                try await house.tariff.standing(by: house.clerk).first { $0.code == "SH-RES" }?.content)
            let draft = try await house.readyDraft(from: "2026-12-01")
            let proposal = try await house.tariff.proposePublication(
                of: draft.id, version: draft.version, reason: "新价", by: house.clerk)
            _ = try await house.control.approve(proposal.id, hash: proposal.hashText, by: house.approver)
            let changed = draft.content.replacingOccurrences(of: "0.637", with: "0.647")
            let later = try await house.nextVersion(
                of: "SH-RES", from: "2027-03-01", replacing: ["0.637": "0.657"])
            func faults(_ content: String) async throws -> [String] {
                try await house.tariff.check(content, by: house.clerk).faults.map(\.path)
            }
            // With no notice asked for, what has not begun may be changed or left out.
            #expect(try await faults(changed).isEmpty)
            #expect(try await faults(before).isEmpty)
            try await house.set("tariff.noticeDays", "30", at: "/1/")
            #expect(try await faults(changed) == ["versions[2026-12-01]"])
            #expect(try await faults(before) == ["versions[2026-12-01]"])
            #expect(try await faults(later).isEmpty)
            // 29 days before the day its own door is open.
            let document = try #require(
                try await house.tariff.documents(of: "SH-RES", by: house.clerk).last)
            let back = try await house.tariff.proposeWithdrawal(
                of: document.id, reason: "文号有误", by: house.clerk)
            _ = try await house.control.approve(back.id, hash: back.hashText, by: house.approver)
            #expect(try await faults(before) == [""])
        }
    }

    @Test(arguments: TestEngines.all)
    func `the product's files are installed once, and a difference names versions by their day`(
        engine: Engine
    ) async throws {
        try await TariffHouse.with(engine) { house in
            let before = try await house.tariff.standing(by: house.clerk)
            try await house.tariff.install(TariffCatalogue.bundledFiles())
            #expect(try await house.tariff.standing(by: house.clerk) == before && before.count > 20)
            let content = try await house.nextVersion(
                of: "SH-RES", from: "2027-01-01", replacing: ["0.617": "0.637"])
            let draft = try await house.tariff.createDraft(.content(content), by: house.clerk)
            let changes = try await house.tariff.difference(draft.id, by: house.clerk)
            #expect(!changes.isEmpty && changes.allSatisfy { $0.path.hasPrefix("versions[2027-01-01]") })
            #expect(changes.allSatisfy { $0.before == nil })
            try await house.tariff.dropDraft(draft.id, version: 1, by: house.clerk)
            await #expect(throws: TariffRefusal.draftClosed) {
                try await house.tariff.editDraft(draft.id, content: content, version: 1, by: house.clerk)
            }
        }
    }
}
