import Billing
import Control
import Foundation
import Kernel
import Store
import Tariff
import Testing

@Suite struct `Rehearsing a tariff on its page` {
    private static let api = "/api/v1/billing/rehearsals"

    @Test func `is stopped, goes on and is given up by its clerk, and begins anew`() async throws {
        try await BillingHouse.with { house in
            let draft = try await house.control.house.database.read { transaction in
                try transaction.one("SELECT id FROM tariff_draft WHERE state = 'DRAFT'") { try $0.int64(0) }
            }
            let path = "/billing/rehearsals/\(draft)"
            #expect(try await house.post(path, "months=1").status == 303)
            let under = try await house.get(path).body
            #expect(under.contains("id=\"rehearsal-meter\"") && under.contains("id=\"pause\""))
            #expect(under.contains("id=\"job\"") && !under.contains("id=\"start\""))
            // Not a second one beside it.
            #expect(try await house.post(path, "months=1").status == 303)
            func state() async throws -> String? {
                try await house.json("\(Self.api)/\(draft)")["state"] as? String
            }
            let first = try await house.json("\(Self.api)/\(draft)")["job"] as? String
            #expect(try await house.post(path + "/pause", "").status == 303)
            #expect(try await state() == "PAUSED")
            #expect(try await house.get(path).body.contains("id=\"resume\""))
            #expect(try await house.post(path + "/resume", "").status == 303)
            #expect(try await state() == "WAITING")
            #expect(try await house.post(path + "/cancel", "").status == 303)
            #expect(try await state() == "CANCELLED")
            let over = try await house.get(path).body
            #expect(over.contains("id=\"start\"") && !over.contains("id=\"rehearsal-meter\""))
            #expect(try await house.post(path, "months=12").status == 303)
            let clerk = try await house.clerk()
            let laid = try #require(try await house.billing.rehearsal(of: draft, by: clerk))
            #expect(laid.id.description != first)
            try await house.billing.workRehearsal(laid.id, by: clerk)
            let page = try await house.get(path).body
            #expect(page.contains("减少户数") && page.contains("增加户数"))
            // Both released months of an account are reached.
            let answer = try await house.json("\(Self.api)/\(draft)")
            let largest = try #require(answer["largest"] as? [[String: Any]])
            let account = try #require(
                largest.first { ($0["months"] as? Int ?? 0) > 1 }?["account"] as? String)
            let bill = try await house.get("\(path)/\(account)").body
            #expect(bill.contains("id=\"months\"") && bill.contains("?month=2026-08"))
            #expect(try await house.get("\(path)/\(account)?month=2026-08").status == 200)
            for other in ["2000-01", "2341-04"] {
                #expect(try await house.get("\(path)/\(account)?month=\(other)").status == 404, "\(other)")
            }
            // Changed since, it says that what it shows is of the draft as it was.
            #expect(!page.contains("id=\"stale\""))
            let sketch = try await house.billing.draft(draft, by: clerk)
            let changed = sketch.content.replacing(/"nameEn"\s*:\s*"/) { "\($0.output)New " }
            try #require(changed != sketch.content)
            let tariff = Tariff(control: house.control, shelf: TariffShelf(try TariffCatalogue.bundled()))
            _ = try await tariff.editDraft(draft, content: changed, version: sketch.version, by: clerk)
            #expect(try await house.get(path).body.contains("id=\"stale\""))
        }
    }

    @Test func `begins with a button and ends with what it means for everybody, down to one bill`()
        async throws
    {
        try await BillingHouse.with { house in
            let draft = try await house.control.house.database.read { transaction in
                try transaction.one("SELECT id FROM tariff_draft WHERE state = 'DRAFT'") { try $0.int64(0) }
            }
            let path = "/billing/rehearsals/\(draft)"
            let before = try await house.get(path)
            #expect(
                before.status == 200 && before.body.contains("还没有测算") && before.body.contains("id=\"start\""))
            // Whom the draft would hit is said before anything is rehearsed.
            let reach = try await house.json("\(Self.api)/\(draft)/reach")
            let hit = try #require(reach["accounts"] as? Int)
            #expect(hit > 0 && before.body.contains("将受影响的有 \(hit) 户"))
            #expect(try await house.get("\(Self.api)/\(draft)/reach", as: "station1").status == 404)
            #expect(try await house.get("/billing/rehearsals/1").status == 404)
            // A station neither sees the company's draft nor its rehearsal.
            #expect(try await house.get(path, as: "station1").status == 404)
            let asked = try await house.post(path, "months=1")
            #expect(asked.status == 303 && asked["location"]?.hasPrefix(path) == true)
            let clerk = try await house.clerk()
            let laid = try #require(try await house.billing.rehearsal(of: draft, by: clerk))
            try await house.billing.workRehearsal(laid.id, by: clerk)
            let page = try await house.get(path)
            #expect(page.body.contains("变动最大的 50 户") && page.body.contains("升降分布"))
            let answer = try await house.json("/api/v1/billing/rehearsals/\(draft)")
            #expect(answer["isFinished"] as? Bool == true && (answer["accounts"] as? Int ?? 0) > 0)
            let largest = try #require((answer["largest"] as? [[String: Any]])?.first)
            let account = try #require(largest["account"] as? String)
            let bill = try await house.get("\(path)/\(account)")
            #expect(bill.status == 200 && bill.body.contains("账单对照") && bill.body.contains("0.742186"))
            #expect(try await house.get("\(path)/\(account)", as: "station1").status == 404)
            // The draft's own page tells of it now.
            let told = try await house.control.house.database.read { transaction in
                try transaction.one(
                    "SELECT rehearsed_digest = digest FROM tariff_draft WHERE id = \(draft)"
                ) { $0.isNull(0) }
            }
            #expect(!told)
        }
    }

    @Test func `that failed says why, and goes on once what stopped it is mended`() async throws {
        try await BillingHouse.with { house in
            let draft = try await house.control.house.database.read { transaction in
                try transaction.one("SELECT id FROM tariff_draft WHERE state = 'DRAFT'") { try $0.int64(0) }
            }
            func write(_ content: SQL) async throws {
                try await house.control.record(as: house.control.systemPrincipal()) { act in
                    try act.audit(bucket: OrganisationID(1).bucket, action: "test", subject: "rehearsal")
                    try act.transaction.run(content)
                }
            }
            let path = "/billing/rehearsals/\(draft)"
            #expect(try await house.post(path, "months=1").status == 303)
            let clerk = try await house.clerk()
            let laid = try #require(try await house.billing.rehearsal(of: draft, by: clerk))
            try await write("UPDATE billing_rehearsal SET content = '{}' WHERE draft_id = \(draft)")
            _ = try? await house.billing.workRehearsal(laid.id, by: clerk)
            let told = try await house.json("\(Self.api)/\(draft)")
            #expect(told["state"] as? String == "FAILED" && told["isFinished"] as? Bool == false)
            let page = try await house.get(path).body
            #expect(
                page.contains("data-tone=\"bad\">失败") && page.contains("class=\"callout\" data-tone=\"bad\""))
            #expect((told["fault"] as? String)?.isEmpty == false)
            #expect(page.contains("id=\"resume\"") && page.contains("id=\"cancel\""))
            #expect(!page.contains("id=\"pause\""))
            try await write(
                """
                UPDATE billing_rehearsal SET content = (SELECT content FROM tariff_draft WHERE id = \(draft))
                WHERE draft_id = \(draft)
                """)
            #expect(try await house.post(path + "/resume", "").status == 303)
            try await house.billing.workRehearsal(laid.id, by: clerk)
            let after = try await house.get(path).body
            #expect(!after.contains("class=\"callout\" data-tone=\"bad\"") && after.contains("升降分布"))
        }
    }

    @Test func `says that only the newest version is rehearsed, and where it reached nobody`() async throws {
        try await BillingHouse.with { house in
            let tariff = Tariff(control: house.control, shelf: TariffShelf(try TariffCatalogue.bundled()))
            let clerk = try await house.clerk()
            let standing = try await tariff.standing(by: clerk)
            let content = try #require(standing.first { $0.code == "HB-IND-220KV" }?.content)
            var file = try #require(
                try JSONSerialization.jsonObject(with: Data(content.utf8)) as? [String: Any])
            let versions = try #require(file["versions"] as? [[String: Any]])
            file["versions"] =
                versions
                + ["2027-01-01", "2027-02-01"].map { day in
                    versions[0].merging(["effectiveFrom": day]) { $1 }
                }
            let text = String(
                decoding: try JSONSerialization.data(withJSONObject: file, options: [.sortedKeys]),
                as: UTF8.self)
            let draft = try await tariff.createDraft(.content(text), by: clerk)
            let path = "/billing/rehearsals/\(draft.id)"
            let reach = try await house.json("\(Self.api)/\(draft.id)/reach")
            #expect(reach["accounts"] as? Int == 0)
            let before = try await house.get(path).body
            #expect(before.contains("草案有 2 个将执行的版本，测算只按最后一个（2027年2月1日 起）计算"))
            #expect(!before.contains("没有一户按它计费"))
            #expect(try await house.post(path, "months=1").status == 303)
            let laid = try #require(try await house.billing.rehearsal(of: draft.id, by: clerk))
            try await house.billing.workRehearsal(laid.id, by: clerk)
            #expect(try await house.get(path).body.contains("没有一户按它计费，结果为 0 户"))
        }
    }

    /// A draft of the example's loss rules with a version more.
    private static func lossDraft(
        _ house: BillingHouse, _ change: (inout [String: Any]) throws -> Void
    ) async throws -> TariffSketch {
        let tariff = Tariff(control: house.control, shelf: TariffShelf(try TariffCatalogue.bundled()))
        let clerk = try await house.clerk()
        let content = try #require(
            try await tariff.standing(by: clerk).first { $0.code == "LOSS-EXAMPLE" }?.content)
        var file = try #require(
            try JSONSerialization.jsonObject(with: Data(content.utf8)) as? [String: Any])
        let versions = try #require(file["versions"] as? [[String: Any]])
        var next = versions[0].merging(["effectiveFrom": "2027-01-01"]) { $1 }
        var rule = try #require(next["transformer"] as? [String: Any])
        try change(&rule)
        next["transformer"] = rule
        file["versions"] = versions + [next]
        return try await tariff.createDraft(
            .content(String(decoding: try JSONSerialization.data(withJSONObject: file), as: UTF8.self)),
            by: clerk)
    }

    @Test func `that nobody can be billed by does not say that nobody was concerned`() async throws {
        try await BillingHouse.with { house in
            let draft = try await Self.lossDraft(house) { rule in
                let plates = try #require(rule["transformers"] as? [[String: Any]])
                rule["method"] = "FORMULA"
                rule["tables"] = [[String: Any]]()
                rule["transformers"] = plates.prefix(1).map { $0.merging(["type": "X"]) { $1 } }
            }
            let path = "/billing/rehearsals/\(draft.id)"
            #expect(try await house.post(path, "months=1").status == 303)
            let clerk = try await house.clerk()
            let laid = try #require(try await house.billing.rehearsal(of: draft.id, by: clerk))
            try await house.billing.workRehearsal(laid.id, by: clerk)
            let done = try #require(try await house.billing.rehearsal(of: draft.id, by: clerk))
            try #require(done.accounts == 0 && done.refused > 0)
            let page = try await house.get(path).body
            #expect(!page.contains("没有一户按它计费") && page.contains("未能计算的户月及原因"))
            let reasons = try await house.json("\(Self.api)/\(draft.id)")["refusals"] as? [String: Int]
            #expect(reasons == ["LOSS_WAITS": done.refused])
        }
    }

    @Test func `of loss rules shows what is billed and lost on both sides`() async throws {
        try await BillingHouse.with { house in
            let clerk = try await house.clerk()
            let draft = try await Self.lossDraft(house) { rule in
                let plates = try #require(rule["transformers"] as? [[String: Any]])
                rule["transformers"] = plates.map { $0.merging(["noLoadKw": "2"]) { $1 } }
            }
            let path = "/billing/rehearsals/\(draft.id)"
            let reach = try await house.json("\(Self.api)/\(draft.id)/reach")
            #expect(reach["accounts"] as? Int ?? 0 > 0 && reach["codes"] as? [String] == ["LOSS-EXAMPLE"])
            let before = try await house.get(path).body
            #expect(before.contains("id=\"start\"") && !before.contains("/billing/try"))
            #expect(try await house.post(path, "months=1").status == 303)
            let laid = try #require(try await house.billing.rehearsal(of: draft.id, by: clerk))
            try await house.billing.workRehearsal(laid.id, by: clerk)
            let answer = try await house.json("\(Self.api)/\(draft.id)")
            #expect(answer["accounts"] as? Int == reach["accounts"] as? Int)
            let largest = try #require((answer["largest"] as? [[String: Any]])?.first)
            let account = try #require(largest["account"] as? String)
            let both = try await house.json("\(Self.api)/\(draft.id)/\(account)")
            func lost(_ side: String) throws -> Energy {
                let side = try #require(both[side] as? [String: Any])
                return try Energy(text: try #require(side["lossKwh"] as? String))
            }
            #expect(try lost("before") > .zero && lost("before") < lost("after"))
            // A month that was not rehearsed is not looked for, however far it is.
            #expect(
                try await house.get("\(Self.api)/\(draft.id)/\(account)?month=2341-04").status == 404)
            let bill = try await house.get("\(path)/\(account)").body
            for side in ["before", "after"] {
                let loss = try lost(side).kilowattHours
                #expect(bill.replacing(",", with: "").contains("其中损耗 \(loss) kWh"), "\(side) \(loss)")
            }
        }
    }
}
