/// The order of text on PostgreSQL: by its bytes, as on SQLite, whatever the server's locale. Ranges such as a scope's
/// (`path >= … AND path < …~`) rest on it: under a dictionary's order they are empty.
///
/// Columns that a table's body declares have it from the beginning (`TableBody`). This gives it to the others: those
/// that a migration adds later, and tables of one engine alone.
struct SchemaOrder {
    /// The rooms whose tables these are.
    let rooms: Set<String>

    /// Text columns of this role's tables that sort in another order.
    private static let columns: SQL = """
        SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind = 'r'
            AND pg_get_userbyid(c.relowner) = current_user
            AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = CAST('text' AS regtype)
            AND a.attcollation <> CAST('pg_catalog."C"' AS regcollation)
        ORDER BY c.relname, a.attnum
        """

    func set(in transaction: any Transaction) throws {
        let found = try transaction.all(Self.columns) { (table: try $0.text(0), column: try $0.text(1)) }
        for (table, column) in found {
            guard let room = table.split(separator: "_").first, rooms.contains(String(room)) else { continue }
            try transaction.run(
                SQL(raw: "ALTER TABLE \(table) ALTER COLUMN \(column) TYPE TEXT COLLATE \"C\""))
        }
    }
}
