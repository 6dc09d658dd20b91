internal import GRDBSQLite
internal import Store

/// The row a statement stands on.
///
/// A column is asked for once and its value then read without asking again: SQLite wants such values protected by the
/// connection's mutex, and GRDB's connections have none, for one thread at a time uses them.
final class SQLiteRow: Store.Row {
    private let statement: OpaquePointer
    init(_ statement: OpaquePointer) { self.statement = statement }

    func isNull(_ column: Int) -> Bool { sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL }

    func int64(_ column: Int) throws(StoreFault) -> Int64 {
        let value = sqlite3_column_value(statement, Int32(column))
        guard sqlite3_value_type(value) == SQLITE_INTEGER else {
            throw .column(column, "is not a whole number")
        }
        return sqlite3_value_int64(value)
    }

    func text(_ column: Int) throws(StoreFault) -> String {
        String(decoding: try utf8(column), as: UTF8.self)
    }

    func text(_ column: Int, into known: inout String) throws(StoreFault) -> Bool {
        let bytes = try utf8(column)
        let isSame = known.withUTF8 { known in
            known.count == bytes.count && known.indices.allSatisfy { known[$0] == bytes[$0] }
        }
        if !isSame { known = String(decoding: bytes, as: UTF8.self) }
        return !isSame
    }

    func blob(_ column: Int) throws(StoreFault) -> [UInt8] {
        guard sqlite3_column_type(statement, Int32(column)) == SQLITE_BLOB else {
            throw .column(column, "is not bytes")
        }
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        guard count > 0, let bytes = sqlite3_column_blob(statement, Int32(column)) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
    }

    private func utf8(_ column: Int) throws(StoreFault) -> UnsafeBufferPointer<UInt8> {
        let value = sqlite3_column_value(statement, Int32(column))
        guard sqlite3_value_type(value) == SQLITE_TEXT, let bytes = sqlite3_value_text(value) else {
            throw .column(column, "is not text")
        }
        return UnsafeBufferPointer(start: bytes, count: Int(sqlite3_value_bytes(value)))
    }
}
