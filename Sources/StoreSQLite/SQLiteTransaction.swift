internal import GRDB
internal import GRDBSQLite
internal import Kernel
internal import Store

/// A transaction on one SQLite connection: raw statements, kept prepared by GRDB's cache, stepped here.
final class SQLiteTransaction: Transaction {
    let engine = Engine.sqlite
    private let database: GRDB.Database
    private let connection: OpaquePointer
    private let observer: StatementObserver?
    private var savepoints = 0

    init(_ database: GRDB.Database, observer: StatementObserver?) {
        self.database = database
        connection = database.sqliteConnection!
        self.observer = observer
    }

    @discardableResult
    func run(_ sql: Store.SQL) throws -> Int {
        try withStatement(sql.text) { statement in
            try bind(sql.arguments, to: statement)
            while try step(statement) {}
            return sqlite3_stmt_readonly(statement) == 0 ? Int(sqlite3_changes(connection)) : 0
        }
    }

    func each(_ sql: Store.SQL, _ body: (any Store.Row) throws -> Void) throws {
        try withStatement(sql.text) { statement in
            try bind(sql.arguments, to: statement)
            let row = SQLiteRow(statement)
            while try step(statement) { try body(row) }
        }
    }

    /// Prepared once and stepped for every bucket.
    func each(in range: BucketRange, _ sql: Store.SQL, _ body: (any Store.Row) throws -> Void) throws {
        try withStatement(sql.text) { statement in
            try bind(sql.arguments, to: statement)
            let row = SQLiteRow(statement)
            for number in range.first.number...range.last.number {
                sqlite3_bind_int64(statement, 1, Int64(number))
                while try step(statement) { try body(row) }
                sqlite3_reset(statement)
            }
        }
    }

    /// A statement is stepped, so no more than one row is in memory.
    func eachPaged(_ sql: Store.SQL, _ body: (any Store.Row) throws -> Void) throws { try each(sql, body) }

    @discardableResult
    func bulk(_ insert: BulkInsert, _ body: (any BulkWriter) throws -> Void) throws -> Int {
        try withStatement(insert.statement) { one in
            var many: Statement?
            defer { if let many { release(many) } }
            let writer = SQLiteBulkWriter(columns: insert.columns.count, one: one) { rows in
                let prepared = try self.prepare(insert.statement(rows: rows))
                many = prepared
                return prepared.sqliteStatement
            } step: {
                _ = try self.step($0)
            }
            try body(writer)
            try writer.finish()
            return writer.rows
        }
    }

    func savepoint<T>(_ body: () throws -> T) throws -> T {
        savepoints += 1
        defer { savepoints -= 1 }
        let name = "level\(savepoints)"
        try run(Store.SQL(stringLiteral: "SAVEPOINT \(name)"))
        do {
            let value = try body()
            try run(Store.SQL(stringLiteral: "RELEASE \(name)"))
            return value
        } catch {
            try run(Store.SQL(stringLiteral: "ROLLBACK TO \(name)"))
            try run(Store.SQL(stringLiteral: "RELEASE \(name)"))
            throw error
        }
    }

    private func withStatement<T>(_ text: String, _ body: (OpaquePointer) throws -> T) throws -> T {
        let prepared = try prepare(text)
        defer { release(prepared) }
        return try body(prepared.sqliteStatement)
    }

    private func prepare(_ text: String) throws -> Statement {
        observer?(text)
        let prepared = try StoreFault.translated { try database.cachedStatement(sql: text) }
        if sqlite3_stmt_busy(prepared.sqliteStatement) == 0 { return prepared }
        // The same text is being stepped further out: a second statement of its own.
        return try StoreFault.translated { try database.makeStatement(sql: text) }
    }

    private func release(_ prepared: Statement) {
        sqlite3_reset(prepared.sqliteStatement)
        sqlite3_clear_bindings(prepared.sqliteStatement)
    }

    private func step(_ statement: OpaquePointer) throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            throw StoreFault(
                sqlite3_extended_errcode(connection), String(cString: sqlite3_errmsg(connection)))
        }
    }

    private func bind(_ arguments: [SQLValue], to statement: OpaquePointer) throws {
        guard Int(sqlite3_bind_parameter_count(statement)) == arguments.count else {
            throw StoreFault.engine(code: "arguments", message: String(cString: sqlite3_sql(statement)))
        }
        for (index, argument) in arguments.enumerated() {
            SQLiteBinding.bind(argument, to: statement, at: Int32(index + 1))
        }
    }
}

/// Binding one value; text and blobs are copied by SQLite.
enum SQLiteBinding {
    private static var transient: sqlite3_destructor_type {
        unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }

    static func bind(_ value: SQLValue, to statement: OpaquePointer, at index: Int32) {
        switch value {
        case .null: sqlite3_bind_null(statement, index)
        case .int64(let number): sqlite3_bind_int64(statement, index, number)
        case .text(let string): text(string, to: statement, at: index)
        case .blob(let bytes): blob(bytes, to: statement, at: index)
        }
    }

    static func text(_ string: String, to statement: OpaquePointer, at index: Int32) {
        var string = string
        string.withUTF8 { bytes in
            if let base = bytes.baseAddress {
                _ = base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                    sqlite3_bind_text(statement, index, $0, Int32(bytes.count), transient)
                }
            } else {
                sqlite3_bind_text(statement, index, "", 0, transient)
            }
        }
    }

    static func blob(_ bytes: [UInt8], to statement: OpaquePointer, at index: Int32) {
        if bytes.isEmpty {
            sqlite3_bind_zeroblob(statement, index, 0)
        } else {
            sqlite3_bind_blob(statement, index, bytes, Int32(bytes.count), transient)
        }
    }
}
