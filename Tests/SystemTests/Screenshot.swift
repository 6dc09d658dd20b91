import Foundation
import TestSupport

/// A page to be photographed, and who looks at it.
struct Screenshot {
    /// Who looks: a user of the company by login, a customer at the portal, or nobody yet.
    enum Visitor: Hashable {
        case user(String)
        /// A user of the company whose month is not released yet.
        case waiting(String)
        case customer
        case nobody

        var isWaiting: Bool { if case .waiting = self { true } else { false } }

        var name: String {
            switch self {
            case .user(let login): login
            case .waiting(let login): "waiting \(login)"
            case .customer: "customer"
            case .nobody: "nobody"
            }
        }
    }

    /// Where a visitor's pages are and what lets them in.
    struct Session {
        let base: String
        /// A page that anybody may open, before there is a cookie.
        let door: String
        let cookie: (name: String, value: String)?
    }

    let name: String
    let visitor: Visitor
    let path: String
    /// What is done to the page before it is photographed.
    var prepare: (@Sendable (Browser) async throws -> Void)?

    init(
        _ name: String, _ visitor: Visitor, _ path: String,
        prepare: (@Sendable (Browser) async throws -> Void)? = nil
    ) {
        (self.name, self.visitor, self.path, self.prepare) = (name, visitor, path, prepare)
    }

    /// The session of somebody who signs in once: a one-time code works for one browser alone.
    static func session(of visitor: Visitor, _ server: DemoServer) async throws -> Session {
        if visitor == .nobody { return Session(base: server.base, door: "/sign-in", cookie: nil) }
        let browser = try await Browser(.desktop)
        defer { browser.close() }
        let (door, name): (String, String)
        switch visitor {
        case .user(let login), .waiting(let login):
            try await server.signIn(login, browser)
            (door, name) = ("/sign-in", "lamplight-session")
        case .customer, .nobody:
            try await signInAsCustomer("6601010000001", server, browser)
            (door, name) = ("/portal/sign-in", "lamplight-customer")
        }
        guard let value = try browser.cookie(name) else { throw DemoServer.Failure(what: "no session") }
        return Session(base: server.base, door: door, cookie: (name, value))
    }

    /// Signs a customer in by the code of the message that lies in the folder of messages.
    private static func signInAsCustomer(_ number: String, _ server: DemoServer, _ browser: Browser)
        async throws
    {
        try browser.open(server.base + "/portal/sign-in")
        try await browser.type(number, into: "input[name=number]")
        try browser.press(Browser.Key.enter)
        _ = try await browser.find("input[name=code]")
        let folder = server.folder.file("data").appendingPathComponent("messages")
        let code = try await Deadline(seconds: 30).wait(for: "the code") { () -> String? in
            let files =
                (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil))
                ?? []
            let texts = files.compactMap { try? String(contentsOf: $0, encoding: .utf8) }
            return texts.compactMap { $0.firstMatch(of: /验证码 ([0-9]{6})/)?.1 }.first.map(String.init)
        }
        try await browser.type(code, into: "input[name=code]")
        try browser.press(Browser.Key.enter)
        try await browser.wait(for: "the portal", until: { try browser.address().hasSuffix("/portal") })
    }
}
