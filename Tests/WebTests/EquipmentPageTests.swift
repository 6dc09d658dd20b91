import Control
import Foundation
import Kernel
import Records
import Testing
import Web
import WebRecords

@Suite struct `Equipment on the console` {
    private func with(_ work: @Sendable (WebHouse) async throws -> Void) async throws {
        try await WebHouse.with({ WebRecords(control: $0.control, records: $0.records).pages }, work)
    }

    private func fields(_ values: [String: String]) -> String {
        values.map { "\($0.key)=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
    }

    private let transformer = [
        "addName": "1号变", "addKind": "TRANSFORMER", "addKva": "630", "addModel": "S11", "addP0": "0.81",
        "addPk": "6.2", "addI0": "0.9", "addUk": "4.5", "addDay": "2026-11-02", "version": "1",
    ]

    @Test func `a transformer is added, sealed and taken back by forms`() async throws {
        try await with { house in
            let path = "/records/accounts/\(house.accounts[0])/equipment"
            #expect(try await house.get(path, as: "b").status == 404)
            // Who may only look sees no form.
            #expect(try await !house.get(path, as: "looker").body.contains("\(path)/add"))
            #expect(try await house.post("\(path)/add", fields(transformer), as: "looker").status == 403)
            var half = transformer
            half["addPk"] = ""
            let wrong = try await house.post("\(path)/add", fields(half))
            #expect(wrong.status == 422 && wrong.body.contains("铭牌四项须填全"))
            #expect(try await house.post("\(path)/add", fields(transformer)).status == 303)
            let page = try await house.get(path)
            for text in ["1号变", "P0 0.81 kW", "运行", "29/30"] { #expect(page.body.contains(text), "\(text)") }
            let piece = try #require(
                try await house.records.equipment(
                    of: house.accounts[0], by: house.control.systemPrincipal()
                ).first)
            let change = [
                "changePiece": String(piece.id), "changeState": "SUSPENDED", "changeDay": "2026-11-20",
                "changeApplied": "2026-11-19", "changeReason": "淡季", "version": "2",
            ]
            let late = try await house.post("\(path)/change", fields(change))
            #expect(late.status == 422 && late.body.contains("须提前 5 个工作日申请，最早 2026-11-26"))
            var good = change
            good["changeDay"] = "2026-11-26"
            #expect(try await house.post("\(path)/change", fields(good)).status == 303)
            let undo = ["undoPiece": String(piece.id), "undoReason": "录入有误", "version": "3"]
            #expect(try await house.post("\(path)/undo", fields(undo)).status == 303)
            let shown = try await house.get("/records/accounts/\(house.accounts[0])")
            #expect(shown.body.contains("1号变") && shown.body.contains(path))
        }
    }

    @Test func `a program gives the same orders`() async throws {
        try await with { house in
            let path = "/api/v1/accounts/\(house.accounts[0])/equipment"
            let added = try await house.send(
                "POST", "\(path)/add",
                #"{"name":"1号变","kind":"TRANSFORMER","capacityKva":"630","from":"2026-11-02","version":"1"}"#)
            #expect(added.status == 200 && added.body.contains(#""capacityKva":"630""#), "\(added.body)")
            let system = house.control.systemPrincipal()
            let record = try await house.records.account(house.accounts[0], by: system)
            let point = record.usagePoints[0].id
            let loss = try await house.send(
                "POST", "\(path)/loss",
                #"{"usagePoint":"\#(point)","from":"2026-11-02","reason":"高供低计","version":"2","terms":{"arrangement":"HIGH_LOW","transformer":{"method":"PERCENT","percent":"1.5"},"line":{}}}"#
            )
            #expect(loss.status == 200 && loss.body.contains("PERCENT"), "\(loss.body)")
            #expect(try await house.get(path).body.contains("HIGH_LOW"))
        }
    }
}
