/// Where a text stops being JSON, for a person who mends it.
struct JSONPlace {
    /// `line 12, column 5`, both from 1; a column is a character.
    let text: String

    /// The first place at which the bytes cannot be JSON any more; the end where something is missing there. Nil for JSON.
    init?(firstFaultOf bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        let fault = bytes.withUnsafeBufferPointer { buffer -> Int? in
            var scanner = JSONScanner(buffer)
            do throws(UsageFault) {
                try scanner.skip()
                try scanner.end()
                return nil
            } catch { return scanner.offset }
        }
        guard let fault else { return nil }
        self.init(offset: fault, in: bytes)
    }

    /// The paths of keys that an object has more than once, such as `versions[0].prices`: readers of JSON differ in which
    /// of the values they take. None for a text that is no JSON.
    static func repeatedKeys(of bytes: some Collection<UInt8>) -> [String] {
        Array(bytes).withUnsafeBufferPointer { buffer in
            var scanner = JSONScanner(buffer)
            var found: [String] = []
            do throws(UsageFault) {
                try scanner.skip("", repeated: &found)
                try scanner.end()
            } catch { return [] }
            return found
        }
    }

    init(offset: Int, in bytes: [UInt8]) {
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {
                column += 1
            }
        }
        text = "line \(line), column \(column)"
    }
}

extension JSONScanner {
    /// Reads any value that stands at a path, and keeps the paths of keys that an object has again.
    fileprivate mutating func skip(_ path: String, depth: Int = 0, repeated: inout [String])
        throws(UsageFault)
    {
        guard depth < Self.greatestDepth else { throw .notJSON }
        var isFirst = true
        switch next() {
        case UInt8(ascii: "{"):
            var seen: Set<String> = []
            while let key = try key(&isFirst, in: "") {
                let place = path.isEmpty ? key : "\(path).\(key)"
                if !seen.insert(key).inserted, !repeated.contains(place), repeated.count < 20 {
                    repeated.append(place)
                }
                try skip(place, depth: depth + 1, repeated: &repeated)
            }
        case UInt8(ascii: "["):
            var number = 0
            while try element(&isFirst, in: "") {
                try skip("\(path)[\(number)]", depth: depth + 1, repeated: &repeated)
                number += 1
            }
        default: try skip(depth: depth)
        }
    }
}
