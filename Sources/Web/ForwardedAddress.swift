import HTTPTypes

/// Whose request it is where proxies stand between: they tell from where it came, and only those that the installation
/// names are believed.
enum ForwardedAddress {
    /// The field that proxies add to: the browser's address first as it claims, then each proxy's peer.
    static let header = HTTPField.Name("X-Forwarded-For")!

    /// The rightmost address that is no proxy of ours: what stands left of it anybody may have written.
    /// - Parameters:
    ///   - peer: the other end of the connection.
    ///   - values: the field's values in the order they came.
    static func find(peer: String, _ values: [String], trusted: [AddressRange]) -> String {
        func isTrusted(_ address: String) -> Bool {
            guard let bytes = bytes(of: address) else { return false }
            return trusted.contains { $0.contains(bytes) }
        }
        guard !trusted.isEmpty, isTrusted(peer) else { return peer }
        var last = peer
        for hop in values.joined(separator: ",").split(separator: ",").reversed() {
            guard let address = plain(hop) else { return last }
            last = address
            if !isTrusted(address) { return address }
        }
        return last
    }

    /// An address without blanks, brackets and port, written in one way; nil for what is none.
    private static func plain(_ hop: Substring) -> String? {
        var text = hop.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        if text.first == "[" {
            text = text.dropFirst().prefix { $0 != "]" }
        } else if text.count(where: { $0 == ":" }) == 1 {
            text = text.prefix { $0 != ":" }
        }
        return AddressRange.bytes(of: String(text)) == nil ? nil : text.lowercased()
    }

    /// An IPv4 address that came over IPv6 is the IPv4 one.
    private static func bytes(of address: String) -> [UInt8]? {
        guard let bytes = AddressRange.bytes(of: address) else { return nil }
        let isMapped =
            bytes.count == 16 && bytes[0..<10].allSatisfy { $0 == 0 } && bytes[10] == 255 && bytes[11] == 255
        return isMapped ? Array(bytes[12...]) : bytes
    }
}
