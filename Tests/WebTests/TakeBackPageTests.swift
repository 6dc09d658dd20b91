import Billing
import Control
import Foundation
import Kernel
import Language
import Ledger
import Payment
import Testing

@Suite struct `Taking bills back on the pages` {
    /// A bill of the newest company run that nothing was paid on, and one that was paid.
    private static func bills(_ house: BillingHouse) async throws -> (run: BillRun, open: Bill, paid: Bill) {
        let clerk = try await house.clerk()
        let run = try #require(
            try await house.billing.runs(by: clerk).first { $0.organisation == clerk.organisation })
        var open: Bill?
        var paid: Bill?
        for bill in try await house.billing.bills(of: run, limit: 200, by: clerk)
        where bill.takenBack == nil && bill.amount > .zero {
            let owed = try await house.payment.quote(bill.account, by: house.control.systemPrincipal()).items
                .first { $0.open.receivable.id == bill.id.number }
            if owed?.open.applications.isEmpty == true { open = open ?? bill } else { paid = paid ?? bill }
        }
        return (run, try #require(open), try #require(paid))
    }

    @Test func `a bill's page offers it, says what stands in the way, and leads to the proposal`()
        async throws
    {
        try await BillingHouse.with { house in
            let (run, open, paid) = try await Self.bills(house)
            let page = try await house.get("/billing/bills/\(open.id)")
            #expect(page.body.contains("data-open=\"take-back\""))
            #expect(!(try await house.get("/billing/bills/\(open.id)", as: "station1").body).contains("⟦"))
            let refused = try await house.post(
                "/billing/bills/\(paid.id)/take-back", "code=MISREAD&reason=wrong")
            #expect(refused.status == 422)
            #expect(refused.body.contains("电费单 \(paid.id) 已有缴费或冲抵"))
            #expect(refused.body.contains("aria-labelledby=\"take-back-title\" open"))
            let blank = try await house.post("/billing/bills/\(open.id)/take-back", "code=MISREAD&reason=")
            #expect(blank.status == 422)
            // The whole run: every bill in the way is named; with the choice the others are proposed.
            let whole = try await house.post("/billing/runs/\(run.id)/take-back", "code=TARIFF&reason=wrong")
            #expect(whole.status == 422 && whole.body.contains(paid.id.description))
            let proposed = try await house.post(
                "/billing/bills/\(open.id)/take-back", "code=MISREAD&reason=wrong")
            #expect(proposed.status == 303)
            #expect(proposed["location"]?.hasPrefix("/control/proposals/") == true)
            #expect(
                try await house.get("/billing/bills/\(open.id)").body.contains(
                    Language.zh.text("billing.takeBack.waiting")))
            let rest = try await house.post(
                "/billing/runs/\(run.id)/take-back", "code=TARIFF&reason=wrong&onlyGood=1")
            #expect(rest.status == 303)
        }
    }

    @Test func `the demo's taken-back bill is marked wherever it is listed, and not counted`() async throws {
        try await BillingHouse.with { house in
            let clerk = try await house.clerk()
            let (run, _, _) = try await Self.bills(house)
            let taken = try #require(
                try await house.billing.bills(of: run, limit: 200, by: clerk).first { $0.takenBack != nil })
            let page = try await house.get("/billing/bills/\(taken.id)")
            #expect(page.body.contains("已撤回 作废") && page.body.contains("申请 何静，批准 梁守灯"))
            #expect(!page.body.contains("data-open=\"take-back\""))
            let mark = Language.zh.text("billing.takeBack.badge")
            #expect(try await house.get("/billing/accounts/\(taken.account)").body.contains(mark))
            #expect(try await house.get("/billing/runs/\(run.id)").body.contains(mark))
            let answer = try await house.json("/api/v1/bills/\(taken.id)")
            #expect((answer["takenBack"] as? [String: Any])?["reasonCode"] as? String == "RECORDS")
            let twin = try await house.json("/api/v1/billing/runs/\(run.id)")
            #expect(twin["takenBack"] as? Int == 1)
            let anew = try #require(BillID(account: taken.account, month: taken.month, sequence: 1))
            #expect(try await house.json("/api/v1/bills/\(anew)")["takenBack"] == nil)
        }
    }
}
