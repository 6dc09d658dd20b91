import Control
import Foundation
import Kernel
import Store
import Synchronization
import Tariff
import TestSupport
import Testing

/// What the second person reads, and who that person may be.
@Suite struct `The second person of a tariff` {
    @Test(arguments: TestEngines.all)
    func `reads every changed price of a wide tariff first, in words, beside the version before`(
        engine: Engine
    )
        async throws
    {
        try await TariffHouse.with(engine) { house in
            let content = try await house.nextVersion(
                of: "HB-IND-10KV-TOU", from: "2027-01-01",
                replacing: [
                    "1.049999": "1.149999", "0.848961": "0.858961", "26.3": "27.3", "0.1263": "0.1363",
                ])
            let made = try await house.tariff.createDraft(.content(content), by: house.clerk)
            #expect(try await house.tariff.check(made.id, by: house.clerk).isClean)
            try await house.rehearse(made)
            let proposal = try await house.tariff.proposePublication(
                of: made.id, version: made.version, reason: "新价", by: house.clerk)
            let picture = proposal.picture
            let places = picture.lines.compactMap(\.place)
            // Four values changed, and nothing of the version that was only carried on.
            #expect(places.count == 4, "\(places)")
            func period(_ code: String) -> CommandPicture.Word {
                .message(["tariff.period.\(code)"], orElse: code)
            }
            #expect(Set(places[0..<3].compactMap(\.last)).isSuperset(of: [period("SHARP"), period("PEAK")]))
            let sharp = try #require(picture.lines.first { $0.place?.last == period("SHARP") })
            #expect(sharp.before == .word(.message(["tariff.value.1.049999"], orElse: "1.049999")))
            #expect(sharp.after == .text("1.149999  +9.5%"))
            // A part of the price is named by its own name and stands after the prices.
            #expect(places[3].contains(.name(zh: "输配电价", en: "Transmission and distribution")))
            let begins = picture.lines.first { $0.label == "tariff.command.publish.begins" }
            #expect(begins?.after == .day(Day(yyyymmdd: 2027_01_01)!))
            // The rehearsal as money and counts.
            let all = picture.lines.first { $0.label == "tariff.command.publish.rehearsed" }
            #expect(all?.before == .money(Money(fen: 61_700)) && all?.after == .money(Money(fen: 63_700)))
            let accounts = picture.lines.first { $0.label == "tariff.command.publish.accounts" }
            #expect(accounts?.after == .number(3))
            #expect(picture.subject == "draft \(made.id)")
        }
    }

    @Test(arguments: TestEngines.all)
    func `is nobody who wrote in the draft, and the machine's own command line proposes nothing`(
        engine: Engine
    ) async throws {
        try await TariffHouse.with(engine) { house in
            // Somebody who may both draft and approve, and who owns the machine besides.
            let both = house.person(31, ["tariff.read", "tariff.draft", "tariff.publish.approve"])
            let content = try await house.nextVersion(
                of: "SH-RES", from: "2027-01-01", replacing: ["0.617": "0.637"])
            var draft = try await house.tariff.createDraft(.content(content), by: both)
            // Another one's edit afterwards takes nothing away from that.
            draft = try await house.tariff.editDraft(
                draft.id, content: content + "\n", version: draft.version, by: house.clerk)
            try await house.rehearse(draft)
            let system = house.control.systemPrincipal()
            await #expect(throws: TariffRefusal.needsPerson) {
                try await house.tariff.proposePublication(
                    of: draft.id, version: draft.version, reason: "新价", by: system)
            }
            // Not by the command's name either: what the system asked for, nobody carries out.
            let input = ["digest": draft.digest, "draft": String(draft.id)]
            let own = try await house.control.propose("tariff.publish", input, reason: "新价", by: system)
            await #expect(throws: ApprovalRefusal.self) {
                _ = try await house.control.approve(own.id, hash: own.hashText, by: both)
            }
            await #expect(throws: TariffRefusal.needsTwo) {
                _ = try await house.control.approve(own.id, hash: own.hashText, by: house.approver)
            }
            let publisher = house.person(32, ["tariff.read", "tariff.publish"])
            let proposal = try await house.tariff.proposePublication(
                of: draft.id, version: draft.version, reason: "新价", by: publisher)
            for writer in [both, house.clerk] {
                await #expect(throws: ApprovalRefusal.self) {
                    _ = try await house.control.approve(proposal.id, hash: proposal.hashText, by: writer)
                }
            }
            #expect(try await house.tariff.documents(of: "SH-RES", by: house.clerk).count == 1)
            _ = try await house.control.approve(proposal.id, hash: proposal.hashText, by: house.approver)
            #expect(try await house.tariff.documents(of: "SH-RES", by: house.clerk).count == 2)
        }
    }

    @Test(arguments: TestEngines.all)
    func `takes nothing back of which a version began, though a later one has not`(engine: Engine)
        async throws
    {
        let clock = MovedDay()
        try await TariffHouse.with(engine, today: { clock.day }) { house in
            let near = try await house.nextVersion(
                of: "SH-RES", from: "2026-12-01", replacing: ["0.617": "0.637"])
            let draft = try await house.tariff.createDraft(.content(near), by: house.clerk)
            let both = try Self.adding(to: near, from: "2027-01-01")
            let wide = try await house.tariff.editDraft(
                draft.id, content: both, version: draft.version, by: house.clerk)
            try await house.rehearse(wide)
            let proposal = try await house.tariff.proposePublication(
                of: wide.id, version: wide.version, reason: "新价", by: house.clerk)
            _ = try await house.control.approve(proposal.id, hash: proposal.hashText, by: house.approver)
            let document = try #require(
                try await house.tariff.documents(of: "SH-RES", by: house.clerk).last)
            #expect(document.firstDay == Day(yyyymmdd: 2026_12_01))
            // In force since the first of December: bills stand on it.
            clock.move(to: Day(yyyymmdd: 2026_12_05)!)
            await #expect(
                throws: TariffRefusal.begun(code: "SH-RES", day: Day(yyyymmdd: 2026_12_01)!)
            ) {
                try await house.tariff.proposeWithdrawal(of: document.id, reason: "x", by: house.clerk)
            }
            clock.move(to: TariffHouse.today)
            try await house.tariff.proposeWithdrawal(of: document.id, reason: "x", by: house.clerk)
        }
    }

    /// A day that a test moves.
    private final class MovedDay: Sendable {
        private let value = Mutex(TariffHouse.today)
        var day: Day { value.withLock { $0 } }
        func move(to day: Day) { value.withLock { $0 = day } }
    }

    private static func adding(to content: String, from day: String) throws -> String {
        var file = try JSONSerialization.jsonObject(with: Data(content.utf8)) as? [String: Any] ?? [:]
        var versions = file["versions"] as? [[String: Any]] ?? []
        var next = versions.last ?? [:]
        next["effectiveFrom"] = day
        versions.append(next)
        file["versions"] = versions
        return String(
            decoding: try JSONSerialization.data(withJSONObject: file, options: [.sortedKeys]), as: UTF8.self)
    }
}
