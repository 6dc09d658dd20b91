package import Kernel

/// How the console listens and what it allows. Limits have names here and nowhere else.
package struct WebConfiguration: Sendable {
    /// The address to bind: `127.0.0.1` unless told.
    package var host = "127.0.0.1"
    /// The port to bind; 0 takes a free one.
    package var port = 8080
    /// Whether the browser reaches us by TLS: cookies get the `__Host-` prefix and `Secure`, answers get HSTS.
    package var secure = false
    /// The certificate to speak TLS with; nil where a proxy before us does, or nobody.
    package var tls: WebTLS?
    /// Whether a browser is told never to come without TLS again: not on a certificate that is known by hand only, for
    /// it would lock out whoever has not installed it yet.
    var isStrict: Bool { secure && !(tls?.isSelfSigned ?? false) }
    /// Proxies whose word on where a request came from is taken; nobody's unless told.
    package var trustedProxies: [AddressRange] = []
    /// Adds `/design` and checks every rendered page against its template. For tests and development only.
    package var development = false
    /// Largest body of a form or JSON request, in bytes.
    package var bodyLimit = 1 << 20
    /// Largest single header and all headers together, in bytes; and how many there may be.
    package var headerFieldLimit = 16 << 10
    package var headerListLimit = 32 << 10
    package var headerCountLimit = 100
    /// Connections open at once; more wait in the kernel's queue.
    package var connectionLimit = 2_000
    /// A connection with nothing to say is closed after so many seconds.
    package var idleSeconds: Int64 = 75
    /// How often a live stream sends a sign of life and asks whether its session still stands.
    package var heartbeat: Duration = .seconds(15)
    /// The clock of the pages.
    package var clock: @Sendable () -> Instant
    /// Makes an unguessable token of at least 128 bits.
    package var token: @Sendable () -> String = Self.randomToken

    package init(clock: @escaping @Sendable () -> Instant) { self.clock = clock }

    /// 256 bits of the system's generator as 64 hexadecimal digits.
    package static let randomToken: @Sendable () -> String = {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }
}
