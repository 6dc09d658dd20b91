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
