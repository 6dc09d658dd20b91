import Crypto
import Foundation
import TestSupport
import Testing

/// A small installation whose server runs with other settings.
private final class CarrierHouse: Sendable {
    let data: String
    private let folder: TemporaryFolder

    init() async throws {
        folder = try TemporaryFolder()
        data = folder.file("data").path
        try await run(["demo", "--accounts", "60", "--months", "2"])
    }

    func serve(port: Int = 0, _ environment: [String: String] = [:]) async throws -> ChildProcess {
        let server = try ChildProcess(
            ChildProcess.lamplight, ["serve", "--port", "\(port)", "--data", data], environment: environment)
        _ = try await server.line { $0.contains("http://127.0.0.1:") }
        return server
    }

    @discardableResult
    func run(_ arguments: [String]) async throws -> [String] {
        let child = try ChildProcess(ChildProcess.lamplight, arguments + ["--data", data])
        let status = try await child.status(withinSeconds: 120)
        #expect(status == 0, "\(arguments): \(child.lines.suffix(3))")
        return child.lines
    }

    func json(_ arguments: [String]) async throws -> [String: Any] {
        let line = try await run(arguments + ["--output", "json"]).last { $0.hasPrefix("{") } ?? "{}"
        return try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
    }

    /// Waits until a message has the state, and gives its proof.
    func proof(of message: String, in state: String) async throws -> [String] {
        try await Deadline(seconds: 30).wait(for: "message \(message) to be \(state)") {
            let answer = try await json(["message", "show", message])
            return answer["state"] as? String == state ? answer["proof"] as? [String] : nil
        }
    }
}

@Suite struct `Messages leave the house` {
    @Test
    func `a text goes through a real Kannel, and its delivery report comes back`() async throws {
        let kannel = try await Kannel()
        let house = try await CarrierHouse()
        let port = try freePort()
        let server = try await house.serve(
            port: port,
            [
                "LAMPLIGHT_SMS": "kannel:\(kannel.gateway)", "LAMPLIGHT_SMS_SENDER": "95598",
                "LAMPLIGHT_PUBLIC_URL": "http://127.0.0.1:\(port)",
            ])
        let sent = try await house.json(["message", "trial", "13800138000"])
        let message = try #require(sent["message"] as? String)
        let proof = try await house.proof(of: message, in: "DELIVERED")
        #expect(proof.contains("kannel SENT") && proof.contains("kannel DELIVERED"))
        #expect(try await kannel.received().contains("95598 13800138000"))
        // A report without the token is nobody's: it changes nothing.
        let client = HTTPClient(port: port)
        let forged = try client.send("GET", "/hooks/kannel/\(message)?token=00&type=2")
        #expect(forged.status == 404)
        let after = try await house.json(["message", "show", message])
        #expect(after["proof"] as? [String] == proof)
        server.kill()
    }

    @Test
    func `a gateway that is away is tried again later, and the reason is kept`() async throws {
        let house = try await CarrierHouse()
        let gone = try freePort()
        let server = try await house.serve(
            ["LAMPLIGHT_SMS": "kannel:http://u:p@127.0.0.1:\(gone)/cgi-bin/sendsms"])
        let sent = try await house.json(["message", "trial", "13800138000"])
        let message = try #require(sent["message"] as? String)
        let proof = try await Deadline(seconds: 20).wait(for: "an attempt") {
            let proof = try await house.json(["message", "show", message])["proof"] as? [String] ?? []
            return proof.isEmpty ? nil : proof
        }
        #expect(proof == ["kannel REFUSED"])
        let lines = try await house.run(["message", "show", message])
        #expect(lines.first == "待发送" && lines.last?.lowercased().contains("connect") == true)
        server.kill()
    }

    @Test
    func `e-mail goes through SMTP with its subject and text in Chinese`() async throws {
        let house = try await CarrierHouse()
        let port = try freePort()
        let post = try ChildProcess(
            URL(fileURLWithPath: "/usr/bin/python3"),
            ["-u", "-W", "ignore", "-m", "smtpd", "-n", "-c", "DebuggingServer", "127.0.0.1:\(port)"])
        _ = try await Deadline(seconds: 20).wait(for: "the post office") { isListening(port) ? true : nil }
        let server = try await house.serve(
            ["LAMPLIGHT_MAIL": "smtp://127.0.0.1:\(port)", "LAMPLIGHT_MAIL_SENDER": "lamp@example.com"])
        let sent = try await house.json(["message", "trial", "li@example.com"])
        let message = try #require(sent["message"] as? String)
        #expect(try await house.proof(of: message, in: "SENT") == ["smtp SENT"])
        _ = try await post.line { $0.contains("END MESSAGE") }
        // The debugging server prints each line as Python prints bytes.
        let lines = post.lines.map { $0.hasPrefix("b'") ? String($0.dropFirst(2).dropLast()) : $0 }
        #expect(lines.contains("To: <li@example.com>") && lines.contains("From: <lamp@example.com>"))
        let subject = try #require(lines.first { $0.hasPrefix("Subject: =?UTF-8?B?") })
        let coded = subject.dropFirst("Subject: =?UTF-8?B?".count).dropLast(2)
        let title = try #require(Data(base64Encoded: String(coded)))
        #expect(String(decoding: title, as: UTF8.self) == "灯火供电：试发邮件")
        let blank = try #require(lines.firstIndex(of: ""))
        let body = lines[(blank + 1)...].prefix { !$0.isEmpty && !$0.contains("END MESSAGE") }.joined()
        let text = try #require(Data(base64Encoded: body))
        #expect(String(decoding: text, as: UTF8.self).contains("邮件通道工作正常"))
        server.kill()
    }

    @Test
    func `on the embedded default every message is a file in the folder`() async throws {
        let house = try await CarrierHouse()
        let server = try await house.serve()
        let sent = try await house.json(["message", "trial", "13800138000"])
        let message = try #require(sent["message"] as? String)
        #expect(try await house.proof(of: message, in: "DELIVERED") == ["folder DELIVERED"])
        let file = house.data + "/messages/\(message).txt"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains("To: 13800138000") && text.contains("短信通道工作正常"))
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        server.kill()
    }
}

@Suite struct `Webhooks leave the house` {
    /// Answers 500 twice, then 204, and prints each request it got: headers, then the body.
    private static let receiver = """
        import http.server, json, sys
        class Hook(http.server.BaseHTTPRequestHandler):
            count = 0
            def do_POST(self):
                body = self.rfile.read(int(self.headers['Content-Length'])).decode()
                Hook.count += 1
                print(json.dumps({'headers': {k.lower(): v for k, v in self.headers.items()}, 'body': body}), flush=True)
                self.send_response(500 if Hook.count <= 2 else 204)
                self.end_headers()
            def log_message(self, *rest):
                pass
        http.server.HTTPServer(('127.0.0.1', int(sys.argv[1])), Hook).serve_forever()
        """

    private struct Request: Decodable {
        let headers: [String: String]
        let body: String
    }

    @Test
    func `a committed change is posted, signed, and tried again until it is taken`() async throws {
        let house = try await CarrierHouse()
        let port = try freePort()
        let hook = try ChildProcess(
            URL(fileURLWithPath: "/usr/bin/python3"), ["-u", "-c", Self.receiver, "\(port)"])
        _ = try await Deadline(seconds: 20).wait(for: "the receiver") { isListening(port) ? true : nil }
        let server = try await house.serve()
        let made = try await house.json([
            "webhook", "add", "http://127.0.0.1:\(port)/hook", "--topics", "control.message",
        ])
        let secret = try #require(made["secret"] as? String)
        _ = try await house.run(["message", "trial", "13800138000"])
        // Made, carried: two events or more, of which the first is refused.
        let lines = try await Deadline(seconds: 40).wait(for: "three requests") {
            hook.lines.count >= 3 ? hook.lines : nil
        }
        let requests = try lines.map { try JSONDecoder().decode(Request.self, from: Data($0.utf8)) }
        for request in requests {
            let time = try #require(request.headers["x-lamplight-timestamp"])
            let mac = HMAC<SHA256>.authenticationCode(
                for: Data("\(time).\(request.body)".utf8), using: SymmetricKey(data: Data(secret.utf8)))
            let hex = mac.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(request.headers["x-lamplight-signature"] == "v1=\(hex)")
            let body = try JSONSerialization.jsonObject(with: Data(request.body.utf8)) as? [String: Any]
            #expect(body?["topic"] as? String == "control.message")
            #expect(body?["id"] as? String == request.headers["x-lamplight-delivery"])
        }
        // What was refused came again under the same id.
        let ids = requests.compactMap { $0.headers["x-lamplight-delivery"] }
        #expect(Set(ids).count < ids.count)
        server.kill()
    }
}
