import Kernel
import Store
import TestSupport
import Testing

@Suite struct `Transactions` {
    @Test(arguments: TestEngines.all)
    func `a throwing write leaves nothing`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            await #expect(throws: Planned.self) {
                try await database.write { transaction in
                    try transaction.run(StoreTestTables.addEntry("gone"))
                    throw Planned()
                }
            }
            #expect(try await database.read(StoreTestTables.requests) == [])
        }
    }

    @Test(arguments: TestEngines.all)
    func `a savepoint undoes what it held and nothing else`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            try await database.write { transaction in
                try transaction.run(StoreTestTables.addEntry("before"))
                let outer = Self.planned {
                    try transaction.savepoint {
                        try transaction.run(StoreTestTables.addEntry("outer"))
                        try transaction.savepoint {
                            _ = try transaction.run(StoreTestTables.addEntry("inner"))
                        }
                        throw Planned()
                    }
                }
                let inner = try transaction.savepoint {
                    try transaction.run(StoreTestTables.addEntry("kept"))
                    return Self.planned {
                        try transaction.savepoint {
                            try transaction.run(StoreTestTables.addEntry("undone"))
                            throw Planned()
                        }
                    }
                }
                #expect(outer && inner)
            }
            #expect(try await database.read(StoreTestTables.requests) == ["before", "kept"])
        }
    }

    @Test(arguments: TestEngines.all)
    func `a failed statement inside a savepoint leaves the transaction usable`(_ engine: Engine) async throws
    {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            try await database.write { transaction in
                try transaction.run(StoreTestTables.addEntry("one"))
                #expect(throws: StoreFault.self) {
                    try transaction.savepoint { _ = try transaction.run(StoreTestTables.addEntry("one")) }
                }
                try transaction.run(StoreTestTables.addEntry("two"))
            }
            #expect(try await database.read(StoreTestTables.requests) == ["one", "two"])
        }
    }

    @Test(arguments: TestEngines.only(.postgres))
    func `a fault swallowed outside a savepoint comes back at COMMIT`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            await #expect(throws: StoreFault.unique("test_entry_pkey")) {
                try await database.write { transaction in
                    try transaction.run(StoreTestTables.addEntry("one"))
                    _ = try? transaction.run(StoreTestTables.addEntry("one"))
                }
            }
            #expect(try await database.read(StoreTestTables.requests) == [])
        }
    }

    @Test(arguments: TestEngines.all)
    func `a statement may run inside the rows of another, of the same text too`(_ engine: Engine) async throws
    {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            let pairs = try await database.write { transaction in
                for id in 1...3 as ClosedRange<Int64> {
                    try transaction.run(StoreTestTables.addValue(id, number: id * 10))
                }
                let all: SQL = "SELECT id FROM test_value /*scatter: all rows of a test*/ ORDER BY id"
                var pairs: [Int64] = []
                try transaction.each(all) { outer in
                    let id = try outer.int64(0)
                    try transaction.each(all) { inner in pairs.append(id * 100 + (try inner.int64(0))) }
                    pairs.append(try StoreTestTables.number(of: id, in: transaction) ?? 0)
                }
                return pairs
            }
            #expect(pairs == [101, 102, 103, 10, 201, 202, 203, 20, 301, 302, 303, 30])
        }
    }

    @Test(arguments: TestEngines.all)
    func `a read is one picture and writes nothing`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            await #expect(throws: StoreFault.self) {
                try await database.read { _ = try $0.run(StoreTestTables.addEntry("not here")) }
            }
            #expect(try await database.read(StoreTestTables.requests) == [])
        }
    }

    @Test(arguments: TestEngines.all)
    func `a closed database refuses`(_ engine: Engine) async throws {
        try await withPlace(engine) { place in
            let database = try await place.open()
            try await database.close()
            await #expect(throws: (any Error).self) { try await database.read { try $0.exists("SELECT 1") } }
        }
    }

    @Test(arguments: TestEngines.all)
    func `more callers than connections all come through`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema, connections: 2) {
            database async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        _ = try await database.write { try $0.run(StoreTestTables.addEntry("\(number)")) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.read(StoreTestTables.requests).count == 200)
        }
    }

    @Test(arguments: TestEngines.only(.sqlite))
    func `SQLite syncs every commit of the connection that pays`(_ engine: Engine) async throws {
        try await withDatabase(engine) { database async throws in
            let level = try await database.write { transaction in
                try transaction.one("SELECT synchronous FROM pragma_synchronous") { try $0.int64(0) }
            }
            #expect(level == 2)
        }
    }

    @Test(arguments: TestEngines.only(.postgres))
    func `PostgreSQL syncs every commit and speaks UTF-8`(_ engine: Engine) async throws {
        try await withDatabase(engine) { database async throws in
            let settings = try await database.write { transaction in
                try transaction.all(
                    """
                    SELECT name, setting FROM pg_settings WHERE name IN ('synchronous_commit', 'client_encoding',
                        'standard_conforming_strings', 'statement_timeout', 'application_name',
                        'transaction_isolation') ORDER BY name
                    """
                ) { "\(try $0.text(0))=\(try $0.text(1))" }
            }
            #expect(
                settings == [
                    "application_name=lamplight", "client_encoding=UTF8", "standard_conforming_strings=on",
                    "statement_timeout=0", "synchronous_commit=on", "transaction_isolation=read committed",
                ])
        }
    }

    /// Whether `body` throws what was planned.
    private static func planned(_ body: () throws -> Void) -> Bool {
        do {
            try body()
            return false
        } catch {
            return error is Planned
        }
    }
}
