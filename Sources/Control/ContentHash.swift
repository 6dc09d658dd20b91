internal import Crypto

/// SHA-256 over numbers and text in order, each led by its length; for digests of what was worked out.
package struct ContentHash {
    private var hasher = SHA256()
    /// Handed to the hash in pieces: a call for each number costs more than the hashing.
    private var waiting = [UInt8](repeating: 0, count: piece)
    private var count = 0
    private static let piece = 1 << 15

    package init() {}

    package mutating func add(_ number: Int64) {
        if count + 8 > Self.piece { hand() }
        let place = count
        waiting.withUnsafeMutableBytes {
            $0.storeBytes(of: number.bigEndian, toByteOffset: place, as: Int64.self)
        }
        count += 8
    }

    package mutating func add(_ text: String) {
        add(Int64(text.utf8.count))
        var text = text
        text.withUTF8 { take(UnsafeRawBufferPointer($0)) }
    }

    package mutating func add(_ bytes: [UInt8]) {
        add(Int64(bytes.count))
        bytes.withUnsafeBytes { take($0) }
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer) {
        if count + bytes.count > Self.piece { hand() }
        if bytes.count > Self.piece { return hasher.update(bufferPointer: bytes) }
        let place = count
        waiting.withUnsafeMutableBytes { $0[place...].copyBytes(from: bytes) }
        count += bytes.count
    }

    private mutating func hand() {
        waiting.withUnsafeBytes {
            hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count]))
        }
        count = 0
    }

    /// The 32 bytes.
    package func finalized() -> [UInt8] {
        var rest = self
        rest.hand()
        return Array(rest.hasher.finalize())
    }

    /// Lower-case hexadecimal.
    package static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
