import Billing
import Control
import Foundation
import Kernel
import Language
import Payment
import Reports
import Store
import Testing
import Web

@Suite struct `Billing pages` {
    /// Starts, works, checks, releases and works the waiting month by its pages.
    private func release(_ house: BillingHouse) async throws -> BillRun {
        let clerk = try await house.clerk()
        let started = try await house.post(
            "/billing/runs", "month=\(BillingHouse.waiting)&organisation=\(clerk.organisation)")
        #expect(started.status == 303)
        let path = try #require(started["location"])
        let id = try #require(JobID(text: String(path.split(separator: "/").last ?? "")))
        #expect(try await house.get(path).body.contains("计算中"))
        try await house.billing.work(id, by: clerk)
        #expect(try await house.get(path).body.contains("待审核"))
        #expect(try await house.post(path + "/release", "").status == 303)
        #expect(try await house.billing.run(id, by: clerk).state == .calculated)
        #expect(try await house.post(path + "/check", "").status == 303)
        #expect(try await house.billing.run(id, by: clerk).state == .checked)
        #expect(try await house.post(path + "/release", "").status == 303)
        try await house.billing.work(id, by: clerk)
        return try await house.billing.run(id, by: clerk)
    }

    @Test func `a month is started, checked and released by its pages, and the numbers are the room's`()
        async throws
    {
        try await BillingHouse.with { house in
            let clerk = try await house.clerk()
            let list = try await house.get("/billing")
            #expect(list.status == 200)
            // The waiting month is proposed.
            #expect(list.body.contains("value=\"2026-10\""))
            let run = try await release(house)
            #expect(run.state == .released)
            let progress = try await house.billing.progress(run)
            let sums = try #require(progress.release).result
            let page = try await house.get("/billing/runs/\(run.id)")
            #expect(page.status == 200)
            #expect(page.body.contains("已发行"))
            #expect(page.body.contains(Language.zh.money(Money(fen: sums.totals["amountFen"] ?? 0))))
            #expect(page.body.contains(Language.zh.number(sums.done)))
            let bills = try await house.billing.bills(of: run, limit: 10, by: clerk)
            #expect(!bills.isEmpty)
            for bill in bills { #expect(page.body.contains("/billing/bills/\(bill.id)")) }
            let answer = try await house.json("/api/v1/billing/runs/\(run.id)")
            #expect(answer["state"] as? String == "RELEASED")
            #expect(answer["bills"] as? Int == sums.done)
            #expect(answer["id"] as? String == run.id.description)
        }
    }

    @Test func `a bill opens into numbers that work out`() async throws {
        try await BillingHouse.with { house in
            let clerk = try await house.clerk()
            let run = try #require(
                try await house.billing.runs(by: clerk).first { $0.organisation == clerk.organisation })
            let bills = try await house.billing.bills(of: run, limit: 200, by: clerk)
            #expect(bills.count >= 50)
            for bill in bills {
                let page = try await house.get("/billing/bills/\(bill.id)")
                #expect(page.status == 200, "\(bill.id): \(page.body.suffix(400))")
                #expect(page.body.contains(Language.zh.money(bill.amount)))
                #expect(page.body.contains(bill.amount.chineseCapital))
                #expect(!page.body.contains("⟦"))
                // A line without a price or a factor shows no sign of one.
                #expect(!page.body.contains("× </td>"))
                let answer = try await house.json("/api/v1/bills/\(bill.id)")
                let lines = try #require(answer["lines"] as? [[String: Any]])
                let sum = try lines.map { try Money(text: $0["amount"] as? String ?? "") }.total()
                #expect(sum == bill.amount)
                let parts = try ["energyAmount", "basicCharge", "powerFactorAdjustment"].map {
                    try Money(text: answer[$0] as? String ?? "")
                }
                #expect(parts.total() == bill.amount)
            }
            let account = try #require(bills.first?.account)
            let history = try await house.get("/billing/accounts/\(account)")
            #expect(history.status == 200)
            #expect(history.body.contains(try #require(bills.first).amount.grouped))
            let twin = try await house.json("/api/v1/accounts/\(account)/bills")
            #expect((twin["items"] as? [Any])?.count == 2)
        }
    }

    @Test func `what lies in another station is not there`() async throws {
        try await BillingHouse.with { house in
            let clerk = try await house.clerk()
            let first = try await house.station(1)
            let run = try #require(
                try await house.billing.runs(by: clerk).first { $0.organisation == clerk.organisation })
            let bills = try await house.billing.bills(of: run, limit: 200, by: clerk)
            let foreign = try #require(bills.first { $0.organisation != first.organisation })
            let own = try #require(bills.first { $0.organisation == first.organisation })
            for path in [
                "/billing/runs/\(run.id)", "/billing/bills/\(foreign.id)",
                "/billing/accounts/\(foreign.account)",
                "/api/v1/billing/runs/\(run.id)", "/api/v1/bills/\(foreign.id)",
                "/api/v1/accounts/\(foreign.account)/bills", "/billing/bills/1", "/billing/bills/x",
            ] {
                #expect(try await house.get(path, as: "station1").status == 404, "\(path)")
            }
            #expect(try await house.get("/billing/bills/\(own.id)", as: "station1").status == 200)
            #expect(try await house.get("/billing/bills/\(foreign.id)").status == 200)
            let started = try await house.post(
                "/billing/runs", "month=\(BillingHouse.waiting)&organisation=\(clerk.organisation)",
                as: "station1")
            #expect(started.status == 404)
        }
    }

    @Test func `a command without its token or with a month not over writes nothing`() async throws {
        try await BillingHouse.with { house in
            let clerk = try await house.clerk()
            let before = try await house.billing.runs(by: clerk).map(\.id)
            let fields = "month=\(BillingHouse.waiting)&organisation=\(clerk.organisation)"
            #expect(try await house.post("/billing/runs", fields, token: false).status == 403)
            let early = try await house.post(
                "/billing/runs", "month=2026-11&organisation=\(clerk.organisation)")
            #expect(early.status == 422)
            // What was typed is still there.
            #expect(early.body.contains("value=\"2026-11\""))
            #expect(early.body.contains("该月尚未结束"))
            #expect(try await house.billing.runs(by: clerk).map(\.id) == before)
        }
    }

    @Test func `a second run of a month is refused with a link to the first, which can be cancelled`()
        async throws
    {
        try await BillingHouse.with { house in
            let clerk = try await house.clerk()
            let station = try await house.station(1)
            let fields = "month=\(BillingHouse.waiting)&organisation="
            let started = try await house.post("/billing/runs", fields + clerk.organisation.description)
            let path = try #require(started["location"])
            for organisation in [clerk.organisation, station.organisation] {
                let second = try await house.post("/billing/runs", fields + organisation.description)
                #expect(second.status == 422)
                #expect(second.body.contains("id=\"open-run\" href=\"\(path)\""))
                #expect(second.body.contains("2026-10 已有未发行的核算批次"))
            }
            // A station's own people hear why, but the company's run is no page of theirs.
            let own = try await house.post(
                "/billing/runs", fields + station.organisation.description, as: "station1")
            #expect(own.status == 422)
            #expect(own.body.contains("已有未发行的核算批次") && !own.body.contains("open-run"))
            let twin = try await house.client.send(
                "POST", "/api/v1/billing/runs",
                [
                    ("Cookie", "lamplight-session=\(BillingHouse.token("clerk"))"),
                    ("Content-Type", "application/json"),
                    ("X-CSRF-Token", "csrf-\(BillingHouse.token("clerk"))"),
                ],
                body: Array(
                    "{\"month\":\"\(BillingHouse.waiting)\",\"organisation\":\"\(clerk.organisation)\"}".utf8)
            )
            #expect(twin.status == 409)
            #expect(twin.body.contains("billing.refusal.monthInRun"))

            let id = try #require(JobID(text: String(path.split(separator: "/").last ?? "")))
            try await house.billing.work(id, by: clerk)
            #expect(try await house.get(path).body.contains("id=\"cancel\""))
            #expect(try await house.post(path + "/cancel", "", as: "station1").status == 404)
            #expect(try await house.post(path + "/cancel", "").status == 303)
            let page = try await house.get(path)
            #expect(page.body.contains("已作废") && !page.body.contains("id=\"cancel\""))
            #expect(
                try await house.post("/billing/runs", fields + clerk.organisation.description).status == 303)
        }
    }

    @Test func `a run that stands still has a button that lets it go on`() async throws {
        try await BillingHouse.with { house in
            let clerk = try await house.clerk()
            let id = try await house.billing.start(
                month: BillingHouse.waiting, organisation: clerk.organisation, by: clerk)
            let path = "/billing/runs/\(id)"
            #expect(try await house.get(path).body.contains("id=\"resume\"") == false)
            try await house.control.pauseJob(id, by: clerk)
            let paused = try await house.get(path)
            #expect(paused.body.contains("已暂停") && paused.body.contains("id=\"resume\""))
            #expect(try await house.post(path + "/resume", "", as: "station1").status == 404)
            #expect(try await house.post(path + "/resume", "").status == 303)
            #expect(try await house.billing.run(id, by: clerk).state == .calculating)
            // Somebody else was faster: the page says how it stands, and nothing happens twice.
            #expect(try await house.post(path + "/resume", "").status == 303)
            try await house.billing.work(id, by: clerk)
            #expect(try await house.billing.run(id, by: clerk).state == .calculated)
        }
    }

    @Test func `the board adds up, sees a payment at once and keeps to the scope`() async throws {
        try await BillingHouse.with { house in
            let clerk = try await house.clerk()
            let board = try await house.reports.board(by: clerk)
            #expect(board.readingMonth == BillingHouse.waiting)
            #expect(board.lines.count > 1)
            #expect(board.total.read > 0)
            #expect(board.total.read <= board.total.expected)
            let released = try #require(
                try await house.billing.runs(by: clerk).first { $0.organisation == clerk.organisation })
            let bill = try #require(
                try await house.billing.bills(of: released, limit: 200, by: clerk).first {
                    $0.amount > Money(fen: 100)
                })
            var target = bill
            for other in try await house.billing.bills(of: released, limit: 200, by: clerk) {
                let owed = try await house.payment.quote(other.account, by: clerk)
                if owed.total > Money(fen: 100) { target = other }
            }
            let taken = try await house.payment.take(
                TakePayment(
                    idempotencyKey: "board", account: target.account, amount: Money(fen: 100),
                    tendered: Money(fen: 100)), by: clerk)
            #expect(taken.payment.amount == Money(fen: 100))
            let after = try await house.reports.board(by: clerk)
            #expect(after.total.collectedToday == board.total.collectedToday + Money(fen: 100))
            #expect(after.total.paymentsToday == board.total.paymentsToday + 1)
            #expect(after.total.collectedThisMonth == board.total.collectedThisMonth + Money(fen: 100))
            let page = try await house.get("/board")
            #expect(page.status == 200)
            #expect(page.body.contains(Language.zh.money(after.total.collectedToday)))
            #expect(page.body.contains(Language.zh.money(after.total.outstanding)))
            let run = try await release(house)
            let done = try await house.reports.board(by: clerk)
            let amount = Money(
                fen: try #require(try await house.billing.progress(run).release).result.totals["amountFen"]
                    ?? 0)
            #expect(done.total.released == after.total.released + amount)
            #expect(done.total.outstanding == after.total.outstanding + amount)
            #expect(done.total.run?.state == "RELEASED")
            let own = try await house.json("/api/v1/board", as: "station1")
            #expect((own["stations"] as? [Any])?.count == 1)
            #expect(try await house.get("/board", as: "station1").status == 200)
            #expect(try await house.get("/").body.contains("今日收费"))
        }
    }
}
