import Foundation
import Store
import TestSupport
import Testing

@Suite struct `A notice to many customers under SIGKILL` {
    /// Kills that must strike between a job's first unit and its last.
    private static let midway = 5

    @Test func `goes on after every kill, and each customer gets exactly one`() async throws {
        let town = try await NoticeTown()
        // The first is left alone: it tells how many addresses there are.
        let first = try town.start(0)
        try await town.watched(first).finish()
        let addresses = try await town.noted(first)
        #expect(addresses > 300)
        var notices = [first]
        var struck = 0
        while struck < Self.midway, notices.count < 40 {
            let key = notices.count
            let job = try town.start(key)
            notices.append(job)
            // Killed by its own progress, so that a busy machine moves nothing.
            while struck < Self.midway,
                let progress = try await town.watched(job).wait(units: .random(in: 1...3))
            {
                try await town.server.kill()
                if progress.done < progress.all { struck += 1 }
                try await town.server.comeBack()
                // Asked again by somebody who heard no answer, it is still one notice.
                #expect(try town.start(key) == job)
            }
            try await town.watched(job).finish()
            #expect(try await town.noted(job) == addresses)
        }
        // Kills that only ever hit a job begun or ended would prove nothing.
        #expect(struck == Self.midway, "\(notices.count) notices")
        #expect(Set(notices).count == notices.count)
        #expect(try await town.unequal(notices.count) == 0)
        #expect(try await town.messages() == addresses * notices.count)
    }
}

/// A demo utility whose head office tells everybody something.
private struct NoticeTown {
    let server: DemoServer
    private let client: HTTPClient
    private let token: String
    private let path: String

    init() async throws {
        server = try await DemoServer(accounts: 1_200, months: 2)
        client = HTTPClient(
            port: try #require(server.base.split(separator: ":").last.flatMap { Int($0) }),
            timeoutSeconds: 120)
        token = try server.token("zz.laocheng", client)
        let places = try Self.send(client, token, "GET", "/api/v1/control/organisations")["items"]
        let paths = try #require(places as? [[String: Any]]).compactMap { $0["path"] as? String }
        path = try #require(paths.min { $0.count < $1.count })
    }

    private static func send(
        _ client: HTTPClient, _ token: String, _ method: String, _ path: String, key: String = "",
        _ body: String = ""
    ) throws -> [String: Any] {
        var headers = [("Authorization", "Bearer \(token)"), ("Content-Type", "application/json")]
        if !key.isEmpty { headers.append(("Idempotency-Key", key)) }
        let answer = try client.send(method, path, headers: headers, body: Data(body.utf8))
        let object = try JSONSerialization.jsonObject(with: Data(answer.text.utf8))
        return try #require(object as? [String: Any], "\(answer.text)")
    }

    /// Starts the notice of a number; the job's id.
    func start(_ number: Int) throws -> String {
        let order =
            #"{"template":"control.notice.service","organisation":"\#(path)","values":{"text":"第\#(number)次通知"}}"#
        let answer = try Self.send(
            client, token, "POST", "/api/v1/control/notices", key: "notice-\(number)", order)
        return try #require(answer["job"] as? String, "\(answer)")
    }

    /// The job as the machine's door shows it.
    func watched(_ job: String) -> WatchedJob { WatchedJob(client: client, token: token, job: job) }

    // MARK: Behind the house's back

    /// Addresses that a notice was written to.
    func noted(_ job: String) async throws -> Int {
        let id = try #require(Int64(job))
        return try await one(
            """
            SELECT COUNT(*) FROM control_notice_recipient WHERE notice_id = \(id)
            /*scatter: a test counts every row*/
            """)
    }

    /// Messages of all notices.
    func messages() async throws -> Int {
        try await one(
            """
            SELECT COUNT(*) FROM control_message WHERE template = 'control.notice.service'
            /*scatter: a test counts every row*/
            """)
    }

    /// Addresses that have another number of messages than there were notices.
    func unequal(_ notices: Int) async throws -> Int {
        try await one(
            """
            SELECT COUNT(*) FROM (SELECT recipient_digest FROM control_message
                WHERE template = 'control.notice.service' /*scatter: a test counts every row*/
                GROUP BY recipient_digest HAVING COUNT(*) <> \(notices)) AS found
            """)
    }

    private func one(_ sql: SQL) async throws -> Int {
        let file = server.folder.file("data").appendingPathComponent("lamplight.sqlite").path
        let database = try await TestPlace(engine: .sqlite, name: file).open()
        let count = try await database.read { try $0.one(sql) { try $0.int(0) } }
        try await database.close()
        return count
    }
}
