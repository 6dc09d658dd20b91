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

    @Test(arguments: [
        ("zh", "春节 国庆节", "春节、国庆节"), ("zh", "春节、NATIONAL_DAY", "春节、国庆节"),
        ("zh", "SPRING_FESTIVAL，国庆节", "春节、国庆节"),
        ("en", "spring festival, National Day", "Spring Festival, National Day"),
    ])
    func `takes holidays by their names or codes and shows their names`(
        language: String, typed: String, shown: String
    ) async throws {
        try await Self.with { house in
            let id = try await house.tariff.createDraft(.copy(of: "SH-TOU"), by: Self.person(house)).id
            let path = "/tariff/drafts/\(id)"
            _ = try await house.post(path, "do=addVersion&version=1&begins=2027-01-01")
            let cookie =
                "lamplight-session=\(WebHouse.token("clerk")); lamplight-language=\(language)"
            func page() async throws -> String {
                try await house.client.send("GET", path, [("Cookie", cookie)]).body
            }
            var form = FormFields(try await page(), form: "edit")
            #expect(form["versions[1].holidaySets"] == "NEW_YEAR")
            form.set("versions[1].windows[14].holidays", typed)
            form.set("do", "save")
            let sent = try await house.client.send(
                "POST", path,
                [("Cookie", cookie), ("Content-Type", "application/x-www-form-urlencoded")],
                body: Array(form.encoded.utf8))
            #expect(sent.status == 303, "\(sent.body.prefix(300))")
            let saved = try await house.tariff.draft(id, by: Self.person(house)).content
            let tree = try JSONSerialization.jsonObject(with: Data(saved.utf8)) as? [String: Any]
            let version = (tree?["versions"] as? [[String: Any]])?.last
            let window = (version?["windows"] as? [[String: Any]])?[14]
            #expect(window?["holidays"] as? [String] == ["SPRING_FESTIVAL", "NATIONAL_DAY"])
            #expect((version?["holidaySets"] as? [String])?.count == 7)
            #expect(FormFields(try await page(), form: "edit")["versions[1].windows[14].holidays"] == shown)
        }
    }

    @Test func `a calendar's page names its holidays`() async throws {
        try await Self.with { house in
            let page = try await house.get("/tariff/SH-TOU").body
            #expect(page.contains("元旦、春节、清明节") && !page.contains("SPRING_FESTIVAL"))
        }
    }

    @Test(arguments: [
        (
            "SH-RES", "prices.TOTAL[1]", "0.1", "用“加部分”加上“阶梯 · 高档可低价”并勾选",
            "“Tiers · A higher tier may cost less”"
        ),
        (
            "SH-TOU", "windows[1].from", "21:00", "（工商业单一制）同时属于峰和谷：请给其中之一更高的“优先级”",
            "Peak and Valley both hold"
        ),
        ("SH-RES", "source", "", "此项不能为空：请填写", "this is empty; write it"),
        ("SH-RES", "rounding.rule", "SIDEWAYS", "四舍五入", "Half up"),
    ])
    func `says what is wrong in the form's own words`(
        code: String, field: String, typed: String, chinese: String, english: String
    ) async throws {
        try await Self.with { house in
            let id = try await house.tariff.createDraft(.copy(of: code), by: Self.person(house)).id
            let path = "/tariff/drafts/\(id)"
            _ = try await house.post(path, "do=addVersion&version=1&begins=2027-01-01")
            var form = FormFields(try await house.get(path).body, form: "edit")
            let at = try #require(form["at"])
            form.set(field == "source" ? field : "versions[\(at)].\(field)", typed)
            form.set("do", "save")
            #expect(try await house.post(path, form.encoded).status == 303)
            for leaf in ["edit", "check"] {
                let page = try await house.get(path + "?tab=\(leaf)").body
                #expect(page.contains(chinese), "\(leaf)")
                for word in ["mayFall 为", "更高的 rank", "双引号", "（COMMERCIAL", "HALF_UP、"] {
                    #expect(!page.contains(word), "\(leaf) \(word)")
                }
                let told = try await house.client.send(
                    "GET", path + "?tab=\(leaf)",
                    [("Cookie", "lamplight-session=\(WebHouse.token("clerk")); lamplight-language=en")])
                #expect(told.body.contains(english), "\(leaf)")
            }
        }
    }

    @Test func `takes the wide digits, points and colons of a Chinese keyboard`() async throws {
        try await Self.with { house in
            func saved(_ code: String, _ values: [String: String]) async throws -> String {
                let id = try await house.tariff.createDraft(.copy(of: code), by: Self.person(house)).id
                let path = "/tariff/drafts/\(id)"
                _ = try await house.post(path, "do=addVersion&version=1&begins=2027-01-01")
                var form = FormFields(try await house.get(path).body, form: "edit")
                let at = try #require(form["at"])
                for (field, typed) in values { form.set("versions[\(at)].\(field)", typed) }
                form.set("do", "save")
                #expect(try await house.post(path, form.encoded).status == 303)
                #expect(try await house.tariff.check(id, by: Self.person(house)).faults.map(\.mend) == [])
                return try await house.tariff.draft(id, by: Self.person(house)).content
            }
            let prices = try await saved(
                "SH-RES",
                [
                    "prices.TOTAL[0]": "０．６２", "prices.TOTAL[1]": "０。７",
                    "tiers.monthLimitsKwh": "２６０、４００",
                ])
            #expect(prices.contains("\"0.62\"") && prices.contains("\"0.7\""))
            let hours = try await saved("SH-TOU", ["windows[0].to": "２２：００", "windows[3].months": "７，８、９"])
            #expect(!hours.contains("２２：００") && !hours.contains("７"))
            var order = FormFields("", form: "")
            for (name, value) in [
                ("name", "x"), ("begins", "2027-01-01"), ("area", "HB"), ("use:HB-COM-LV", "1"),
                ("HB-COM-LV:prices.TOTAL", "０．７"),
            ] { order.set(name, value) }
            let set = try await house.post("/tariff/sets", order.encoded)
            #expect(set.status == 303, "\(set.body.prefix(300))")
        }
    }

    @Test func `marks no field as optional that comes back as needed`() async throws {
        try await Self.with { house in
            let new = try await house.get("/tariff/drafts/new").body
            let form = try #require(new.components(separatedBy: "id=\"new-code\"").last)
                .components(separatedBy: "</section>")[0]
            #expect(form.contains("for=\"nameZh\"") && !form.contains("选填"))
            let id = try await house.tariff.createDraft(.copy(of: "SH-RES"), by: Self.person(house)).id
            #expect(try await !house.get("/tariff/drafts/\(id)").body.contains("选填"))
        }
    }

    @Test func `asks once more before a draft is dropped`() async throws {
        try await Self.with { house in
            let id = try await house.tariff.createDraft(.copy(of: "SH-RES"), by: Self.person(house)).id
            let page = try await house.get("/tariff/drafts/\(id)?tab=publish").body
            let drop = try #require(page.range(of: "action=\"/tariff/drafts/\(id)/drop\""))
            let dialog = try #require(page.range(of: "<dialog class=\"dialog\" id=\"drop\""))
            #expect(dialog.lowerBound < drop.lowerBound && page.contains("data-open=\"drop\""))
            #expect(page.components(separatedBy: "/drop\"").count == 2)
        }
    }

    @Test func `tells how many remarks the check has when a draft is saved, and where they are`() async throws
    {
        try await Self.with { house in
            let id = try await house.tariff.createDraft(.copy(of: "SH-RES"), by: Self.person(house)).id
            let path = "/tariff/drafts/\(id)"
            _ = try await house.post(path, "do=addVersion&version=1&begins=2027-01-01")
            var form = FormFields(try await house.get(path).body, form: "edit")
            form.set("versions[1].prices.TOTAL[2]", "1.917")
            form.set("do", "save")
            let saved = try await house.post(path, form.encoded)
            #expect(saved.status == 303)
            let cookie = try #require(
                saved["set-cookie"]?.components(separatedBy: ";").first { $0.contains("lamplight-notice") })
            let next = try await house.client.send(
                "GET", try #require(saved["location"]),
                [("Cookie", "lamplight-session=\(WebHouse.token("clerk")); \(cookie)")]
            ).body
            #expect(next.contains("已保存，校验通过，有 1 条提示"))
            #expect(next.contains("校验通过，有 1 条提示。 <a href=\"\(path)?tab=check\">"))
            #expect(try await house.get(path + "?tab=check").body.contains("变动 109"))
        }
    }

    @Test func `a calendar's faces cover every kind of day, and say every day where all have the same hours`()
        async throws
    {
        try await Self.with { house in
            for path in ["/tariff/SH-RES-TOU/print", "/portal/prices/SH-RES-TOU"] {
                let notice = try await house.get(path).body
                #expect(notice.contains("全年 · 每天") && !notice.contains("全年 · 工作日"), "\(path)")
                #expect(!notice.contains("（工作日）"), "\(path)")
            }
            let page = try await house.get("/tariff/SH-TOU").body
            let two = "工商业两部制"
            // A Saturday in July is as a working day, one in March is not, and a holiday is neither.
            #expect(page.contains("\(two) · 7月–8月 · 工作日、休息日<"))
            #expect(page.contains("\(two) · 2月–6月、10月–11月 · 工作日<"))
            #expect(page.contains("\(two) · 2月–6月、10月–11月 · 休息日、元旦、春节"))
            #expect(page.contains("\(two) · 7月–8月 · 元旦、春节") && page.contains("工商业单一制 · 全年 · 每天<"))
        }
    }

    @Test func `the rows of a calendar's windows offer its own classes only, by short names`() async throws {
        try await Self.with { house in
            let id = try await house.tariff.createDraft(.copy(of: "SH-TOU"), by: Self.person(house)).id
            let path = "/tariff/drafts/\(id)"
            _ = try await house.post(path, "do=addVersion&version=1&begins=2027-01-01")
            let page = try await house.get(path).body
            let table = try #require(page.components(separatedBy: "data-table=\"windows\"").last)
                .components(separatedBy: "</table>")[0]
            #expect(table.contains("> 两部制<") && !table.contains("value=\"RESIDENTIAL\""))
            #expect(table.contains("data-width=\"time\"") && table.contains("data-width=\"rank\""))
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
