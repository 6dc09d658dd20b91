import Billing
import Control
import Foundation
import Kernel
import Store
import Tariff
import Testing

/// A draft of the shop's price that is tried: by a rehearsal and on one account.
@Suite struct `A draft that is tried` {
    private static let api = "/api/v1/billing/rehearsals"

    private static func send(_ house: BillingHouse, _ path: String, _ body: String) async throws -> Answer {
        let token = BillingHouse.token("clerk")
        return try await house.client.send(
            "POST", path,
            [
                ("Cookie", "lamplight-session=\(token)"), ("Content-Type", "application/json"),
                ("X-CSRF-Token", "csrf-\(token)"),
            ], body: Array(body.utf8))
    }

    /// The demo's open draft with its newest version changed, and an account that pays by its tariff.
    private func draft(
        _ house: BillingHouse, _ change: (inout [String: Any]) throws -> Void
    ) async throws -> (draft: Int64, account: AccountID) {
        let (draft, account) = try await house.control.house.database.read { transaction in
            (
                try transaction.one("SELECT id FROM tariff_draft WHERE state = 'DRAFT'") { try $0.int64(0) },
                try transaction.first(
                    """
                    SELECT b.account_id FROM billing_bill AS b WHERE b.tariff = 'HB-COM-LV'
                    GROUP BY b.account_id HAVING COUNT(*) > 1
                    ORDER BY MAX(b.amount_fen), 1 LIMIT 1
                    """
                ) { AccountID(try $0.int64(0)) }
            )
        }
        let clerk = try await house.clerk()
        let sketch = try await house.billing.draft(draft, by: clerk)
        var file = try #require(
            try JSONSerialization.jsonObject(with: Data(sketch.content.utf8)) as? [String: Any])
        var versions = try #require(file["versions"] as? [[String: Any]])
        try change(&versions[versions.count - 1])
        file["versions"] = versions
        let tariff = Tariff(control: house.control, shelf: TariffShelf(try TariffCatalogue.bundled()))
        _ = try await tariff.editDraft(
            draft,
            content: String(decoding: try JSONSerialization.data(withJSONObject: file), as: UTF8.self),
            version: sketch.version, by: clerk)
        return (draft, try #require(account))
    }

    @Test func `shows one month's bill as the list does that it stands in`() async throws {
        try await BillingHouse.with { house in
            // The year's last bill tops up what the months before came to under the draft.
            let (draft, account) = try await draft(house) { version in
                version["minimumYearly"] = "9000"
                version["yearEndsInMonth"] = 9
            }
            let path = "/api/v1/accounts/\(account)/tariffs"
            let list = try await house.json("\(path)?draft=\(draft)")
            let months = try #require(list["months"] as? [[String: Any]])
            try #require(months.count == 2)
            let amounts = try months.map { month in
                try #require((month["others"] as? [[String: Any]])?.first?["amount"] as? String)
            }
            for (month, amount) in zip(months, amounts) {
                let name = try #require(month["month"] as? String)
                for query in ["", "&months=2", "&through=2026-09"] {
                    let one = try await house.json("\(path)/\(name)?draft=\(draft)\(query)")
                    let after = try #require(one["after"] as? [String: Any])
                    #expect(after["amount"] as? String == amount, "\(name) \(query)")
                }
            }
            // A comparison that begins with September takes August as it was billed.
            let alone = try await house.json("\(path)/2026-09?draft=\(draft)&months=1")
            #expect((alone["after"] as? [String: Any])?["amount"] as? String != amounts[1])
            for (query, status) in [("months=1&through=2026-09", 404), ("months=13", 400)] {
                #expect(try await house.get("\(path)/2026-08?draft=\(draft)&\(query)").status == status)
            }
            // The page's link leads to the same bill.
            let page = try await house.get("/billing/accounts/\(account)/tariffs?draft=\(draft)").body
            let link = try #require(page.firstMatch(of: /href="([^"]*tariffs\/2026-09[^"]*)"/)?.1)
            let bill = try await house.get(String(link).replacing("&amp;", with: "&")).body
            let total = try Money(text: amounts[1]).grouped
            #expect(page.contains(total) && bill.contains(total))
            // So does the rehearsal's.
            let asked = try await house.post("/billing/rehearsals/\(draft)", "months=12")
            #expect(asked.status == 303)
            let clerk = try await house.clerk()
            let laid = try #require(try await house.billing.rehearsal(of: draft, by: clerk))
            try await house.billing.workRehearsal(laid.id, by: clerk)
            let drill = try await house.json("\(Self.api)/\(draft)/\(account)?month=2026-09")
            #expect((drill["after"] as? [String: Any])?["amount"] as? String == amounts[1])
        }
    }

    @Test func `with a fault is refused in the reader's words, and so are thirteen months`() async throws {
        try await BillingHouse.with { house in
            let (draft, account) = try await draft(house) { $0["calendar"] = "NOWHERE" }
            let path = "\(Self.api)/\(draft)"
            func refused(_ answer: Answer) {
                #expect(answer.status == 422)
                #expect(answer.body.contains("草案校验有 1 处错误") && answer.body.contains("versions["))
                #expect(!answer.body.contains("publish") && !answer.body.contains("calendar file"))
            }
            refused(try await Self.send(house, path, #"{"months": 12}"#))
            refused(try await house.get("/api/v1/accounts/\(account)/tariffs?draft=\(draft)"))
            let asked = try await house.post("/billing/rehearsals/\(draft)", "months=12")
            #expect(asked.status == 303 && asked["set-cookie"]?.contains("draftFaulty") == true)
            for months in [0, 13] {
                let answer = try await Self.send(house, path, #"{"months": \#(months)}"#)
                #expect(answer.status == 422 && answer.body.contains("1 到 12 个月"), "\(months)")
            }
        }
    }

    @Test func `says why months cannot be rated, and shows such a month`() async throws {
        try await BillingHouse.with { house in
            let (draft, account) = try await draft(house) { version in
                version["prices"] = ["PEAK": ["1"], "VALLEY": ["0.3"]]
                version["calendar"] = nil
                version["components"] = nil
                version["agency"] = nil
            }
            let clerk = try await house.clerk()
            let job = try await house.billing.rehearse(draft: draft, months: 1, by: clerk)
            try await house.billing.workRehearsal(job, by: clerk)
            let answer = try await house.json("\(Self.api)/\(draft)")
            let refused = try #require(answer["refused"] as? Int)
            let reasons = try #require(answer["refusals"] as? [String: Int])
            #expect(refused > 0 && reasons.values.reduce(0, +) == refused)
            let page = try await house.get("/billing/rehearsals/\(draft)").body
            #expect(page.contains("id=\"reasons\"") && page.contains("未能计算的户月及原因"))
            let bill = try await house.get("/billing/rehearsals/\(draft)/\(account)?month=2026-09")
            let both = try await house.json("\(Self.api)/\(draft)/\(account)?month=2026-09")
            let refusal = try #require((both["after"] as? [String: Any])?["refusal"] as? String)
            #expect(reasons[refusal] ?? 0 > 0 && bill.status == 200)
        }
    }
}
