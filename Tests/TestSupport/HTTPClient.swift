package import Foundation
import Synchronization

/// A small HTTP/1.1 client for loopback: one connection a request, no redirects followed, cookies kept.
///
/// It sends exactly what it is told, malformed headers and bodies included, which is why it is not URLSession.
/// Calls block their thread; a whole request has `timeoutSeconds`.
package final class HTTPClient: Sendable {
    /// An answer: status, headers with lower-case names in order of arrival, body.
    package struct Answer: Sendable {
        package let status: Int
        package let headers: [(name: String, value: String)]
        package let body: Data

        /// The body as UTF-8, damaged parts replaced.
        package var text: String { String(decoding: body, as: UTF8.self) }

        /// The first value of a header, by its name in any case.
        package func header(_ name: String) -> String? {
            headers.first { $0.name == name.lowercased() }?.value
        }
    }

    /// Why there was no answer.
    package enum Failure: Error { case connect(port: Int, code: Int32), broken, tooLate, malformed(String) }

    package let port: Int
    private let timeoutSeconds: Double
    private let jar = Mutex<[String: String]>([:])

    /// A client with an empty cookie jar that talks to 127.0.0.1:`port`.
    package init(port: Int, timeoutSeconds: Double = 30) {
        self.port = port
        self.timeoutSeconds = timeoutSeconds
    }

    /// The cookies held, by name.
    package var cookies: [String: String] {
        get { jar.withLock { $0 } }
        set { jar.withLock { $0 = newValue } }
    }

    /// Sends a request and reads its whole answer; cookies are sent unless `headers` has its own Cookie.
    package func send(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: Data? = nil
    ) throws -> Answer {
        var head = "\(method) \(path) HTTP/1.1\r\n"
        func has(_ name: String) -> Bool { headers.contains { $0.0.lowercased() == name } }
        if !has("host") { head += "Host: 127.0.0.1:\(port)\r\n" }
        if !has("connection") { head += "Connection: close\r\n" }
        let held = cookies
        if !has("cookie"), !held.isEmpty {
            head +=
                "Cookie: " + held.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: "; ")
                + "\r\n"
        }
        if let body, !has("content-length"), !has("transfer-encoding") {
            head += "Content-Length: \(body.count)\r\n"
        }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        let answer = try exchange(Data((head + "\r\n").utf8) + (body ?? Data()), isHead: method == "HEAD")
        keep(answer)
        return answer
    }

    /// GET.
    package func get(_ path: String, headers: [(String, String)] = []) throws -> Answer {
        try send("GET", path, headers: headers)
    }

    /// POST of form fields, percent-encoded.
    package func post(
        _ path: String, form: [(String, String)], headers: [(String, String)] = []
    ) throws -> Answer {
        let text = form.map { "\(Self.encoded($0))=\(Self.encoded($1))" }.joined(separator: "&")
        let type = ("Content-Type", "application/x-www-form-urlencoded")
        return try send("POST", path, headers: [type] + headers, body: Data(text.utf8))
    }

    /// Sends these very bytes on a connection of their own and reads one answer.
    package func exchange(_ bytes: Data, isHead: Bool = false) throws -> Answer {
        let deadline = Deadline(seconds: timeoutSeconds)
        let connection = try Connection(port: port)
        try connection.send(bytes, by: deadline)
        var reader = AnswerReader(connection: connection, deadline: deadline)
        return try reader.answer(isHead: isHead)
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }

    private func keep(_ answer: Answer) {
        for header in answer.headers where header.name == "set-cookie" {
            let parts = header.value.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            guard let pair = parts.first, let mark = pair.firstIndex(of: "=") else { continue }
            let name = String(pair[..<mark])
            let isOver = parts.contains { $0.lowercased() == "max-age=0" }
            jar.withLock { $0[name] = isOver ? nil : String(pair[pair.index(after: mark)...]) }
        }
    }
}
