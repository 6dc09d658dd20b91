import Control
import Kernel
import Records
import Store
import TestSupport
import Testing
import Web

/// Codes on the pages: chosen from their tables, named in the reader's language, added and ended without a release.
@Suite struct `Code tables on pages` {
    private static func english(_ path: String, _ house: WebHouse) async throws -> Answer {
        try await house.client.send(
            "GET", path,
            [("Cookie", "lamplight-session=\(WebHouse.token("clerk")); lamplight-language=en")])
    }

    @Test func `are what an account is given from, and name what it was given before a code ended`()
        async throws
    {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let account = house.accounts[0]
            let edit = "/records/accounts/\(account)/edit"
            let form = try await house.get(edit)
            #expect(form.body.contains("<option value=\"C\">制造业</option>"))
            #expect(form.body.contains("<option value=\"AC10KV\">交流 10 kV</option>"))
            // Only codes of its own class: another class is applied for.
            #expect(form.body.contains("居民生活用电") && !form.body.contains("大工业用电"))
            let asked = try await Self.english(edit, house)
            #expect(asked.body.contains("<option value=\"C\">Manufacturing</option>"))
            // The table's page adds a class of use of the company's own; it says what it falls under.
            let table = "/control/codes/records.useClass"
            #expect(try await house.get(table).body.contains("<option value=\"RESIDENTIAL\">居民</option>"))
            let code = "code=SCHOOL&zh=学校教学用电&en=Schools&from=2026-01-01&clause=公司规定"
            #expect(try await house.post(table, code + "&reason=新规").status == 422)
            #expect(try await house.post(table, code + "&means=RESIDENTIAL").status == 422)
            let proposed = try await house.post(table, code + "&means=RESIDENTIAL&reason=新规")
            #expect(proposed.status == 303 && proposed["location"]?.hasPrefix("/control/proposals/") == true)
            // Nothing before another person agrees.
            #expect(try await !house.get(table).body.contains("学校教学用电"))
            #expect(try await house.control.approveWaiting() == 1)
            #expect(try await house.get(table).body.contains("学校教学用电"))
            let whole = "name=甲&address=灯塔路1号&route=R1&version=1"
            let bad = try await house.post(edit, whole + "&class=RESIDENTIAL&industry=ZZ&voltage=")
            #expect(bad.status == 422 && bad.body.contains("没有代码“ZZ”") && bad.body.contains("A B C"))
            let good = try await house.post(edit, whole + "&class=SCHOOL&industry=P&voltage=AC380V")
            #expect(good.status == 303)
            let end = "/control/codes/records.industry/P/end"
            #expect(try await house.post(end, "").status == 422)
            #expect(try await house.post(end, "reason=停用").status == 303)
            #expect(try await house.control.approveWaiting() == 1)
            let page = "/records/accounts/\(account)"
            let shown = try await house.get(page)
            for text in ["学校教学用电", "教育", "交流 380 V"] { #expect(shown.body.contains(text), "\(text)") }
            let foreign = try await Self.english(page, house)
            for text in ["Schools", "Education", "AC 380 V"] {
                #expect(foreign.body.contains(text), "\(text)")
            }
            // Found again by each of them, on the page, in the file and by a program.
            let list = try await house.get("/records/accounts?class=SCHOOL&industry=P&voltage=AC380V")
            #expect(list.body.contains("/records/accounts/\(account)\""))
            #expect(list.body.split(separator: "<tr data-row>").count == 2)
            let file = try await house.get("/records/accounts.csv?industry=P")
            #expect(file.body.contains(#""学校教学用电","教育","交流 380 V""#))
            let found = try await house.get("/api/v1/accounts?voltage=AC380V&class=SCHOOL")
            #expect(
                found.body.contains("\"useClass\":\"SCHOOL\"") && found.body.contains("\"industry\":\"P\""))
            #expect(
                try await house.get("/api/v1/accounts?class=RESIDENTIAL&voltage=AC380V").body.contains(
                    "\"items\":[]"))
        }
    }

    @Test func `are what a reader chooses from, and name the month on the worklist and in the history`()
        async throws
    {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let account = house.accounts[0]
            let page = "/reading/accounts/\(account)?month=2026-10&day=2026-10-31"
            let form = try await house.get(page)
            #expect(form.body.contains("<option value=\"THEFT\">疑似窃电</option>"))
            let month = try await house.get("/api/v1/accounts/\(account)/readings?month=2026-10")
            let version = try #require(month.body.firstMatch(of: #/"version":"([0-9]+)"/#)?.output.1)
            let currents = month.body.matches(of: #/"current":"([0-9.]+)"/#).map(\.output.1)
            let values = currents.enumerated().map { "value\($0)=\($1)&status\($0)=NORMAL" }
            let entry =
                "month=2026-10&day=2026-10-31&version=\(version)&" + values.joined(separator: "&")
            let bad = try await house.post("/reading/accounts/\(account)", entry + "&exception=GHOST")
            #expect(bad.status == 422 && bad.body.contains("没有现场异常代码“GHOST”"))
            #expect(
                try await house.post("/reading/accounts/\(account)", entry + "&exception=THEFT").status == 303
            )
            #expect(
                try await Self.english("/reading/worklist?month=2026-10", house).body.contains(
                    "Suspected theft"))
            let shown = try await house.get(page)
            #expect(shown.body.contains("<td data-label=\"现场异常\">疑似窃电</td>"))
            #expect(shown.body.contains("<option value=\"THEFT\" selected>疑似窃电</option>"))
        }
    }

    @Test func `change an account for a program, once for one picture of it`() async throws {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let path = "/api/v1/accounts/\(house.accounts[0])"
            let changed = try await house.send(
                "POST", path + "/change", #"{"version":"1","industry":"G","voltage":"AC220V"}"#)
            #expect(changed.status == 200 && changed.body.contains("\"industry\":\"G\""))
            #expect(changed.body.contains("\"version\":\"2\""))
            let again = try await house.send("POST", path + "/change", #"{"version":"1","industry":"A"}"#)
            #expect(again.status == 409)
            let removed = try await house.send("POST", path + "/change", #"{"version":"2","industry":""}"#)
            #expect(removed.status == 200 && !removed.body.contains("\"industry\""))
            let unknown = try await house.send(
                "POST", path + "/change", #"{"version":"3","voltage":"AC1KV"}"#)
            #expect(unknown.status == 422 && unknown.body.contains("AC220V AC380V AC6KV"))
            #expect(
                try await house.send("POST", path + "/change", #"{"version":"3"}"#, as: "b").status == 404)
        }
    }
}
