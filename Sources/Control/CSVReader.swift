/// Reads comma-separated rows (RFC 4180), strictly: a quote stands only around a whole field and is doubled inside.
///
/// Lines end with CR LF or LF. A line with nothing on it is passed over. Each row knows the line it begins on.
package struct CSVReader {
    /// One row: the line it begins on and its fields as they stand.
    package struct Row: Sendable, Hashable {
        package let line: Int
        package let fields: [String]
    }

    private let bytes: [UInt8]
    private var place = 0
    private var line = 1

    /// - Parameter bytes: UTF-8.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next row; nil at the end.
    /// - Throws: What is wrong with the row; the next call goes on after its line.
    package mutating func next() throws(ImportProblem) -> Row? {
        while place < bytes.count {
            if let width = lineEnd(at: place) {
                place += width
                line += 1
                continue
            }
            return try row()
        }
        return nil
    }

    private mutating func row() throws(ImportProblem) -> Row {
        let first = line
        var fields: [String] = []
        while true {
            let field = try self.field(first)
            guard field.utf8.count <= ImportLimit.fieldBytes, fields.count < ImportLimit.columns else {
                throw broken(first, "control.import.fieldTooLong")
            }
            fields.append(field)
            if place >= bytes.count { break }
            if bytes[place] == UInt8(ascii: ",") {
                place += 1
                continue
            }
            if let width = lineEnd(at: place) {
                place += width
                line += 1
                break
            }
            throw broken(first, "control.import.quote")
        }
        return Row(line: first, fields: fields)
    }

    /// One field; afterwards `place` is at what follows it.
    private mutating func field(_ first: Int) throws(ImportProblem) -> String {
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { return try plain(first) }
        place += 1
        var content: [UInt8] = []
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\"") {
                guard place < bytes.count, bytes[place] == byte else {
                    return String(decoding: content, as: UTF8.self)
                }
                place += 1
            } else if byte == UInt8(ascii: "\n") {
                line += 1
            } else if byte < 0x20, byte != UInt8(ascii: "\t"), byte != UInt8(ascii: "\r") {
                throw broken(first, "control.import.controlCharacter")
            }
            content.append(byte)
        }
        throw ImportProblem(line: first, code: "control.import.quoteOpen")
    }

    private mutating func plain(_ first: Int) throws(ImportProblem) -> String {
        let start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: ","), lineEnd(at: place) == nil {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\"") { throw broken(first, "control.import.quote") }
            if byte < 0x20, byte != UInt8(ascii: "\t") {
                throw broken(first, "control.import.controlCharacter")
            }
            place += 1
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    /// How many bytes the line end at `place` has; nil where there is none.
    private func lineEnd(at place: Int) -> Int? {
        if bytes[place] == UInt8(ascii: "\n") { return 1 }
        guard bytes[place] == UInt8(ascii: "\r") else { return nil }
        return place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: "\n") ? 2 : nil
    }

    /// The problem of the row begun on `first`, and the reading place put behind the line it was found on.
    private mutating func broken(_ first: Int, _ code: String) -> ImportProblem {
        while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place += 1 }
        if place < bytes.count {
            place += 1
            line += 1
        }
        return ImportProblem(line: first, code: code)
    }
}
