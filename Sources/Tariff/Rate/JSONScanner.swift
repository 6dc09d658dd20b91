import Kernel

/// Reads one line of JSON from its bytes, value by value, as the caller asks for them.
///
/// A decimal's digits are read as they are written, text or number, so that none is lost on a way through floating
/// point. Nothing is kept of what was read, and nothing is allocated but texts.
struct JSONScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// How many bytes were read: where a fault is.
    var offset: Int { place }

    /// Deepest nesting that `skip` follows.
    static let greatestDepth = 512

    /// Reads any value and forgets it.
    mutating func skip(depth: Int = 0) throws(UsageFault) {
        guard depth < Self.greatestDepth, let first = next() else { throw .notJSON }
        var isFirst = true
        switch first {
        case UInt8(ascii: "{"): while try key(&isFirst, in: "") != nil { try skip(depth: depth + 1) }
        case UInt8(ascii: "["): while try element(&isFirst, in: "") { try skip(depth: depth + 1) }
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            guard literal("true") || literal("false") || literal("null") else { throw .notJSON }
        default: try number()
        }
    }

    /// `-12.5e+3` as JSON has it.
    private mutating func number() throws(UsageFault) {
        func digits(_ scanner: inout JSONScanner) throws(UsageFault) {
            let start = scanner.place
            while scanner.place < scanner.bytes.count, (48...57).contains(scanner.bytes[scanner.place]) {
                scanner.place += 1
            }
            if scanner.place == start { throw .notJSON }
        }
        func isAt(_ words: UInt8...) -> Bool { place < bytes.count && words.contains(bytes[place]) }
        if isAt(UInt8(ascii: "-")) { place += 1 }
        if isAt(UInt8(ascii: "0")) { place += 1 } else { try digits(&self) }
        if isAt(UInt8(ascii: ".")) {
            place += 1
            try digits(&self)
        }
        if isAt(UInt8(ascii: "e"), UInt8(ascii: "E")) {
            place += 1
            if isAt(UInt8(ascii: "+"), UInt8(ascii: "-")) { place += 1 }
            try digits(&self)
        }
    }

    mutating func next() -> UInt8? {
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): place += 1
            default: return bytes[place]
            }
        }
        return nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next() == byte else { return false }
        place += 1
        return true
    }

    /// The first or next key of an object; nil behind the last.
    mutating func key(_ isFirst: inout Bool, in field: @autoclosure () -> String) throws(UsageFault)
        -> String?
    {
        if isFirst {
            guard take(UInt8(ascii: "{")) else {
                if field().isEmpty { throw .notJSON }
                throw .value(field(), "write an object")
            }
            if take(UInt8(ascii: "}")) { return nil }
            isFirst = false
        } else {
            if take(UInt8(ascii: "}")) { return nil }
            guard take(UInt8(ascii: ",")) else { throw .notJSON }
        }
        guard next() == UInt8(ascii: "\"") else { throw .notJSON }
        let key = try string()
        guard take(UInt8(ascii: ":")) else { throw .notJSON }
        return key
    }

    /// Whether there is a first or next element of a list.
    mutating func element(_ isFirst: inout Bool, in field: @autoclosure () -> String) throws(UsageFault)
        -> Bool
    {
        if isFirst {
            guard take(UInt8(ascii: "[")) else { throw .value(field(), "write a list") }
            isFirst = false
            return !take(UInt8(ascii: "]"))
        }
        if take(UInt8(ascii: "]")) { return false }
        guard take(UInt8(ascii: ",")) else { throw .notJSON }
        return true
    }

    /// Nothing but white space may be left.
    mutating func end() throws(UsageFault) {
        if next() != nil { throw .notJSON }
    }

    mutating func text(_ field: @autoclosure () -> String) throws(UsageFault) -> String {
        guard next() == UInt8(ascii: "\"") else { throw .value(field(), "write a text in quotes") }
        return try string()
    }

    mutating func truth(_ field: @autoclosure () -> String) throws(UsageFault) -> Bool {
        if literal("true") { return true }
        if literal("false") { return false }
        throw .value(field(), "write true or false")
    }

    private mutating func literal(_ word: StaticString) -> Bool {
        guard next() != nil, place + word.utf8CodeUnitCount <= bytes.count else { return false }
        for offset in 0..<word.utf8CodeUnitCount where bytes[place + offset] != word.utf8Start[offset] {
            return false
        }
        place += word.utf8CodeUnitCount
        return true
    }

    /// A whole number, bare or in quotes.
    mutating func whole(
        _ field: @autoclosure () -> String, in range: ClosedRange<Int64>
    ) throws(UsageFault) -> Int64 {
        guard let value = try digits(decimals: 0), range.contains(value) else {
            throw .value(field(), "write a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// An exact decimal, bare or in quotes.
    mutating func quantity<Q: Quantity>(
        _ field: @autoclosure () -> String, _: Q.Type = Q.self, mayBeNegative: Bool = false
    ) throws(UsageFault) -> Q {
        guard let value = try digits(decimals: Q.decimals), value >= 0 || mayBeNegative else {
            if mayBeNegative {
                throw .value(
                    field(), "write a decimal with at most \(Q.decimals) places, without an exponent")
            }
            throw .value(
                field(),
                "write a decimal of zero or more with at most \(Q.decimals) places, without an exponent")
        }
        return Q(units: value)
    }

    /// A decimal's digits scaled to 10^-`decimals`; nil where it is none, has more places, or is beyond 18 digits.
    mutating func digits(decimals: Int) throws(UsageFault) -> Int64? {
        guard let first = next() else { throw .notJSON }
        let isText = first == UInt8(ascii: "\"")
        if isText { place += 1 }
        var isNegative = false
        if place < bytes.count, bytes[place] == UInt8(ascii: "-") {
            isNegative = true
            place += 1
        }
        var value: Int64 = 0
        var whole = 0
        var places = -1
        scan: while place < bytes.count {
            let byte = bytes[place]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let digit = Int64(byte - UInt8(ascii: "0"))
                // 007 is no number.
                if places < 0, whole == 1, value == 0 { return nil }
                if places < 0 { whole += 1 } else { places += 1 }
                if places > decimals {
                    if digit != 0 { return nil }
                } else {
                    let (product, over) = value.multipliedReportingOverflow(by: 10)
                    let (sum, beyond) = product.addingReportingOverflow(digit)
                    if over || beyond { return nil }
                    value = sum
                }
                place += 1
            case UInt8(ascii: ".") where places < 0 && whole > 0:
                places = 0
                place += 1
            default: break scan
            }
        }
        guard whole > 0, places != 0 else { return nil }
        for _ in 0..<Swift.max(0, decimals - Swift.max(0, places)) {
            let (product, over) = value.multipliedReportingOverflow(by: 10)
            if over { return nil }
            value = product
        }
        if isText {
            guard take(UInt8(ascii: "\"")) else { return nil }
        } else if let byte = next(), byte != 44, byte != 93, byte != 125 {
            return nil
        }
        return isNegative ? -value : value
    }

    /// Behind the opening quote that `next` sees.
    private mutating func string() throws(UsageFault) -> String {
        place += 1
        let start = place
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                let text = String(validating: bytes[start..<place], as: UTF8.self)
                place += 1
                guard let text else { throw .notJSON }
                return text
            case UInt8(ascii: "\\"): return try escaped(from: start)
            case 0..<0x20: throw .notJSON
            default: place += 1
            }
        }
        throw .notJSON
    }

    private mutating func escaped(from start: Int) throws(UsageFault) -> String {
        var units = [UInt8](bytes[start..<place])
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: units, as: UTF8.self) else { throw .notJSON }
                return text
            case 0..<0x20: throw .notJSON
            case UInt8(ascii: "\\"):
                guard place < bytes.count else { throw .notJSON }
                let kind = bytes[place]
                place += 1
                switch kind {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): units.append(kind)
                case UInt8(ascii: "b"): units.append(8)
                case UInt8(ascii: "f"): units.append(12)
                case UInt8(ascii: "n"): units.append(10)
                case UInt8(ascii: "r"): units.append(13)
                case UInt8(ascii: "t"): units.append(9)
                case UInt8(ascii: "u"): units.append(contentsOf: String(try scalar()).utf8)
                default: throw .notJSON
                }
            default: units.append(byte)
            }
        }
        throw .notJSON
    }

    private mutating func scalar() throws(UsageFault) -> Unicode.Scalar {
        let first = try hex()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xd800..<0xdc00).contains(first), place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
            bytes[place + 1] == UInt8(ascii: "u")
        else { throw .notJSON }
        place += 2
        let second = try hex()
        guard (0xdc00..<0xe000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
        else { throw .notJSON }
        return scalar
    }

    private mutating func hex() throws(UsageFault) -> UInt32 {
        guard place + 4 <= bytes.count else { throw .notJSON }
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = bytes[place]
            place += 1
            switch byte {
            case 48...57: value = value << 4 | UInt32(byte - 48)
            case 65...70: value = value << 4 | UInt32(byte - 55)
            case 97...102: value = value << 4 | UInt32(byte - 87)
            default: throw .notJSON
            }
        }
        return value
    }
}
