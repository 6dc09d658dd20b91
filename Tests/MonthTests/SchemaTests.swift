import Foundation
import Store
import TestSupport
import Testing

/// `Schema/` holds what the whole house makes of an empty database; LAMPLIGHT_REWRITE_GOLDEN=1 writes it anew.
@Suite struct `The schema of the whole house` {
    private static func golden(_ engine: Engine) -> GoldenFile { GoldenFile("Schema/\(engine.rawValue).sql") }

    @Test(arguments: Engine.allCases)
    func `it is the one kept in the folder Schema`(engine: Engine) throws {
        let dump = try DemoBuildTests.schema().dump(engine)
        let kept = try Self.golden(engine).text(for: dump)
        let changed = zip(Self.lines(dump), Self.lines(kept)).first { $0 != $1 }
        #expect(dump == kept, "first difference: \(changed.map { "\($0) instead of \($1)" } ?? "at the end")")
    }

    @Test(arguments: TestEngines.all)
    func `a migrated database has the tables, columns and indices of the kept text`(engine: Engine)
        async throws
    {
        let schema = try DemoBuildTests.schema()
        let migrated = try await Self.shape(engine) { try await schema.apply(to: $0) }
        let text = try Self.golden(engine).text(for: schema.dump(engine))
        let statements = text.components(separatedBy: ";\n").map {
            $0.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        let written = try await Self.shape(engine) { database in
            try await database.write { transaction in
                for statement in statements where !statement.isEmpty {
                    try transaction.run(SQL(stringLiteral: statement))
                }
            }
        }
        #expect(migrated.count > 200)
        #expect(migrated == written)
        for table in schema.tables {
            #expect(migrated.contains { $0.hasPrefix(table.name + ".") }, "\(table.name)")
        }
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// Every column and index of a database that `make` has filled, a line each; the table of migrations left out.
    private static func shape(
        _ engine: Engine, _ make: (any Database) async throws -> Void
    ) async throws -> [String] {
        try await withPlace(engine) { place in
            let database = try await place.open()
            try await make(database)
            let lines = try await database.read { transaction in
                try transaction.all(shapes(engine)) { try $0.text(0) }
            }
            try await database.close()
            return lines.filter { !$0.hasPrefix("store_migration") }
        }
    }

    private static func shapes(_ engine: Engine) -> SQL {
        switch engine {
        case .sqlite:
            """
            SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk AS line
            FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'
            UNION ALL SELECT tbl_name || '.' || type || ' ' || name FROM sqlite_master WHERE type <> 'table'
            ORDER BY line
            """
        case .postgres:
            """
            SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS line
            FROM information_schema.columns WHERE table_schema = current_schema()
            UNION ALL SELECT tablename || '.index ' || indexname FROM pg_indexes WHERE schemaname = current_schema()
            ORDER BY line
            """
        }
    }
}
