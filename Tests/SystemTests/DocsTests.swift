import Foundation
import TestSupport
import Testing

/// The lines that docs/api.md shows, as anyone types them.
@Suite struct `The API's page` {
    /// A line of a shell and the status told beside it.
    private struct Line: Sendable {
        let command: String
        let status: String?
    }

    private static func lines() throws -> [Line] {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/api.md")
        var lines: [Line] = []
        var open = ""
        for row in try String(contentsOf: page, encoding: .utf8).split(separator: "\n") {
            guard !open.isEmpty || row.hasPrefix("    curl ") else { continue }
            if row.hasSuffix("\\") {
                open += row.dropLast()
                continue
            }
            let parts = (open + row).split(separator: "   # ", maxSplits: 1)
            open = ""
            lines.append(
                Line(
                    command: parts[0].trimmingCharacters(in: .whitespaces),
                    status: parts.count == 2 ? String(parts[1].prefix(3)) : nil))
        }
        return lines
    }

    @Test func `shows lines that run as they stand and are answered as it says`() async throws {
        let lines = try Self.lines()
        #expect(lines.count >= 12)
        let server = try await DemoServer(accounts: 200, months: 3)
        let client = HTTPClient(
            port: try #require(server.base.split(separator: ":").last.flatMap { Int($0) }))
        let token = try server.token("kf.laocheng", client)
        let bearer = [("Authorization", "Bearer \(token)")]
        let list = try client.send("GET", "/api/v1/accounts?limit=200", headers: bearer).text
        // Somebody who owes: what is not owed is not taken.
        var owing: String?
        for found in list.matches(of: #/"id":"([0-9]+)"/#) {
            let debt = try client.send("GET", "/api/v1/accounts/\(found.output.1)/debt", headers: bearer).text
            if !debt.contains(#""total":"0.00""#) || debt.contains(#""outstanding":"#) {
                owing = String(found.output.1)
                break
            }
        }
        let account = try #require(owing, "\(list)")
        let tag = try client.send("GET", "/api/v1/accounts/\(account)", headers: bearer).header("etag")
        let curl = try FileManager.default.contentsOfDirectory(atPath: "/usr/bin").contains("curl")
        try #require(curl, "curl is needed to run the page's lines")
        for line in lines {
            let command = line.command.replacing("http://127.0.0.1:8080", with: server.base)
            #expect(command != line.command, "\(line.command)")
            let shell = try ChildProcess(
                URL(fileURLWithPath: "/bin/sh"),
                ["-c", command + " -o /dev/null -w '%{http_code}\\n'"],
                environment: [
                    "TOKEN": token, "ACCOUNT": account, "ETAG": try #require(tag),
                    "LOGIN": "kf.laocheng", "PASSWORD": server.password(of: "kf.laocheng"),
                ])
            #expect(try await shell.status(withinSeconds: 60) == 0, "\(line.command)")
            #expect(shell.lines.last == line.status, "\(line.command) \(shell.lines)")
        }
    }
}
