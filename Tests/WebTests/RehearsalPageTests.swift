import Billing
import Control
import Foundation
import Kernel
import Store
import Testing

@Suite struct `Rehearsing a tariff on its page` {
    private static let api = "/api/v1/billing/rehearsals"

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
}
