import Glibc

/// A range of network addresses: its first, and which bits of it count.
package struct AddressRange: Sendable, Hashable {
    package let bytes: [UInt8]
    package let mask: [UInt8]

    package init(bytes: [UInt8], mask: [UInt8]) {
        self.bytes = bytes
        self.mask = mask
    }

    /// As a certificate writes it: the address, then the mask.
    package init(_ octets: ArraySlice<UInt8>) {
        bytes = Array(octets.prefix(octets.count / 2))
        mask = Array(octets.suffix(octets.count / 2))
    }

    /// `10.1.0.0/16`, `fd00::/8`, or one address; nil for what is neither.
    package init?(text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let bytes = Self.bytes(of: String(first)) else { return nil }
        guard parts.count == 2 else {
            self.init(bytes: bytes, mask: [UInt8](repeating: 255, count: bytes.count))
            return
        }
        guard let bits = Int(parts[1]), (0...bytes.count * 8).contains(bits) else { return nil }
        self.init(
            bytes: bytes,
            mask: bytes.indices.map { index in
                let here = min(max(bits - index * 8, 0), 8)
                return UInt8(truncatingIfNeeded: 0xFF00 >> here)
            })
    }

    package func contains(_ address: [UInt8]) -> Bool {
        address.count == bytes.count
            && zip(address, zip(bytes, mask)).allSatisfy { $0 & $1.1 == $1.0 & $1.1 }
    }

    /// The bytes of an address; nil for what is none.
    package static func bytes(of address: String) -> [UInt8]? {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            if inet_pton(family, address, &bytes) == 1 { return bytes }
        }
        return nil
    }

    /// What belongs to no one on the open Internet: RFC 1918, RFC 3927, RFC 4193, the machine itself.
    package static let ofNobody: [AddressRange] = [
        AddressRange(bytes: [10, 0, 0, 0], mask: [255, 0, 0, 0]),
        AddressRange(bytes: [172, 16, 0, 0], mask: [255, 240, 0, 0]),
        AddressRange(bytes: [192, 168, 0, 0], mask: [255, 255, 0, 0]),
        AddressRange(bytes: [127, 0, 0, 0], mask: [255, 0, 0, 0]),
        AddressRange(bytes: [169, 254, 0, 0], mask: [255, 255, 0, 0]),
        AddressRange(
            bytes: [0xFC] + [UInt8](repeating: 0, count: 15),
            mask: [0xFE] + [UInt8](repeating: 0, count: 15)),
        AddressRange(
            bytes: [UInt8](repeating: 0, count: 15) + [1], mask: [UInt8](repeating: 255, count: 16)),
    ]
}
