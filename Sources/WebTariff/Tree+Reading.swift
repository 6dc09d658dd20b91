extension Tree {
    /// Reads a file; nil where it is not JSON, or nested deeper than any tariff is.
    init?(_ text: String) {
        var reader = TreeReader(bytes: Array(text.utf8))
        guard let tree = reader.document() else { return nil }
        self = tree
    }
}

/// Reads JSON (RFC 8259) and keeps the order of keys and the digits of numbers, which the common decoders do not.
private struct TreeReader {
    let bytes: [UInt8]
    private var place = 0

    /// As deep as the tariff's own reader goes.
    private static let greatestDepth = 16

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() -> Tree? {
        guard let tree = value(0) else { return nil }
        blanks()
        return place == bytes.count ? tree : nil
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func blanks() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        blanks()
        guard next == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func value(_ depth: Int) -> Tree? {
        guard depth <= Self.greatestDepth else { return nil }
        blanks()
        switch next {
        case UInt8(ascii: "{"): return object(depth)
        case UInt8(ascii: "["): return list(depth)
        case UInt8(ascii: "\""): return string().map { .text($0) }
        default: return word()
        }
    }

    private mutating func object(_ depth: Int) -> Tree? {
        place += 1
        var members: [Tree.Member] = []
        if take("}") { return .object([]) }
        repeat {
            blanks()
            guard let key = string(), take(":"), let value = value(depth + 1) else { return nil }
            members.removeAll { $0.key == key }
            members.append(.init(key: key, value: value))
        } while take(",")
        return take("}") ? .object(members) : nil
    }

    private mutating func list(_ depth: Int) -> Tree? {
        place += 1
        var list: [Tree] = []
        if take("]") { return .list([]) }
        repeat {
            guard let value = value(depth + 1) else { return nil }
            list.append(value)
        } while take(",")
        return take("]") ? .list(list) : nil
    }

    /// A number, `true`, `false` or `null`.
    private mutating func word() -> Tree? {
        let start = place
        while let byte = next, !",]} \n\r\t".utf8.contains(byte) { place += 1 }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        switch text {
        case "true": return .truth(true)
        case "false": return .truth(false)
        case "null": return .null
        default:
            guard text.utf8.first.map({ $0 == 0x2D || (0x30...0x39).contains($0) }) ?? false,
                text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) })
            else { return nil }
            return .number(text)
        }
    }

    private mutating func string() -> String? {
        guard next == UInt8(ascii: "\"") else { return nil }
        place += 1
        var units: [UInt8] = []
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: units, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escape() else { return nil }
                units += Array(String(scalar).utf8)
            case 0..<0x20: return nil
            default: units.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        guard let byte = next else { return nil }
        place += 1
        switch Unicode.Scalar(byte) {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "u":
            guard let first = unit() else { return nil }
            guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
            guard next == UInt8(ascii: "\\") else { return nil }
            place += 1
            guard next == UInt8(ascii: "u") else { return nil }
            place += 1
            guard let second = unit(), (0xDC00..<0xE000).contains(second) else { return nil }
            return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        case let other where "\"\\/".unicodeScalars.contains(other): return other
        default: return nil
        }
    }

    /// Four hexadecimal digits.
    private mutating func unit() -> UInt32? {
        guard place + 4 <= bytes.count else { return nil }
        defer { place += 4 }
        return UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
    }
}
