import Billing
import Control
import Foundation
import Hummingbird
import Kernel
import Store
import TestSupport
import Testing
import Web

/// Lists piece by piece, entity tags, and orders held to what their sender knows.
@Suite struct `A program` {
    /// Each item as text, and where the next piece begins.
    private static func items(_ answer: Answer) throws -> (items: [String], cursor: String?) {
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any])
        let items = object["items"] as? [Any] ?? []
        return (
            try items.map {
                String(
                    decoding: try JSONSerialization.data(
                        withJSONObject: $0, options: [.sortedKeys, .fragmentsAllowed]), as: UTF8.self)
            }, object["nextCursor"] as? String
        )
    }

    /// Things that are there, where `RefusalHouse` names what nobody has.
    private static let real = [
        "table": "records.useClass", "workflow": "control.contactSheet", "tariff": "SH-RES-TOU",
        "channel": "CALL", "draft": "1",
    ]

    /// Lists that have something in them in `RefusalHouse`: a list of nothing shows nothing.
    private static let filled: Set<String> = [
        "/api/v1/accounts", "/api/v1/accounts/{account}/bills", "/api/v1/accounts/{account}/payments",
        "/api/v1/billing/runs", "/api/v1/billing/runs/{run}/bills",
        "/api/v1/control/codes", "/api/v1/control/codes/{table}", "/api/v1/control/jobs",
        "/api/v1/control/organisations", "/api/v1/control/parameters", "/api/v1/control/roles",
        "/api/v1/control/schedules", "/api/v1/control/templates", "/api/v1/control/users",
        "/api/v1/control/webhooks", "/api/v1/payments", "/api/v1/reading",
        "/api/v1/records/grid",
    ]

    @Test(arguments: TestEngines.all)
    func `reads a list piece by piece, each item once, whatever the piece's length`(_ engine: Engine)
        async throws
    {
        try await RefusalHouse.with(engine) { console in
            let house = console.house
            // The run that was released: what it made can be listed.
            let system = house.control.systemPrincipal()
            let released = try #require(
                try await house.billing.runs(by: system).first { $0.month == WebHouse.billed })
            let samples = console.samples.merging(Self.real) { $1 }
                .merging(["run": released.id.description]) { $1 }
            let document = try Contract(house.web).document()["paths"] as? [String: [String: Any]] ?? [:]
            var lists: Set<String> = []
            for number in 1...3 {
                let made = try await house.send(
                    "POST", "/api/v1/control/webhooks",
                    #"{"url":"https://example.com/\#(number)","topics":["*"]}"#)
                #expect(made.status == 201)
            }
            for route in house.web.routes where route.method == .get && route.access != .customer {
                // To read the audit log is written into it.
                if route.path.description == "/api/v1/control/audit" { continue }
                let told = document[route.path.description]?["get"] as? [String: Any]
                let parameters = told?["parameters"] as? [[String: Any]] ?? []
                guard parameters.contains(where: { $0["name"] as? String == "cursor" }) else { continue }
                let path = route.path.segments.map { segment in
                    switch segment {
                    case .word(let word): "/" + word
                    case .parameter(let name): "/" + (samples[name] ?? "none")
                    }
                }.joined()
                let answer = try await house.get("\(path)?limit=200")
                // A draft's difference is of a draft that can be read; this one is not.
                if answer.status == 404 || answer.status == 422 { continue }
                #expect(answer.status == 200, "\(path): \(answer.body.prefix(200))")
                let whole = try Self.items(answer)
                if !whole.items.isEmpty { lists.insert(route.path.description) }
                // Longer lists than one answer are read by as many.
                for limit in [1, 2, max(1, min(whole.items.count, 200))] {
                    var found: [String] = []
                    var cursor: String?
                    repeat {
                        let more = cursor.map { "&cursor=\($0)" } ?? ""
                        let answer = try await house.get("\(path)?limit=\(limit)\(more)")
                        let piece = try Self.items(answer)
                        #expect(piece.items.count <= limit, "\(path)")
                        // The header leads to the same place as the field.
                        let link = piece.cursor.map { "<\(path)?limit=\(limit)&cursor=\($0)>; rel=\"next\"" }
                        #expect(answer["link"] == link, "\(path)")
                        found += piece.items
                        cursor = piece.cursor
                    } while cursor != nil && found.count < whole.items.count
                    #expect(Array(found.prefix(whole.items.count)) == whole.items, "\(path) by \(limit)")
                }
            }
            let empty = Self.filled.subtracting(lists)
            #expect(empty.isEmpty, "nothing in \(empty.sorted()), only in \(lists.sorted())")
            #expect(lists.count >= Self.filled.count)
            for wrong in ["limit=0", "limit=201", "limit=x", "cursor=***", "cursor=eHg"] {
                #expect(try await house.get("/api/v1/control/roles?\(wrong)").status == 400, "\(wrong)")
            }
        }
    }

    @Test func `goes on with a list whose item under the cursor is gone`() async throws {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let whole = try Self.items(try await house.get("/api/v1/control/roles?limit=200")).items
            func rest(_ end: Int, _ keys: [String]) async throws -> Answer {
                let trail = String(decoding: try JSONEncoder().encode(keys), as: UTF8.self)
                return try await raw(#"{"end":\#(end),"keys":\#(trail)}"#)
            }
            func raw(_ cursor: String) async throws -> Answer {
                let text = Data(("1" + cursor).utf8).base64EncodedString().replacing("=", with: "")
                    .replacing("+", with: "-").replacing("/", with: "_")
                return try await house.get("/api/v1/control/roles?limit=200&cursor=\(text)")
            }
            let codes = try await house.control.roles(by: house.control.systemPrincipal()).map(\.code)
            // The item shown last is gone, and two before it: the list goes on behind the one that is left, wherever it
            // stands now.
            let left = try await rest(4, ["gone", "goneToo", "alsoGone", codes[0]])
            #expect(try Self.items(left).items == Array(whole.dropFirst(1)))
            // Every one that is remembered is gone: what stands in their place comes next, nothing is left out.
            #expect(try Self.items(try await rest(3, ["gone"])).items == Array(whole.dropFirst(2)))
            #expect(
                try Self.items(try await rest(3, ["gone", "goneToo"])).items == Array(whole.dropFirst(1)))
            #expect(try Self.items(try await rest(9_999, ["gone"])).items.isEmpty)
            for wrong in ["gone", #"{"end":0,"keys":["a"]}"#, #"{"end":3,"keys":[]}"#, #"{"end":3}"#] {
                #expect(try await raw(wrong).status == 400, "\(wrong)")
            }
        }
    }

    @Test func `is spared what it has already, and told at once where it is another`() async throws {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let path = "/api/v1/control/users/\(console.samples["user"] ?? "")"
            let first = try await house.get(path)
            let tag = try #require(first["etag"])
            #expect(tag.hasPrefix("\"") && first.status == 200)
            let again = try await house.get(path, [("If-None-Match", "\"other\", \(tag)")])
            #expect(again.status == 304 && again.body.isEmpty && again["etag"] == tag)
            #expect(try await house.get(path, [("If-None-Match", "W/\(tag)")]).status == 200)
            let page = try await house.get("/control/users", [("If-None-Match", tag)])
            #expect(page.status == 200 && page["etag"] == nil)
            // Somebody else disables the user; the order that stands on the old picture changes nothing.
            #expect(
                try await house.send("POST", path + "/disable", "", [("If-Match", tag)]).status == 200)
            let stale = try await house.send("POST", path + "/enable", "", [("If-Match", tag)])
            #expect(stale.status == 412 && stale["content-type"] == "application/problem+json")
            let now = try await house.get(path)
            #expect(now.body.contains("\"isActive\":false") && now["etag"] == stale["etag"])
            // What changed can be read off the problem itself.
            #expect(stale.body.contains("\"current\":{") && stale.body.contains("\"isActive\":false"))
            let right = try await house.send(
                "POST", path + "/enable", "", [("If-Match", try #require(stale["etag"]))])
            #expect(right.status == 200)
            // A thing that is not there, or not the asker's, matches nothing and stays unknown.
            #expect(
                try await house.send("POST", path + "/enable", "", as: "b", [("If-Match", "*")]).status == 404
            )
        }
    }

    @Test func `finds the description tagged like everything else`() async throws {
        try await Console.with(groups: [Trial.group]) { console in
            let tag = try #require(try await console.client.send("GET", "/api/openapi.json")["etag"])
            let again = try await console.client.send("GET", "/api/openapi.json", [("If-None-Match", tag)])
            #expect(again.status == 304)
        }
    }
}
