import Foundation
import Store
import TestSupport
import Testing

@Suite struct `A notice to many customers under SIGKILL` {
    private struct Counts: Equatable {
        let messages: Int64
        let addresses: Int64
        let noted: Int64
    }

    @Test func `goes on after every kill, and each customer gets exactly one`() async throws {
        let server = try await DemoServer(accounts: 3_000, months: 2)
        let client = HTTPClient(
            port: try #require(server.base.split(separator: ":").last.flatMap { Int($0) }))
        let token = try server.token("zz.laocheng", client)
        func send(_ method: String, _ path: String, _ body: String = "") throws -> [String: Any] {
            let answer = try client.send(
                method, path,
                headers: [
                    ("Authorization", "Bearer \(token)"), ("Content-Type", "application/json"),
                    ("Idempotency-Key", "new year"),
                ], body: Data(body.utf8))
            let object = try JSONSerialization.jsonObject(with: Data(answer.text.utf8))
            return try #require(object as? [String: Any], "\(answer.text)")
        }
        let me = try send("GET", "/api/v1/control/organisations")
        let places = try #require(me["items"] as? [[String: Any]])
        let path = try #require(places.compactMap { $0["path"] as? String }.min { $0.count < $1.count })
        let order =
            #"{"template":"control.notice.service","organisation":"\#(path)","values":{"text":"元旦照常营业"}}"#
        let preview = try send("POST", "/api/v1/control/notices/preview", order)
        let accounts = try #require(preview["accounts"] as? Int)
        #expect(accounts > 300)
        let job = try #require(try send("POST", "/api/v1/control/notices", order)["job"] as? String)
        for _ in 0..<4 {
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...250)))
            try await server.kill()
            try await server.comeBack()
            // Asked again by somebody who heard no answer, it is still one notice.
            #expect(try send("POST", "/api/v1/control/notices", order)["job"] as? String == job)
        }
        let end = ContinuousClock.now.advanced(by: .seconds(120))
        var isDone = false
        while !isDone, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(300))
            let jobs = try #require(try send("GET", "/api/v1/control/jobs")["items"] as? [[String: Any]])
            isDone = jobs.first { $0["id"] as? String == job }?["state"] as? String == "DONE"
        }
        #expect(isDone)
        let found = try await Self.count(server, try #require(Int64(job)))
        #expect(found.messages == found.addresses)
        #expect(found.noted == found.addresses && found.noted > 100 && found.noted <= accounts)
    }

    /// Messages of the notice, the addresses they went to, and the addresses noted, behind the house's back.
    private static func count(_ server: DemoServer, _ job: Int64) async throws -> Counts {
        let path = server.folder.file("data").appendingPathComponent("lamplight.sqlite").path
        let database = try await TestPlace(engine: .sqlite, name: path).open()
        let counts = try await database.read { transaction in
            let sent = try transaction.one(
                """
                SELECT COUNT(*), COUNT(DISTINCT recipient_digest) FROM control_message
                WHERE template = 'control.notice.service' /*scatter: a test counts every row*/
                """
            ) { (try $0.int64(0), try $0.int64(1)) }
            let noted = try transaction.one(
                """
                SELECT COUNT(*) FROM control_notice_recipient WHERE notice_id = \(job)
                /*scatter: a test counts every row*/
                """
            ) { try $0.int64(0) }
            return Counts(messages: sent.0, addresses: sent.1, noted: noted)
        }
        try await database.close()
        return counts
    }
}
