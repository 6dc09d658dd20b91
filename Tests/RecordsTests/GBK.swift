import Glibc

/// UTF-8 into GBK, for files as a Chinese spreadsheet writes them.
enum GBK {
    struct Unwritable: Error {}

    static func encode(_ text: [UInt8]) throws -> [UInt8] {
        guard let converter = iconv_open("GBK", "UTF-8") else { throw Unwritable() }
        defer { iconv_close(converter) }
        var input = text
        var output = [UInt8](repeating: 0, count: text.count * 2)
        var rest = input.count
        var room = output.count
        input.withUnsafeMutableBytes { source in
            output.withUnsafeMutableBytes { target in
                var from = source.bindMemory(to: CChar.self).baseAddress
                var to = target.bindMemory(to: CChar.self).baseAddress
                _ = iconv(converter, &from, &rest, &to, &room)
            }
        }
        guard rest == 0 else { throw Unwritable() }
        return Array(output[..<(output.count - room)])
    }
}
