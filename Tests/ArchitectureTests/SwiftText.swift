/// A Swift file taken apart without a compiler: its words, its string literals and the lines they stand on.
///
/// Comments are left out. Code inside an interpolation counts as code; what is interpolated reads as `\()` in the
/// literal. Enough for walls, no more: regular-expression literals are not known.
struct SwiftText {
    /// A word or one mark of punctuation.
    struct Word {
        let text: String
        let line: Int
        /// Whether it touches what stands before it: `try!` and not `try !a`.
        var isJoined = false
    }

    private(set) var words: [Word] = []
    private(set) var literals: [Word] = []
    private(set) var lineCount = 0

    private let bytes: [UInt8]
    private var at = 0
    private var line = 1

    init(_ text: String) {
        bytes = Array(text.utf8)
        lineCount = bytes.count { $0 == UInt8(ascii: "\n") } + (bytes.last == UInt8(ascii: "\n") ? 0 : 1)
        while at < bytes.count { scanCode(untilClosing: false) }
    }

    private func byte(_ offset: Int = 0) -> UInt8? {
        at + offset < bytes.count ? bytes[at + offset] : nil
    }

    private func sees(_ text: StaticString) -> Bool {
        at + text.utf8CodeUnitCount <= bytes.count
            && (0..<text.utf8CodeUnitCount).allSatisfy { bytes[at + $0] == text.utf8Start[$0] }
    }

    private mutating func step(_ count: Int = 1) {
        for _ in 0..<count where at < bytes.count {
            if bytes[at] == UInt8(ascii: "\n") { line += 1 }
            at += 1
        }
    }

    /// Reads code to the end, or past the `)` that closes an interpolation.
    private mutating func scanCode(untilClosing: Bool) {
        var depth = 0
        while let next = byte() {
            if sees("//") {
                while let c = byte(), c != UInt8(ascii: "\n") { step() }
            } else if sees("/*") {
                scanComment()
            } else if next == UInt8(ascii: "\"") || (next == UInt8(ascii: "#") && opensRawLiteral()) {
                scanLiteral()
            } else if next == UInt8(ascii: "`") {
                // A raw identifier is one word, whatever is written in it.
                let start = at
                step()
                while let c = byte(), c != UInt8(ascii: "`"), c != UInt8(ascii: "\n") { step() }
                step()
                append(String(decoding: bytes[start..<at], as: UTF8.self), from: start)
            } else if Self.isWord(next) {
                let start = at
                while let c = byte(), Self.isWord(c) { step() }
                append(String(decoding: bytes[start..<at], as: UTF8.self), from: start)
            } else {
                if next > UInt8(ascii: " ") { append(String(UnicodeScalar(next)), from: at) }
                if next == UInt8(ascii: "(") { depth += 1 }
                if next == UInt8(ascii: ")") {
                    depth -= 1
                    if untilClosing && depth < 0 {
                        step()
                        return
                    }
                }
                step()
            }
        }
    }

    private mutating func append(_ text: String, from start: Int) {
        words.append(
            Word(text: text, line: line, isJoined: start > 0 && bytes[start - 1] > UInt8(ascii: " ")))
    }

    private mutating func scanComment() {
        var depth = 0
        repeat {
            if sees("/*") {
                depth += 1
                step(2)
            } else if sees("*/") {
                depth -= 1
                step(2)
            } else {
                step()
            }
        } while depth > 0 && at < bytes.count
    }

    private func opensRawLiteral() -> Bool {
        var offset = 0
        while byte(offset) == UInt8(ascii: "#") { offset += 1 }
        return byte(offset) == UInt8(ascii: "\"")
    }

    private mutating func scanLiteral() {
        let first = line
        var hashes = 0
        while byte() == UInt8(ascii: "#") {
            hashes += 1
            step()
        }
        let quotes = sees("\"\"\"") ? 3 : 1
        step(quotes)
        var content: [UInt8] = []
        while let next = byte() {
            if next == UInt8(ascii: "\""), closes(quotes: quotes, hashes: hashes) {
                step(quotes + hashes)
                break
            }
            if quotes == 1, next == UInt8(ascii: "\n") { break }
            if next == UInt8(ascii: "\\"), (1...hashes + 1).allSatisfy({ isEscape($0, hashes: hashes) }) {
                if byte(hashes + 1) == UInt8(ascii: "(") {
                    step(hashes + 2)
                    content += Array("\\()".utf8)
                    scanCode(untilClosing: true)
                } else {
                    content += bytes[at..<min(at + hashes + 2, bytes.count)]
                    step(hashes + 2)
                }
                continue
            }
            content.append(next)
            step()
        }
        literals.append(Word(text: String(decoding: content, as: UTF8.self), line: first))
    }

    /// The bytes after a backslash: as many `#` as the literal has, then anything.
    private func isEscape(_ offset: Int, hashes: Int) -> Bool {
        offset > hashes ? byte(offset) != nil : byte(offset) == UInt8(ascii: "#")
    }

    private func closes(quotes: Int, hashes: Int) -> Bool {
        (0..<quotes).allSatisfy { byte($0) == UInt8(ascii: "\"") }
            && (0..<hashes).allSatisfy { byte(quotes + $0) == UInt8(ascii: "#") }
    }

    static func isWord(_ byte: UInt8) -> Bool {
        (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte == 95
            || byte >= 128
    }
}
