internal import Crypto
package import Kernel

/// Time-based one-time codes (RFC 6238: SHA-1, 30 seconds, six digits), the form every authenticator app has.
package enum SecondFactor {
    /// The step an instant lies in.
    package static func step(at now: Instant) -> Int64 { now.milliseconds / 30_000 }

    /// The code of a step.
    package static func code(seed: [UInt8], step: Int64) -> String {
        let message = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: seed)))
        let offset = Int(mac[19] & 0xf)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// The step whose code this is, now or one step away, later than `last` (a code works once); nil where none is.
    package static func accept(code: String, seed: [UInt8], at now: Instant, after last: Int64) -> Int64? {
        let current = step(at: now)
        return [current, current - 1, current + 1].first {
            $0 > last && Self.code(seed: seed, step: $0) == code
        }
    }

    /// RFC 4648 base32 without padding, the way seeds are written.
    package static func base32(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var text = ""
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(buffer << UInt32(5 - bits) & 31)]) }
        return text
    }
}
