/// What a table's rows belong to; decides its key, its place on a sharded engine, and what the lint asks of statements.
package enum TableKind: String, Sendable {
    /// Rows of one account; `bucket` of the account first in the key.
    case account
    /// Rows of no account; `bucket` of their own id first in the key.
    case own
    /// Small, seldom written, copied to every node.
    case reference

    package var isDistributed: Bool { self != .reference }
}

/// A table, written once: columns in the common dialect (INTEGER, BIGINT, TEXT, BLOB), rendered for each engine.
package struct Table: Sendable {
    package let name: String
    package let kind: TableKind
    /// Rows are never updated or deleted.
    package let isAppendOnly: Bool
    /// Column and constraint lines; each column `NOT NULL` unless it says otherwise.
    package let body: String
    /// Extra lines after the table: indices, each with the query it serves in a comment.
    package let indices: [String]

    package init(
        _ name: StaticString, _ kind: TableKind, appendOnly: Bool = false, _ body: StaticString,
        indices: [StaticString] = []
    ) {
        self.name = name.description
        self.kind = kind
        isAppendOnly = appendOnly
        self.body = body.description
        self.indices = indices.map(\.description)
    }

    /// The statements that make this table on `engine`.
    package func statements(_ engine: Engine) -> [String] {
        switch engine {
        case .sqlite:
            // Rows lie in the order of their key.
            var made = ["CREATE TABLE \(name) (\n\(TableBody(body).sqlite)\n) STRICT, WITHOUT ROWID"]
            made += indices.map { $0 }
            if isAppendOnly {
                for verb in ["UPDATE", "DELETE"] {
                    made.append(
                        """
                        CREATE TRIGGER \(name)_no_\(verb.lowercased()) BEFORE \(verb) ON \(name)
                        BEGIN SELECT RAISE(ABORT, '\(name) is append only'); END
                        """)
                }
            }
            return made
        case .postgres:
            var made = ["CREATE TABLE \(name) (\n\(TableBody(body).postgres)\n)"]
            made += indices.map { $0 }
            if isAppendOnly { made.append("REVOKE UPDATE, DELETE, TRUNCATE ON \(name) FROM PUBLIC") }
            return made
        }
    }
}

/// One step of one room's schema. Never edited once released; a later step changes what an earlier one made.
package struct Migration: Sendable {
    /// The room's word, also the prefix of its tables.
    package let room: String
    /// 1, 2, 3 … within the room.
    package let number: Int
    /// What it does, a sentence.
    package let sentence: String
    package let tables: [Table]
    /// Further statements for one engine: a full-text table differs between them.
    package let extra: [Engine: [String]]

    package init(
        room: StaticString, _ number: Int, _ sentence: StaticString, tables: [Table] = [],
        extra: [Engine: [String]] = [:]
    ) {
        self.room = room.description
        self.number = number
        self.sentence = sentence.description
        self.tables = tables
        self.extra = extra
    }

    package func statements(_ engine: Engine) -> [String] {
        tables.flatMap { $0.statements(engine) } + (extra[engine] ?? [])
    }
}

/// Every room's migrations in the order of the rooms: the schema this program knows.
package struct Schema: Sendable {
    package let migrations: [Migration]

    package init(_ migrations: [Migration]) { self.migrations = migrations }

    package var tables: [Table] { migrations.flatMap(\.tables) }

    /// The whole schema as one text, for the golden dump.
    package func dump(_ engine: Engine) -> String {
        migrations.map { migration in
            "-- \(migration.room) \(migration.number): \(migration.sentence)\n"
                + migration.statements(engine).map { $0 + ";\n" }.joined()
        }.joined(separator: "\n")
    }

    /// Brings a database up to this schema; each migration is one transaction. Gives the sentences of those applied.
    /// - Throws: `StoreFault.schema` where the database has a migration this program does not know.
    @discardableResult
    package func apply(to database: any Database) async throws -> [String] {
        try await database.write { transaction in
            for statement in Self.registry.statements(transaction.engine)
            where try !Self.hasRegistry(transaction) {
                try transaction.run(SQL(raw: statement))
            }
        }
        let known = Set(migrations.map { "\($0.room) \($0.number)" })
        let applied = try await database.read { transaction in
            try transaction.all("SELECT room, number FROM store_migration ORDER BY room, number") { row in
                "\(try row.text(0)) \(try row.int64(1))"
            }
        }
        if let foreign = applied.first(where: { !known.contains($0) }) {
            throw StoreFault.schema("the database has migration \(foreign), which this program does not know")
        }
        var sentences: [String] = []
        for migration in migrations where !applied.contains("\(migration.room) \(migration.number)") {
            try await database.write { transaction in
                for statement in migration.statements(transaction.engine) {
                    try transaction.run(SQL(raw: statement))
                }
                try transaction.run(
                    """
                    INSERT INTO store_migration (room, number, sentence)
                    VALUES (\(migration.room), \(migration.number), \(migration.sentence))
                    """)
            }
            sentences.append(migration.sentence)
        }
        return sentences
    }

    private static let registry = Table(
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
}

extension SQL {
    /// A statement whose text was made by the program from its own constants (a migration); takes no arguments.
    init(raw: String) { self.init(stringLiteral: raw) }
}
