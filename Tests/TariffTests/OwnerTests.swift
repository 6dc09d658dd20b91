import Control
import Foundation
import Kernel
import Rating
import Store
import Tariff
import TestSupport
import Testing

/// Which level sets what, and what a published code stays.
@Suite struct `Who sets a tariff` {
    @Test(arguments: TestEngines.all)
    func `is the company, for tables and calendars too, unless a station is told to`(engine: Engine)
        async throws
    {
        try await TariffHouse.with(engine) { house in
            let station = house.person(21, ["tariff.read", "tariff.draft"], station: true)
            for code in ["SH-RES", "SH-TOU", "POWER-FACTOR"] {
                await #expect(throws: TariffRefusal.self, "\(code)") {
                    _ = try await house.tariff.createDraft(.copy(of: code), by: station)
                }
                _ = try await house.tariff.createDraft(.copy(of: code), by: house.clerk)
            }
            try await house.set("tariff.owner.CALENDAR", "HERE")
            _ = try await house.tariff.createDraft(.copy(of: "SH-TOU"), by: station)
            let owners = try await house.tariff.owners(by: station)
            #expect(owners.filter(\.isHere).map(\.subject) == [.calendars])
        }
    }

    @Test(arguments: TestEngines.all)
    func `is asked of what is published, whatever class the draft says`(engine: Engine) async throws {
        try await TariffHouse.with(engine) { house in
            try await house.set("tariff.owner.AGRICULTURAL", "HERE")
            let station = house.person(21, ["tariff.read", "tariff.draft"], station: true)
            let content = try await house.nextVersion(of: "SH-RES", from: "2027-01-01")
            let disguised = content.replacing("\"RESIDENTIAL\"", with: "\"AGRICULTURAL\"")
            #expect(disguised != content)
            await #expect(throws: TariffRefusal.self) {
                _ = try await house.tariff.createDraft(.content(disguised), by: station)
            }
            // Nor does the company make another class of a code that accounts are on.
            let check = try await house.tariff.check(disguised, by: house.clerk)
            #expect(check.faults.contains { $0.path == "class" && $0.mend.contains("RESIDENTIAL") })
            let moved = content.replacing("\"ANY\"", with: "\"35KV\"")
                .replacing("\"BELOW_1KV\"", with: "\"35KV\"")
            #expect(
                try await house.tariff.check(moved, by: house.clerk).faults.contains { $0.path == "voltage" })
            // A draft that was begun as one code's change does not become another's.
            let draft = try await house.tariff.createDraft(.content(content), by: house.clerk)
            let renamed = content.replacing("\"SH-RES\"", with: "\"SH-RES-NEW\"")
            let faults = await #expect(throws: TariffFaults.self) {
                try await house.tariff.editDraft(
                    draft.id, content: renamed, version: draft.version, by: house.clerk)
            }
            #expect(faults?.faults.first?.path == "code")
        }
    }

    @Test(arguments: TestEngines.all)
    func `new power-factor tables are a version, which can be taken back before its day`(engine: Engine)
        async throws
    {
        try await TariffHouse.with(engine) { house in
            // Tables as they were before they had versions stand where an older program published them.
            let old = try await Self.unversioned(house)
            try await house.replace("POWER-FACTOR", with: old)
            let tables = try await house.tariff.catalogue().powerFactors
            #expect(tables.versions.map(\.effectiveFrom) == [CataloguePowerFactors.firstDay])
            // Changed where they stand they would change bills that were paid.
            let rewritten = old.replacing("\"0.5\"", with: "\"0.7\"")
            #expect(
                try await house.tariff.check(rewritten, by: house.clerk).faults.contains {
                    $0.mend.contains("bills stand on it")
                })
            let draft = try await house.tariff.createDraft(
                .content(try Self.adding(to: old, from: "2027-01-01")), by: house.clerk)
            #expect(try await house.tariff.check(draft.id, by: house.clerk).faults == [])
            await #expect(throws: TariffRefusal.notRehearsed) {
                try await house.tariff.proposePublication(
                    of: draft.id, version: draft.version, reason: "x", by: house.clerk)
            }
            try await house.rehearse(draft)
            let proposal = try await house.tariff.proposePublication(
                of: draft.id, version: draft.version, reason: "x", by: house.clerk)
            _ = try await house.control.approve(proposal.id, hash: proposal.hashText, by: house.approver)
            let document = try #require(
                try await house.tariff.documents(of: "POWER-FACTOR", by: house.clerk).last)
            #expect(document.firstDay == Day(yyyymmdd: 2027_01_01))
            let book = try await house.tariff.catalogue().book
            #expect(book.powerFactorTables.count == 2)
            #expect(book.powerFactorTable(on: Day(yyyymmdd: 2026_12_31)!) == 0)
            #expect(book.powerFactorTable(on: Day(yyyymmdd: 2027_01_01)!) == 1)
            let back = try await house.tariff.proposeWithdrawal(
                of: document.id, reason: "x", by: house.clerk)
            _ = try await house.control.approve(back.id, hash: back.hashText, by: house.approver)
            #expect(try await house.tariff.catalogue().book.powerFactorTables.count == 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a check tells of every kind of price that comes, goes or moves, and of every published one`(
        engine: Engine
    ) async throws {
        try await TariffHouse.with(engine) { house in
            func notes(_ code: String, _ edit: (inout [String: Any]) -> Void) async throws -> [TariffCheck
                .Note]
            {
                let content = try await house.nextVersion(of: code, from: "2027-01-01")
                var file =
                    try JSONSerialization.jsonObject(with: Data(content.utf8)) as? [String: Any] ?? [:]
                var versions = file["versions"] as? [[String: Any]] ?? []
                edit(&versions[versions.count - 1])
                file["versions"] = versions
                let data = try JSONSerialization.data(withJSONObject: file, options: [.sortedKeys])
                let check = try await house.tariff.check(
                    String(decoding: data, as: UTF8.self), by: house.clerk)
                #expect(check.isClean, "\(check.faults)")
                return check.notes
            }
            let fixed = try await notes("SH-RES") {
                $0["fixedMonthly"] = "5"
                $0["minimumMonthly"] = "10"
            }
            for key in ["fixedMonthly", "minimumMonthly"] {
                #expect(
                    fixed.contains { $0.code == "tariff.note.priceAdded" && $0.path.hasSuffix(".\(key)") })
            }
            // Sharp is published beside a multiplier: what the parts come to is told.
            let sharp = try await notes("HB-IND-10KV-TOU") {
                var prices = $0["prices"] as? [String: Any] ?? [:]
                prices["SHARP"] = ["1.149999"]
                $0["prices"] = prices
                var basic = $0["basicCharge"] as? [String: Any] ?? [:]
                basic["capacityPrice"] = "36.3"
                $0["basicCharge"] = basic
            }
            #expect(
                sharp.contains {
                    $0.code == "tariff.note.multiplierDiffers" && $0.path.hasSuffix(".prices.SHARP[0]")
                        && $0.arguments["published"] == "1.149999"
                })
            #expect(
                sharp.contains {
                    $0.code == "tariff.note.largeChange" && $0.path.hasSuffix("basicCharge.capacityPrice")
                })
            // What the house says for every tariff is refused with the name of its parameter.
            let idle = try await house.nextVersion(
                of: "HB-IND-10KV-TOU", from: "2027-01-01", replacing: [:]
            ).replacing(
                "\"capacityPrice\":\"26.3\"",
                with: "\"capacityPrice\":\"26.3\",\"suspension\":{\"sharePercent\":\"50\",\"leastDays\":15}")
            let faults = try await house.tariff.check(idle, by: house.clerk).faults
            #expect(
                faults.contains {
                    $0.path.hasSuffix("basicCharge.suspension")
                        && $0.mend.contains("records.capacity.suspendedShare")
                })
            let gone = try await notes("HB-IND-10KV-TOU") {
                var multipliers = $0["multipliers"] as? [String: Any] ?? [:]
                multipliers["SHARP"] = nil
                $0["multipliers"] = multipliers
            }
            #expect(
                gone.contains {
                    $0.code == "tariff.note.priceRemoved" && $0.path.hasSuffix("multipliers.SHARP")
                })
        }
    }

    // MARK: -

    private static func object(_ content: String) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(content.utf8)) as? [String: Any] ?? [:]
    }

    private static func text(_ object: [String: Any]) throws -> String {
        String(
            decoding: try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys]),
            as: UTF8.self)
    }

    private static func unversioned(_ house: TariffHouse) async throws -> String {
        let standing = try await house.tariff.standing(by: house.clerk).first { $0.code == "POWER-FACTOR" }
        var file = try object(standing?.content ?? "")
        let versions = file["versions"] as? [[String: Any]] ?? []
        file["versions"] = nil
        file["standards"] = versions.first?["standards"]
        return try text(file)
    }

    private static func adding(to unversioned: String, from day: String) throws -> String {
        var file = try object(unversioned)
        let standards = file["standards"] ?? []
        file["standards"] = nil
        let dearer = try text(["standards": standards]).replacing("\"0.75\"", with: "\"0.85\"")
            .replacing("\"-0.75\"", with: "\"-0.85\"")
        file["versions"] = [
            ["effectiveFrom": CataloguePowerFactors.firstDay.description, "standards": standards],
            ["effectiveFrom": day, "standards": try object(dearer)["standards"] ?? []],
        ]
        return try text(file)
    }
}
