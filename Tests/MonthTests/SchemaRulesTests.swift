import Store
import TestSupport
import Testing

/// The rules by which one schema stands on SQLite, PostgreSQL and a sharded PostgreSQL, asked of the engines' own
/// catalogues after every migration: what a migration does outside a table's body is seen too.
private struct SchemaRules {
    let tables: [Table]

    private struct Place: Hashable {
        let table: String
        let name: String
    }

    /// Everything that breaks a rule, a sentence each.
    func complaints(in transaction: any Transaction) throws -> [String] {
        try keys(transaction) + references(transaction) + types(transaction) + makers(transaction)
    }

    private func kind(_ table: String) -> TableKind? { tables.first { $0.name == table }?.kind }

    /// Every key and unique index of rows that lie in buckets begins with the bucket.
    private func keys(_ transaction: any Transaction) throws -> [String] {
        let firsts: SQL =
            switch transaction.engine {
            case .sqlite:
                """
                SELECT m.name, il.name, ii.name FROM sqlite_master m JOIN pragma_index_list(m.name) il
                JOIN pragma_index_info(il.name) ii
                WHERE m.type = 'table' AND il."unique" = 1 AND ii.seqno = 0 ORDER BY m.name, il.name
                """
            case .postgres:
                """
                SELECT CAST(c.relname AS TEXT), CAST(n.relname AS TEXT), CAST(a.attname AS TEXT)
                FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class n ON n.oid = i.indexrelid
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND i.indisunique
                ORDER BY c.relname, n.relname
                """
            }
        let found = try transaction.all(firsts) { (try $0.text(0), try $0.text(1), try $0.text(2)) }
        return found.compactMap { table, index, column in
            guard let kind = kind(table), kind.isDistributed, column != "bucket" else { return nil }
            return "\(index) of \(table) begins with \(column)"
        }
    }

    /// A row in a bucket refers to reference tables, or to rows of its own bucket.
    private func references(_ transaction: any Transaction) throws -> [String] {
        let pairs: SQL =
            switch transaction.engine {
            case .sqlite:
                """
                SELECT m.name, f."table", f.id, f."from" FROM sqlite_master m
                JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq
                """
            case .postgres:
                """
                SELECT CAST(c.relname AS TEXT), CAST(t.relname AS TEXT), CAST(k.oid AS BIGINT), CAST(a.attname AS TEXT)
                FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)
                WHERE k.contype = 'f' AND c.relnamespace = CAST(current_schema() AS regnamespace)
                ORDER BY c.relname, k.oid, a.attname
                """
            }
        var columns: [Place: Set<String>] = [:]
        for pair in try transaction.all(
            pairs, { (try $0.text(0), try $0.text(1), try $0.int64(2), try $0.text(3)) })
        {
            columns[Place(table: "\(pair.0) \(pair.2)", name: pair.1), default: []].insert(pair.3)
        }
        return columns.compactMap { key, own in
            guard kind(key.name)?.isDistributed == true, !own.contains("bucket") else { return nil }
            return "\(key.table) refers to \(key.name), which lies in buckets"
        }.sorted()
    }

    /// INTEGER, BIGINT, TEXT, BLOB or BYTEA and no other, text in the order of its bytes; SQLite's tables are strict.
    private func types(_ transaction: any Transaction) throws -> [String] {
        switch transaction.engine {
        case .sqlite:
            let columns = try transaction.all(
                """
                SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c
                WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%'
                    AND c.type NOT IN ('INTEGER', 'TEXT', 'BLOB') ORDER BY m.name, c.name
                """
            ) { "\(try $0.text(0)).\(try $0.text(1)) is \(try $0.text(2))" }
            let loose = try transaction.all(
                """
                SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%STRICT%' ORDER BY name
                """
            ) { try $0.text(0) }
            return columns.filter { !isEngines($0) }
                + loose.filter { !isEngines($0) }.map { "\($0) is not strict" }
        case .postgres:
            return try transaction.all(
                """
                SELECT table_name || '.' || column_name || ' is ' || data_type || ' ' || COALESCE(collation_name, '')
                FROM information_schema.columns WHERE table_schema = current_schema()
                    AND data_type NOT IN ('integer', 'bigint', 'bytea')
                    AND NOT (data_type = 'text' AND COALESCE(collation_name, '') = 'C')
                ORDER BY table_name, column_name
                """
            ) { try $0.text(0) }.filter { !isEngines($0) }
        }
    }

    /// The engine's own index of words, which is no table of ours: FTS5 with its shadows, TSVECTOR columns.
    private func isEngines(_ place: String) -> Bool {
        ["records_search_", "records_search.name ", "records_search.initials ", "records_search.address "]
            .contains { place.hasPrefix($0) } || place == "records_search"
    }

    /// No sequences, and no triggers but the two of an append-only table on SQLite.
    private func makers(_ transaction: any Transaction) throws -> [String] {
        switch transaction.engine {
        case .sqlite:
            let allowed = Set(
                tables.filter(\.isAppendOnly).flatMap { ["\($0.name)_no_update", "\($0.name)_no_delete"] })
            return try transaction.all(
                """
                SELECT name FROM sqlite_master WHERE type = 'trigger' OR sql LIKE '%AUTOINCREMENT%' ORDER BY name
                """
            ) { try $0.text(0) }.filter { !allowed.contains($0) }.map { "\($0) acts by itself" }
        case .postgres:
            return try transaction.all(
                """
                SELECT CAST(relname AS TEXT) FROM pg_class
                WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind = 'S'
                UNION ALL SELECT CAST(tgname AS TEXT) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                WHERE NOT t.tgisinternal AND c.relnamespace = CAST(current_schema() AS regnamespace)
                UNION ALL SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                WHERE a.attidentity <> '' AND c.relnamespace = CAST(current_schema() AS regnamespace)
                """
            ) { "\(try $0.text(0)) acts by itself" }.sorted()
        }
    }
}

@Suite struct `The rules of the schema` {
    @Test(arguments: TestEngines.all)
    func `every table of the house keeps them`(engine: Engine) async throws {
        let schema = try DemoBuildTests.schema()
        #expect(schema.tables.count > 80)
        try await withPlace(engine) { place in
            let database = try await place.open()
            try await schema.apply(to: database)
            let rules = SchemaRules(tables: schema.tables)
            #expect(try await database.read { try rules.complaints(in: $0) } == [])
            try await database.close()
        }
    }

    /// What the check sees, so that its silence says something.
    @Test(arguments: TestEngines.all)
    func `a table that breaks each of them is named for each`(engine: Engine) async throws {
        let tables = [
            Table("bad_owner", .own, "bucket INTEGER NOT NULL, id BIGINT NOT NULL PRIMARY KEY"),
            Table("bad_place", .reference, "id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE"),
            Table(
                "bad_row", .account,
                """
                    bucket INTEGER NOT NULL,
                    id BIGINT NOT NULL,
                    owner BIGINT NOT NULL REFERENCES bad_owner (id),
                    place BIGINT NOT NULL REFERENCES bad_place (id),
                    PRIMARY KEY (bucket, id)
                """, indices: ["CREATE UNIQUE INDEX bad_row_by_id ON bad_row (id)"]),
        ]
        try await withPlace(engine) { place in
            let database = try await place.open()
            try await Schema([Migration(room: "bad", 1, "breaks every rule", tables: tables)]).apply(
                to: database)
            let found = try await database.write { transaction in
                try transaction.run(
                    engine == .sqlite
                        ? "CREATE TABLE bad_loose (id INTEGER PRIMARY KEY AUTOINCREMENT, share REAL)"
                        : "CREATE TABLE bad_loose (id BIGSERIAL PRIMARY KEY, share DOUBLE PRECISION, name TEXT)"
                )
                return try SchemaRules(tables: tables).complaints(in: transaction)
            }
            try await database.close()
            #expect(found.contains { $0.hasSuffix("of bad_owner begins with id") })
            #expect(found.contains { $0 == "bad_row_by_id of bad_row begins with id" })
            #expect(found.contains { $0.hasPrefix("bad_row ") && $0.contains("refers to bad_owner") })
            #expect(!found.contains { $0.contains("refers to bad_place") })
            #expect(found.contains { $0.hasPrefix("bad_loose.share is ") })
            #expect(found.contains { $0.hasPrefix("bad_loose") && $0.hasSuffix("acts by itself") })
            switch engine {
            case .sqlite: #expect(found.contains("bad_loose is not strict"))
            case .postgres: #expect(found.contains { $0.hasPrefix("bad_loose.name is text") })
            }
        }
    }
}
