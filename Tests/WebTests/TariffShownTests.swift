import Control
import Foundation
import Kernel
import Language
import Store
import Tariff
import TestSupport
import Testing
import Web
import WebTariff

/// What pages show of prices that are worked out, come later, or change.
@Suite struct `Prices as pages show them` {
    @Test func `are worked out for the public where a file says only parts and multipliers`() async throws {
        try await Self.with([
            Self.file(
                "EX-MULT", "2024-01-01",
                """
                "multipliers": {"PEAK": "1.5", "FLAT": "1", "VALLEY": "0.5"}, "components": [
                {"code": "AGENCY_PURCHASE", "nameZh": "代理购电", "nameEn": "Agency", "price": "0.41", "floats": true},
                {"code": "TRANSMISSION", "nameZh": "输配", "nameEn": "Transmission", "price": "0.2"}]
                """)
        ]) { house in
            for path in ["/portal/prices", "/portal/prices/EX-MULT"] {
                let page = try await house.client.send("GET", path).body
                for price in ["0.8150", "0.6100", "0.4050"] {
                    #expect(page.contains(price), "\(path) \(price)")
                }
            }
        }
    }

    @Test func `are announced to the public before their first version begins`() async throws {
        try await Self.with([Self.file("EX-LATER", "2027-03-01", #""prices": {"TOTAL": ["0.7654"]}"#)]) {
            house in
            let page = try await house.client.send("GET", "/portal/prices").body
            #expect(page.contains("EX-LATER") && page.contains("0.7654"))
            #expect(page.contains(Language.zh.text("tariff.prices.coming", [("day", "2027年3月1日")])))
            #expect(try await house.get("/tariff").body.contains("尚未执行"))
        }
    }

    @Test func `differ on a draft's page by what changed alone, a tier between others included`() async throws
    {
        let limits =
            #""tiers": {"basis": "MONTH", "limitsKwh": [100, 300]}, "prices": {"TOTAL": ["0.5", "0.6", "0.9"]}"#
        try await Self.with([Self.file("EX-TIERS", "2024-01-01", limits)]) { house in
            let standing = try #require(
                try await house.tariff.standing(by: Self.person).first { $0.code == "EX-TIERS" })
            let next =
                limits.replacing("[100, 300]", with: "[100, 200, 300]")
                .replacing(#""0.6", "#, with: #""0.55", "0.6", "#)
            let content = standing.content.replacing(
                "}]}", with: "}, {\(Self.head("2027-01-01")), \(next)}]}")
            let draft = try await house.tariff.createDraft(.content(content), by: Self.person)
            let page = try await house.get("/tariff/drafts/\(draft.id)?tab=difference").body
            #expect(page.contains(Language.zh.text("tariff.difference.lead", [("count", "2")])))
            #expect(page.contains("0.55") && page.contains(">200<"))
            #expect(!page.contains("0.9<") && !page.contains(">300<"))
            // Nothing that differs is said too.
            let same = try await house.tariff.createDraft(.copy(of: "EX-TIERS"), by: Self.person)
            #expect(
                try await house.get("/tariff/drafts/\(same.id)?tab=difference").body.contains(
                    Language.zh.text("tariff.difference.none")))
        }
    }

    // MARK: -

    private static func head(_ day: String) -> String {
        #""effectiveFrom": "\#(day)", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"}"#
    }

    private static func file(_ code: String, _ day: String, _ rest: String) -> TariffFile {
        TariffFile(
            name: code,
            content: Data(
                """
                {"schemaVersion": 2, "kind": "TARIFF", "code": "\(code)", "nameZh": "例", "nameEn": "Example",
                "class": "COMMERCIAL_SINGLE", "voltage": "ANY", "source": "x", "versions": [{\(head(day)), \(rest)}]}
                """.utf8))
    }

    private static let person = Principal(
        user: UserID(901), login: "clerk", name: "clerk", organisation: OrganisationID(1),
        organisationName: "", scope: OrganisationPath("/1/"), roles: [],
        permissions: ["tariff.read", "tariff.draft", "tariff.publish"], address: "127.0.0.1")

    private static func with(
        _ files: [TariffFile], _ body: @Sendable (WebHouse) async throws -> Void
    ) async throws {
        try await WebHouse.with(on: .sqlite, { WebTariff(control: $0.control, tariff: $0.tariff).pages }) {
            house in
            try await house.tariff.install(try TariffCatalogue.bundledFiles() + files)
            try await body(house)
        }
    }
}
