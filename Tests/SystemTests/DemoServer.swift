import Foundation
import TestSupport

/// A running console on a small demo utility of its own, the way `make run` starts one.
final class DemoServer: Sendable {
    let folder: TemporaryFolder
    let base: String
    private let server: ChildProcess
    private let people: [String: String]

    init(accounts: Int, months: Int, today: String = "2026-11-22") async throws {
        folder = try TemporaryFolder()
        let data = folder.file("data").path
        let maker = try ChildProcess(
            .init(fileURLWithPath: ChildProcess.lamplight.path),
            ["demo", "--data", data, "--accounts", "\(accounts)", "--months", "\(months)", "--today", today])
        let status = try await maker.status(withinSeconds: 120)
        guard status == 0 else { throw Failure(what: "demo ended with \(status): \(maker.lines.suffix(5))") }
        server = try ChildProcess(ChildProcess.lamplight, ["serve", "--data", data, "--port", "0"])
        let line = try await server.line { $0.contains("http://127.0.0.1:") }
        guard let start = line.range(of: "http://"), let end = line.range(of: "/", options: .backwards) else {
            throw Failure(what: line)
        }
        base = String(line[start.lowerBound..<end.lowerBound])
        let text = try String(contentsOfFile: data + "/sign-ins.txt", encoding: .utf8)
        var people: [String: String] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            people[String(fields[0])] = String(fields[1])
        }
        self.people = people
    }

    deinit { server.kill() }

    struct Failure: Error { let what: String }

    /// Signs a person in who has no second factor.
    func signIn(_ login: String, _ browser: Browser) async throws {
        guard let password = people[login] else { throw Failure(what: "nobody is called \(login)") }
        try browser.open(base + "/")
        try await browser.type(login, into: "input[name=login]")
        try await browser.type(password + Browser.Key.enter, into: "input[name=password]")
        _ = try await browser.find("header.bar")
    }
}
