import Billing
import Control
import Foundation
import Kernel
import Reading
import Records
import Store
import TestSupport
import Testing

@Suite struct `Comparing tariffs on an account's page` {
    @Test(arguments: TestEngines.all)
    func `shows every tariff that fits, one of them month by month, and one month's bill both ways`(
        _ engine: Engine
    ) async throws {
        try await WebHouse.with(on: engine, RefusalHouse.groups) { house in
            let account = house.accounts[0]
            let path = "/billing/accounts/\(account)/tariffs"
            let page = try await house.get(path)
            #expect(page.status == 200)
            // 180 × 0.617 + 120 × 0.307 against 300 × 0.617.
            for text in [
                "SH-RES-TOU", "SH-RES", "现行", "可选", "147.90", "185.10", "+37.20", "多付 ¥37.20（25.2%）",
                "2026年9月",
            ] {
                #expect(page.body.contains(text), "\(text)")
            }
            #expect(!page.body.contains("HB-AGR") && !page.body.contains("HB-COM-LV"))
            // Its periods were metered: nothing is to be estimated.
            #expect(!page.body.contains("谷时用电占比"))
            let bill = try await house.get("\(path)/2026-09?tariff=SH-RES")
            #expect(bill.status == 200 && bill.body.contains("147.90") && bill.body.contains("185.10"))
            #expect(try await house.get("\(path)/2026-10?tariff=SH-RES").status == 404)
            #expect(try await house.get("\(path)/2026-09").status == 404)
            // What does not fit is said so; what is not there is not found.
            #expect(try await house.get("\(path)?tariff=HB-AGR").status == 422)
            #expect(try await house.get("\(path)?tariff=NO-SUCH").status == 404)
            #expect(try await house.get("\(path)?draft=1").status == 404)
            #expect(try await house.get("\(path)?valley=101").body.contains("aria-invalid"))
            for (link, place) in [
                ("/records/accounts/\(account)", "archive"), ("/billing/accounts/\(account)", "bills"),
            ] {
                #expect(try await house.get(link).body.contains("href=\"\(path)\""), "\(place)")
            }
            // A shop's meter has a total alone, and its tariff more than peak and valley.
            let shop = try await house.get("/billing/accounts/\(house.accounts[6])/tariffs?valley=40")
            #expect(shop.body.contains("“湖北工商业单一制（不满1千伏，分时）”不能计算：只有总表示数，没有分时示数"))
            #expect(!shop.body.contains("谷时用电占比"))
        }
    }

    @Test(arguments: TestEngines.all)
    func `is no station's but the account's own, by page, by number and by program`(_ engine: Engine)
        async throws
    {
        try await WebHouse.with(on: engine, RefusalHouse.groups) { house in
            let account = house.accounts[0]
            for path in [
                "/billing/accounts/\(account)/tariffs",
                "/billing/accounts/\(account)/tariffs/2026-09?tariff=SH-RES",
                "/api/v1/accounts/\(account)/tariffs",
            ] {
                #expect(try await house.get(path, as: "a").status == 200, "\(path)")
                #expect(try await house.get(path, as: "b").status == 404, "\(path)")
                #expect(try await house.get(path, as: "looker").status == 403, "\(path)")
            }
            let asked = "/billing/try?number=\(WebHouse.number(0))&tariff=SH-RES"
            let found = try await house.get(asked, as: "a")
            #expect(found.status == 303)
            #expect(found["location"] == "/billing/accounts/\(account)/tariffs?tariff=SH-RES")
            let foreign = try await house.get(asked, as: "b")
            #expect(foreign.status == 200 && foreign.body.contains("没有这个户号"))
            #expect(try await house.get("/billing/try", as: "a").body.contains("name=\"number\""))
        }
    }

    @Test func `tells programs the same, and refuses what cannot be`() async throws {
        try await WebHouse.with(RefusalHouse.groups) { house in
            let path = "/api/v1/accounts/\(house.accounts[0])/tariffs"
            let answer = try await house.get(path)
            let told = try #require(
                try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any])
            #expect(told["cheapest"] as? String == "SH-RES-TOU")
            let tariffs = try #require(told["tariffs"] as? [[String: Any]])
            let other = try #require(tariffs.first { $0["tariff"] as? String == "SH-RES" })
            #expect(other["difference"] as? String == "37.20" && other["isOpen"] as? Bool == true)
            let month = try #require((told["months"] as? [[String: Any]])?.first)
            #expect(month["billed"] as? String == "147.90")
            #expect(try await house.get("\(path)?tariff=SH-RES&through=2026-09&months=3").status == 200)
            // The first month and the last that a bill can be of have nothing, and harm nobody.
            for month in ["2000-01", "2341-04"] {
                for edge in [
                    "\(path)?through=\(month)", "/billing/accounts/\(house.accounts[0])/tariffs/\(month)",
                ] {
                    #expect([200, 404].contains(try await house.get(edge).status), "\(edge)")
                }
            }
            for wrong in [
                "months=13", "months=x", "valley=101", "through=9", "through=2341-05", "through=2341-12",
            ] {
                #expect(try await house.get("\(path)?\(wrong)").status == 400, "\(wrong)")
            }
        }
    }

    @Test func `offers open drafts to who may see them`() async throws {
        try await BillingHouse.with { house in
            let (draft, shop) = try await house.control.house.database.read { transaction in
                (
                    try transaction.one("SELECT id FROM tariff_draft WHERE state = 'DRAFT'") {
                        try $0.int64(0)
                    },
                    try transaction.first(
                        """
                        SELECT b.account_id FROM billing_bill AS b WHERE b.tariff = 'HB-COM-LV' ORDER BY 1 LIMIT 1
                        """
                    ) { AccountID(try $0.int64(0)) }
                )
            }
            let path = "/billing/accounts/\(try #require(shop))/tariffs"
            let page = try await house.get("\(path)?draft=\(draft)")
            #expect(page.status == 200 && page.body.contains("草案") && page.body.contains("多付"))
            let bill = try await house.get("\(path)/2026-09?draft=\(draft)")
            #expect(bill.status == 200 && bill.body.contains("0.742186") && bill.body.contains("0.735686"))
            #expect(
                try await house.get("/billing/rehearsals/\(draft)").body.contains(
                    "/billing/try?draft=\(draft)"))
        }
    }
}

@Suite(.serialized) struct `A customer comparing tariffs` {
    /// A household whose meter keeps a total alone, on the price for all hours, billed for October.
    private static func open(_ house: WebHouse) async throws -> AccountID {
        let system = house.control.systemPrincipal()
        let node = try await house.records.account(house.accounts[0], by: system).grid
        let area = try #require(node.last)
        let account = try await house.records.open(
            NewAccount(
                consumerNo: "1000000099", name: "周守灯", kind: .person, phone: "13800009999",
                address: "东港前路 99 号", organisation: WebHouse.stations[0], node: area.id,
                accountClass: .residential, route: "E-01", openedOn: Day(yyyymmdd: 2026_09_30)!,
                terms: TermValues(tariffCode: "SH-RES"),
                meters: [
                    NewMeter(
                        assetNo: "M20099", multiplier: .one,
                        registers: [.init(.total, digits: 6, decimals: 2, value: .zero)])
                ]), by: system)
        let read = try await house.reading.load(
            WebHouse.waiting,
            [
                AccountReadings(
                    account, on: Day(yyyymmdd: 2026_10_31)!,
                    [RegisterReading(.total, RegisterValue(whole: 200))])
            ], approvesReviews: true, by: system)
        #expect(read.errors.isEmpty)
        let run = try await house.billing.start(
            month: WebHouse.waiting, organisation: OrganisationID(1), by: system)
        try await house.billing.work(run, by: system)
        try await house.billing.check(run, by: system)
        try await house.billing.release(run, by: system)
        try await house.billing.work(run, by: system)
        return account
    }

    @Test(arguments: TestEngines.all)
    func `sees what is open to them, an estimate where only a total was metered, and nobody else's`(
        _ engine: Engine
    ) async throws {
        try await WebHouse.with(on: engine, RefusalHouse.groups) { house in
            let account = try await Self.open(house)
            var customer = PortalGuest(house)
            try await customer.signIn("1000000099")
            let own = "/portal/accounts/\(account)"
            #expect(try await customer.get(own).body.contains("\(own)/compare"))
            let page = try await customer.get("\(own)/compare")
            #expect(page.status == 200)
            for text in ["¥123.40", "现在使用", "没有分时示数", "估算分时电价", "仅供参考"] {
                #expect(page.body.contains(text), "\(text)")
            }
            // A shared meter's price, other regions', an estimate nobody asked for.
            for text in ["SH-RES-SHARED", "ZJ-RES", "BJ-RES", "¥98.60"] {
                #expect(!page.body.contains(text), "\(text)")
            }
            // 120 × 0.617 + 80 × 0.307.
            let guessed = try await customer.get("\(own)/compare?valley=40")
            for text in ["¥98.60", "比现在少 ¥24.80（20.1%）", "最省", "估算", "谷时用电占 40%"] {
                #expect(guessed.body.contains(text), "\(text)")
            }
            #expect(try await customer.get("\(own)/compare?valley=x").body.contains("aria-invalid"))
            #expect(try await customer.get("/portal/accounts/\(house.accounts[1])/compare").status == 404)

            let told = try await customer.get("/api/v1/portal/accounts/\(account)/tariffs?valley=40")
            #expect(told.status == 200 && told.body.contains("\"cheapest\":\"SH-RES-TOU\""))
            #expect(told.body.contains("\"VALLEY_SHARE\""))
            #expect(
                try await customer.get("/api/v1/portal/accounts/\(house.accounts[1])/tariffs").status == 404)
        }
    }

    @Test func `on peak and valley already sees both reckoned from readings`() async throws {
        try await WebHouse.with(RefusalHouse.groups) { house in
            var customer = PortalGuest(house)
            try await customer.signIn(WebHouse.number(0))
            let page = try await customer.get("/portal/accounts/\(house.accounts[0])/compare")
            for text in ["¥147.90", "¥185.10", "比现在多 ¥37.20（25.2%）", "最省"] {
                #expect(page.body.contains(text), "\(text)")
            }
            #expect(!page.body.contains("估算"))
        }
    }
}
