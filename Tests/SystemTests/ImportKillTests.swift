import Foundation
import Store
import TestSupport
import Testing

@Suite struct `A file of accounts under SIGKILL` {
    private static let rows = 12_000
    /// Kills that must strike between a job's first unit and its last.
    private static let midway = 3

    @Test func `goes on after every kill, and each of its accounts is opened exactly once`() async throws {
        let town = try await ImportTown()
        var files = 0
        var struck = 0
        while struck < Self.midway, files < 12 {
            files += 1
            let file = town.file(files, rows: Self.rows)
            let job = try town.send(file)
            while struck < Self.midway,
                let progress = try await town.watched(job).wait(units: .random(in: 1...2))
            {
                try await town.server.kill()
                if progress.done < progress.all { struck += 1 }
                try await town.server.comeBack()
                // Sent again by somebody who heard no answer, it is the same import as long as that goes on.
                if let again = try town.sendAgain(file) { #expect(again == job) }
            }
            try await town.watched(job).finish()
            #expect(try await town.accounts(files) == Self.rows)
            let answer = try town.watched(job).progress()
            #expect(answer.counted == Self.rows && answer.done == answer.all)
        }
        // Kills that only ever hit a job begun or ended would prove nothing.
        #expect(struck == Self.midway, "\(files) files")
        // What people sent is gone once it is written.
        #expect(try await town.parts() == 0)
    }
}

/// A demo utility whose station head opens accounts from files.
private struct ImportTown {
    let server: DemoServer
    private let client: HTTPClient
    private let token: String
    private let station: String
    private let area: String

    init() async throws {
        server = try await DemoServer(accounts: 200, months: 2)
        client = HTTPClient(
            port: try #require(server.base.split(separator: ":").last.flatMap { Int($0) }),
            timeoutSeconds: 120)
        token = try server.token("zz.laocheng", client)
        let grid = try Self.ask(client, token, "GET", "/api/v1/records/grid?limit=200")["items"]
        let node = try #require((grid as? [[String: Any]])?.first { $0["kind"] as? String == "AREA" })
        area = try #require(node["code"] as? String)
        let places = try Self.ask(client, token, "GET", "/api/v1/control/organisations")["items"]
        let place = (places as? [[String: Any]])?.first {
            $0["id"] as? String == node["organisation"] as? String
        }
        station = try #require(place?["name"] as? String, "\(String(describing: places))")
    }

    private static func ask(
        _ client: HTTPClient, _ token: String, _ method: String, _ path: String, _ body: Data = Data()
    ) throws -> [String: Any] {
        let answer = try client.send(
            method, path, headers: [("Authorization", "Bearer \(token)"), ("Content-Type", "text/csv")],
            body: body)
        let object = try JSONSerialization.jsonObject(with: Data(answer.text.utf8))
        return try #require(object as? [String: Any], "\(answer.text)")
    }

    /// A file of accounts whose numbers begin with `9` and the file's own number.
    func file(_ number: Int, rows: Int) -> Data {
        var text = "户号,户名,用电地址,供电单位,台区,用电类别,电价码,立户日期\n"
        for row in 1...rows {
            text += "9\(number)\(100_000 + row),新户,新街,\(station),\(area),居民,SH-RES,2026-01-01\n"
        }
        return Data(text.utf8)
    }

    func send(_ file: Data) throws -> String {
        let answer = try Self.ask(client, token, "PUT", "/api/v1/imports/accounts", file)
        return try #require(answer["job"] as? String, "\(String(describing: answer).prefix(500))")
    }

    /// Nil where the job is over meanwhile: then its accounts are there, and the file is refused.
    func sendAgain(_ file: Data) throws -> String? {
        try Self.ask(client, token, "PUT", "/api/v1/imports/accounts", file)["job"] as? String
    }

    /// The job as the machine's door shows it.
    func watched(_ job: String) -> WatchedJob { WatchedJob(client: client, token: token, job: job) }

    // MARK: Behind the house's back

    /// Accounts of a file that are there.
    func accounts(_ number: Int) async throws -> Int {
        try await one(
            """
            SELECT COUNT(*) FROM records_account WHERE consumer_no LIKE \("9\(number)1_____")
            /*scatter: a test counts every row*/
            """)
    }

    func parts() async throws -> Int {
        try await one("SELECT COUNT(*) FROM control_import_part /*scatter: a test counts every row*/")
    }

    private func one(_ sql: SQL) async throws -> Int {
        let file = server.folder.file("data").appendingPathComponent("lamplight.sqlite").path
        let database = try await TestPlace(engine: .sqlite, name: file).open()
        let count = try await database.read { try $0.one(sql) { try $0.int(0) } }
        try await database.close()
        return count
    }
}
