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

/// 电价管理 as clerks, approvers and the public see it.
@Suite struct `The tariff's pages` {
    @Test func `show what stands in both languages, with examples marked, to those who may`() async throws {
        try await Self.with { house in
            let list = try await house.get("/tariff")
            #expect(list.status == 200 && list.body.contains("电价目录") && list.body.contains("SH-RES-TOU"))
            #expect(list.body.contains("示例") && list.body.contains("居民生活"))
            let english = try await Self.english("/tariff", house)
            #expect(english.body.contains("Residential") && english.body.contains("Shanghai residential"))
            let one = try await house.get("/tariff/SH-RES-TOU").body
            #expect(one.contains("0.6170") && one.contains("第 1 档") && one.contains("≤ 3,120 kWh/年"))
            #expect(one.contains("阶梯与分时的结合") && one.contains("随系统提供") && one.contains("四舍五入"))
            let parts = try await house.get("/tariff/HB-IND-35KV-TOU").body
            #expect(parts.contains("代理购电价格") && parts.contains("其中：代征") && parts.contains("随分时浮动"))
            let paper = try await house.get("/tariff/HB-IND-35KV-TOU/print")
            #expect(paper.status == 200 && paper.body.contains("电价公告") && paper.body.contains("26.3"))
            #expect(try await house.get("/tariff/POWER-FACTOR").status == 200)
            #expect(try await house.get("/tariff/POWER-FACTOR/print").status == 404)
            #expect(try await house.get("/tariff/NO-SUCH").status == 404)
            #expect(try await house.get("/tariff", as: "bare").status == 403)
            #expect(try await house.get("/tariff/drafts/new", as: "looker").status == 403)
            #expect(try await house.get("/tariff", as: "looker").body.contains("/tariff/drafts/new") == false)
        }
    }

    @Test func `tell anybody today's prices without signing in`() async throws {
        try await Self.with { house in
            let page = try await house.client.send("GET", "/portal/prices")
            #expect(page.status == 200 && page.body.contains("0.6170") && page.body.contains("电价公示"))
            // A table a season, each with its own limits.
            #expect(page.body.contains("≤ 260 kWh/月") && page.body.contains("≤ 200 kWh/月"))
            #expect(page.body.contains("非夏季（11、12、1、2、3、4 月）"))
            let notice = try await house.client.send("GET", "/portal/prices/SH-RES-TOU")
            #expect(notice.status == 200 && notice.body.contains("电价公告"))
            // The public reads a calendar's name, not its code.
            #expect(notice.body.contains("上海居民分时时段") && !notice.body.contains("SH-RES-HOURS"))
            #expect(try await house.client.send("GET", "/portal/prices/NO-SUCH").status == 404)
            // What the staff's pages say beside the price stays theirs.
            #expect(!page.body.contains("/tariff/drafts"))
        }
    }

    @Test func `a clerk's forms change what was typed and keep everything else`() async throws {
        try await Self.with { house in
            let draft = try await Self.copied("SH-RES", house)
            let before = try await house.tariff.draft(draft, by: Self.system(house)).content
            let saved = try await house.tariff.draft(draft, by: Self.system(house))
            let path = "/tariff/drafts/\(draft)"
            let price = "versions[1].prices.TOTAL[0]"
            let page = try await house.get(path).body
            #expect(page.contains(price) && page.contains("各档上限"))
            let good = try await house.post(
                path, "do=save&at=1&version=\(saved.version)&\(price)=0.6200")
            #expect(good.status == 303, "\(good.body.prefix(300))")
            let after = try await house.tariff.draft(draft, by: Self.system(house))
            let changes = TariffChange.between(before, after.content)
            #expect(changes.map(\.path) == ["versions[2026-12-01].prices.TOTAL[0]"])
            #expect(changes.first?.after == "0.6200")
            // A wrong one is kept, and its fault stands beside it.
            _ = try await house.post(path, "do=save&at=1&version=\(after.version)&\(price)=much")
            let wrong = try await house.get(path).body
            #expect(wrong.contains("“much”不可用") && wrong.contains("\(price)-error"))
            let check = try await house.get(path + "?tab=check").body
            #expect(check.contains("1 处须改正"))
        }
    }

    @Test func `what was typed over somebody else's change is not lost and not written`() async throws {
        try await Self.with { house in
            let draft = try await Self.copied("SH-RES", house)
            let path = "/tariff/drafts/\(draft)"
            let read = try await house.tariff.draft(draft, by: Self.system(house)).version
            let price = "versions[1].prices.TOTAL[0]"
            #expect(try await house.post(path, "do=save&at=1&version=\(read)&\(price)=0.6300").status == 303)
            let late = try await house.post(
                path, "do=save&at=1&version=\(read)&\(price)=0.6400", as: "second")
            #expect(late.status == 409 && late.body.contains("value=\"0.6400\""))
            #expect(late.body.contains("已改过这份草案"))
            let content = try await house.tariff.draft(draft, by: Self.system(house)).content
            #expect(content.contains("0.6300") && !content.contains("0.6400"))
        }
    }

    @Test func `a price is published by two people over the pages, and by nobody alone`() async throws {
        try await Self.with { house in
            let draft = try await Self.copied("SH-RES", house)
            let path = "/tariff/drafts/\(draft)"
            let version = try await house.tariff.draft(draft, by: Self.system(house)).version
            _ = try await house.post(
                path, "do=save&at=1&version=\(version)&versions[1].prices.TOTAL[0]=0.6200")
            let now = try await house.tariff.draft(draft, by: Self.system(house))
            let difference = try await house.get(path + "?tab=difference").body
            #expect(difference.contains("0.6200") && difference.contains("+0.5%"))
            let unready = try await house.get(path + "?tab=publish").body
            #expect(unready.contains("尚未测算") && !unready.contains("id=\"propose\""))
            let early = try await house.post(
                path + "/propose", "version=\(now.version)&reason=%E6%96%87%E5%8F%B7")
            #expect(early.status == 409 && early.body.contains("还没有测算"))
            try await house.control.command("tariff.draft", by: Self.system(house)) { act in
                try house.tariff.markRehearsed(draft, digest: now.digest, summary: #"{"accounts":12}"#, act)
            }
            let rehearsed = try await house.get(path + "?tab=rehearsal").body
            #expect(rehearsed.contains("已测算") && rehearsed.contains("12"))
            let proposed = try await house.post(
                path + "/propose", "version=\(now.version)&reason=%E6%96%87%E5%8F%B7")
            #expect(proposed.status == 303, "\(proposed.body.prefix(300))")
            let proposal = try #require(proposed["location"])
            let waits = try await house.get(path + "?tab=publish").body
            #expect(waits.contains("id=\"waits\"") && !waits.contains("id=\"propose\""))
            // Its clerk is told what a change would undo; who decides comes for the difference.
            #expect(try await house.get(path).body.contains("保存改动后原报批随之失效"))
            let decides = try await house.get(path, as: "looker").body
            #expect(decides.contains("0.6200") && decides.contains("+0.5%"))
            #expect(!decides.contains("name=\"do\""))
            // The second person reads words, numbers and the way to the draft, no paths and no JSON.
            let told = try await house.get(proposal, as: "second").body
            #expect(told.contains("+0.5%") && told.contains("测算：户数") && told.contains("id=\"subject\""))
            #expect(!told.contains("versions[") && !told.contains("&quot;accounts&quot;"))
            #expect(try await Self.english(proposal, house).body.contains("Rehearsal: accounts"))
            let id = try #require(
                ProposalID(text: proposal.split(separator: "/").last.map(String.init) ?? ""))
            let hash = try await house.control.proposal(id, by: Self.system(house)).hashText
            _ = try await house.post(proposal + "/approve", "hash=\(hash)")
            #expect(try await house.tariff.draft(draft, by: Self.system(house)).state == .draft)
            _ = try await house.post(proposal + "/approve", "hash=\(hash)", as: "second")
            #expect(try await house.tariff.draft(draft, by: Self.system(house)).state == .published)
            let catalogue = try await house.tariff.catalogue()
            let day = Day(yyyymmdd: 2026_12_01)!
            #expect(try catalogue.version("SH-RES", on: day).effectiveFrom == day)
            let page = try await house.get("/tariff/SH-RES?from=2026-12-01").body
            #expect(page.contains("0.6200") && page.contains("№ 2") && page.contains("审批乙"))
            // The public reads what comes, not only that something does.
            let announced = try await house.client.send("GET", "/portal/prices").body
            #expect(announced.contains("href=\"/portal/prices/SH-RES?from=2026-12-01\""))
            #expect(
                try await house.client.send("GET", "/portal/prices/SH-RES?from=2026-12-01").body.contains(
                    "0.6200"))
            #expect(try await house.get("/tariff").body.contains("2026年12月1日 起有新版本"))
            // Not begun yet: it can be asked back.
            let document =
                try await house.tariff.documents(of: "SH-RES", by: Self.system(house)).last?.id ?? 0
            let back = try await house.post("/tariff/SH-RES/withdraw", "document=\(document)&reason=again")
            #expect(back.status == 303, "\(back.body.prefix(300))")
        }
    }

    @Test func `the machine's door drafts, checks and drops`() async throws {
        try await Self.with { house in
            let made = try await house.send("POST", "/api/v1/tariff/drafts", #"{"copy":"SH-RES"}"#)
            #expect(made.status == 201, "\(made.body)")
            let path = try #require(made["location"])
            let check = try await house.send("POST", path + "/check", "")
            #expect(check.status == 200 && check.body.contains("没有差异"))
            let faulty = try await house.send("POST", path, #"{"version":1,"content":"{}"}"#)
            #expect(faulty.status == 422, "\(faulty.body)")
            let late = try await house.send("POST", path + "/drop", #"{"version":9}"#)
            #expect(late.status == 409)
            let dropped = try await house.send("POST", path + "/drop", #"{"version":1}"#)
            #expect(dropped.status == 200 && dropped.body.contains("DROPPED"))
            #expect(try await house.get("/api/v1/tariff").status == 200)
            #expect(try await house.get("/api/v1/tariff/SH-RES/documents").body.contains("versions"))
            #expect(try await house.get(path + "/difference").status == 200)
        }
    }

    /// The sessions of the house, and a second person of the company.
    private struct TwoPeople: SignInService {
        let people: WebHouse.People
        let second: Principal

        func signIn(login: String, password: String, code: String, address: String) async throws -> SignedIn {
            try await people.signIn(login: login, password: password, code: code, address: address)
        }
        func session(token: String, address: String) async throws -> SignedIn? {
            guard token == WebHouse.token("second") else {
                guard let found = try await people.session(token: token, address: address),
                    token == WebHouse.token("clerk")
                else { return try await people.session(token: token, address: address) }
                // A person, not the machine: only people propose.
                return SignedIn(
                    token: token, csrf: found.csrf, principal: Self.clerk(found.principal),
                    expiresAt: found.expiresAt)
            }
            return SignedIn(
                token: token, csrf: WebHouse.csrf("second"), principal: second,
                expiresAt: Instant(startOf: WebHouse.today).adding(seconds: 86_400))
        }
        func signOut(token: String, address: String) async throws {}

        private static func clerk(_ found: Principal) -> Principal {
            Principal(
                user: UserID(899), login: found.login, name: found.name, organisation: found.organisation,
                organisationName: found.organisationName, scope: found.scope, roles: found.roles,
                permissions: found.permissions, address: found.address)
        }
    }

    private static func with(_ body: @Sendable (WebHouse) async throws -> Void) async throws {
        try await WebHouse.with(
            on: .sqlite,
            {
                WebTariff(control: $0.control, tariff: $0.tariff).pages
                    + WebControl(control: $0.control).pages
            },
            signIn: { doors in
                let system = doors.control.systemPrincipal()
                return TwoPeople(
                    people: WebHouse.People(doors.control),
                    second: Principal(
                        user: UserID(900), login: "second", name: "审批乙", organisation: OrganisationID(1),
                        organisationName: "", scope: OrganisationPath("/1/"), roles: [],
                        permissions: system.permissions, address: "127.0.0.1"))
            }
        ) { house in
            try await house.tariff.install(TariffCatalogue.bundledFiles())
            try await body(house)
        }
    }

    private static func system(_ house: WebHouse) -> Principal {
        let system = house.control.systemPrincipal()
        return Principal(
            user: system.user, login: system.login, name: system.name, organisation: OrganisationID(1),
            organisationName: "", scope: OrganisationPath("/1/"), roles: [], permissions: system.permissions,
            address: "127.0.0.1")
    }

    /// A copy of a code with a version from 1 December, made with the pages.
    private static func copied(_ code: String, _ house: WebHouse) async throws -> Int64 {
        let made = try await house.post("/tariff/drafts", "copy=\(code)")
        #expect(made.status == 303, "\(made.body.prefix(300))")
        let path = try #require(made["location"])
        let added = try await house.post(path, "do=addVersion&version=1&begins=2026-12-01")
        #expect(added.status == 303, "\(added.body.prefix(300))")
        return try #require(Int64(path.split(separator: "/").last ?? ""))
    }

    private static func english(_ path: String, _ house: WebHouse) async throws -> Answer {
        try await house.client.send(
            "GET", path,
            [("Cookie", "lamplight-session=\(WebHouse.token("clerk")); lamplight-language=en")])
    }
}
