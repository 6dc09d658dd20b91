private import Glibc

/// How the characters of an imported file are written.
package enum ImportEncoding: String, Sendable, CaseIterable, Codable {
    /// UTF-8 where the bytes are valid UTF-8, or most lines with characters beyond ASCII are; otherwise GB 18030.
    case automatic = "auto"
    case utf8 = "utf-8"
    /// GB 18030-2005, of which GBK and GB 2312 are parts.
    case gb18030 = "gbk"
}

/// The text of a file. What is no character stands in it as U+FFFD, and its line is named: one bad byte costs one row.
struct ImportText: Sendable {
    /// UTF-8 without byte order mark.
    let bytes: [UInt8]
    /// Lines with something on them that is no character, and the encoding it is none of.
    let unreadable: [Int: String]

    /// Reads a file's bytes as text.
    /// - Throws: `ImportProblem` where the file is too large, or where this machine has no converter.
    static func decode(_ bytes: [UInt8], as encoding: ImportEncoding) throws(ImportProblem) -> ImportText {
        guard bytes.count <= ImportLimit.bytes else {
            throw ImportProblem(
                line: 0, code: "control.import.tooLarge",
                arguments: ["mebibytes": String(ImportLimit.bytes >> 20)])
        }
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        if encoding == .gb18030 { return try fromGB18030(bytes) }
        let body = hasMark ? Array(bytes.dropFirst(3)) : bytes
        if isUTF8(body[...]) { return ImportText(bytes: body, unreadable: [:]) }
        let lines = Self.lines(body)
        if encoding == .automatic, !hasMark, lines.others >= max(lines.utf8, 1),
            lines.others > lines.utf8 || !lines.beginsUTF8
        {
            return try fromGB18030(bytes)
        }
        let names = lines.unreadable.map { ($0, "UTF-8") }
        return ImportText(
            bytes: Array(String(decoding: body, as: UTF8.self).utf8),
            unreadable: Dictionary(names, uniquingKeysWith: { first, _ in first }))
    }

    private static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        var decoder = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid: continue
            case .emptyInput: return true
            case .error: return false
            }
        }
    }

    /// Of the lines with bytes beyond ASCII: how many are UTF-8 and how many are not, whether the first of them is, and
    /// which are not.
    private static func lines(_ bytes: [UInt8]) -> (
        utf8: Int, others: Int, beginsUTF8: Bool, unreadable: [Int]
    ) {
        var unreadable: [Int] = []
        var utf8 = 0
        var begins: Bool?
        var start = 0
        var line = 1
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let content = bytes[start..<end]
            if content.contains(where: { $0 >= 0x80 }) {
                let fits = isUTF8(content)
                begins = begins ?? fits
                if fits { utf8 += 1 } else { unreadable.append(line) }
            }
            start = end + 1
            line += 1
        }
        return (utf8, unreadable.count, begins ?? true, unreadable)
    }

    /// No byte of a longer character of GB 18030 is a line end, a comma or a quote, so a bad one spoils its line only.
    private static func fromGB18030(_ bytes: [UInt8]) throws(ImportProblem) -> ImportText {
        guard let converter = iconv_open("UTF-8", "GB18030"), Int(bitPattern: converter) != -1 else {
            throw ImportProblem(line: 0, code: "control.import.noConverter")
        }
        defer { iconv_close(converter) }
        var input = bytes
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 3 / 2)
        var part = [UInt8](repeating: 0, count: 1 << 16)
        var bad: [Int] = []
        input.withUnsafeMutableBytes { source in
            var from = source.bindMemory(to: CChar.self).baseAddress
            var rest = source.count
            while rest > 0 {
                let (result, used) = part.withUnsafeMutableBytes { target in
                    var to = target.bindMemory(to: CChar.self).baseAddress
                    var room = target.count
                    let result = iconv(converter, &from, &rest, &to, &room)
                    return (result, target.count - room)
                }
                let isFull = result == -1 && errno == E2BIG
                text += part[..<used]
                guard rest > 0, !isFull else { continue }
                // What could not be converted is at the head of `rest`, a character cut short at the end too.
                bad.append(source.count - rest)
                text += [0xEF, 0xBF, 0xBD]
                from = from?.advanced(by: 1)
                rest -= 1
            }
        }
        var unreadable: [Int: String] = [:]
        var line = 1
        var place = 0
        for fault in bad {
            line += bytes[place..<fault].count { $0 == UInt8(ascii: "\n") }
            place = fault
            unreadable[line] = "GBK"
        }
        return ImportText(bytes: text, unreadable: unreadable)
    }
}
