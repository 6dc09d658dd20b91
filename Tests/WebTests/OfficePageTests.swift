import Control
import Foundation
import Kernel
import TestSupport
import Testing
import Web
import WebControl

/// What the three administrators' pages do about ways in.
@Suite struct `The administrators' pages` {
    private static func house(_ work: @Sendable (WebHouse) async throws -> Void) async throws {
        try await WebHouse.with({ WebControl(control: $0.control).pages }, work)
    }

    @Test func `ask a role's people for a second factor at once, and do without by a proposal`() async throws
    {
        try await Self.house { house in
            let path = "/control/roles/counterClerk"
            let free = try await house.get(path)
            #expect(free.body.contains("value=\"require\"") && !free.body.contains("value=\"waive\""))
            let asked = try await house.post(path + "/second-factor", "do=require")
            #expect(asked.status == 303)
            let needed = try await house.get(path)
            #expect(!needed.body.contains("value=\"require\"") && needed.body.contains("value=\"waive\""))
            let silent = try await house.post(path + "/second-factor", "do=waive")
            #expect(silent.status == 422)
            let proposed = try await house.post(path + "/second-factor", "do=waive&reason=%E6%97%A0")
            #expect(proposed.status == 303 && proposed["location"]?.contains("/control/proposals/") == true)
            #expect(try await house.get(path).body.contains("value=\"waive\""))
            // The same by the machine's door.
            let twin = "/api/v1" + path + "/second-factor"
            #expect(
                try await house.send("POST", twin, #"{"required":false,"reason":"无"}"#).status == 202)
            #expect(try await house.send("POST", twin, #"{"required":true}"#).status == 204)
        }
    }

    @Test func `end a user's sessions and lift a lock by a button each`() async throws {
        try await Self.house { house in
            let control = house.control
            let id = try await control.addUser(
                login: "li", name: "李灯", organisation: OrganisationID(2), roles: [.counterClerk],
                password: "Harbour-lamp 41", secondFactor: nil)
            let door = SignIn(control: control)
            func open() async throws -> SignedIn {
                try await door.signIn(login: "li", password: "Harbour-lamp 41", code: "", address: "a")
            }
            let path = "/control/users/\(id)"
            let page = try await house.get(path)
            for act in ["signOut", "unlock"] { #expect(page.body.contains("value=\"\(act)\""), "\(act)") }
            for way in ["page", "api"] {
                let session = try await open()
                if way == "page" {
                    #expect(try await house.post(path, "do=signOut").status == 303)
                } else {
                    let ended = try await house.send("POST", "/api/v1" + path + "/sign-out", "")
                    #expect(ended.status == 200 && ended.body.contains("\"ended\":2"))
                }
                #expect(try await door.session(token: session.token, address: "a") == nil)
                for number in 0..<5 {
                    await #expect(throws: ControlRefusal.signInFailed) {
                        try await door.signIn(
                            login: "li", password: "wrong", code: "", address: "\(way)\(number)")
                    }
                }
                await #expect(throws: ControlRefusal.signInThrottled(seconds: 900)) { _ = try await open() }
                let lifted =
                    way == "page"
                    ? try await house.post(path, "do=unlock").status == 303
                    : try await house.send("POST", "/api/v1" + path + "/lift-lock", "").status == 204
                #expect(lifted)
                _ = try await open()
            }
        }
    }

    @Test func `a token is asked for with a reason, and its secret shown once to who asked`() async throws {
        try await Self.house { house in
            let fields =
                "name=%E9%82%AE%E6%94%BF&kind=MACHINE&organisation=3&days=30&eachMinute=60&permission=payment.read"
            #expect(try await house.post("/control/tokens", fields).status == 422)
            let asked = try await house.post("/control/tokens", fields + "&reason=why")
            #expect(asked.status == 303)
            let number = try #require(asked["location"]?.split(separator: "/").last?.prefix { $0.isNumber })
            let id = try #require(ProposalID(text: String(number)))
            let system = house.control.systemPrincipal()
            let other = Principal(
                user: UserID(78), login: "second", name: "另一位", organisation: system.organisation,
                organisationName: "", scope: OrganisationPath("/1/"), roles: [],
                permissions: system.permissions, address: "test")
            let proposal = try await house.control.proposal(id, by: other)
            _ = try await house.control.approve(id, hash: proposal.hashText, by: other)
            let page = try await house.get("/control/tokens").body
            let link = try #require(page.firstMatch(of: /\/control\/tokens\/[0-9]+\/secret/)).output
            let shown = try await house.post(String(link), "")
            #expect(shown.status == 200 && shown.body.contains(Token.mark))
            let again = try await house.get("/control/tokens").body
            #expect(!again.contains(Token.mark) && !again.contains("/secret"))
            #expect(try await house.post(String(link), "").status == 404)
        }
    }
}
