internal import CLibPQ
internal import Store

/// Writes rows in COPY's text form (PostgreSQL manual, COPY, "Text Format"), sent in pieces.
final class PostgresBulkWriter: BulkWriter {
    /// The size at which what has gathered is sent.
    private static let pieceBytes = 64 * 1024

    private let link: PostgresLink
    private let columns: Int
    private var buffer: [UInt8] = []
    private var column = 0

    init(_ link: PostgresLink, columns: Int) {
        self.link = link
        self.columns = columns
        buffer.reserveCapacity(Self.pieceBytes * 5 / 4)
    }

    func int64(_ value: Int64) {
        separate()
        buffer.append(contentsOf: String(value).utf8)
    }

    func text(_ value: String) {
        separate()
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): put("\\\\")
            case UInt8(ascii: "\n"): put("\\n")
            case UInt8(ascii: "\r"): put("\\r")
            case UInt8(ascii: "\t"): put("\\t")
            default: buffer.append(byte)
            }
        }
    }

    func blob(_ value: [UInt8]) {
        separate()
        put("\\\\x")
        for byte in value {
            buffer.append(Self.digit(byte >> 4))
            buffer.append(Self.digit(byte & 15))
        }
    }

    func null() {
        separate()
        put("\\N")
    }

    func endRow() throws {
        assert(column == columns, "a bulk row has as many values as columns")
        buffer.append(UInt8(ascii: "\n"))
        column = 0
        if buffer.count >= Self.pieceBytes { try flush() }
    }

    /// Sends what has gathered.
    func flush() throws {
        guard !buffer.isEmpty else { return }
        let isSent = buffer.withUnsafeBytes { bytes in
            PQputCopyData(
                link.pointer, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count)) == 1
        }
        guard isSent else { throw StoreFault.connectionLost(link.errorText) }
        buffer.removeAll(keepingCapacity: true)
    }

    private func separate() {
        if column > 0 { buffer.append(UInt8(ascii: "\t")) }
        column += 1
    }

    private func put(_ text: StaticString) {
        buffer.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
}
