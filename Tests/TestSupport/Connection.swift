import Foundation
import Glibc

/// A blocking TCP connection to loopback that gives up at a deadline.
struct Connection: ~Copyable {
    private let socket: Int32

    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        // Whole by now, so what throws here is closed by `deinit`: once more would close what a neighbour opened.
        if result != 0 { throw HTTPClient.Failure.connect(port: port, code: errno) }
    }

    deinit { close(socket) }

    /// Sends all; a server that answers and closes early (a body too large) is not an error here.
    func send(_ data: Data, by deadline: Deadline) throws {
        var rest = data[...]
        while !rest.isEmpty {
            try wait(for: Int16(POLLOUT), by: deadline)
            let count = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, min($0.count, 65_536), Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 { return }
            rest = rest.dropFirst(count)
        }
    }

    /// What has arrived; empty at the end of the stream.
    func receive(by deadline: Deadline) throws -> Data {
        try wait(for: Int16(POLLIN), by: deadline)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &buffer, buffer.count, 0)
        if count < 0 { return Data() }
        return Data(buffer[..<count])
    }

    private func wait(for events: Int16, by deadline: Deadline) throws {
        var state = pollfd(fd: socket, events: events, revents: 0)
        while true {
            if deadline.isPast { throw HTTPClient.Failure.tooLate }
            if poll(&state, 1, deadline.leftMs) > 0 { return }
        }
    }
}

/// Reads one HTTP/1.1 answer: by length, by chunks, or to the end of the stream.
struct AnswerReader: ~Copyable {
    private let connection: Connection
    private let deadline: Deadline
    private var buffer: [UInt8] = []
    private var at = 0
    private var isOver = false

    init(connection: consuming Connection, deadline: Deadline) {
        self.connection = connection
        self.deadline = deadline
    }

    mutating func answer(isHead: Bool) throws -> HTTPClient.Answer {
        while true {
            let first = try line().split(separator: " ", maxSplits: 2)
            guard first.count >= 2, let status = Int(first[1]) else {
                throw HTTPClient.Failure.malformed("status line")
            }
            var headers: [(name: String, value: String)] = []
            while case let text = try line(), !text.isEmpty {
                guard let colon = text.firstIndex(of: ":") else { throw HTTPClient.Failure.malformed(text) }
                headers.append(
                    (
                        text[..<colon].lowercased(),
                        text[text.index(after: colon)...].trimmingCharacters(in: .whitespaces)
                    ))
            }
            if status == 100 { continue }
            func value(_ name: String) -> String? { headers.first { $0.name == name }?.value }
            let body: [UInt8]
            if isHead || status == 204 || status == 304 {
                body = []
            } else if value("transfer-encoding")?.lowercased() == "chunked" {
                body = try chunks()
            } else if let length = value("content-length").flatMap({ Int($0) }) {
                body = try take(length)
            } else {
                while !isOver { try more() }
                body = Array(buffer[at...])
            }
            return HTTPClient.Answer(status: status, headers: headers, body: Data(body))
        }
    }

    private mutating func more() throws {
        let data = try connection.receive(by: deadline)
        if data.isEmpty { isOver = true }
        buffer += data
    }

    private mutating func line() throws -> String {
        var seen = at
        while true {
            if let end = buffer[seen...].firstIndex(of: 10) {
                let stop = end > at && buffer[end - 1] == 13 ? end - 1 : end
                defer { at = end + 1 }
                return String(decoding: buffer[at..<stop], as: UTF8.self)
            }
            seen = buffer.count
            if isOver { throw HTTPClient.Failure.broken }
            try more()
        }
    }

    private mutating func take(_ count: Int) throws -> [UInt8] {
        while buffer.count - at < count {
            if isOver { throw HTTPClient.Failure.broken }
            try more()
        }
        defer { at += count }
        return Array(buffer[at..<at + count])
    }

    private mutating func chunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let size = try line().prefix { $0 != ";" }
            guard let count = Int(size, radix: 16) else { throw HTTPClient.Failure.malformed("chunk size") }
            if count == 0 {
                while try !line().isEmpty {}
                return body
            }
            body += try take(count)
            _ = try line()
        }
    }
}
