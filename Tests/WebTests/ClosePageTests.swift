import Control
import Foundation
import Kernel
import Records
import Testing
import Web
import WebRecords

@Suite struct `Closing an account on the console` {
    private func with(_ work: @Sendable (WebHouse) async throws -> Void) async throws {
        try await WebHouse.with({ WebRecords(control: $0.control, records: $0.records).pages }, work)
    }

    private func fields(_ values: [String: String]) -> String {
        values.map { "\($0.key)=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
    }

    /// The last readings were 1,620 total, 972 peak and 648 valley on 31 October.
    private let good = [
        "day": "2026-11-10", "reasonCode": "APPLIED", "reason": "迁往外地", "version": "1", "value0": "1700",
        "value1": "1020",
        "value2": "680", "confirm": "1",
    ]

    @Test func `it is asked for, confirmed, done, and marked everywhere`() async throws {
        try await with { house in
            let path = "/records/accounts/\(house.accounts[0])"
            let open = try await house.get(path)
            #expect(open.body.contains("\(path)/close"))
            // Who may only look sees no button and no page.
            #expect(try await !house.get(path, as: "looker").body.contains("\(path)/close"))
            #expect(try await house.get("\(path)/close", as: "looker").status == 403)
            #expect(try await house.get("\(path)/close", as: "b").status == 404)
            let page = try await house.get("\(path)/close")
            #expect(page.status == 200)
            for text in ["终止示数", "M20000", "确认销户", "value=\"2026-11-22\""] {
                #expect(page.body.contains(text), "\(text)")
            }
            let done = try await house.post("\(path)/close", fields(good))
            #expect(done.status == 303 && done["location"] == path)
            let closed = try await house.get(path)
            #expect(closed.body.contains("已销户") && closed.body.contains("2026年11月10日"))
            #expect(!closed.body.contains("\(path)/close"))
            let found = try await house.get("/records?q=1000000000")
            #expect(found.body.contains(path) && found.body.contains("已销户"))
            #expect(
                try await house.get("/api/v1/accounts?query=1000000000").body.contains("\"state\":\"CLOSED\"")
            )
            // There is nothing to close any more.
            #expect(try await house.get("\(path)/close").status == 409)
            #expect(try await house.post("\(path)/close", fields(good)).status == 409)
        }
    }

    @Test func `its reason is one that the code page has today, without a release`() async throws {
        try await with { house in
            let path = "/records/accounts/\(house.accounts[0])/close"
            let system = house.control.systemPrincipal()
            #expect(try await !house.get(path).body.contains("并入大用户"))
            try await house.control.addCode(
                CodeRow(
                    table: RecordsCodes.closingReasons, code: "ABSORBED", zh: "并入大用户", en: "Absorbed",
                    from: Day(yyyymmdd: 2026_11_01)!, until: nil, position: 9, clause: "公司规定"), by: system)
            #expect(try await house.get(path).body.contains("并入大用户"))
            // It ended yesterday: no form offers it, and an order that names it is refused.
            try await house.control.endCode(
                "APPLIED", of: RecordsCodes.closingReasons, on: WebHouse.today.adding(days: -1), by: system)
            #expect(try await !house.get(path).body.contains("用户申请销户"))
            let ended = try await house.post(path, fields(good))
            #expect(ended.status == 422 && ended.body.contains("id=\"reasonCode-error\""))
            let done = try await house.post(path, fields(good.merging(["reasonCode": "ABSORBED"]) { $1 }))
            #expect(done.status == 303)
        }
    }

    @Test func `what is wrong is told at its field, nothing typed is lost, nothing is written`() async throws
    {
        try await with { house in
            let path = "/records/accounts/\(house.accounts[0])"
            // That the page was shown again is written down; nothing else is.
            let entries = "control_audit WHERE action <> 'records.view'"
            let audits = try await house.count(entries)
            let cases: [(change: [String: String], status: Int, field: String)] = [
                (["confirm": ""], 422, "confirm"), (["reason": ""], 422, "reason"),
                (["reasonCode": ""], 422, "reasonCode"), (["reasonCode": "NONE"], 422, "reasonCode"),
                (["value1": ""], 422, "value1"), (["value1": "zehn"], 422, "value1"),
                (["value2": "680.123"], 422, "value2"), (["value1": "900"], 422, "value1"),
                (["day": "2026-10-30"], 422, "day"), (["day": "2026-11-23"], 422, "day"),
                (["day": "2026-02-30"], 422, "day"),
            ]
            for (change, status, field) in cases {
                let answer = try await house.post(
                    "\(path)/close", fields(good.merging(change) { $1 }))
                #expect(answer.status == status, "\(change)")
                #expect(answer.body.contains("id=\"\(field)-error\""), "\(change)")
                if change["reason"] == nil { #expect(answer.body.contains("迁往外地"), "\(change)") }
            }
            let stale = try await house.post("\(path)/close", fields(good.merging(["version": "9"]) { $1 }))
            #expect(stale.status == 409 && stale.body.contains("已被他人更改"))
            #expect(try await house.post("\(path)/close", fields(good), token: false).status == 403)
            #expect(try await house.post("\(path)/close", fields(good), as: "b").status == 404)
            #expect(try await house.post("\(path)/close", fields(good), as: "looker").status == 403)
            #expect(try await house.count(entries) == audits)
            #expect(try await house.get(path).body.contains("正常用电"))
        }
    }

    @Test func `a program closes by JSON`() async throws {
        try await with { house in
            let path = "/api/v1/accounts/\(house.accounts[0])/close"
            func order(_ asset: String, _ valley: String, day: String = "2026-11-10") -> String {
                let values = [("110", "1700"), ("111", "1020"), ("113", valley)].map {
                    #"{"assetNo":"\#(asset)","register":\#($0.0),"value":"\#($0.1)"}"#
                }
                return
                    #"{"day":"\#(day)","reasonCode":"APPLIED","reason":"迁往外地","version":"1","values":[\#(values.joined(separator: ","))]}"#
            }
            #expect(try await house.send("POST", path, order("NONE", "680")).status == 404)
            #expect(try await house.send("POST", path, order("M20000", "600")).status == 422)
            #expect(try await house.send("POST", path, order("M20000", "680", day: "soon")).status == 400)
            #expect(try await house.send("POST", path, order("M20000", "680"), as: "b").status == 404)
            let answer = try await house.send("POST", path, order("M20000", "680"))
            #expect(answer.status == 200)
            #expect(answer.body.contains("\"closedOn\":\"2026-11-10\""))
            #expect(answer.body.contains("\"removalValue\":\"680.00\""))
            #expect(try await house.send("POST", path, order("M20000", "680")).status == 409)
        }
    }
}
