import Control
import Kernel
import Store
import TestSupport
import Testing
import Web
import WebControl

/// Where a request comes from, and who is told to come again later.
@Suite struct `The address of a request` {
    private static let password = "Harbour-lamp 41"

    private struct Door: SignInService {
        let refusal: SignInRefusal
        func signIn(login: String, password: String, code: String, address: String) async throws -> SignedIn {
            throw refusal
        }
        func session(token: String, address: String) async throws -> SignedIn? { nil }
        func signOut(token: String, address: String) async throws {}
    }

    private static func attempt(
        _ login: String, _ password: String, from hops: [String], _ house: WebHouse
    ) async throws -> Answer {
        try await house.client.send(
            "POST", "/api/v1/sign-in",
            [("Content-Type", "application/json")] + hops.map { ("X-Forwarded-For", $0) },
            body: Array(#"{"login":"\#(login)","password":"\#(password)"}"#.utf8))
    }

    @Test func `behind a proxy one that fails is slowed, not all who come through the proxy`() async throws {
        try await WebHouse.with(
            { WebControl(control: $0.control).pages }, signIn: { SignIn(control: $0.control) }
        ) { house in
            try await house.control.addUser(
                login: "real", name: "陈洁", organisation: OrganisationID(2), roles: [.counterClerk],
                password: Self.password, secondFactor: nil)
            for number in 0..<5 {
                let answer = try await Self.attempt(
                    "nobody\(number)", "wrong-wrong", from: ["203.0.113.9"], house)
                #expect(answer.status == 401)
            }
            // What the browser claims of itself stands left, and does not help; in one field or in two.
            for hops in [
                ["203.0.113.9"], ["198.51.100.7, 203.0.113.9"], ["198.51.100.7", "203.0.113.9:4711"],
            ] {
                let slowed = try await Self.attempt("real", Self.password, from: hops, house)
                #expect(slowed.status == 429 && slowed["retry-after"] == "1", "\(hops)")
            }
            let opened = try await Self.attempt(
                "real", Self.password, from: ["203.0.113.9, 198.51.100.7, 127.0.0.2"], house)
            #expect(opened.status == 201)
            let kept = try await house.control.house.database.read {
                try $0.all("SELECT address FROM control_session /*scatter: a test looks*/") { try $0.text(0) }
            }
            #expect(kept == ["198.51.100.7"])
        }
    }

    @Test func `who meets a full line is told when to come again, on the page and on the machine's door`()
        async throws
    {
        for (refusal, seconds) in [(SignInRefusal.tooBusy, "5"), (.tokenTooOften, "60")] {
            try await WebHouse.with(
                { WebControl(control: $0.control).pages }, signIn: { _ in Door(refusal: refusal) }
            ) { house in
                let told = try await Self.attempt("real", Self.password, from: [], house)
                #expect(told.status == 429 && told["retry-after"] == seconds)
                let visitor = try #require(
                    try await house.client.send("GET", "/sign-in").cookie("lamplight-visitor"))
                let page = try await house.client.send(
                    "POST", "/sign-in",
                    [
                        ("Cookie", "lamplight-visitor=\(visitor)"),
                        ("Content-Type", "application/x-www-form-urlencoded"),
                    ], body: Array("login=real&password=something&_csrf=\(visitor)".utf8))
                #expect(page.status == 429 && page["retry-after"] == seconds)
            }
        }
    }

    @Test(
        arguments: [
            ("10.1.0.0/16", [10, 1, 200, 3], true), ("10.1.0.0/16", [10, 2, 0, 0], false),
            ("10.1.2.128/25", [10, 1, 2, 130], true), ("10.1.2.128/25", [10, 1, 2, 127], false),
            ("192.0.2.1", [192, 0, 2, 1], true), ("192.0.2.1", [192, 0, 2, 2], false),
            ("0.0.0.0/0", [8, 8, 8, 8], true),
        ] as [(String, [UInt8], Bool)])
    func `a range is written with its bits`(text: String, address: [UInt8], isIn: Bool) throws {
        #expect(try #require(AddressRange(text: text)).contains(address) == isIn)
    }

    @Test(arguments: [
        "", "10.1", "10.1.0.0/33", "10.1.0.0/x", "10.1.0.0/-1", "fd00::/129", "lamplight.example",
    ])
    func `what is no range is refused`(text: String) { #expect(AddressRange(text: text) == nil) }
}
