import Control
import Kernel
import Store
import Tariff
import TestSupport
import Testing

/// Drafts of several codes under one name.
@Suite struct `Drafts begun together` {
    @Test(arguments: TestEngines.all)
    func `stand or fall as one, and are found again by their name`(_ engine: Engine) async throws {
        try await TariffHouse.with(engine) { house in
            let one = try await house.nextVersion(
                of: "SH-RES", from: "2027-01-01", replacing: ["0.617": "0.62"])
            let other = try await house.nextVersion(of: "HB-AGR", from: "2027-01-01")
            // One of them without a code: none is written.
            await #expect(throws: TariffFaults.self) {
                try await house.tariff.createDrafts([one, "{}"], name: "一月", by: house.clerk)
            }
            #expect(try await house.tariff.drafts(by: house.clerk).isEmpty)
            #expect(try await house.tariff.draftSets(by: house.clerk).isEmpty)
            for (contents, name) in [([], "一月"), ([one], "")] as [([String], String)] {
                await #expect(throws: TariffRefusal.setEmpty) {
                    try await house.tariff.createDrafts(contents, name: name, by: house.clerk)
                }
            }
            let set = try await house.tariff.createDrafts([one, other], name: "一月", by: house.clerk)
            let found = try await house.tariff.draftSet(set.id, by: house.clerk)
            #expect(found.drafts.map(\.code).sorted() == ["HB-AGR", "SH-RES"] && found.name == "一月")
            #expect(try await house.tariff.draftSets(by: house.clerk).map(\.name) == ["一月"])
            await #expect(throws: TariffRefusal.setUnknown) {
                try await house.tariff.draftSet(
                    set.id, by: house.person(13, ["tariff.read"], station: true))
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `are proposed together or not at all, and say so until the proposal is decided`(_ engine: Engine)
        async throws
    {
        try await TariffHouse.with(engine) { house in
            let one = try await house.nextVersion(
                of: "SH-RES", from: "2027-01-01", replacing: ["0.617": "0.62"])
            let other = try await house.nextVersion(
                of: "HB-AGR", from: "2027-01-01", replacing: ["0.5583": "0.56"])
            let set = try await house.tariff.createDrafts([one, other], name: "一月", by: house.clerk)
            let versions = Dictionary(uniqueKeysWithValues: set.drafts.map { ($0.id, $0.version) })
            func propose() async throws -> [Proposal] {
                let now = try await house.tariff.draftSet(set.id, by: house.clerk)
                return try await house.tariff.proposePublications(
                    of: now, versions: versions, reason: "文号", by: house.clerk)
            }
            try await house.rehearse(set.drafts[0])
            await #expect(throws: TariffRefusal.memberNotReady(code: set.drafts[1].code, isFaulty: false)) {
                _ = try await propose()
            }
            #expect(try await house.tariff.drafts(by: house.clerk).allSatisfy { !$0.isProposed })
            try await house.rehearse(set.drafts[1])
            let proposals = try await propose()
            #expect(proposals.count == 2)
            #expect(try await house.tariff.drafts(by: house.clerk).allSatisfy(\.isProposed))
            // Rejected, it is no longer proposed, though it remembers its proposal.
            let first = try #require(try await house.tariff.draft(set.drafts[0].id, by: house.clerk).proposal)
            let hash = try await house.control.proposal(first, by: house.approver).hashText
            _ = try await house.control.reject(first, hash: hash, reason: "不符", by: house.approver)
            let rejected = try await house.tariff.draft(set.drafts[0].id, by: house.clerk)
            #expect(!rejected.isProposed && rejected.proposal == first)
            // Proposed once more, only that one is.
            #expect(try await propose().count == 1)
        }
    }
}
