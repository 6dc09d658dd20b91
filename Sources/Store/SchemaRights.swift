/// Who may do what to the tables on PostgreSQL. SQLite has no roles; there two triggers a table keep what is append only.
///
/// Rows of an append-only table can be neither changed nor removed by the role that migrates, who gives the right up
/// itself, nor by the role the program works under, where that is another one and so cannot take the right back.
struct SchemaRights {
    /// Names of the tables whose rows stay as they were written.
    let appendOnly: Set<String>
    /// The program's role; nil where the role that migrates is the program's.
    let program: String?

    /// Sets the rights of all tables of the current schema, whatever they were before.
    func set(in transaction: any Transaction) throws {
        let tables = try transaction.all(
            """
            SELECT tablename, current_schema() FROM pg_tables
            WHERE schemaname = current_schema() AND tableowner = current_user ORDER BY tablename
            """
        ) { (name: try $0.text(0), schema: try $0.text(1)) }
        for table in tables where appendOnly.contains(table.name) {
            try transaction.run(
                SQL(raw: "REVOKE UPDATE, DELETE, TRUNCATE ON \(table.name) FROM PUBLIC, CURRENT_USER"))
        }
        guard let program, let schema = tables.first?.schema else { return }
        let role = Self.quoted(program)
        try transaction.run(SQL(raw: "GRANT USAGE ON SCHEMA \(Self.quoted(schema)) TO \(role)"))
        for table in tables {
            try transaction.run(SQL(raw: "REVOKE ALL ON \(table.name) FROM \(role)"))
            try transaction.run(SQL(raw: "GRANT \(rights(to: table.name)) ON \(table.name) TO \(role)"))
        }
    }

    private func rights(to table: String) -> String {
        if table == Schema.registry.name { return "SELECT" }
        return appendOnly.contains(table) ? "SELECT, INSERT" : "SELECT, INSERT, UPDATE, DELETE"
    }

    private static func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

extension Database {
    /// The name of the PostgreSQL role this database is open under; nil on SQLite, which has none.
    package func role() async throws -> String? {
        guard engine == .postgres else { return nil }
        return try await read { try $0.one("SELECT current_user") { try $0.text(0) } }
    }
}
