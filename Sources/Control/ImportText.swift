private import Glibc

/// How the characters of an imported file are written.
package enum ImportEncoding: String, Sendable, CaseIterable, Codable {
    /// UTF-8 where the bytes are valid UTF-8, otherwise GB 18030.
    case automatic = "auto"
    case utf8 = "utf-8"
    /// GB 18030-2005, of which GBK and GB 2312 are parts.
    case gb18030 = "gbk"
}

/// Bytes of a file into UTF-8 text.
enum ImportText {
    /// Gives the text as UTF-8 without byte order mark.
    /// - Throws: `ImportProblem` with the line of the first byte that is no character.
    static func decode(_ bytes: [UInt8], as encoding: ImportEncoding) throws(ImportProblem) -> [UInt8] {
        guard bytes.count <= ImportLimit.bytes else {
            throw ImportProblem(
                line: 0, code: "control.import.tooLarge",
                arguments: ["mebibytes": String(ImportLimit.bytes >> 20)])
        }
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let fault = firstFault(bytes)
        switch encoding {
        case .utf8: if let fault { throw notText(bytes, at: fault, "UTF-8") }
        case .automatic where hasMark: if let fault { throw notText(bytes, at: fault, "UTF-8") }
        case .automatic where fault == nil: break
        case .automatic, .gb18030: return try fromGB18030(bytes)
        }
        return hasMark ? Array(bytes.dropFirst(3)) : bytes
    }

    /// The place of the first byte that is not UTF-8; nil where all are.
    private static func firstFault(_ bytes: [UInt8]) -> Int? {
        var place = 0
        var decoder = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let scalar): place += scalar.count
            case .emptyInput: return nil
            case .error: return place
            }
        }
    }

    private static func fromGB18030(_ bytes: [UInt8]) throws(ImportProblem) -> [UInt8] {
        guard let converter = iconv_open("UTF-8", "GB18030"), Int(bitPattern: converter) != -1 else {
            throw ImportProblem(line: 0, code: "control.import.noConverter")
        }
        defer { iconv_close(converter) }
        var input = bytes
        // A character of GB 18030 has at least half as many bytes as the same in UTF-8 (2 to 3).
        var output = [UInt8](repeating: 0, count: bytes.count * 2 + 16)
        var rest = input.count
        var room = output.count
        input.withUnsafeMutableBytes { source in
            output.withUnsafeMutableBytes { target in
                var from = source.bindMemory(to: CChar.self).baseAddress
                var to = target.bindMemory(to: CChar.self).baseAddress
                // What could not be converted is left in `rest`, a character cut short at the end too.
                _ = iconv(converter, &from, &rest, &to, &room)
            }
        }
        guard rest == 0 else {
            throw notText(bytes, at: bytes.count - rest, "GBK")
        }
        return Array(output[..<(output.count - room)])
    }

    private static func notText(_ bytes: [UInt8], at place: Int, _ name: String) -> ImportProblem {
        let line = bytes[..<place].reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
        return ImportProblem(line: line, code: "control.import.notText", arguments: ["encoding": name])
    }
}
