import Mustache

/// HTML escaping byte by byte.
///
/// The template library escapes by grapheme, so `"` followed by a combining accent is not `"` to it and passes raw:
/// it would end an attribute. UTF-8 bytes have no such company: each of the five is replaced wherever it stands.
package struct SafeHTML: MustacheContentType {
    static let name = "SAFE"
    /// The line that every template is led by, partials too: a partial starts anew with the library's own escaping.
    static let pragma = "{{% CONTENT_TYPE: \(name)}}"

    package func escapeText(_ text: String) -> String { Self.escape(text) }

    /// `text` with `<`, `>`, `&`, `"` and `'` replaced.
    package static func escape(_ text: String) -> String {
        guard text.utf8.contains(where: { replacement($0) != nil }) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            if let replacement = replacement(byte) {
                bytes.append(contentsOf: replacement.utf8)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func replacement(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
