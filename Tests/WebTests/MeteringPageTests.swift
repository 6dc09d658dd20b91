import Control
import Foundation
import Kernel
import Records
import Testing
import Web
import WebRecords

@Suite struct `Meters, places and the grid on the console` {
    private func with(_ work: @Sendable (WebHouse) async throws -> Void) async throws {
        try await WebHouse.with({ WebRecords(control: $0.control, records: $0.records).pages }, work)
    }

    private func fields(_ values: [String: String]) -> String {
        values.map { "\($0.key)=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
    }

    private func record(_ house: WebHouse) async throws -> AccountRecord {
        try await house.records.account(house.accounts[0], by: house.control.systemPrincipal())
    }

    private func replacement(_ old: Installation, _ changed: [String: String] = [:]) -> String {
        var values = [
            "installation": String(old.id), "version": "1", "day": "2026-11-10", "assetNo": "N1",
            "maker": "海港表厂", "multiplier": "2",
        ]
        // Read at 1,620, 972 and 648 kWh on 31 October.
        for (kind, last) in [(110, "1650.5"), (111, "990"), (113, "660.5")] {
            values["last\(kind)"] = last
            values["digits\(kind)"] = "6.2"
            values["first\(kind)"] = "0"
        }
        for (name, value) in changed { values[name] = value }
        return fields(values)
    }

    @Test func `a meter is replaced after its last reading and never below it`() async throws {
        try await with { house in
            let account = "/records/accounts/\(house.accounts[0])"
            let path = "\(account)/metering"
            #expect(try await house.get(path, as: "b").status == 404)
            #expect(try await house.get(path, as: "looker").status == 403)
            let page = try await house.get(path)
            #expect(page.body.contains("更换电能表 M20000") && page.body.contains("海关新村台区"))
            let old = try await record(house).installations[0]
            let wrong: [([String: String], String)] = [
                (["last110": "1619.9"], "不得小于 2026-10-31 的抄见示数 1620.00"),
                (["day": "2026-10-31"], "日期不得早于 2026-11-01"), (["day": "2026-11-23"], "日期不得晚于 2026-11-22"),
                (["last113": "1000000"], "超出表码位数"), (["assetNo": "M20001"], "M20001"),
                (["digits110": "x"], "位数如 6.2"), (["first111": "0.001"], "小数位过多"),
            ]
            for (changed, text) in wrong {
                let page = try await house.post("\(path)/replace", replacement(old, changed))
                #expect([409, 422].contains(page.status) && page.body.contains(text), "\(text) \(page.body)")
            }
            #expect(try await record(house).installations.count == 1)
            #expect(try await house.post("\(path)/replace", replacement(old)).status == 303)
            let meters = try await record(house).installations
            #expect(meters.map(\.assetNo) == ["M20000", "N1"])
            #expect(meters[0].removedOn == Day(yyyymmdd: 2026_11_10))
            #expect(meters[1].multiplier == Multiplier(2))
            #expect(try await house.get(account).body.contains("1650.50"))
        }
    }

    @Test func `a usage point moves to another area, and where it stood stays on record`() async throws {
        try await with { house in
            let tree = try await house.records.gridTree(by: house.control.systemPrincipal())
            let feeder = try #require(tree.first?.children.first?.node)
            let account = "/records/accounts/\(house.accounts[0])"
            let point = try await record(house).usagePoints[0].id
            let move = [
                "point": point.description, "node": feeder.id.description, "moveDay": "2026-11-15",
                "version": "1",
            ]
            var early = move
            early["moveDay"] = "2026-08-31"
            let refused = try await house.post("\(account)/metering/move", fields(early))
            #expect(refused.status == 422 && refused.body.contains("日期不得早于 2026-09-01"))
            #expect(try await house.post("\(account)/metering/move", fields(move)).status == 303)
            let places = try await record(house).memberships
            #expect(places.map(\.node).last == feeder.id)
            #expect(places.first?.to == Day(yyyymmdd: 2026_11_14))
            let page = try await house.get(account)
            for text in ["海关新村台区 E1-01-01", "10kV 灯塔线 E1-01", "2026年11月14日"] {
                #expect(page.body.contains(text), "\(text)")
            }
            // Nobody moves a point to a station that is not theirs.
            let foreign = try await house.send(
                "POST", "/api/v1/accounts/\(house.accounts[0])/metering/move",
                #"{"usagePoint":"\#(point)","node":"W1-01-01","from":"2026-11-20","version":"2"}"#, as: "a")
            #expect(foreign.status == 404, "\(foreign.body)")
        }
    }

    @Test func `a program replaces a meter and moves a point`() async throws {
        try await with { house in
            let path = "/api/v1/accounts/\(house.accounts[1])/metering"
            let replaced = try await house.send(
                "POST", "\(path)/replace",
                #"{"assetNo":"M20001","day":"2026-11-10","version":"1","removalValues":[{"register":110,"value":"1700"},{"register":111,"value":"1010"},{"register":113,"value":"690"}],"meter":{"assetNo":"N2","maker":"","multiplier":"1","registers":[{"kind":110,"digits":6,"decimals":2,"value":"0"}]}}"#
            )
            #expect(replaced.status == 200 && replaced.body.contains(#""assetNo":"N2""#), "\(replaced.body)")
            let point = try await house.records.account(
                house.accounts[1], by: house.control.systemPrincipal()
            ).usagePoints[0].id
            let moved = try await house.send(
                "POST", "\(path)/move",
                #"{"usagePoint":"\#(point)","node":"E1-01","from":"2026-11-20","version":"2"}"#)
            #expect(moved.status == 200 && moved.body.contains(#""to":"2026-11-19""#), "\(moved.body)")
        }
    }

    @Test func `the grid grows by a form, a file and a program`() async throws {
        try await with { house in
            let tree = try await house.records.gridTree(by: house.control.systemPrincipal())
            let feeder = try #require(tree.first?.children.first?.node)
            func area(_ code: String, _ parent: GridNodeID) -> String {
                fields([
                    "kind": "AREA", "code": code, "name": "码头台区", "parent": parent.description,
                    "organisation": "2",
                ])
            }
            #expect(try await house.post("/records/grid", area("E9", feeder.id), as: "looker").status == 403)
            #expect(try await house.post("/records/grid", area("E9", feeder.id)).status == 303)
            let twice = try await house.post("/records/grid", area("E9", feeder.id))
            #expect(twice.status == 409 && twice.body.contains("编码 E9 已被使用"))
            let wrong = try await house.post("/records/grid", area("E8", tree[0].node.id))
            #expect(wrong.status == 422 && wrong.body.contains("的上级不对"))
            let file = "code,kind,name,parent,organisation\nE10,AREA,新台区,E1-01,S2\n"
            let check = try await house.send("PUT", "/api/v1/imports/grid/check", file, type: "text/csv")
            #expect(check.status == 200 && check.body.contains("\"2\",\"通过\",\"\",\"E10\""), "\(check.body)")
            let looked = try await house.post("/records/grid/import/check", fields(["text": file]))
            #expect(looked.status == 200 && looked.body.contains("E10"))
            #expect(try await !house.get("/records/grid").body.contains("E10"))
            let pasted = try await house.post("/records/grid/import", fields(["text": file]))
            #expect(pasted.status == 200)
            let again = try await house.send("PUT", "/api/v1/imports/grid", file, type: "text/csv")
            #expect(again.status == 422 && again.body.contains("E10"), "\(again.body)")
            let added = try await house.send(
                "POST", "/api/v1/records/grid",
                #"{"kind":"FEEDER","code":"E2","name":"新线","parent":"E1","organisation":"2"}"#)
            #expect(added.status == 200, "\(added.body)")
            let list = try await house.get("/api/v1/records/grid?limit=2")
            let cursor = try #require(
                list.body.range(of: #""nextCursor":"[^"]+"#, options: .regularExpression))
            let next = String(list.body[cursor].dropFirst(#""nextCursor":""#.count))
            #expect(list.body.contains(#""code":"E1""#), "\(list.body)")
            let more = try await house.get("/api/v1/records/grid?limit=2&cursor=\(next)")
            #expect(more.body.contains(#""code":"E1-01-01""#), "\(more.body)")
            #expect(!more.body.contains(#""code":"E1-01","#), "\(more.body)")
            let page = try await house.get("/records/grid")
            for text in ["码头台区", "新台区", "新线"] { #expect(page.body.contains(text), "\(text)") }
        }
    }
}
