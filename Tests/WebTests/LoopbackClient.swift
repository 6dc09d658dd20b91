import Foundation
import Glibc
import Synchronization

/// An answer as it came over the wire.
struct Answer: Sendable {
    let status: Int
    let fields: [(name: String, value: String)]
    let body: String

    subscript(_ name: String) -> String? { fields.first { $0.name == name.lowercased() }?.value }

    func all(_ name: String) -> [String] { fields.filter { $0.name == name.lowercased() }.map(\.value) }

    /// The value of a cookie that the answer sets.
    func cookie(_ name: String) -> String? {
        all("set-cookie").first { $0.hasPrefix(name + "=") }
            .map { String($0.dropFirst(name.count + 1).prefix { $0 != ";" }) }
    }
}

/// A plain HTTP/1.1 client over a loopback socket, a connection a request; it sends exactly what it is told.
struct LoopbackClient: Sendable {
    enum Failure: Error { case socket(Int32), noAnswer(String) }

    let port: Int
    /// What every answer of the machine's door is held to.
    var contract: Contract?

    func send(
        _ method: String, _ path: String, _ headers: [(String, String)] = [], body: [UInt8] = []
    ) async throws -> Answer {
        var head = "\(method) \(path) HTTP/1.1\r\n"
        if !headers.contains(where: { $0.0.lowercased() == "host" }) { head += "Host: 127.0.0.1:\(port)\r\n" }
        head += "Connection: close\r\n"
        if !body.isEmpty || method != "GET" { head += "Content-Length: \(body.count)\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        let answer = try parse(try await raw(Array((head + "\r\n").utf8) + body), method)
        try contract?.hold(method, path, body: body, to: answer)
        return answer
    }

    /// Sends a head that announces a body of `length` bytes, and no body: what is too large is refused unread.
    func send(
        _ method: String, _ path: String, _ headers: [(String, String)], announcing length: Int
    ) async throws -> Answer {
        let head =
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
            + "Content-Length: \(length)\r\n"
        let fields = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
        let answer = try parse(try await raw(Array((head + fields + "\r\n").utf8)), method)
        try contract?.hold(method, path, body: [], to: answer)
        return answer
    }

    /// Sends bytes and takes all that comes until the other end closes.
    func raw(_ bytes: [UInt8]) async throws -> [UInt8] {
        try await exchange { connection in
            try connection.write(bytes)
            var received: [UInt8] = []
            while let part = connection.read() { received += part }
            return received
        }
    }

    /// Opens a stream and hands each piece of text to `heard` until it answers true or the stream ends.
    func stream(
        _ path: String, _ headers: [(String, String)], until heard: @escaping @Sendable (String) -> Bool
    ) async throws -> String {
        let port = port
        return try await exchange { connection in
            let fields = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
            try connection.write(
                Array(
                    "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\(fields)\r\n"
                        .utf8))
            var received: [UInt8] = []
            while let part = connection.read() {
                received += part
                if heard(String(decoding: received, as: UTF8.self)) { break }
            }
            return String(decoding: received, as: UTF8.self)
        }
    }

    private func exchange<Value: Sendable>(
        _ work: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        let port = port
        return try await withCheckedThrowingContinuation { continuation in
            // Blocking calls on a thread of their own.
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        let connection = try Connection(port: port)
                        defer { connection.close() }
                        return try work(connection)
                    })
            }
        }
    }

    private func parse(_ bytes: [UInt8], _ method: String) throws -> Answer {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { throw Failure.noAnswer(text) }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let fields = lines.dropFirst().compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (
                line[..<colon].lowercased(),
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            )
        }
        return Answer(status: status, fields: fields, body: String(text[end.upperBound...]))
    }
}

/// One blocking loopback connection with a time limit of 20 seconds a read.
private struct Connection {
    let descriptor: Int32

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: 90, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw LoopbackClient.Failure.socket(errno) }
    }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            // A server that has already refused may have closed: its answer is still to be read.
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }

    /// What has come; nil once the other end has closed or the time is over.
    func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    func close() { _ = Glibc.close(descriptor) }
}
