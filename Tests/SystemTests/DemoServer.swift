import Crypto
import Foundation
import Synchronization
import TestSupport

/// A running console on a small demo utility of its own, the way `make run` starts one.
final class DemoServer: Sendable {
    let folder: TemporaryFolder
    let base: String
    private let server: Mutex<ChildProcess?>
    private let flags: [String]
    /// The day that the programs take it to be; the machine's own where there is none.
    private let clock: Mutex<ShiftedClock?>
    private let people: [String: Person]

    private struct Person {
        let password: String
        let seed: String?
    }

    /// - Parameter serve: flags of `lamplight serve` besides.
    init(
        accounts: Int, months: Int, today: String = "2026-11-22", serve flags: [String] = [],
        clock: ShiftedClock? = nil
    ) async throws {
        folder = try TemporaryFolder()
        self.clock = Mutex(clock)
        let data = folder.file("data").path
        let maker = try ChildProcess(
            .init(fileURLWithPath: ChildProcess.lamplight.path),
            ["demo", "--data", data, "--accounts", "\(accounts)", "--months", "\(months)", "--today", today],
            environment: clock?.environment ?? [:])
        let status = try await maker.status(withinSeconds: 120)
        guard status == 0 else { throw Failure(what: "demo ended with \(status): \(maker.lines.suffix(5))") }
        let first = try ChildProcess(
            ChildProcess.lamplight, ["serve", "--data", data, "--port", "0"] + flags,
            environment: clock?.environment ?? [:])
        server = Mutex(first)
        self.flags = flags
        let line = try await first.line { $0.contains("://127.0.0.1:") }
        guard let start = line.range(of: "http"), let end = line.range(of: "/", options: .backwards) else {
            throw Failure(what: line)
        }
        base = String(line[start.lowerBound..<end.lowerBound])
        let text = try String(contentsOfFile: data + "/sign-ins.txt", encoding: .utf8)
        var people: [String: Person] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            people[String(fields[0])] = Person(
                password: String(fields[1]), seed: fields[2] == "-" ? nil : String(fields[2]))
        }
        self.people = people
    }

    deinit { server.withLock { $0?.kill() } }

    /// Stops the server: whoever calls finds nobody there.
    func goAway() async throws {
        guard let running = server.withLock({ $0 }) else { return }
        _ = try await running.stop()
        server.withLock { $0 = nil }
    }

    /// Kills the server wherever it is.
    func kill() async throws {
        guard let running = server.withLock({ $0 }) else { return }
        running.kill()
        _ = try await running.status()
        server.withLock { $0 = nil }
    }

    /// Starts it again at the same address.
    func comeBack() async throws {
        let port = base.split(separator: ":").last.map(String.init) ?? ""
        let next = try ChildProcess(
            ChildProcess.lamplight,
            ["serve", "--data", folder.file("data").path, "--port", port] + flags, environment: environment)
        server.withLock { $0 = next }
        _ = try await next.line { $0.contains("://127.0.0.1:") }
    }

    /// Lets what is called from now on take it to be another day.
    func move(to next: ShiftedClock) { clock.withLock { $0 = next } }

    /// What a program is given so that it takes it to be the server's day.
    var environment: [String: String] { clock.withLock { $0?.environment } ?? [:] }

    struct Failure: Error { let what: String }

    /// The true day in China, as `lamplight demo` takes it where none is given, or the month so many before it.
    static func today(_ form: String = "yyyy-MM-dd", monthsBefore months: Int = 0) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "Asia/Shanghai")
        format.dateFormat = form
        let day = Calendar(identifier: .gregorian).date(byAdding: .month, value: -months, to: .now)
        return format.string(from: day ?? .now)
    }

    func password(of login: String) -> String { people[login]?.password ?? "" }

    /// The bearer token of a session of a person.
    func token(_ login: String, _ client: HTTPClient) throws -> String {
        guard let person = people[login] else { throw Failure(what: "nobody is called \(login)") }
        let order = [
            "login": login, "password": person.password, "code": person.seed.map(code) ?? "",
        ]
        let answer = try client.send(
            "POST", "/api/v1/sign-in", headers: [("Content-Type", "application/json")],
            body: try JSONEncoder().encode(order))
        let opened = try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any]
        guard let token = opened?["token"] as? String else { throw Failure(what: answer.text) }
        return token
    }

    /// Signs a person in, with a one-time code where they need one (each code works once).
    func signIn(_ login: String, _ browser: Browser) async throws {
        guard let person = people[login] else { throw Failure(what: "nobody is called \(login)") }
        try browser.open(base + "/")
        try await browser.type(login, into: "input[name=login]")
        try await browser.type(person.password, into: "input[name=password]")
        if let seed = person.seed { try await browser.type(code(seed), into: "input[name=code]") }
        try browser.press(Browser.Key.enter)
        _ = try await browser.find("header.bar")
    }

    /// The one-time code of now (RFC 6238) of a seed in base32.
    private func code(_ seed: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var bytes: [UInt8] = []
        var buffer = 0
        var bits = 0
        for letter in seed {
            buffer = (buffer << 5 | (alphabet.firstIndex(of: letter) ?? 0)) & 0xfff
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(buffer >> bits & 0xff))
            }
        }
        let step = (Int64(Date.now.timeIntervalSince1970) + (clock.withLock { $0?.seconds } ?? 0)) / 30
        let message = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: bytes)))
        let offset = Int(mac[19] & 0xf)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }
}
