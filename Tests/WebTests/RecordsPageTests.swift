import Control
import Foundation
import Kernel
import Store
import Testing
import Web
import WebRecords

@Suite struct `Records pages` {
    private func with(_ work: @Sendable (WebHouse) async throws -> Void) async throws {
        try await WebHouse.with({ WebRecords(control: $0.control, records: $0.records).pages }, work)
    }

    @Test func `an account is found by number, name, initials, address, phone and meter`() async throws {
        try await with { house in
            for word in ["1000000003", "海兰", "hl", "港前路 4号", "1003", "M20003"] {
                let page = try await house.get("/records?q=\(PercentCoding.encode(word))")
                #expect(page.status == 200, "\(word)")
                #expect(page.body.contains("/records/accounts/\(house.accounts[3])\""), "\(word)")
            }
            let nothing = try await house.get("/records?q=\(PercentCoding.encode("不存在"))")
            #expect(nothing.body.contains("没有找到符合条件的用户"))
            // A station's clerk finds nothing of the other's.
            let foreign = try await house.get("/records?q=1000000003", as: "b")
            #expect(!foreign.body.contains("/records/accounts/\(house.accounts[3])\""))
        }
    }

    @Test func `an account's terms mark a tariff of example prices`() async throws {
        try await WebHouse.with(
            {
                WebRecords(control: $0.control, records: $0.records) { code, _ in code.hasPrefix("HB-") }
                    .pages
            }
        ) { house in
            var marks: [String: Set<Bool>] = [:]
            for id in house.accounts {
                let page = try await house.get("/records/accounts/\(id)").body
                for code in ["SH-RES-TOU", "HB-COM-LV"] where page.contains(code) {
                    marks[code, default: []].insert(page.contains(">示例</span>"))
                }
            }
            #expect(marks == ["SH-RES-TOU": [false], "HB-COM-LV": [true]])
        }
    }

    @Test func `lists keep to station, class and area, and to the scope`() async throws {
        try await with { house in
            let all = try await house.get("/records/accounts")
            #expect(all.body.contains("本页 12 户"))
            let mine = try await house.get("/records/accounts", as: "b")
            #expect(mine.body.contains("本页 4 户"))
            let firms = try await house.get("/records/accounts?organisation=2&class=COMMERCIAL")
            #expect(firms.body.contains("本页 2 户") && firms.body.contains("海关大药房"))
            #expect(try await house.get("/records/accounts?organisation=2", as: "b").status == 404)
            let grid = try await house.get("/records/grid")
            #expect(grid.status == 200 && grid.body.contains("东港变电站"))
        }
    }

    @Test func `a phone is shown in clear for a reason alone, and who saw it is in the audit log`()
        async throws
    {
        try await with { house in
            let path = "/records/accounts/\(house.accounts[0])"
            let bare = try await house.post(path + "/unmask", "field=phone&reason=", as: "a")
            #expect(bare.status == 422 && !bare.body.contains("13800001000"))
            let shown = try await house.post(
                path + "/unmask", "field=phone&reason=\(PercentCoding.encode("电话回访停电投诉"))", as: "a")
            #expect(shown.status == 200 && shown.body.contains("13800001000"))
            #expect(try await house.get(path, as: "a").body.contains("138****1000"))
            let foreign = try await house.post(path + "/unmask", "field=phone&reason=aaaaaaaa", as: "b")
            #expect(foreign.status == 404)
            let logged = try await house.control.house.database.read { transaction in
                try transaction.all(
                    """
                    SELECT after_values FROM control_audit WHERE action = 'records.unmask' /*scatter: a test looks*/
                    """
                ) { try $0.text(0) }
            }
            #expect(logged.count == 1 && logged[0].contains("电话回访停电投诉") && !logged[0].contains("1380000"))
        }
    }

    @Test func `one account is shown whole, its phone masked, and only to its own station`() async throws {
        try await with { house in
            let path = "/records/accounts/\(house.accounts[0])"
            let page = try await house.get(path, as: "a")
            #expect(page.status == 200)
            for text in [
                "SH-RES-TOU", "138****1000", "M20000", "海关新村台区", "/billing/accounts/\(house.accounts[0])",
                "现行",
            ] {
                #expect(page.body.contains(text), "\(text)")
            }
            #expect(!page.body.contains("13800001000"))
            #expect(try await house.get(path, as: "b").status == 404)
            #expect(try await house.get("/records/accounts/999", as: "a").status == 404)
            let answer = try await house.get("/api/v1\(path.dropFirst(8))")
            #expect(answer.status == 200 && answer.body.contains("\"consumerNo\":\"1000000000\""))
            #expect(try await house.get("/api/v1\(path.dropFirst(8))", as: "b").status == 404)
            let found = try await house.get("/api/v1/accounts?query=1000000003")
            #expect(found.body.contains("\"id\":\"\(house.accounts[3])\""))
        }
    }

    private static let head = "consumer_no,name,address,organisation,area,class,tariff_code,opened_on\n"
    private static let good = "2000000001,白帆,港前路 90 号,S2,E1-01-01,居民,SH-RES-TOU,2026-11-01\n"
    private static let bad = "20x,白帆,港前路 91 号,S2,NOWHERE,居民,SH-RES-TOU,2026-13-01\n"

    @Test func `a file with a bad row writes nothing and says where, unless only the good is asked for`()
        async throws
    {
        try await with { house in
            let before = try await house.count("records_account")
            let file = Self.head + Self.good + Self.bad
            let refused = try await house.send("PUT", "/records/import", file, type: "text/csv")
            #expect(refused.status == 200 && refused.body.contains("没有写入任何内容"))
            for column in ["area", "opened_on"] { #expect(refused.body.contains(column)) }
            #expect(
                try await house.send("PUT", "/api/v1/imports/accounts", file, type: "text/csv").status == 422)
            #expect(try await house.count("records_account") == before)
            // Without the token, and without the permission.
            #expect(
                try await house.send(
                    "PUT", "/records/import", Self.head + Self.good, type: "text/csv", token: false
                ).status == 403)
            #expect(try await house.post("/records/import", "text=x", token: false).status == 403)
            #expect(
                try await house.send(
                    "PUT", "/records/import", Self.head + Self.good, type: "text/csv", as: "looker"
                ).status == 403)
            #expect(try await house.count("records_account") == before)
            // Pasted, the typed text comes back.
            let pasted = try await house.post("/records/import", "text=\(PercentCoding.encode(file))")
            #expect(pasted.status == 422 && pasted.body.contains("2026-13-01"))
            let taken = try await house.send(
                "PUT", "/api/v1/imports/accounts?onlyGood=1", file, type: "text/csv")
            #expect(taken.status == 200 && taken.body.contains("\"written\":1"))
            #expect(try await house.count("records_account") == before + 1)
        }
    }

    @Test func `a file's characters are read as the query says, on the page and at the machine's door`()
        async throws
    {
        try await with { house in
            let file = Self.head + Self.good
            let before = try await house.count("records_account")
            // These bytes are UTF-8; read as GBK they are other characters, and columns and names come to nothing.
            for path in ["/records/import", "/api/v1/imports/accounts"] {
                let wrong = try await house.send("PUT", path + "?encoding=gbk", file, type: "text/csv")
                #expect(!wrong.body.contains("\"written\":1"))
                #expect(try await house.count("records_account") == before)
                let unknown = try await house.send("PUT", path + "?encoding=utf-16", file, type: "text/csv")
                #expect(unknown.status == 400, "\(path)")
            }
            #expect(try await house.get("/records/import").body.contains("name=\"encoding\""))
            let taken = try await house.send(
                "PUT", "/api/v1/imports/accounts?encoding=utf-8", file, type: "text/csv")
            #expect(taken.status == 200 && taken.body.contains("\"written\":1"))
        }
    }
}
