extension Table {
    private static let estimate = TwoTexts(
        "store.about how many rows a table has",
        sqlite: "SELECT -1 WHERE $1 <> ''",
        postgres: "SELECT CAST(reltuples AS BIGINT) FROM pg_class WHERE oid = to_regclass($1)")

    /// About how many rows the table has: PostgreSQL's own estimate where it has one, else counted, which takes about
    /// ten milliseconds a million rows.
    package func rows(in transaction: any Transaction) throws -> Int64 {
        let estimated =
            try transaction.first(Self.estimate(transaction.engine, name)) { try $0.int64(0) } ?? -1
        if estimated >= 0 { return estimated }
        return try transaction.one(SQL(raw: "SELECT count(*) FROM \(name) /*scatter: the size of a table*/"))
        {
            try $0.int64(0)
        }
    }
}

/// How much room a database takes.
package enum DatabaseSize {
    private static let statement = TwoTexts(
        "store.how many bytes the database has",
        sqlite: "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
        postgres: "SELECT pg_database_size(current_database())")

    /// Bytes of all tables and indices.
    package static func bytes(in transaction: any Transaction) throws -> Int64 {
        try transaction.one(statement(transaction.engine)) { try $0.int64(0) }
    }
}
