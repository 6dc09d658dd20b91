internal import CLibPQ
internal import Store

/// A statement's arguments as libpq wants them: all binary, so that a zero byte in text reaches the server, which
/// refuses it, where text form would cut the value short in silence.
struct PostgresArguments {
    private var bytes: [UInt8] = []
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []

    init(_ values: [SQLValue]) {
        for value in values {
            let start = bytes.count
            switch value {
            case .null: break
            case .int64(let number): withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
            case .text(let string): bytes.append(contentsOf: string.utf8)
            case .blob(let blob): bytes.append(contentsOf: blob)
            }
            offsets.append(value == .null ? nil : start)
            lengths.append(Int32(bytes.count - start))
        }
        // An empty value needs an address too; a null address is NULL.
        bytes.append(0)
    }

    /// The declared type of each argument; 0, the server's choice, for a NULL.
    static func types(_ values: [SQLValue]) -> [Oid] {
        values.map { value in
            switch value {
            case .null: 0
            case .int64: PostgresRow.int64Type
            case .text: PostgresRow.textType
            case .blob: PostgresRow.blobType
            }
        }
    }

    /// Runs the prepared statement `name`; the answer comes in binary form.
    func execute(_ connection: OpaquePointer, _ name: String) -> OpaquePointer? {
        bytes.withUnsafeBytes { memory in
            let places = offsets.map { offset in
                offset.flatMap { memory.baseAddress?.advanced(by: $0).assumingMemoryBound(to: CChar.self) }
            }
            let formats = [Int32](repeating: 1, count: places.count)
            return PQexecPrepared(connection, name, Int32(places.count), places, lengths, formats, 1)
        }
    }
}
