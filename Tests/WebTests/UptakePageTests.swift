import Billing
import Control
import Foundation
import Kernel
import Store
import Testing

@Suite struct `Who took a price, on its page` {
    @Test func `lists the versions of a year, and one names those who did not take it`() async throws {
        try await BillingHouse.with { house in
            let list = try await house.get("/billing/uptake")
            #expect(list.status == 200 && list.body.contains("新价执行情况"))
            let answer = try await house.json("/api/v1/billing/uptake")
            let items = try #require(answer["items"] as? [[String: Any]])
            // The one that most have: those of several stations.
            let first = try #require(
                items.max { ($0["accounts"] as? Int ?? 0) < ($1["accounts"] as? Int ?? 0) })
            let (code, from) = (first["tariff"] as? String ?? "", first["from"] as? String ?? "")
            let month = try #require(first["month"] as? String)
            #expect(list.body.contains("/billing/uptake/\(code)?from=\(from)"))
            let path = "/billing/uptake/\(code)?from=\(from)&month=\(month)"
            let page = try await house.get(path)
            #expect(page.status == 200 && page.body.contains("各户情况") && page.body.contains(code))
            let one = try await house.json("/api/v1" + path)
            let states = one["states"] as? [String: Int] ?? [:]
            #expect(states.values.reduce(0, +) == one["accounts"] as? Int)
            #expect(one["taken"] as? Int == states["TAKEN"] ?? 0)
            #expect(one["accounts"] as? Int == first["accounts"] as? Int)
            // A station counts its own accounts alone; a code or a day that is none is not there.
            let station = try await house.json("/api/v1" + path, as: "station1")
            #expect((station["accounts"] as? Int ?? 0) < (one["accounts"] as? Int ?? 0))
            #expect(try await house.get("/billing/uptake/NONE?from=\(from)").status == 404)
            #expect(try await house.get("/billing/uptake/\(code)?from=1999-01-01").status == 404)
            #expect(try await house.get("/billing/uptake/\(code)").status == 404)
            for edge in ["2000-01", "2341-04", "2341-12"] {
                #expect(
                    try await house.get("/billing/uptake/\(code)?from=\(from)&month=\(edge)").status == 200,
                    "\(edge)")
            }
        }
    }
}
