internal import GRDBSQLite
internal import Store

/// The row a statement stands on.
final class SQLiteRow: Store.Row {
    private let statement: OpaquePointer
    init(_ statement: OpaquePointer) { self.statement = statement }

    func isNull(_ column: Int) -> Bool { sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL }

    func int64(_ column: Int) throws(StoreFault) -> Int64 {
        guard sqlite3_column_type(statement, Int32(column)) == SQLITE_INTEGER else {
            throw .column(column, "is not a whole number")
        }
        return sqlite3_column_int64(statement, Int32(column))
    }

    func text(_ column: Int) throws(StoreFault) -> String {
        guard sqlite3_column_type(statement, Int32(column)) == SQLITE_TEXT,
            let bytes = sqlite3_column_text(statement, Int32(column))
        else { throw .column(column, "is not text") }
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    func blob(_ column: Int) throws(StoreFault) -> [UInt8] {
        guard sqlite3_column_type(statement, Int32(column)) == SQLITE_BLOB else {
            throw .column(column, "is not bytes")
        }
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        guard count > 0, let bytes = sqlite3_column_blob(statement, Int32(column)) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
    }
}
