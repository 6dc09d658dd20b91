import Control
import Foundation
import Kernel
import Store
import Tariff
import TestSupport
import Testing

/// Several at work on one code: nobody's work undoes another's unseen.
@Suite struct `Drafts of one code` {
    /// A calendar's next version with three periods, and a tariff that prices by them.
    private static func threePeriods(_ house: TariffHouse) async throws -> (hours: String, tariff: String) {
        let hours = try await house.nextVersion(of: "SH-RES-HOURS", from: "2027-01-01") { version in
            version["windows"] = [
                ["period": "PEAK", "from": "06:00", "to": "12:00"],
                ["period": "FLAT", "from": "12:00", "to": "22:00"],
                ["period": "VALLEY", "from": "22:00", "to": "06:00"],
            ]
        }
        let tariff = try await house.nextVersion(of: "ZJ-RES-TOU", from: "2027-01-01") { version in
            version["calendar"] = "SH-RES-HOURS"
            version["prices"] = ["PEAK": ["0.588"], "FLAT": ["0.488"], "VALLEY": ["0.288"]]
        }
        return (hours, tariff)
    }

    @Test(arguments: TestEngines.all)
    func `begun before another was published is faulty, edited or not, and takes nothing back`(engine: Engine)
        async throws
    {
        try await TariffHouse.with(engine) { house in
            let early = try await house.readyDraft(from: "2027-03-01", price: "0.647")
            try await house.publish(try await house.readyDraft())
            func isOutdated() async throws -> Bool {
                try await house.tariff.check(early.id, by: house.clerk).faults.contains {
                    $0.mend.contains("began from file no. 1, and no. 2 stands")
                }
            }
            #expect(try await isOutdated())
            await #expect(throws: TariffRefusal.self) {
                try await house.tariff.proposePublication(
                    of: early.id, version: early.version, reason: "x", by: house.clerk)
            }
            // Writing in it does not make it know what was published since.
            let content = try await house.nextVersion(
                of: "SH-RES", from: "2027-03-01", replacing: ["0.637": "0.657"])
            try await house.tariff.editDraft(
                early.id, content: content, version: early.version, by: house.clerk)
            #expect(try await isOutdated())
            // Taken back, the file that it was begun from stands again.
            try await house.takeBack("SH-RES")
            #expect(try await !isOutdated())
            let published = try await house.tariff.drafts(by: house.clerk).filter { $0.state == .published }
            #expect(published.map(\.isWithdrawn) == [true])
        }
    }

    @Test(arguments: TestEngines.all)
    func `of two edits of one version at once the second is told of the first`(engine: Engine) async throws {
        try await TariffHouse.with(engine) { house in
            let draft = try await house.readyDraft()
            let contents = ["0.647", "0.657", "0.667"].map {
                draft.content.replacingOccurrences(of: "0.637", with: $0)
            }
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for content in contents {
                    group.addTask {
                        do {
                            try await house.tariff.editDraft(
                                draft.id, content: content, version: draft.version, by: house.clerk)
                            return true
                        } catch TariffRefusal.draftChanged {
                            return false
                        } catch {
                            Issue.record(error)
                            return false
                        }
                    }
                }
                return await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(outcomes.count { $0 } == 1)
            #expect(try await house.tariff.draft(draft.id, by: house.clerk).version == draft.version + 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `that was dropped stays so, whoever approves or edits what they read before`(engine: Engine)
        async throws
    {
        try await TariffHouse.with(engine) { house in
            let draft = try await house.readyDraft()
            let proposal = try await house.tariff.proposePublication(
                of: draft.id, version: draft.version, reason: "新价", by: house.clerk)
            try await house.tariff.dropDraft(draft.id, version: draft.version, by: house.clerk)
            _ = try? await house.control.approve(proposal.id, hash: proposal.hashText, by: house.approver)
            await #expect(throws: TariffRefusal.draftClosed) {
                try await house.tariff.editDraft(
                    draft.id, content: draft.content, version: draft.version, by: house.clerk)
            }
            #expect(try await house.tariff.draft(draft.id, by: house.clerk).state == .dropped)
            #expect(try await house.tariff.documents(of: "SH-RES", by: house.clerk).count == 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `of a calendar is not taken back while a published tariff goes by its hours`(engine: Engine)
        async throws
    {
        try await TariffHouse.with(engine) { house in
            let (hours, tariff) = try await Self.threePeriods(house)
            // Taken back before the tariff is there, it goes.
            try await house.publish(try await house.draft(hours))
            try await house.takeBack("SH-RES-HOURS")
            try await house.publish(try await house.draft(hours))
            try await house.publish(try await house.draft(tariff))
            do {
                try await house.takeBack("SH-RES-HOURS")
                Issue.record("the hours of a published tariff were taken back")
            } catch TariffRefusal.neededBy(let code, let other, _) {
                #expect(code == "SH-RES-HOURS" && other == "ZJ-RES-TOU")
            }
            #expect(try await house.tariff.catalogue().tariff("ZJ-RES-TOU") != nil)
            try await house.takeBack("ZJ-RES-TOU")
            try await house.takeBack("SH-RES-HOURS")
        }
    }

    @Test(arguments: TestEngines.all)
    func `of a tariff and the withdrawal of its calendar, approved at once, one goes through`(engine: Engine)
        async throws
    {
        try await TariffHouse.with(engine) { house in
            let (hours, tariff) = try await Self.threePeriods(house)
            for round in 0..<5 {
                try await house.publish(try await house.draft(hours))
                let draft = try await house.draft(tariff)
                let calendar = try #require(
                    try await house.tariff.documents(of: "SH-RES-HOURS", by: house.clerk).last {
                        $0.withdrawal == nil
                    })
                let proposals = [
                    try await house.tariff.proposePublication(
                        of: draft.id, version: draft.version, reason: "新价", by: house.clerk),
                    try await house.tariff.proposeWithdrawal(of: calendar.id, reason: "误", by: house.clerk),
                ]
                let done = await withTaskGroup(of: Bool.self) { group in
                    for proposal in proposals {
                        group.addTask {
                            do {
                                _ = try await house.control.approve(
                                    proposal.id, hash: proposal.hashText, by: house.approver)
                                return true
                            } catch is any Refusal { return false } catch {
                                Issue.record(error)
                                return false
                            }
                        }
                    }
                    return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
                #expect(done == 1, "round \(round)")
                // All that stands can be billed by.
                let standing = try await house.tariff.catalogue()
                if standing.tariff("ZJ-RES-TOU")?.versions.last?.effectiveFrom.description == "2027-01-01" {
                    try await house.takeBack("ZJ-RES-TOU")
                    try await house.takeBack("SH-RES-HOURS")
                } else {
                    try await house.tariff.dropDraft(draft.id, version: draft.version, by: house.clerk)
                }
            }
        }
    }
}

extension TariffHouse {
    /// A checked draft of a file, rehearsed where it is of those that are.
    func draft(_ content: String) async throws -> TariffSketch {
        let draft = try await tariff.createDraft(.content(content), by: clerk)
        _ = try await tariff.check(draft.id, by: clerk)
        if draft.kind.isRehearsed { try await rehearse(draft) }
        return try await tariff.draft(draft.id, by: clerk)
    }

    /// Proposes a draft and lets the second person agree.
    func publish(_ draft: TariffSketch) async throws {
        let proposal = try await tariff.proposePublication(
            of: draft.id, version: draft.version, reason: "新文件", by: clerk)
        _ = try await control.approve(proposal.id, hash: proposal.hashText, by: approver)
    }

    /// Takes the last file of a code back, by two.
    func takeBack(_ code: String) async throws {
        guard let last = try await tariff.documents(of: code, by: clerk).last(where: { $0.withdrawal == nil })
        else { throw TariffRefusal.documentUnknown }
        let back = try await tariff.proposeWithdrawal(of: last.id, reason: "误", by: clerk)
        _ = try await control.approve(back.id, hash: back.hashText, by: approver)
    }

    /// The published file of a code with one more version, the last one's copy as `change` makes it.
    func nextVersion(
        of code: String, from day: String, _ change: (inout [String: Any]) -> Void
    ) async throws -> String {
        let text = try await nextVersion(of: code, from: day)
        var file = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
        var versions = file["versions"] as? [[String: Any]] ?? []
        if !versions.isEmpty { change(&versions[versions.count - 1]) }
        file["versions"] = versions
        return String(
            decoding: try JSONSerialization.data(withJSONObject: file, options: [.sortedKeys]), as: UTF8.self)
    }
}
