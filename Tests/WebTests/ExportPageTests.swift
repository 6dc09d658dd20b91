import Control
import Foundation
import Store
import TestSupport
import Testing

@Suite struct `The page of exports` {
    @Test
    func `starts one, tells how far it is and hands out the files, to who started it alone`() async throws {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let path = "/control/exports"
            #expect(try await house.get(path).body.contains("还没有导出"))
            #expect(try await house.get("/", as: "clerk").status == 200)
            // A station's people are told why not.
            let refused = try await house.get(path, as: "b")
            #expect(refused.status == 403 && refused.body.contains("只有公司本部的人员"))
            #expect(try await house.post(path, "", as: "b").status == 403)
            #expect(try await house.get(path, as: "bare").status == 403)
            #expect(try await house.post(path, "open=yes").status == 303)
            #expect(try await house.post(path, "").status == 303)
            let list = try await house.json("/api/v1/control/exports")
            let items = try #require(list["items"] as? [[String: Any]])
            #expect(items.count == 1 && items[0]["opensPersonalData"] as? Bool == true)
            let job = try #require(items[0]["id"] as? String)
            #expect(try await house.get("\(path)/\(job)/file").status == 409)
            let waiting = try await house.get(path).body
            #expect(waiting.contains("排队中") && waiting.contains("明文") && !waiting.contains("/file"))
            try await ExportWorker(control: house.control) { Issue.record($0) }.work()
            #expect(try await house.get(path).body.contains("\(path)/\(job)/file"))
            let answer = try await house.json("/api/v1/control/exports/\(job)")
            #expect(answer["state"] as? String == "DONE" && answer["expiresAt"] != nil)
            let file = try await house.get("/api/v1/control/exports/\(job)/file")
            #expect(file.status == 200 && file["content-type"] == "application/x-tar")
            #expect(file["content-disposition"]?.contains("lamplight-20261122-\(job).tar") == true)
            #expect(file.body.contains("control_user.jsonl") && file.body.contains("lamplight-export-1"))
            #expect(try await house.get("\(path)/\(job)/file", as: "b").status == 404)
            let started = try await house.send(
                "POST", "/api/v1/control/exports", #"{"opensPersonalData":false}"#)
            #expect(started.status == 202)
            let again = try await house.send("POST", "/api/v1/control/exports", "{}")
            #expect(again.status == 409 && again.body.contains("control.refusal.exportUnderWay"))
        }
    }
}
