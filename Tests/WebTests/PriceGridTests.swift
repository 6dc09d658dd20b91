import Control
import Foundation
import Kernel
import Store
import Tariff
import TestSupport
import Testing
import Web
import WebControl
import WebTariff

/// 批量调价: one notice's prices typed for many codes.
@Suite struct `A price grid over many codes` {
    private static let agency = "components.AGENCY_PURCHASE"

    @Test func `begins a draft a code, each with what the notice changes and what follows from it`()
        async throws
    {
        try await Self.with { house in
            let page = try await house.get("/tariff/grid?area=HB&part=AGENCY_PURCHASE").body
            var form = FormFields(page, form: "grid")
            #expect(form.fields.filter { $0.name.hasPrefix("use:") }.count == 14)
            #expect(form["HB-COM-LV:\(Self.agency)"] == "0.384470" && form["HB-COM-LV:prices.TOTAL"] != nil)
            form.set("name", "十二月代理购电价格")
            form.set("notice", "鄂发改〔2026〕12号")
            form.set("begins", "2026-12-01")
            form.set("all:\(Self.agency)", "0.394470")
            // A period without a multiplier is asked for; what was typed stays.
            let refused = try await house.post("/tariff/sets", form.encoded)
            #expect(refused.status == 422 && refused.body.contains("没有分时倍数"))
            #expect(refused.body.contains("HB-COM-LV-TOU:prices.PEAK-error"))
            #expect(refused.body.contains("value=\"0.394470\"") && refused.body.contains("十二月代理购电价格"))
            #expect(try await house.tariff.drafts(by: Self.person("clerk")).isEmpty)
            for field in form.fields where field.name.hasSuffix(":prices.PEAK") && !field.value.isEmpty {
                form.set(field.name, try Self.moved(field.value, by: "0.0149"))
            }
            form.drop("use:HB-IND-220KV")
            let begun = try await house.post("/tariff/sets", form.encoded)
            #expect(begun.status == 303, "\(begun.body.prefix(400))")
            let drafts = try await house.tariff.drafts(by: Self.person("clerk"))
            #expect(drafts.count == 13 && drafts.allSatisfy { $0.isChecked && $0.base == 1 })
            let flat = try Self.changes(drafts, "HB-COM-LV")
            #expect(flat["components[AGENCY_PURCHASE].price"] == "0.394470")
            #expect(flat["prices.TOTAL[0]"] == "0.745686" && flat["example"] == nil)
            #expect(flat["source"] == "鄂发改〔2026〕12号")
            let periods = try Self.changes(drafts, "HB-COM-LV-TOU")
            #expect(periods["prices.SHARP[0]"] == "1.153999" && periods["prices.FLAT[0]"] == "0.745686")
            #expect(periods["prices.VALLEY[0]"] == "0.521424" && periods["prices.PEAK[0]"] == "0.945861")
            let english = try await house.client.send(
                "GET", try #require(begun["location"]),
                [("Cookie", "lamplight-session=\(WebHouse.token("clerk")); lamplight-language=en")])
            #expect(english.status == 200 && english.body.contains("0.384470 → 0.394470"))
        }
    }

    @Test func `is approved by a second person from one page, and by nobody alone`() async throws {
        try await Self.with { house in
            let path = try await Self.begun(house, codes: ["HB-COM-LV", "HB-COM-10KV", "HB-COM-35KV"])
            let reason = "reason=%E6%96%87%E5%8F%B7"
            func order() async throws -> String {
                var form = FormFields(try await house.get(path).body, form: "propose-set")
                form.set("reason", "文号")
                return form.encoded
            }
            let early = try await house.post(path + "/propose", try await order())
            #expect(early.status == 409 && early.body.contains("还没有测算"))
            #expect(try await house.post(path + "/propose", reason).status == 409)
            try await Self.rehearse(house)
            #expect(try await house.post(path + "/propose", try await order()).status == 303)
            let own = try await house.get(path).body
            #expect(own.contains("已报批") && !own.contains("approve-all") && !own.contains("propose-all"))
            // Whoever wrote them cannot approve them, whatever is sent.
            let page = try await house.get(path, as: "second").body
            var form = Self.approval(page)
            #expect(form.fields.count == 3)
            _ = try await house.post(path + "/approve", form.encoded)
            #expect(try await house.tariff.drafts(by: Self.person("clerk")).allSatisfy { $0.state == .draft })
            form.drop(form.fields[0].name)
            let done = try await house.post(path + "/approve", form.encoded, as: "second")
            #expect(done.status == 303, "\(done.body.prefix(300))")
            let states = try await house.tariff.drafts(by: Self.person("clerk")).map(\.state)
            #expect(
                states.filter { $0 == .published }.count == 2 && states.filter { $0 == .draft }.count == 1)
            #expect(try await house.get(path).body.contains("已发布"))
            #expect(try await house.post(path + "/approve", "", as: "second").status == 422)
        }
    }

    @Test func `is asked for by a program as well, from the drafts to the approval`() async throws {
        try await Self.with { house in
            func order(_ column: String, _ price: String) -> String {
                #"{"name":"十二月","effectiveFrom":"2026-12-01","follows":true,"prices":[{"code":"HB-COM-LV","column":"\#(column)","price":"\#(price)"},{"code":"HB-AGR","column":"prices.TOTAL","price":"0.56"}]}"#
            }
            let api = "/api/v1/tariff/sets"
            #expect(try await house.send("POST", api, order("prices.PEAK", "1")).body.contains("/prices/0"))
            let faulty = try await house.send("POST", api, order(Self.agency, "-1"))
            #expect(
                faulty.status == 422 && faulty.body.contains("HB-COM-LV \(Self.agency)"), "\(faulty.body)")
            let same = try await house.send(
                "POST", api, order(Self.agency, "0.38447").replacing("0.56", with: "0.5583"))
            #expect(same.status == 422 && same.body.contains("nothingTyped"), "\(same.body)")
            let made = try await house.send("POST", api, order(Self.agency, "0.4"))
            #expect(made.status == 201, "\(made.body)")
            let path = try #require(made["location"])
            #expect(try await house.get(api).body.contains("十二月"))
            #expect(try await house.send("POST", path + "/check", "").body.contains("\"isClean\":true"))
            try await Self.rehearse(house)
            let drafts = try await house.tariff.drafts(by: Self.person("clerk"))
            let versions = drafts.map { #"{"draft":"\#($0.id)","version":1}"# }.joined(separator: ",")
            let proposed = try await house.send(
                "POST", path + "/propose", #"{"reason":"文号","drafts":[\#(versions)]}"#)
            #expect(proposed.status == 202, "\(proposed.body)")
            #expect(try await house.get(path).body.contains("\"isProposed\":true"))
            var hashes: [String] = []
            for draft in try await house.tariff.drafts(by: Self.person("clerk")) {
                let id = try #require(draft.proposal)
                let hash = try await house.control.proposal(id, by: Self.person("second")).hashText
                hashes.append(#"{"draft":"\#(draft.id)","hash":"\#(hash)"}"#)
            }
            let body = #"{"drafts":[\#(hashes.joined(separator: ","))]}"#
            let alone = try await house.send("POST", path + "/approve", body)
            #expect(alone.body.contains("\"count\":0"), "\(alone.body)")
            let done = try await house.send("POST", path + "/approve", body, as: "second")
            #expect(done.status == 200 && done.body.contains("\"count\":2"), "\(done.body)")
        }
    }

    @Test func `holds only codes that the reader's organisation sets, and shows a set to its own`()
        async throws
    {
        try await Self.with { house in
            let none = try await house.get("/tariff/grid?area=HB", as: "county")
            #expect(none.status == 200 && none.body.contains("本单位制定、符合所选条件"))
            let path = try await Self.begun(house, codes: ["HB-COM-LV"])
            #expect(try await house.get(path, as: "county").status == 404)
            #expect(try await house.get("/tariff/sets/1").status == 404)
            #expect(try await house.get("/tariff/grid", as: "looker").status == 403)
        }
    }

    @Test func `has each draft rehearsed that was not, and tells of one that cannot be`() async throws {
        let asked = Asked()
        try await Self.with(rehearse: { draft, _, _ in try await asked.note(draft) }) { house in
            let path = try await Self.begun(house, codes: ["HB-COM-LV", "HB-COM-10KV"])
            #expect(try await house.get(path).body.contains("rehearse-all"))
            #expect(try await house.post(path + "/rehearse", "").status == 303)
            #expect(await asked.drafts.count == 2)
            let api = try await house.send("POST", "/api/v1" + path + "/rehearse", #"{"months":1}"#)
            #expect(api.status == 200 && api.body.contains("\"count\":0"), "\(api.body)")
            #expect(api.body.contains("关账") == false && api.body.contains("refusals\":[\""))
            try await Self.rehearse(house)
            #expect(try await !house.get(path).body.contains("rehearse-all"))
        }
    }

    // MARK: -

    private actor Asked {
        private(set) var drafts: Set<Int64> = []
        func note(_ draft: Int64) throws {
            guard drafts.insert(draft).inserted else { throw TariffRefusal.draftClosed }
        }
    }

    private static func begun(_ house: WebHouse, codes: [String]) async throws -> String {
        var form = FormFields(try await house.get("/tariff/grid?area=HB").body, form: "grid")
        form.set("name", "十二月")
        form.set("begins", "2026-12-01")
        for code in codes { form.set("\(code):\(agency)", "0.394470") }
        let begun = try await house.post("/tariff/sets", form.encoded)
        #expect(begun.status == 303, "\(begun.body.prefix(400))")
        return try #require(begun["location"])
    }

    /// What a browser sends of the ticks of a page's approval.
    private static func approval(_ page: String) -> FormFields {
        var form = FormFields("", form: "")
        for match in page.matches(of: /name="(approve:\d+)" value="([0-9a-f]+)"/) {
            form.set(String(match.1), String(match.2))
        }
        return form
    }

    private static func rehearse(_ house: WebHouse) async throws {
        let clerk = person("clerk")
        for draft in try await house.tariff.drafts(by: clerk) {
            try await house.control.command("tariff.draft", by: clerk) { act in
                try house.tariff.markRehearsed(draft.id, digest: draft.digest, summary: "{}", act)
            }
        }
    }

    private static func moved(_ text: String, by step: String) throws -> String {
        (try Price(text: text) + Price(text: step)).text()
    }

    /// The newest version's values of a code's draft, by their paths.
    private static func changes(_ drafts: [TariffSketch], _ code: String) throws -> [String: String] {
        let draft = try #require(drafts.first { $0.code == code })
        let version = try #require(TariffSteps("", draft.content).versions.last)
        return Dictionary(
            version.changes.compactMap { change in change.after.map { (change.path, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    private static func person(_ login: String, _ scope: String = "/1/", _ organisation: Int64 = 1)
        -> Principal
    {
        Principal(
            user: UserID(login == "second" ? 900 : 901), login: login, name: login,
            organisation: OrganisationID(organisation), organisationName: "", scope: OrganisationPath(scope),
            roles: [],
            permissions: [
                "tariff.read", "tariff.draft", "tariff.publish", "tariff.publish.approve",
                "control.workbench",
            ], address: "127.0.0.1")
    }

    /// The sessions of the house with people who propose: a clerk, a second person, one of a county company.
    private struct People: SignInService {
        let people: WebHouse.People

        func signIn(login: String, password: String, code: String, address: String) async throws -> SignedIn {
            try await people.signIn(login: login, password: password, code: code, address: address)
        }
        func session(token: String, address: String) async throws -> SignedIn? {
            for name in ["clerk", "second", "county"] where token == WebHouse.token(name) {
                return SignedIn(
                    token: token, csrf: WebHouse.csrf(name),
                    principal: name == "county" ? person(name, "/1/2/", 2) : person(name),
                    expiresAt: Instant(startOf: WebHouse.today).adding(seconds: 86_400))
            }
            return try await people.session(token: token, address: address)
        }
        func signOut(token: String, address: String) async throws {}
    }

    private static func with(
        rehearse: WebTariff.Rehearse? = nil, _ body: @Sendable (WebHouse) async throws -> Void
    ) async throws {
        try await WebHouse.with(
            on: .sqlite,
            {
                WebTariff(control: $0.control, tariff: $0.tariff, rehearse: rehearse).pages
                    + WebControl(control: $0.control).pages
            }, signIn: { People(people: WebHouse.People($0.control)) }
        ) { house in
            try await house.tariff.install(TariffCatalogue.bundledFiles())
            try await body(house)
        }
    }
}
