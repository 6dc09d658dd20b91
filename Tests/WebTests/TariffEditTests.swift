import Control
import Foundation
import Kernel
import Store
import Tariff
import TestSupport
import Testing
import Web
import WebTariff

/// What the forms of a draft say and refuse, in the words that stand on them.
@Suite struct `The edit leaf of a draft` {
    @Test func `refuses a version before the first day it may begin on, at the day's own field`() async throws
    {
        try await Self.with { house in
            let id = try await house.tariff.createDraft(.copy(of: "SH-RES"), by: Self.person(house)).id
            let path = "/tariff/drafts/\(id)"
            #expect(try await house.get(path).body.contains("最早自 2026年11月23日 执行"))
            for day in ["2025-06-01", "2026-11-22"] {
                let early = try await house.post(path, "do=addVersion&version=1&begins=\(day)")
                #expect(early.status == 422, "\(day)")
                #expect(early.body.contains("id=\"begins-error\""))
                #expect(early.body.contains("新版本最早自 2026年11月23日 执行"), "\(day)")
                #expect(early.body.contains("value=\"\(day)\""))
            }
            #expect(try await house.tariff.draft(id, by: Self.person(house)).version == 1)
            let later = try await house.post(path, "do=addVersion&version=1&begins=2026-11-23")
            #expect(later.status == 303, "\(later.body.prefix(300))")
        }
    }

    @Test func `lets a version that was never published be changed and removed, whatever its day`()
        async throws
    {
        try await Self.with { house in
            let id = try await house.tariff.createDraft(.copy(of: "SH-RES"), by: Self.person(house)).id
            let path = "/tariff/drafts/\(id)"
            _ = try await house.post(path, "do=addVersion&version=1&begins=2027-01-01")
            // As a version that waited too long for its second person, or came in with a file.
            let waited = try await house.tariff.draft(id, by: Self.person(house)).content
                .replacing("2027-01-01", with: "2026-10-01")
            _ = try await house.tariff.editDraft(id, content: waited, version: 2, by: Self.person(house))
            let page = try await house.get(path).body
            #expect(page.contains("value=\"2026-10-01\"") && page.contains("value=\"dropVersion\""))
            #expect(page.contains("最早自 2026-11-23 执行"))
            let dropped = try await house.post(path, "do=dropVersion&version=3")
            #expect(dropped.status == 303, "\(dropped.body.prefix(300))")
            let left = try await house.tariff.draft(id, by: Self.person(house)).content
            #expect(!left.contains("2026-10-01"))
            // What is published and began is history still.
            #expect(try await !house.get(path).body.contains("value=\"dropVersion\""))
        }
    }

    @Test func `is marked so that leaving it with changes asks first, as the table of prices is`()
        async throws
    {
        try await Self.with { house in
            let id = try await house.tariff.createDraft(.copy(of: "SH-RES"), by: Self.person(house)).id
            #expect(
                try await house.get("/tariff/drafts/\(id)").body.contains(
                    "class=\"tariff-form\" data-guard id=\"edit\""))
            #expect(
                try await house.get("/tariff/grid?area=HB").body.contains("data-guard id=\"grid\""))
            #expect(
                try await !house.get("/tariff/drafts/\(id)", as: "looker").body.contains("data-guard"))
            let forms = try await house.client.send("GET", house.web.assets.prefix + "/forms.js").body
            #expect(forms.contains("form[data-guard]") && forms.contains("beforeunload"))
        }
    }

    // MARK: -

    private static func person(_ house: WebHouse) -> Principal {
        let system = house.control.systemPrincipal()
        return Principal(
            user: system.user, login: system.login, name: system.name, organisation: OrganisationID(1),
            organisationName: "", scope: OrganisationPath("/1/"), roles: [], permissions: system.permissions,
            address: "127.0.0.1")
    }

    private static func with(_ body: @Sendable (WebHouse) async throws -> Void) async throws {
        try await WebHouse.with(
            on: .sqlite, { WebTariff(control: $0.control, tariff: $0.tariff).pages }
        ) { house in
            try await house.tariff.install(TariffCatalogue.bundledFiles())
            try await body(house)
        }
    }
}
