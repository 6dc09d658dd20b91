import Control
import Foundation
import Hummingbird
import Kernel
import Store
import TestSupport
import Testing
import Web

/// Every route of the console against every kind of bad request. A new route is in it without a word; one whose path
/// names a new kind of record needs a sample in `RefusalHouse`.
@Suite(.serialized) struct `A bad request` {
    @Test(arguments: TestEngines.all)
    func `of each kind is refused plainly by every route and changes no row`(_ engine: Engine) async throws {
        try await RefusalHouse.with(engine) { console in
            let routes = console.house.web.routes
            let limit = WebConfiguration(clock: { Instant(milliseconds: 0) }).bodyLimit
            #expect(routes.count > 50)
            var before = try await console.digest()
            for route in routes {
                guard let path = console.path(of: route) else {
                    Issue.record("\(route.path): RefusalHouse.samples lacks \(route.path.parameterNames)")
                    continue
                }
                for probe in RefusalProbe.all(
                    of: route, path: path, among: routes, bodyLimit: limit, customer: console.customer)
                {
                    try await expect(probe, console.house.client)
                }
                let after = try await console.digest()
                let changed = after.filter { before[$0.key] != $0.value }.keys.sorted()
                #expect(changed.isEmpty, "\(route.method) \(route.path) changed \(changed)")
                before = after
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `to sign in with a wrong password is written down and changes nothing else`(_ engine: Engine)
        async throws
    {
        try await RefusalHouse.with(engine) { console in
            let client = console.house.client
            try await console.house.control.addUser(
                login: "real", name: "陈洁", organisation: OrganisationID(2), roles: [],
                password: "harbour-lamp-2026", secondFactor: nil)
            let before = try await console.digest(besides: RefusalHouse.signInTables)
            let audited = try await console.house.count("control_audit")
            let visitor = try #require(
                try await client.send("GET", "/sign-in").cookie("lamplight-visitor"))
            for login in ["real", "nobody"] {
                let page = try await client.send(
                    "POST", "/sign-in",
                    [
                        ("Cookie", "lamplight-visitor=\(visitor)"),
                        ("Content-Type", "application/x-www-form-urlencoded"),
                    ], body: Array("login=\(login)&password=wrong-wrong&_csrf=\(visitor)".utf8))
                #expect(page.status == 401 && !page.body.contains("wrong-wrong"))
                let problem = try await client.send(
                    "POST", "/api/v1/sign-in", [("Content-Type", "application/json")],
                    body: Array(#"{"login":"\#(login)","password":"wrong-wrong"}"#.utf8))
                #expect(problem.status == 401 && problem["content-type"] == "application/problem+json")
            }
            #expect(try await console.digest(besides: RefusalHouse.signInTables) == before)
            #expect(try await console.house.count("control_audit") >= audited + 4)
            #expect(try await console.house.count("control_sign_in_failure") > 0)
        }
    }

    /// A door that asks for a secret, and a wrong one.
    private struct Door {
        let path: String
        let body: String
        var isSignedIn = false
        var isCustomer = false
    }

    private static let doors = [
        Door(path: "/control/me/unlock", body: "password=wrong-wrong", isSignedIn: true),
        Door(
            path: "/control/me/password",
            body: "current=wrong-wrong&password=Harbour-lamp-2027&again=Harbour-lamp-2027", isSignedIn: true),
        Door(path: "/sign-in/board", body: "token=wrong-wrong"),
        Door(path: "/portal/sign-in/code", body: "code=000000", isCustomer: true),
        Door(
            path: "/api/v1/portal/sign-in",
            body: #"{"number":"\#(WebHouse.number(8))","challenge":"wrong-wrong","code":"000000"}"#),
    ]

    @Test(arguments: TestEngines.all)
    func `at any door that asks for a secret writes down that it was wrong, and nothing else`(
        _ engine: Engine
    ) async throws {
        try await RefusalHouse.with(engine) { console in
            let client = console.house.client
            // Each route whose form or body has a secret stands in the list or in the test above.
            let known = Set(Self.doors.map(\.path) + ["/sign-in", "/api/v1/sign-in"])
            let secret = console.house.web.routes.filter { $0.method.rawValue == "POST" }.map(
                \.path.description
            )
            .filter { path in
                ["sign-in", "unlock", "password"].contains {
                    path.hasSuffix($0) || path.hasSuffix($0 + "/board")
                }
            }
            // Who asks for a code names nobody's secret; a password that is set anew needs a person's right.
            let others: Set = [
                "/portal/sign-in", "/control/users/{user}/password", "/api/v1/control/users/{user}/password",
            ]
            #expect(Set(secret).subtracting(known).subtracting(others).isEmpty, "\(secret)")
            let visitor = try #require(
                try await client.send("GET", "/sign-in").cookie("lamplight-visitor"))
            let before = try await console.digest(besides: RefusalHouse.signInTables)
            for door in Self.doors {
                let isAPI = door.path.hasPrefix("/api/")
                var headers = [
                    ("Content-Type", isAPI ? "application/json" : "application/x-www-form-urlencoded"),
                    (
                        "Cookie",
                        door.isSignedIn
                            ? "lamplight-session=\(WebHouse.token("clerk"))" : "lamplight-visitor=\(visitor)"
                    ),
                ]
                if door.isSignedIn { headers.append(("X-CSRF-Token", WebHouse.csrf("clerk"))) }
                let csrf = isAPI || door.isSignedIn ? "" : "&_csrf=\(visitor)"
                let answer = try await client.send(
                    "POST", door.path, headers, body: Array((door.body + csrf).utf8))
                #expect(
                    (400..<500).contains(answer.status) || door.isCustomer, "\(door.path) \(answer.status)")
                #expect(!answer.body.contains("wrong-wrong"), "\(door.path)")
                #expect(answer.cookie("lamplight-session") == nil, "\(door.path)")
                #expect(answer.cookie("lamplight-customer") == nil, "\(door.path)")
                let after = try await console.digest(besides: RefusalHouse.signInTables)
                #expect(after == before, "\(door.path)")
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `naming a foreign record in its body does not find it`(_ engine: Engine) async throws {
        try await RefusalHouse.with(engine) { console in
            let house = console.house
            let account = house.accounts[0]
            let before = try await console.digest()
            let order = #"{"account":"\#(account)","amount":"1.00"}"#
            let answers = [
                try await house.send(
                    "POST", "/api/v1/payments", order, as: "b", [("Idempotency-Key", "foreign")]),
                try await house.send(
                    "POST", "/api/v1/billing/runs", #"{"month":"2026-10","organisation":"2"}"#, as: "b"),
                try await house.post("/billing/runs", "month=2026-10&organisation=2", as: "b"),
                try await house.post("/reading/worklist", "month=2026-10&account=\(account)", as: "b"),
            ]
            #expect(answers.map(\.status) == [404, 404, 404, 404])
            #expect(try await console.digest() == before)
            // The same order by one of its own station is taken: the digest would have told.
            let taken = try await house.send(
                "POST", "/api/v1/payments", order, as: "a", [("Idempotency-Key", "own")])
            #expect(taken.status == 201)
            #expect(try await console.digest() != before)
        }
    }

    private func expect(_ probe: RefusalProbe, _ client: LoopbackClient) async throws {
        let what = "\(probe.name): \(probe.method) \(probe.path)"
        let answer = try await probe.send(client)
        #expect(answer.status == probe.status, "\(what) \(answer.body.prefix(200))")
        if probe.path.hasPrefix("/api/") {
            #expect(answer["content-type"] == "application/problem+json", "\(what)")
            #expect(answer.body.contains("\"status\":\(probe.status)"), "\(what)")
        } else {
            #expect(answer["content-type"] == "text/html; charset=utf-8", "\(what)")
            #expect(answer.body.contains("<main"), "\(what)")
        }
        if probe.status == 405 { #expect(answer["allow"] != nil, "\(what)") }
    }
}

extension RefusalProbe {
    fileprivate func send(_ client: LoopbackClient) async throws -> Answer {
        guard let announced else { return try await client.send(method, path, headers, body: body) }
        return try await client.send(method, path, headers, announcing: announced)
    }
}
