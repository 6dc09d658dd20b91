import Foundation
import Glibc
import Synchronization
import TestSupport

/// Stands between libpq and the server and, when armed, cuts the line at the next COMMIT: before the server hears it, or
/// after the server answered and before the client hears that.
final class LossyProxy: Sendable {
    enum Cut: String, Sendable {
        case cutBeforeCommit, cutAfterCommit
    }

    private let listener: Int32
    private let server: (host: String, port: UInt16)
    private let armed = Mutex<Cut?>(nil)
    /// The same server through this proxy.
    let url: String

    /// - Parameter url: A URI with a numeric IPv4 address and a port.
    init(to url: String) throws {
        guard var parts = URLComponents(string: url), let host = parts.host, let port = parts.port else {
            throw TestEngineFault.missing("LAMPLIGHT_TEST_POSTGRES is a URI with host and port")
        }
        server = (host == "localhost" ? "127.0.0.1" : host, UInt16(port))
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.address("127.0.0.1", 0)
        guard Self.withAddress(&address, { bind(socket, $0, $1) }) == 0, listen(socket, 16) == 0 else {
            throw TestEngineFault.missing("no port for the proxy: \(errno)")
        }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = Self.withAddress(&address) { pointer, _ in getsockname(socket, pointer, &length) }
        listener = socket
        parts.host = "127.0.0.1"
        parts.port = Int(UInt16(bigEndian: address.sin_port))
        // Without encryption the proxy can see COMMIT.
        parts.queryItems = (parts.queryItems ?? []) + [URLQueryItem(name: "sslmode", value: "disable")]
        self.url = parts.string ?? url
        Thread.detachNewThread { [self] in accept() }
    }

    func arm(_ cut: Cut) { armed.withLock { $0 = cut } }

    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { break }
            let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = Self.address(server.host, server.port)
            guard Self.withAddress(&address, { connect(upstream, $0, $1) }) == 0 else {
                close(client)
                continue
            }
            Thread.detachNewThread { [self] in serve(client, upstream) }
        }
        close(listener)
    }

    /// One thread a line: the protocol is one question, then its answer, whole when either side falls silent.
    private func serve(_ client: Int32, _ upstream: Int32) {
        defer {
            close(client)
            close(upstream)
        }
        var ends = [
            pollfd(fd: client, events: Int16(POLLIN), revents: 0),
            pollfd(fd: upstream, events: Int16(POLLIN), revents: 0),
        ]
        var buffer = [UInt8](repeating: 0, count: 65536)
        var mustCutAnswer = false
        while poll(&ends, 2, -1) > 0 {
            for (from, to) in [(0, 1), (1, 0)] where ends[from].revents != 0 {
                let count = recv(ends[from].fd, &buffer, buffer.count, 0)
                guard count > 0 else { return }
                // A simple query: 'Q', its length, "COMMIT" and a zero byte.
                if from == 0,
                    buffer[..<count].elementsEqual([0x51, 0, 0, 0, 11] + Array("COMMIT".utf8) + [0])
                {
                    let cut = armed.withLock { armed in
                        defer { armed = nil }
                        return armed
                    }
                    if cut == .cutBeforeCommit { return }
                    mustCutAnswer = cut == .cutAfterCommit
                }
                if from == 1, mustCutAnswer { return }
                var sent = 0
                while sent < count {
                    let step = buffer[sent..<count].withUnsafeBytes {
                        send(ends[to].fd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                    }
                    guard step > 0 else { return }
                    sent += step
                }
            }
        }
    }

    private static func address(_ host: String, _ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr(host)
        return address
    }

    private static func withAddress<T>(
        _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> T
    ) -> T {
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
