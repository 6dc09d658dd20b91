/// Every room's migrations in the order of the rooms: the schema this program knows.
package struct Schema: Sendable {
    package let migrations: [Migration]

    package init(_ migrations: [Migration]) { self.migrations = migrations }

    /// The tables that stand once every migration is applied.
    package var tables: [Table] {
        let dropped = migrations.reduce(into: Set<String>()) { $0.formUnion($1.drops) }
        return migrations.flatMap(\.tables).filter { !dropped.contains($0.name) }
    }

    /// The whole schema as one text, for the golden dump.
    package func dump(_ engine: Engine) -> String {
        migrations.map { migration in
            "-- \(migration.room) \(migration.number): \(migration.sentence)\n"
                + migration.statements(engine).map { $0 + ";\n" }.joined()
        }.joined(separator: "\n")
    }

    /// Brings a database up to this schema; each migration is one transaction, and of several programs that start
    /// together one applies it and the others wait. Gives the sentences of those applied here.
    /// - Parameter program: The PostgreSQL role that the program works under, where another one, the owner, migrates:
    ///   it is granted what it needs and no more (`SchemaRights`). Nil where the program owns its tables.
    /// - Throws: `StoreFault.schema` where the database has a migration this program does not know, or lacks one and
    ///   this role may not make tables.
    @discardableResult
    package func apply(to database: any Database, grantingTo program: String? = nil) async throws -> [String]
    {
        var applied = try await database.read { try Self.hasRegistry($0) ? Self.applied($0) : [] }
        let known = Set(migrations.map(\.label))
        if let foreign = applied.first(where: { !known.contains($0) }) {
            throw StoreFault.schema("the database has migration \(foreign), which this program does not know")
        }
        let wanted = migrations.filter { !applied.contains($0.label) }
        if let first = wanted.first {
            try await Self.prepare(database, for: first)
            applied = try await database.read { try Self.applied($0) }
        }
        var sentences: [String] = []
        for migration in wanted where !applied.contains(migration.label) {
            let isNew = try await database.write { transaction in
                try Self.waitForOthers(transaction)
                if try Self.applied(transaction).contains(migration.label) { return false }
                for statement in migration.statements(transaction.engine) {
                    try transaction.run(SQL(raw: statement))
                }
                try transaction.run(
                    """
                    INSERT INTO store_migration (room, number, sentence)
                    VALUES (\(migration.room), \(migration.number), \(migration.sentence))
                    """)
                return true
            }
            if isNew { sentences.append(migration.sentence) }
        }
        if database.engine == .postgres, !sentences.isEmpty || program != nil {
            let rights = SchemaRights(
                appendOnly: Set(tables.filter(\.isAppendOnly).map(\.name)), program: program)
            let order = SchemaOrder(rooms: Set(migrations.map(\.room)))
            try await database.write { transaction in
                try Self.waitForOthers(transaction)
                try order.set(in: transaction)
                try rights.set(in: transaction)
            }
        }
        return sentences
    }

    /// Makes the table of migrations where it is not there.
    private static func prepare(_ database: any Database, for migration: Migration) async throws {
        try await database.write { transaction in
            guard try transaction.exists(mayMakeTables(transaction.engine)) else {
                throw StoreFault.schema(
                    "the database lacks migration \(migration.label) and this role may not make tables; "
                        + "name the owner's address in --migrate-as (docs/postgresql.md)")
            }
            try waitForOthers(transaction)
            if try hasRegistry(transaction) { return }
            for statement in registry.statements(transaction.engine) {
                try transaction.run(SQL(raw: statement))
            }
        }
    }

    private static func applied(_ transaction: any Transaction) throws -> Set<String> {
        Set(
            try transaction.all("SELECT room, number FROM store_migration ORDER BY room, number") { row in
                "\(try row.text(0)) \(try row.int64(1))"
            })
    }

    static let registry = Table(
        "store_migration", .reference,
        """
            room TEXT NOT NULL,
            number INTEGER NOT NULL,
            sentence TEXT NOT NULL,
            PRIMARY KEY (room, number)
        """)

    private static let registryExists = TwoTexts(
        "store.does the table of migrations exist",
        sqlite: "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'store_migration'",
        postgres:
            "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'store_migration'")

    private static func hasRegistry(_ transaction: any Transaction) throws -> Bool {
        try transaction.exists(registryExists(transaction.engine))
    }

    /// Held to the end of the transaction. SQLite's writer is alone from BEGIN IMMEDIATE on; on PostgreSQL two CREATE
    /// TABLE at once would collide in its catalogue, whatever IF NOT EXISTS says.
    private static let migrationLock = TwoTexts(
        "store.wait until no other program migrates",
        sqlite: "SELECT 1",
        postgres: """
            SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('lamplight migration ' || current_schema(), 0))
            """)

    private static func waitForOthers(_ transaction: any Transaction) throws {
        _ = try transaction.exists(migrationLock(transaction.engine))
    }

    private static let mayMakeTables = TwoTexts(
        "store.may this role make tables",
        sqlite: "SELECT 1",
        postgres: "SELECT 1 WHERE has_schema_privilege(current_schema(), 'CREATE')")
}

extension Migration {
    fileprivate var label: String { "\(room) \(number)" }
}

extension SQL {
    /// A statement whose text was made by the program from its own constants (a migration); takes no arguments.
    init(raw: String) { self.init(stringLiteral: raw) }
}
