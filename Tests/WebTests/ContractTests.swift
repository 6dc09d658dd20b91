import Control
import Foundation
import Kernel
import Store
import TestSupport
import Testing
import Web

/// Lists piece by piece, entity tags, and orders held to what their sender knows.
@Suite struct `A program` {
    private static func items(_ answer: Answer) throws -> (ids: [String], cursor: String?) {
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any])
        let items = object["items"] as? [[String: Any]] ?? []
        return (
            items.map { ($0["id"] ?? $0["key"] ?? $0["code"]) as? String ?? "" },
            object["nextCursor"] as? String
        )
    }

    @Test(arguments: TestEngines.all)
    func `reads a list piece by piece, each item once, whatever the piece's length`(_ engine: Engine)
        async throws
    {
        try await RefusalHouse.with(engine) { console in
            let house = console.house
            for path in [
                "/api/v1/accounts", "/api/v1/control/users", "/api/v1/control/parameters",
                "/api/v1/control/organisations", "/api/v1/control/roles", "/api/v1/control/jobs",
            ] {
                let whole = try Self.items(try await house.get("\(path)?limit=200"))
                #expect(!whole.ids.isEmpty && whole.cursor == nil, "\(path)")
                for limit in [1, 2, whole.ids.count] {
                    var found: [String] = []
                    var cursor: String?
                    repeat {
                        let more = cursor.map { "&cursor=\($0)" } ?? ""
                        let answer = try await house.get("\(path)?limit=\(limit)\(more)")
                        let piece = try Self.items(answer)
                        #expect(piece.ids.count <= limit, "\(path)")
                        // The header leads to the same place as the field.
                        let link = piece.cursor.map { "<\(path)?limit=\(limit)&cursor=\($0)>; rel=\"next\"" }
                        #expect(answer["link"] == link, "\(path)")
                        found += piece.ids
                        cursor = piece.cursor
                    } while cursor != nil && found.count <= whole.ids.count
                    #expect(found == whole.ids, "\(path) by \(limit)")
                }
            }
            for wrong in ["limit=0", "limit=201", "limit=x", "cursor=***", "cursor=eHg"] {
                #expect(try await house.get("/api/v1/control/roles?\(wrong)").status == 400, "\(wrong)")
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
