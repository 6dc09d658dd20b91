import Control
import Foundation
import Hummingbird
import Kernel
import Store
import TestSupport
import Testing
import Web

/// A wall screen's token: it looks at the board and hears of it, and nothing else.
@Suite struct `A wall board` {
    private static func house(_ work: @Sendable (WebHouse) async throws -> Void) async throws {
        try await WebHouse.with(RefusalHouse.groups, signIn: { SignIn(control: $0.control) }, work)
    }

    private static func issue(_ house: WebHouse, days: Int64 = 30) async throws -> (id: Int64, secret: String)
    {
        let made = try await house.control.issueToken(
            NewToken(
                kind: .board, name: "大厅屏", organisation: OrganisationID(2), permissions: [], days: days,
                eachMinute: 6_000), by: house.control.systemPrincipal())
        return (made.token.id, made.secret)
    }

    @Test func `sees the board and its stream, no other page, and can send nothing`() async throws {
        try await Self.house { house in
            let cookie = ("Cookie", "lamplight-session=\(try await Self.issue(house).secret)")
            #expect(try await house.client.send("GET", "/board", [cookie]).status == 200)
            #expect(try await house.client.send("GET", "/api/v1/board", [cookie]).status == 200)
            let stream = try await house.client.stream("/events?topic=payment", [cookie]) {
                $0.contains("event: ready")
            }
            #expect(stream.contains("text/event-stream"))
            // Its own station's board, not the company's.
            let board = try await house.client.send("GET", "/board", [cookie]).body
            #expect(board.contains(WebHouse.names[2]!) && !board.contains(WebHouse.names[3]!))
            var (reads, writes) = (0, 0)
            for route in house.web.routes {
                let words = route.path.segments.map { segment in
                    if case .word(let word) = segment { return word }
                    return "1"
                }
                let path = "/" + words.joined(separator: "/")
                if route.access == .anyone || route.access == .may("control.board") || path == "/events" {
                    continue
                }
                let type =
                    switch route.body {
                    case .json: "application/json"
                    case .upload(let types, _): types[0]
                    default: "application/x-www-form-urlencoded"
                    }
                let answer = try await house.client.send(
                    route.method.rawValue, path, [cookie, ("Content-Type", type)], body: Array("{}".utf8))
                #expect(answer.status == 401, "\(route.method) \(path) \(answer.status)")
                if route.method == .get { reads += 1 } else { writes += 1 }
            }
            #expect(reads > 40 && writes > 40)
            // Nor is a change let through at the board's own address.
            let sent = try await house.client.send("POST", "/board", [cookie], body: Array("a=b".utf8))
            #expect(sent.status == 405)
        }
    }

    @Test func `shows nothing once its token is revoked, runs out, or is no token`() async throws {
        try await Self.house { house in
            let token = try await Self.issue(house)
            func status(_ secret: String) async throws -> Int {
                try await house.client.send("GET", "/board", [("Cookie", "lamplight-session=\(secret)")])
                    .status
            }
            #expect(try await status(token.secret) == 200)
            try await house.control.revokeToken(token.id, by: house.control.systemPrincipal())
            #expect(try await status(token.secret) == 401)
            #expect(try await status(Token.mark + String(repeating: "A", count: 43)) == 401)
            let old = try await Self.issue(house, days: 1)
            #expect(try await status(old.secret) == 200)
            try await house.control.house.database.write { transaction in
                try transaction.run(
                    """
                    /*scatter: a test lets a day go by*/
                    UPDATE control_token SET expires_at = \(Instant(milliseconds: 1)) WHERE id = \(old.id)
                    """)
            }
            #expect(try await status(old.secret) == 401)
        }
    }
}
