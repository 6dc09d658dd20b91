internal import CQREncode

/// A QR code (ISO/IEC 18004) of a short text, drawn as one SVG path: dark squares on a light ground.
package struct QRCode: Sendable {
    /// Squares a side, the quiet zone of four around it within.
    package let side: Int
    /// What the `d` of a `<path>` draws, one unit a square.
    package let path: String

    private static let quiet = 4
    /// No text longer than this is drawn: what would need smaller squares than a telephone reads from a screen.
    package static let longest = 500

    /// Nil where the text is empty, too long, or memory is at its end.
    /// - Parameter text: drawn as its UTF-8 bytes, with the error correction that survives a seventh of it lost.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard (1...Self.longest).contains(bytes.count),
            let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M)
        else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        side = width + 2 * Self.quiet
        var path = ""
        for row in 0..<width {
            var column = 0
            while column < width {
                var run = 0
                // The lowest bit of a module says whether it is dark.
                while column + run < width, code.pointee.data[row * width + column + run] & 1 == 1 {
                    run += 1
                }
                if run > 0 { path += "M\(column + Self.quiet) \(row + Self.quiet)h\(run)v1h-\(run)z" }
                column += max(run, 1)
            }
        }
        self.path = path
    }
}
