import Glibc

/// A range of network addresses: its first, and which bits of it count.
struct AddressRange {
    let bytes: [UInt8]
    let mask: [UInt8]

    init(bytes: [UInt8], mask: [UInt8]) {
        self.bytes = bytes
        self.mask = mask
    }

    /// As a certificate writes it: the address, then the mask.
    init(_ octets: ArraySlice<UInt8>) {
        bytes = Array(octets.prefix(octets.count / 2))
        mask = Array(octets.suffix(octets.count / 2))
    }

    func contains(_ address: [UInt8]) -> Bool {
        address.count == bytes.count
            && zip(address, zip(bytes, mask)).allSatisfy { $0 & $1.1 == $1.0 & $1.1 }
    }

    /// The bytes of an address; nil for what is none.
    static func bytes(of address: String) -> [UInt8]? {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            if inet_pton(family, address, &bytes) == 1 { return bytes }
        }
        return nil
    }

    /// What belongs to no one on the open Internet: RFC 1918, RFC 3927, RFC 4193, the machine itself.
    static let ofNobody: [AddressRange] = [
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
