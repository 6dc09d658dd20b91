/// A table as the engine's own catalogue knows it: columns, kinds, key. For what must hold every table, whatever the
/// program believes of it.
package struct TableShape: Sendable, Hashable {
    /// The kinds that both engines share.
    package enum Kind: String, Sendable, Hashable {
        case whole, text, bytes
    }

    package struct Column: Sendable, Hashable {
        package let name: String
        package let kind: Kind
    }

    package let name: String
    package let columns: [Column]
    /// The columns of the primary key, in its order.
    package let key: [String]

    private static let everyTable = TwoTexts(
        "store.every table of the database",
        sqlite:
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'",
        postgres: "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()")

    private static let everyColumn = TwoTexts(
        "store.every column of a table",
        sqlite: "SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid",
        postgres: """
            SELECT CAST(a.attname AS TEXT), format_type(a.atttypid, -1), COALESCE((
                SELECT k.place FROM unnest(CAST(i.indkey AS int2[])) WITH ORDINALITY AS k(column_number, place)
                WHERE k.column_number = a.attnum), 0)
            FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
            WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """)

    /// The names of all tables, in alphabetical order.
    package static func names(in transaction: any Transaction) throws -> [String] {
        try transaction.all(everyTable(transaction.engine)) { try $0.text(0) }.sorted()
    }

    /// - Throws: `StoreFault.schema` where a column is of no kind that both engines share, or where there is no key.
    package init(_ name: String, in transaction: any Transaction) throws {
        var found: [(column: Column, place: Int64)] = []
        try transaction.each(Self.everyColumn(transaction.engine, name)) { row in
            let column = Column(name: try row.text(0), kind: try Self.kind(try row.text(1), of: name))
            found.append((column, try row.int64(2)))
        }
        self.name = name
        columns = found.map(\.column)
        key = found.filter { $0.place > 0 }.sorted { $0.place < $1.place }.map(\.column.name)
        guard !key.isEmpty else { throw StoreFault.schema("\(name) has no primary key") }
    }

    private static func kind(_ type: String, of table: String) throws -> Kind {
        switch type.uppercased() {
        case "INTEGER", "BIGINT", "SMALLINT", "INT": .whole
        case "TEXT": .text
        case "BLOB", "BYTEA": .bytes
        default: throw StoreFault.schema("\(table) has a column of the type \(type)")
        }
    }

    /// Hands over every row in the order of the key, `piece` rows in memory at most: text sorts by its bytes on both
    /// engines, so that the same rows come in the same order.
    package func each(
        piece: Int = 2_000, in transaction: any Transaction, _ body: ([SQLValue]) throws -> Void
    ) throws {
        let places = key.compactMap { name in columns.firstIndex { $0.name == name } }
        let (names, keys) = (columns.map(\.name), key.joined(separator: ", "))
        let head =
            "SELECT \(names.joined(separator: ", ")) FROM \(name) /*scatter: every row, for its owner*/ "
        let tail = " ORDER BY \(keys) LIMIT \(piece)"
        var last: [SQLValue]?
        repeat {
            var statement = SQL(raw: head)
            if let last {
                statement.append(SQL(raw: "WHERE (\(keys)) > ("))
                for (index, place) in places.enumerated() {
                    statement.append(SQL(raw: index == 0 ? "" : ", "))
                    statement.append("\(last[place])")
                }
                statement.append(SQL(raw: ")"))
            }
            statement.append(SQL(raw: tail))
            var count = 0
            try transaction.each(statement) { row in
                let values = try columns.enumerated().map { try Self.value(row, $0.offset, $0.element.kind) }
                try body(values)
                last = values
                count += 1
            }
            if count < piece { last = nil }
        } while last != nil
    }

    private static func value(_ row: any Row, _ column: Int, _ kind: Kind) throws -> SQLValue {
        if row.isNull(column) { return .null }
        return switch kind {
        case .whole: .int64(try row.int64(column))
        case .text: .text(try row.text(column))
        case .bytes: .blob(try row.blob(column))
        }
    }
}
