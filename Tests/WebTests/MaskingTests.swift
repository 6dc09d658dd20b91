import Control
import Foundation
import Hummingbird
import Kernel
import Ledger
import Payment
import Records
import Store
import TestSupport
import Testing
import Web

/// Personal data is masked wherever nobody asked for it in clear.
@Suite struct `A customer's personal data` {
    private static let identity = "11010519491231002X"
    private static let bank = "6222020200112233445"
    private static let phone = "13911072468"

    @Test
    func `stands in clear in no page, answer or file of the console, and is there for who gives a reason`()
        async throws
    {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let system = house.control.systemPrincipal()
            let place = try await house.records.account(house.accounts[0], by: system)
            let area = try #require(place.grid.last { $0.kind == .area })
            let account = try #require(
                try await house.records.load(
                    [
                        NewAccount(
                            consumerNo: "1000000099", name: "陈洁", kind: .person, identity: Self.identity,
                            phone: Self.phone, bankAccount: Self.bank, address: "东港前路 99 号",
                            organisation: OrganisationID(2), node: area.id, accountClass: .residential,
                            route: "E-01", openedOn: Day(yyyymmdd: 2026_08_31)!,
                            terms: TermValues(tariffCode: "SH-RES-TOU", householdPersons: 3),
                            meters: [
                                NewMeter(
                                    assetNo: "M20099", multiplier: .one,
                                    registers: [
                                        .init(
                                            .total, digits: 6, decimals: 2, value: RegisterValue(whole: 1_000)
                                        ),
                                        .init(
                                            .peak, digits: 6, decimals: 2, value: RegisterValue(whole: 600)),
                                        .init(
                                            .valley, digits: 6, decimals: 2, value: RegisterValue(whole: 400)),
                                    ])
                            ])
                    ], by: system
                ).first)
            let samples = console.samples.merging(["account": account.description]) { _, new in new }
            let secrets =
                [Self.identity, Self.bank, Self.phone] + (0..<12).map { "1380000\(1_000 + $0)" }
            var seen = 0
            for route in house.web.routes where route.method == .get && route.path.description != "/events" {
                let words = route.path.segments.map { segment in
                    switch segment {
                    case .word(let word): word
                    case .parameter(let name): samples[name] ?? "none"
                    }
                }
                let path = "/" + words.joined(separator: "/")
                for query in ["", "?q=1000000099", "?query=2468", "?q=\(Self.phone)"] {
                    let answer = try await house.get(path + query, as: "a")
                    if answer.status == 200 { seen += 1 }
                    // What somebody typed into a search stands in its field; nothing else may.
                    // And the page's own address, which its language switch leads back to.
                    let body = answer.body.replacingOccurrences(of: "value=\"\(Self.phone)\"", with: "")
                        .replacingOccurrences(of: "q=\(Self.phone)", with: "")
                        .replacingOccurrences(of: "q%3D\(Self.phone)", with: "")
                    for secret in secrets where body.contains(secret) {
                        Issue.record("\(path)\(query) shows \(secret)")
                    }
                }
            }
            #expect(seen > 100)
            // It is there, masked; and in clear for a reason that is written down.
            let page = try await house.get("/records/accounts/\(account)", as: "a").body
            for masked in ["139****2468", "1101**********002X", "***************3445"] {
                #expect(page.contains(masked), "\(masked)")
            }
            let bare = try await house.send(
                "POST", "/api/v1/accounts/\(account)/unmask", #"{"field":"phone","reason":"停电通知"}"#, as: "a")
            #expect(bare.status == 200 && bare.body.contains(Self.phone))
        }
    }

    @Test
    func `of another station's payer is narrow at the counter, and the money stands between the stations`()
        async throws
    {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let far = house.accounts[8]
            let counter = try await house.get("/payment/accounts/\(far)", as: "a")
            #expect(counter.status == 200 && counter.body.contains("罗*") && !counter.body.contains("罗锚"))
            for path in [
                "/records/accounts/\(far)", "/billing/accounts/\(far)", "/reading/accounts/\(far)",
                "/api/v1/accounts/\(far)", "/api/v1/accounts/\(far)/bills", "/records/accounts/\(far)/close",
                "/billing/bills/\(BillID(account: far, month: WebHouse.billed, sequence: 0)!)",
            ] {
                #expect(try await house.get(path, as: "a").status == 404, "\(path)")
            }
            // The clerk of that station, who may not take other stations' money, is not let into theirs.
            #expect(try await house.get("/payment/accounts/\(house.accounts[0])", as: "b").status == 404)
            let taken = try await house.post(
                "/payment/accounts/\(far)", "amount=5.00&tendered=5.00&key=far-1", as: "a")
            #expect(taken.status == 303)
            // A program finds it by its whole number, as narrowly.
            let found = "/api/v1/payments/accounts?number="
            let wire = try await house.get(found + WebHouse.number(8), as: "a")
            #expect(wire.status == 200 && wire.body.contains("\"id\":\"\(far)\""))
            #expect(wire.body.contains("罗*") && wire.body.contains("\"isForeign\":true"))
            #expect(!wire.body.contains("罗锚") && !wire.body.contains("9 号"))
            #expect(try await house.get(found + WebHouse.number(0), as: "b").status == 404)
            #expect(try await house.get(found + WebHouse.number(0), as: "a").body.contains("陈洁"))
            #expect(try await house.get(found + String(WebHouse.number(8).dropLast()), as: "a").status == 404)
            #expect(try await house.get("/api/v1/payments/accounts", as: "a").status == 400)
            let receipt = try await house.get(try #require(taken["location"]), as: "a")
            #expect(receipt.status == 200 && !receipt.body.contains("罗锚"))
            let between = try await house.control.house.database.read { transaction in
                try transaction.all(
                    """
                    /*scatter: a test looks at the books*/
                    SELECT organisation_id, SUM(amount_fen) FROM ledger_posting
                    WHERE code = \(LedgerCode.interStation.rawValue)
                    GROUP BY organisation_id ORDER BY organisation_id
                    """
                ) { (try $0.int64(0), try $0.int64(1)) }
            }
            #expect(between.map(\.0) == [2, 3] && between.map(\.1).reduce(0, +) == 0)
            #expect(between.allSatisfy { abs($0.1) == 500 })
        }
    }
}
