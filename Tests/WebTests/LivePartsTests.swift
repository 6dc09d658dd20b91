import Billing
import Control
import Foundation
import Kernel
import Payment
import Store
import TestSupport
import Testing
import Web

@Suite struct `Live parts` {
    /// The attributes of the element with an id, as they stand in a page.
    private static func element(_ id: String, in page: String) throws -> Substring {
        let start = try #require(page.range(of: "<div id=\"\(id)\""), "\(id)")
        return page[start.lowerBound...].prefix { $0 != ">" }
    }

    @Test func `of a debt hear of that account's money, and come anew without the form`() async throws {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let account = house.accounts[1]
            let path = "/payment/accounts/\(account)"
            let page = try await house.get(path).body
            for id in ["debt", "till"] {
                let place = try Self.element(id, in: page)
                #expect(place.contains("payment.applied") && place.contains("payment.reversed"), "\(id)")
                #expect(
                    place.contains("data-account=\"\(account)\"") && place.contains("data-source=\"\(path)\"")
                )
            }
            // What is replaced ends before the form begins: what was typed stays.
            let till = try #require(page.range(of: "<div id=\"till\""))
            let end = try #require(page[till.lowerBound...].range(of: "</div>"))
            let form = try #require(page.range(of: "<form method=\"post\" action=\"\(path)\""))
            #expect(end.upperBound <= form.lowerBound)
            let owed = try await house.payment.quote(account, by: house.control.systemPrincipal()).total
            #expect(page.contains("<data id=\"owed\" value=\"\(owed)\">"))
            // Another clerk takes it; the part that is fetched says so.
            _ = try await house.payment.take(
                TakePayment(idempotencyKey: "other", account: account, amount: owed, tendered: owed),
                by: house.control.systemPrincipal())
            let part = try await house.get(path, [("X-Fragment", "1")]).body
            #expect(part.contains("<data id=\"owed\" value=\"0.00\">") && part.contains("该户没有欠费"))
        }
    }

    @Test func `of an account's bills hear of what is released and taken back`() async throws {
        try await RefusalHouse.with(.sqlite) { console in
            let account = console.house.accounts[0]
            let page = try await console.house.get("/billing/accounts/\(account)").body
            let place = try Self.element("account-bills", in: page)
            #expect(place.contains("billing.released") && place.contains("billing.takenBack"))
            #expect(place.contains("data-account=\"\(account)\""))
        }
    }
}
