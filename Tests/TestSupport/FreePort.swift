import Glibc

/// A port of loopback that nobody listens on at this moment; the kernel chooses it.
package func freePort() throws -> Int {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(socket, $0, length) == 0 ? getsockname(socket, $0, &length) : -1
        }
    }
    if result != 0 { throw NoFreePort(code: errno) }
    return Int(UInt16(bigEndian: address.sin_port))
}

/// The kernel gave no port.
package struct NoFreePort: Error { package let code: Int32 }

/// Whether somebody listens on a port of loopback.
package func isListening(_ port: Int) -> Bool {
    do {
        let connection = try Connection(port: port)
        _ = consume connection
        return true
    } catch {
        return false
    }
}
