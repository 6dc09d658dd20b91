/// Reads comma-separated rows (RFC 4180), strictly: a quote stands only around a whole field and is doubled inside.
///
/// Lines end with CR LF or LF. A line with nothing on it is passed over. Each row knows the line it begins on.
///
/// A quote that is not closed costs its own line and no other: where a field runs over the end of its line and no row
/// comes of it, the line it began on is told, and reading goes on behind that line.
package struct CSVReader {
    /// One row: the line it begins on and its fields as they stand.
    package struct Row: Sendable, Hashable {
        package let line: Int
        package let fields: [String]
    }

    private let bytes: [UInt8]
    /// Lines with something on them that is no character, and the encoding it is none of.
    private let unreadable: [Int: String]
    private var place = 0
    private var line = 1
    /// Where the row read last begins.
    private var begin = (place: 0, line: 1)

    /// - Parameter bytes: UTF-8.
    package init(_ bytes: [UInt8]) { self.init(ImportText(bytes: bytes, unreadable: [:])) }

    init(_ text: ImportText) {
        bytes = text.bytes
        unreadable = text.unreadable
    }

    /// The next row; nil at the end.
    /// - Throws: What is wrong with the row; the next call goes on after the line it begins on.
    package mutating func next() throws(ImportProblem) -> Row? {
        while place < bytes.count {
            if let width = lineEnd(at: place) {
                place += width
                line += 1
                continue
            }
            begin = (place, line)
            let outcome: Result<Row, ImportProblem>
            do throws(ImportProblem) {
                outcome = .success(try row())
            } catch {
                outcome = .failure(error)
            }
            let lines = begin.line..<max(line, begin.line + 1)
            if !unreadable.isEmpty, let encoding = lines.compactMap({ unreadable[$0] }).first {
                throw ImportProblem(
                    line: begin.line, code: "control.import.notText", arguments: ["encoding": encoding])
            }
            return try outcome.get()
        }
        return nil
    }

    /// The line that the row read last begins on, as it stands.
    var firstLine: String {
        let rest = bytes[begin.place...]
        let line = rest[..<(rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex)]
        return String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
    }

    /// Puts the reading place behind the line that the row read last begins on, where it runs over more than that one:
    /// for a row that is none, because a quote swallowed the lines below it.
    mutating func rewind() {
        guard line > begin.line + 1 else { return }
        (place, line) = begin
        skipLine()
    }

    private mutating func row() throws(ImportProblem) -> Row {
        let first = line
        var fields: [String] = []
        while true {
            let field = try self.field()
            guard field.utf8.count <= ImportLimit.fieldBytes, fields.count < ImportLimit.columns else {
                throw broken("control.import.fieldTooLong")
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
            throw broken("control.import.quote")
        }
        return Row(line: first, fields: fields)
    }

    /// One field; afterwards `place` is at what follows it.
    private mutating func field() throws(ImportProblem) -> String {
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { return try plain() }
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
                throw broken("control.import.controlCharacter")
            }
            content.append(byte)
            // However many quotes of a file are open, no line is read over and over to its end.
            if content.count > ImportLimit.fieldBytes { throw broken("control.import.fieldTooLong") }
        }
        throw broken("control.import.quoteOpen")
    }

    private mutating func plain() throws(ImportProblem) -> String {
        let start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: ","), lineEnd(at: place) == nil {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\"") { throw broken("control.import.quote") }
            if byte < 0x20, byte != UInt8(ascii: "\t") { throw broken("control.import.controlCharacter") }
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

    /// The problem of the row that was begun, and the reading place put behind the line it begins on. What goes wrong on
    /// a later line went wrong because a quote was not closed.
    private mutating func broken(_ code: String) -> ImportProblem {
        let ranOver = line > begin.line
        (place, line) = begin
        skipLine()
        return ImportProblem(line: begin.line, code: ranOver ? "control.import.quoteOpen" : code)
    }

    private mutating func skipLine() {
        while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place += 1 }
        if place < bytes.count {
            place += 1
            line += 1
        }
    }
}
