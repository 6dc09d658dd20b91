package import Kernel

/// The two engines behind the seam.
package enum Engine: String, Sendable, CaseIterable {
    case sqlite
    case postgres

    /// Its name as people write it.
    package var name: String {
        switch self {
        case .sqlite: "SQLite"
        case .postgres: "PostgreSQL"
        }
    }
}

/// One open transaction. Everything in it is synchronous, so it cannot be held across an `await`.
package protocol Transaction: AnyObject {
    var engine: Engine { get }
    /// Runs a statement that returns no rows; gives the number of rows changed.
    @discardableResult func run(_ sql: SQL) throws -> Int
    /// Runs a statement and hands over each row in turn.
    func each(_ sql: SQL, _ body: (any Row) throws -> Void) throws
    /// Runs a statement for each bucket of a range, upwards; its first argument is the bucket. For rows that lie under
    /// the bucket and something more, where one statement over the range would walk past the rest.
    func each(in range: BucketRange, _ sql: SQL, _ body: (any Row) throws -> Void) throws
    /// Runs a statement without arguments and hands over each row in turn, of however many: at no time are more than
    /// some thousands in memory.
    func eachPaged(_ sql: SQL, _ body: (any Row) throws -> Void) throws
    /// Writes many rows of one table the fastest way the engine has; gives their number. No statement may run inside.
    @discardableResult func bulk(_ insert: BulkInsert, _ body: (any BulkWriter) throws -> Void) throws -> Int
    /// Runs `body`; where it throws, everything it did is undone and the transaction goes on.
    func savepoint<T>(_ body: () throws -> T) throws -> T
}

extension Transaction {
    package func each(in range: BucketRange, _ sql: SQL, _ body: (any Row) throws -> Void) throws {
        for number in range.first.number...range.last.number {
            try each(sql.with(first: .int64(Int64(number))), body)
        }
    }

    /// Every row, mapped.
    package func all<T>(_ sql: SQL, _ map: (any Row) throws -> T) throws -> [T] {
        var rows: [T] = []
        try each(sql) { rows.append(try map($0)) }
        return rows
    }

    /// The first row, mapped; nil where there is none.
    package func first<T>(_ sql: SQL, _ map: (any Row) throws -> T) throws -> T? {
        var found: T?
        try each(sql) { row in
            if found == nil { found = try map(row) }
        }
        return found
    }

    /// The one row, mapped.
    /// - Throws: `StoreFault.noRow` where there is none.
    package func one<T>(_ sql: SQL, _ map: (any Row) throws -> T) throws -> T {
        guard let found = try first(sql, map) else { throw StoreFault.noRow(sql.text) }
        return found
    }

    /// Whether the statement returns any row.
    package func exists(_ sql: SQL) throws -> Bool { try first(sql) { _ in true } ?? false }
}

/// A table and the columns, in order, that a bulk write fills.
package struct BulkInsert: Sendable {
    package let table: String
    package let columns: [String]

    package init(into table: StaticString, _ columns: [String]) {
        self.table = table.description
        self.columns = columns
    }

    /// The same as a statement: what SQLite prepares, and what the shard lint reads on both engines.
    package var statement: String {
        let places = (1...columns.count).map { "$\($0)" }.joined(separator: ", ")
        return "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))"
    }

    /// The statement that writes so many rows at once; its arguments are those of the rows, one row after the other.
    package func statement(rows: Int) -> String {
        let row = "(" + String(repeating: "?, ", count: columns.count - 1) + "?)"
        let values = String(repeating: row + ", ", count: rows - 1) + row
        return "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES \(values)"
    }
}

/// Takes a bulk write's values column by column, in the order of its columns.
package protocol BulkWriter: AnyObject {
    func int64(_ value: Int64)
    func text(_ value: String)
    func blob(_ value: [UInt8])
    func null()
    /// Ends a row; traps in debug where the number of values is not that of the columns.
    func endRow() throws
}

extension BulkWriter {
    package func value(_ value: some SQLBindable) {
        switch value.sqlValue {
        case .null: null()
        case .int64(let number): int64(number)
        case .text(let string): text(string)
        case .blob(let bytes): blob(bytes)
        }
    }

    package func value(_ value: (some SQLBindable)?) {
        if let value { self.value(value) } else { null() }
    }
}
