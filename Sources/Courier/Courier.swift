internal import CCurl
internal import Dispatch

/// Carries requests and letters out of the house, by libcurl: HTTP for gateways and webhooks, SMTP for e-mail.
///
/// A transfer blocks a thread of its own, never one of the pool that tasks share.
package enum Courier {
    private static let queue = DispatchQueue(label: "lamplight.courier", attributes: .concurrent)

    /// What came back.
    package struct Answer: Sendable {
        /// The HTTP status, or the last SMTP reply.
        package let status: Int
        package let body: [UInt8]
        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// The transfer did not go through: no such host, no answer in time, a wrong certificate.
    package struct Fault: Error, CustomStringConvertible {
        package let description: String
        /// The server's reply, where there was one.
        package let status: Int
    }

    /// Sends one HTTP request; follows no redirect.
    /// - Throws: `Fault` where no answer came. A status of 400 or 500 is an answer.
    package static func request(
        _ method: String = "GET", _ url: String, headers: [(String, String)] = [], body: [UInt8] = [],
        seconds: Int = 15, limit: Int = 1 << 20
    ) async throws -> Answer {
        try await transfer { answer in
            let lines = headers.map { "\($0.0): \($0.1)" }
            withStrings(lines) { pointers in
                body.withUnsafeBytes { bytes in
                    lamplight_http(
                        method, url, pointers, bytes.baseAddress, bytes.count, seconds * 1_000, limit, &answer
                    )
                }
            }
        }
    }

    /// Where e-mail is handed in.
    package struct MailServer: Sendable, Hashable {
        /// `smtp://host:port`, or `smtps://…` for TLS from the first byte.
        package let url: String
        package let user: String?
        package let password: String?
        /// Whether a server that offers no TLS is refused.
        package let needsTLS: Bool

        package init(url: String, user: String? = nil, password: String? = nil, needsTLS: Bool) {
            self.url = url
            self.user = user
            self.password = password
            self.needsTLS = needsTLS
        }
    }

    /// Hands one message (RFC 5322, lines ended by CR LF) to a server.
    /// - Throws: `Fault` where it was not taken.
    package static func mail(
        _ message: [UInt8], from: String, to: String, by server: MailServer, seconds: Int = 30
    ) async throws -> Answer {
        try await transfer { answer in
            message.withUnsafeBytes { bytes in
                withOptional(server.user) { user in
                    withOptional(server.password) { password in
                        lamplight_mail(
                            server.url, user, password, server.needsTLS ? 1 : 0, "<\(from)>", "<\(to)>",
                            bytes.baseAddress, bytes.count, seconds * 1_000, &answer)
                    }
                }
            }
        }
    }

    private static func transfer(_ body: @Sendable @escaping (inout lamplight_answer) -> Void) async throws
        -> Answer
    {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                var answer = lamplight_answer()
                body(&answer)
                defer { lamplight_free(&answer) }
                let fault = withUnsafeBytes(of: &answer.error) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                let status = Int(answer.status)
                guard fault.isEmpty else {
                    continuation.resume(throwing: Fault(description: fault, status: status))
                    return
                }
                let bytes = UnsafeRawBufferPointer(start: answer.body, count: answer.length)
                continuation.resume(returning: Answer(status: status, body: Array(bytes)))
            }
        }
    }

    private static func withOptional(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Void) {
        if let text { text.withCString(body) } else { body(nil) }
    }

    /// The strings as a C array that ends with NULL.
    private static func withStrings(
        _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Void
    ) {
        func add(_ index: Int, _ made: [UnsafePointer<CChar>?]) {
            guard index < strings.count else {
                (made + [nil]).withUnsafeBufferPointer { if let base = $0.baseAddress { body(base) } }
                return
            }
            strings[index].withCString { add(index + 1, made + [$0]) }
        }
        add(0, [])
    }
}
