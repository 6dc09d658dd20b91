import Foundation
import Language
import Testing
import Web

@Suite struct `The counter` {
    @Test func `opens the only account found and lists several`() async throws {
        try await Counter.with { counter in
            try await counter.bill(1, 202609, "88.80", due: 2026_11_15)
            let fresh = try await counter.get("/payment")
            #expect(fresh.status == 200 && fresh.body.contains("autofocus"))
            let only = try await counter.get("/payment?q=5100001")
            #expect(only.status == 303 && only["location"] == "/payment/accounts/1")
            let several = try await counter.get("/payment?q=51000")
            #expect(several.status == 200 && several.body.contains("找到 2 户"))
            #expect(several.body.contains("张伟强") && several.body.contains("88.80"))
            #expect(several.body.contains("无欠费") && !several.body.contains("李海燕"))
            let nothing = try await counter.get("/payment?q=5100008")
            #expect(nothing.status == 200 && nothing.body.contains("没有找到“5100008”"))
            #expect(nothing.body.contains("value=\"5100008\""))
        }
    }

    @Test func `shows what is owed, the oldest first, with how the penalty came about`() async throws {
        try await Counter.with { counter in
            try await counter.bill(1, 202609, "100.00", due: 2026_10_23)
            try await counter.bill(1, 202608, "50.00", due: 2026_12_01)
            let page = try await counter.get("/payment/accounts/1")
            #expect(page.status == 200)
            // Ten days at one per mille.
            #expect(page.body.contains("100.00 × 0.1% × 10 天") && page.body.contains("逾期 10 天"))
            #expect(page.body.contains("id=\"due\">151.00<"))
            #expect(page.body.contains("name=\"amount\" type=\"text\" value=\"151.00\""))
            let august = try #require(page.body.range(of: "2026年8月"))
            let september = try #require(page.body.range(of: "2026年9月"))
            #expect(august.lowerBound < september.lowerBound)
            let looking = try await counter.get("/payment/accounts/1", as: "accountant")
            #expect(looking.status == 200 && !looking.body.contains("name=\"amount\""))
        }
    }

    @Test func `a receipt marks the months that were billed at example prices`() async throws {
        try await Counter.with { counter in
            for month in [2026_08, 2026_09] {
                try await counter.bill(1, month, "10.00", due: 2026_11_15)
            }
            let answer = try await counter.submit(1, "20.00", "20.00", key: "page-1")
            let receipt = try await counter.get(try #require(answer["location"])).body
            let rows = receipt.components(separatedBy: "<tr>").filter {
                $0.hasPrefix("<td>2026年") && $0.contains("月</td>")
            }
            #expect(rows.map { $0.contains("示例电价") } == [true, false], "\(rows)")
        }
    }

    @Test func `takes a payment once, however often its page is sent`() async throws {
        try await Counter.with { counter in
            try await counter.bill(1, 202609, "1234.56", due: 2026_11_15)
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await counter.submit(1, "1234.56", "1300", key: "page-1") }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 303 })
            #expect(Set(answers.compactMap { $0["location"] }).count == 1)
            let link = try #require(answers[0]["location"])
            let receipt = try await counter.get(link)
            #expect(receipt.status == 200)
            for text in [
                "临海港供电公司", "东港供电所", "张伟强", "5100001", "2026年9月", "1,234.56", "人民币壹仟贰佰叁拾肆元伍角陆分", "1,300.00",
                "65.44", "陈柜员", "2026年11月2日 10:00", "data-key=\"n\"", "data-print",
            ] {
                #expect(receipt.body.contains(text), "\(text)")
            }
            #expect(try await counter.get(link, as: "elsewhere").status == 404)
            let written = try await counter.written()
            let other = try await counter.submit(1, "1.00", key: "page-1")
            #expect(other.status == 409 && other.body.contains("本页已收过一笔款"))
            #expect(!other.body.contains("value=\"page-1\""))
            #expect(try await counter.written() == written)
            #expect(try await counter.get("/payment/accounts/1").body.contains("该户没有欠费"))
        }
    }

    @Test func `takes a part, and counts the day`() async throws {
        try await Counter.with { counter in
            try await counter.bill(1, 202609, "100.00", due: 2026_11_15)
            try await counter.bill(2, 202609, "900.00", due: 2026_11_15)
            #expect(try await counter.submit(1, "40", key: "a").status == 303)
            #expect(try await counter.submit(2, "900.00", "1000", key: "b").status == 303)
            #expect(try await counter.get("/payment/accounts/1").body.contains("id=\"due\">60.00<"))
            let day = try await counter.get("/payment/today")
            #expect(day.body.contains("id=\"count\">2<") && day.body.contains("id=\"sum\">¥940.00<"))
            #expect(
                day.body.contains("data-live=\"payment.applied payment.reversed\"")
                    && day.body.contains("港城冷链有限公司"))
            let elsewhere = try await counter.get("/payment/today?all=1", as: "elsewhere")
            #expect(elsewhere.body.contains("id=\"count\">0<") && !elsewhere.body.contains("张伟强"))
        }
    }

    @Test(arguments: [
        ("１２", "", "金额"), ("1e18", "", "金额"), ("-5", "", "金额"), ("0.001", "", "金额"), ("0", "", "金额"),
        ("", "", "必"),
        ("1,000", "", "金额"), ("NaN", "", "金额"), ("10000000.01", "", "10,000,000.00"),
        ("99999999999999999999", "", "金额"),
        ("100.01", "", "100.00"), ("100.00", "99.99", "0.01"), ("100.00", "abc", "金额"),
        ("100.00", "１００", "金额"),
    ])
    func `refuses a bad amount at its field, keeps it and writes nothing`(
        amount: String, tendered: String, said: String
    ) async throws {
        try await Counter.with { counter in
            try await counter.bill(1, 202609, "100.00", due: 2026_11_15)
            let before = try await counter.written()
            let answer = try await counter.submit(1, amount, tendered, key: "page-9")
            #expect((400..<500).contains(answer.status))
            #expect(answer.body.contains("name=\"amount\" type=\"text\" value=\"\(amount)\""))
            #expect(answer.body.contains("name=\"tendered\" type=\"text\" value=\"\(tendered)\""))
            #expect(answer.body.contains("value=\"page-9\""))
            let field = tendered.isEmpty ? "amount" : "tendered"
            let error = try #require(
                answer.body.components(separatedBy: "id=\"\(field)-error\">").dropFirst().first)
            #expect(error.prefix { $0 != "\n" }.contains(said), "\(error.prefix(200))")
            #expect(try await counter.written() == before)
        }
    }

    @Test func `writes nothing without the token, without the permission, or for a foreign station`()
        async throws
    {
        try await Counter.with { counter in
            try await counter.bill(1, 202609, "100.00", due: 2026_11_15)
            try await counter.bill(8, 202609, "100.00", due: 2026_11_15)
            let before = try await counter.written()
            let clerk = try await counter.console.someone("counter")
            let bare = try await counter.console.client.send(
                "POST", "/payment/accounts/1", clerk.form, body: Array("key=k&amount=100.00".utf8))
            #expect(bare.status == 403)
            #expect(try await counter.submit(1, "100.00", key: "k", as: "accountant").status == 403)
            #expect(try await counter.submit(8, "100.00", key: "k").status == 404)
            #expect(try await counter.submit(8, "bad", key: "k").status == 404)
            #expect(try await counter.submit(77, "100.00", key: "k").status == 404)
            #expect(
                try await counter.post("{\"account\":\"8\",\"amount\":\"100.00\"}", key: "k").status == 404)
            for path in [
                "/payment/accounts/8", "/payment/receipts/8", "/api/v1/accounts/8/debt", "/api/v1/payments/8",
            ] {
                #expect(try await counter.get(path).status == 404, "\(path)")
            }
            #expect(try await counter.written() == before)
        }
    }
}

@Suite struct `Payment's machine door` {
    @Test func `gives the same answer to the same key and refuses another body`() async throws {
        try await Counter.with { counter in
            try await counter.bill(1, 202609, "100.00", due: 2026_11_15)
            let debt = try await counter.get("/api/v1/accounts/1/debt")
            #expect(debt.status == 200 && debt.body.contains("\"total\":\"100.00\""))
            #expect(debt.body.contains("\"month\":\"2026-09\"") && debt.body.contains("\"account\":\"1\""))
            let body = "{\"account\":\"1\",\"amount\":\"60.00\",\"tendered\":\"100.00\"}"
            let first = try await counter.post(body, key: "k-1")
            #expect(first.status == 201 && first.body.contains("\"change\":\"40.00\""))
            let again = try await counter.post(body, key: "k-1")
            #expect(again.status == 201 && again.body == first.body)
            let link = try #require(first["location"])
            #expect(try await counter.get(link).body == first.body)
            #expect(try await counter.get(link, as: "elsewhere").status == 404)
            let written = try await counter.written()
            let other = try await counter.post("{\"account\":\"1\",\"amount\":\"40.00\"}", key: "k-1")
            #expect(other.status == 409 && other["content-type"] == "application/problem+json")
            #expect(try await counter.post(body, key: nil).status == 422)
            #expect(try await counter.written() == written)
            #expect(try await counter.get("/api/v1/accounts/1/debt").body.contains("\"total\":\"40.00\""))
        }
    }

    @Test(arguments: [
        "\"１２\"", "\"1e18\"", "\"-5\"", "\"0.001\"", "\"0\"", "\"\"", "5", "null", "\"100.01\"",
        "\"10000000.01\"",
        "\"5\",\"tendered\":\"4.99\"", "\"5\",\"tendered\":5",
    ])
    func `refuses a bad amount and writes nothing`(amount: String) async throws {
        try await Counter.with { counter in
            try await counter.bill(1, 202609, "100.00", due: 2026_11_15)
            let before = try await counter.written()
            let answer = try await counter.post("{\"account\":\"1\",\"amount\":\(amount)}", key: "k")
            #expect((400..<500).contains(answer.status), "\(answer.body)")
            #expect(answer["content-type"] == "application/problem+json")
            #expect(try await counter.written() == before)
        }
    }
}
