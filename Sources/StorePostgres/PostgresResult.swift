internal import CLibPQ
internal import Store

/// What a statement answered, whole, in this process's memory.
final class PostgresResult {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }
    deinit { PQclear(pointer) }

    var status: ExecStatusType { PQresultStatus(pointer) }
    var rows: Int32 { PQntuples(pointer) }
    /// The command's tag: `INSERT 0 3`, `COMMIT`, `SELECT 5`.
    var tag: String { String(cString: PQcmdStatus(pointer)) }
    /// The rows a statement changed; 0 for one that only reads.
    var changes: Int { tag.hasPrefix("SELECT") ? 0 : Int(String(cString: PQcmdTuples(pointer))) ?? 0 }
}

/// One row of a result, in the binary form the server sent.
final class PostgresRow: Row {
    private let result: PostgresResult
    var row: Int32 = 0

    init(_ result: PostgresResult) { self.result = result }

    // The types' numbers, fixed in pg_type.dat.
    static let boolType: Oid = 16
    static let blobType: Oid = 17
    static let int64Type: Oid = 20
    static let textType: Oid = 25
    private static let textTypes: Set<Oid> = [textType, 19, 1042, 1043]

    func isNull(_ column: Int) -> Bool { PQgetisnull(result.pointer, row, Int32(column)) != 0 }

    /// A whole number of any width, or a truth value as 1 or 0, as SQLite has it.
    func int64(_ column: Int) throws(StoreFault) -> Int64 {
        let bytes = try bytes(column)
        switch (PQftype(result.pointer, Int32(column)), bytes.count) {
        case (Self.int64Type, 8): return Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
        case (23, 4): return Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
        case (21, 2): return Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
        case (Self.boolType, 1): return bytes[0] == 0 ? 0 : 1
        // A SUM of BIGINT is NUMERIC here.
        case (1700, _): throw .column(column, "is NUMERIC; write CAST(… AS BIGINT)")
        default: throw .column(column, "is not a whole number")
        }
    }

    func text(_ column: Int) throws(StoreFault) -> String {
        let bytes = try bytes(column)
        guard Self.textTypes.contains(PQftype(result.pointer, Int32(column))) else {
            throw .column(column, "is not text")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    func blob(_ column: Int) throws(StoreFault) -> [UInt8] {
        let bytes = try bytes(column)
        guard PQftype(result.pointer, Int32(column)) == Self.blobType else {
            throw .column(column, "is not bytes")
        }
        return [UInt8](bytes)
    }

    private func bytes(_ column: Int) throws(StoreFault) -> UnsafeRawBufferPointer {
        guard column < Int(PQnfields(result.pointer)) else { throw .column(column, "is not there") }
        guard !isNull(column) else { throw .column(column, "is null") }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(result.pointer, row, Int32(column)),
            count: Int(PQgetlength(result.pointer, row, Int32(column))))
    }
}
