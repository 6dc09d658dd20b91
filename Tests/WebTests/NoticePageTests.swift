import Control
import Foundation
import Kernel
import Store
import TestSupport
import Testing
import Web
import WebControl

/// Notices, contact wishes, calls and letters as their pages show them.
@Suite struct `Writing to customers` {
    private static func with(_ body: @Sendable (WebHouse) async throws -> Void) async throws {
        try await WebHouse.with(on: .sqlite, { WebControl(control: $0.control).pages }) { house in
            try await body(house)
        }
    }

    private static let letter = "/control/notices/control.notice.outageLetter"
    private static let values =
        "organisation=2&category=&route=&from=%E6%98%8E%E6%97%A5&until=17&reason=%E6%A3%80%E4%BF%AE&key=page-1"

    @Test func `a notice is previewed, sent once however often its page is sent, and listed for bringing`()
        async throws
    {
        try await Self.with { house in
            let empty = try await house.post(Self.letter + "/preview", "organisation=2&key=page-1")
            #expect(empty.status == 422, "\(empty.status)")
            #expect(empty.body.contains("reason-error"))
            let preview = try await house.post(Self.letter + "/preview", Self.values)
            #expect(preview.status == 200 && preview.body.contains("预计发送") && preview.body.contains("检修"))
            #expect(preview.body.contains("value=\"page-1\""))
            let links = try await (0..<2).asyncMap { _ in
                try await house.post(Self.letter, Self.values)["location"]
            }
            #expect(Set(links).count == 1 && links[0]?.hasPrefix("/control/jobs/") == true)
            let job = try #require(JobID(text: links[0]?.split(separator: "/").last.map(String.init) ?? ""))
            try await house.control.runJob(job, by: house.control.systemPrincipal())
            let list = try await house.get("/control/notices").body
            #expect(list.contains("计划停电通知（信函）") && list.contains("已完成"))
            let hand = try await house.get("/control/hand?channel=LETTER").body
            #expect(hand.contains("登记结果") && hand.contains("***"))
            let paper = try await house.post("/control/hand/list", "channel=LETTER")
            #expect(paper.status == 200 && !paper.body.contains("***"))
            let first = try #require(
                try await house.control.handList(.letter, by: house.control.systemPrincipal()).first)
            let none = try await house.post(
                "/control/messages/\(first.id)/by-hand", "outcome=DELIVERED&note=")
            let still = try await house.control.message(first.id, by: house.control.systemPrincipal()).0
            #expect(none.status == 303 && still.state == .waiting)
            _ = try await house.post("/control/messages/\(first.id)/by-hand", "outcome=DELIVERED&note=ok")
            #expect(try await house.get("/control/messages/\(first.id)").body.contains("已送达"))
            #expect(try await house.get("/control/messages/\(first.id)", as: "b").status == 404)
        }
    }

    @Test
    func `wishes are set on the account's page, a half-filled time is refused, another station sees nothing`()
        async throws
    {
        try await Self.with { house in
            let path = "/control/contacts/\(house.accounts[0])"
            let page = try await house.get(path, as: "a")
            #expect(page.status == 200 && page.body.contains("信函") && page.body.contains("LETTER-language"))
            #expect(try await house.get(path, as: "b").status == 404)
            let saved = try await house.post(path, "channel=LETTER&LETTER-out=1&LETTER-language=en", as: "a")
            #expect(saved.status == 303)
            let wire = try await house.get("/api/v1" + path, as: "a").body
            #expect(wire.contains("\"channel\":\"LETTER\",\"isOut\":true,\"language\":\"en\""))
            for wrong in ["LETTER-from=22:00", "LETTER-from=25:00&LETTER-until=8:00", "LETTER-from=abc"] {
                #expect(
                    try await house.post(path, "channel=LETTER&" + wrong, as: "a").status == 422, "\(wrong)")
            }
        }
    }
}

extension Range where Bound == Int {
    fileprivate func asyncMap<Value>(_ body: (Int) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for number in self { values.append(try await body(number)) }
        return values
    }
}
