internal import Kernel

/// Where a message goes, in its channel's own form.
struct MessageAddress: Sendable {
    let text: String
    let channel: MessageChannel

    /// - Throws: `MessageRefusal.address` for what no carrier could take.
    init(_ written: String, _ channel: MessageChannel) throws {
        let bare =
            switch channel {
            case .sms, .call: String(written.filter { $0 != " " && $0 != "-" })
            case .email, .letter: written
            }
        guard Self.isValid(bare, channel) else { throw MessageRefusal.address(channel.rawValue) }
        text = bare
        self.channel = channel
    }

    private static func isValid(_ text: String, _ channel: MessageChannel) -> Bool {
        let bytes = text.utf8
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return false }
        switch channel {
        case .sms, .call:
            let digits = bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes[...]
            return (5...15).contains(digits.count)
                && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        case .email:
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && bytes.count <= 254
                && bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>()[],;:\\\"".utf8.contains($0) }
        case .letter:
            return (1...300).contains(text.count)
        }
    }

    /// `138****5678`, `l***@example.com`, the first six characters of a postal address.
    var masked: String {
        switch channel {
        case .sms, .call:
            return text.count < 8
                ? String(repeating: "*", count: text.count)
                : text.prefix(3) + String(repeating: "*", count: text.count - 7) + text.suffix(4)
        case .email:
            let parts = text.split(separator: "@")
            return "\(parts[0].prefix(1))***@\(parts[1])"
        case .letter:
            return text.prefix(6) + "***"
        }
    }

    func digest(_ keys: KeyRing) -> [UInt8] {
        Array(keys.digest("contact \(channel == .call ? "SMS" : channel.rawValue) \(text)").prefix(16))
    }

    /// The parts a text message is sent and paid in: 70 UCS-2 units alone, 67 each in a chain (3GPP TS 23.040).
    static func parts(_ body: String) -> Int {
        let units = body.utf16.count
        return units <= 70 ? 1 : (units + 66) / 67
    }
}
