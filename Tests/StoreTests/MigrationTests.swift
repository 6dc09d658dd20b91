import Store
import TestSupport
import Testing

@Suite struct `Migrations` {
    private static let first = Migration(room: "test", 1, "the first", tables: [StoreTestTables.reference])
    private static let second = Migration(room: "test", 2, "the second", tables: [StoreTestTables.value])

    /// Text that a later migration adds sorts by its bytes on a server whose own order is a dictionary's.
    @Test(arguments: TestEngines.all)
    func `a column added later sorts as those of its table`(_ engine: Engine) async throws {
        let added = Migration(
            room: "test", 3, "a name for the second time",
            extra: [engine: ["ALTER TABLE test_reference ADD COLUMN again TEXT NOT NULL DEFAULT ''"]])
        try await withDatabase(engine) { database async throws in
            try await Schema([Self.first]).apply(to: database)
            try await Schema([Self.first, added]).apply(to: database)
            let paths = try await database.write { transaction in
                for (number, path) in ["/1/2/", "/1/10/", "/1/2~", "/12/", "/1/B/", "/1/a/"].enumerated() {
                    try transaction.run(
                        "INSERT INTO test_reference (code, name, again) VALUES (\("c\(number)"), '', \(path))"
                    )
                }
                return try transaction.all(
                    "SELECT again FROM test_reference WHERE again >= '/1/' AND again < '/1/~' ORDER BY again"
                ) { try $0.text(0) }
            }
            #expect(paths == ["/1/10/", "/1/2/", "/1/2~", "/1/B/", "/1/a/"])
        }
    }

    @Test(arguments: TestEngines.all)
    func `each is applied once`(_ engine: Engine) async throws {
        try await withDatabase(engine) { database async throws in
            #expect(try await Schema([Self.first]).apply(to: database) == ["the first"])
            #expect(try await Schema([Self.first]).apply(to: database) == [])
            #expect(try await Schema([Self.first, Self.second]).apply(to: database) == ["the second"])
            #expect(try await Schema([Self.first, Self.second]).apply(to: database) == [])
        }
    }

    @Test(arguments: TestEngines.all)
    func `a database of a newer program is refused`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: Schema([Self.first, Self.second])) { database async throws in
            await #expect(
                throws: StoreFault.schema(
                    "the database has migration test 2, which this program does not know")
            ) { try await Schema([Self.first]).apply(to: database) }
        }
    }

    @Test(arguments: TestEngines.all)
    func `one that fails leaves nothing of itself`(_ engine: Engine) async throws {
        let broken = Migration(
            room: "test", 2, "broken", tables: [StoreTestTables.value],
            extra: [.sqlite: ["CREATE nonsense"], .postgres: ["CREATE nonsense"]])
        try await withDatabase(engine) { database async throws in
            try await Schema([Self.first]).apply(to: database)
            await #expect(throws: StoreFault.self) {
                try await Schema([Self.first, broken]).apply(to: database)
            }
            #expect(try await Schema([Self.first, Self.second]).apply(to: database) == ["the second"])
        }
    }

    @Test(arguments: TestEngines.all)
    func `of programs that start together one applies each and the others wait`(_ engine: Engine) async throws
    {
        let schema = Schema([Self.first, Self.second])
        for _ in 0..<5 {
            try await withPlace(engine) { place in
                var programs: [any Database] = []
                for _ in 0..<4 { programs.append(try await place.open(connections: 1)) }
                let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                    for program in programs { group.addTask { try await schema.apply(to: program) } }
                    return try await group.reduce(into: []) { $0 += $1 }
                }
                #expect(applied.sorted() == ["the first", "the second"])
                for program in programs { try await program.close() }
            }
        }
    }

    @Test(arguments: TestEngines.only(.postgres))
    func `a statement prepared before its table was altered runs anew`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: Schema([Self.first]), connections: 1) {
            database async throws in
            let all: SQL = "SELECT * FROM test_reference"
            try await database.write { transaction in
                try transaction.run("INSERT INTO test_reference (code, name) VALUES ('a', 'b')")
            }
            _ = try await database.read { try $0.all(all) { try $0.text(1) } }
            try await database.write {
                try $0.run("ALTER TABLE test_reference ADD COLUMN more TEXT DEFAULT 'c'")
            }
            let rows = try await database.read { try $0.all(all) { try $0.text(2) } }
            #expect(rows == ["c"])
        }
    }
}

@Suite struct `Tables` {
    private static let table = Table(
        "test_words", .own, appendOnly: true,
        """
            bucket INTEGER NOT NULL,
            id\tBIGINT NOT NULL, bytes
            BLOB,blob_kind TEXT NOT NULL CHECK (blob_kind IN ('BLOB', 'BIGINT', 'TEXT')),
            -- A BIGINT and a BLOB in a comment, which is no column
            bigint_count BIGINT,total BIGINT
            ,note TEXT,
            PRIMARY KEY (bucket, id), CHECK (CAST(note AS TEXT) <> 'x')
        """)

    @Test func `SQLite gets INTEGER for BIGINT and nothing else changed`() {
        #expect(
            Self.table.statements(.sqlite)[0] == """
                CREATE TABLE test_words (
                    bucket INTEGER NOT NULL,
                    id\tINTEGER NOT NULL, bytes
                    BLOB,blob_kind TEXT NOT NULL CHECK (blob_kind IN ('BLOB', 'BIGINT', 'TEXT')),
                    -- A BIGINT and a BLOB in a comment, which is no column
                    bigint_count INTEGER,total INTEGER
                    ,note TEXT,
                    PRIMARY KEY (bucket, id), CHECK (CAST(note AS TEXT) <> 'x')
                ) STRICT, WITHOUT ROWID
                """)
    }

    @Test func `PostgreSQL gets BYTEA for BLOB and text that sorts by its bytes`() {
        #expect(
            Self.table.statements(.postgres)[0] == """
                CREATE TABLE test_words (
                    bucket INTEGER NOT NULL,
                    id\tBIGINT NOT NULL, bytes
                    BYTEA,blob_kind TEXT COLLATE "C" NOT NULL CHECK (blob_kind IN ('BLOB', 'BIGINT', 'TEXT')),
                    -- A BIGINT and a BLOB in a comment, which is no column
                    bigint_count BIGINT,total BIGINT
                    ,note TEXT COLLATE "C",
                    PRIMARY KEY (bucket, id), CHECK (CAST(note AS TEXT) <> 'x')
                )
                """)
    }

    @Test(arguments: TestEngines.all)
    func `such a table can be made`(_ engine: Engine) async throws {
        let schema = Schema([Migration(room: "test", 1, "words", tables: [Self.table])])
        let applied = try await withDatabase(engine) { try await schema.apply(to: $0) }
        #expect(applied == ["words"])
    }
}
