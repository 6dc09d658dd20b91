import Kernel
import Store
import TestSupport
import Testing

@Suite struct `Faults` {
    @Test(arguments: TestEngines.all)
    func `a taken key names what is taken`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            try await database.write { try $0.run(StoreTestTables.addEntry("one")) }
            let expected =
                switch engine {
                case .sqlite: "test_entry.bucket, test_entry.account, test_entry.request"
                case .postgres: "test_entry_pkey"
                }
            await #expect(throws: StoreFault.unique(expected)) {
                try await database.write { try $0.run(StoreTestTables.addEntry("one")) }
            }
        }
    }

    @Test(
        arguments: TestEngines.all,
        [
            "INSERT INTO test_value (bucket, id, number) VALUES (2066, 1, -13)",
            "INSERT INTO test_value (bucket, id) VALUES (2066, NULL)",
        ])
    func `a constraint refuses the row`(_ engine: Engine, _ text: String) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            let fault = await #expect(throws: StoreFault.self) {
                try await database.write { try $0.run(SQL(stringLiteral: text)) }
            }
            guard case .constraint = fault else {
                Issue.record("\(String(describing: fault)) is not a constraint")
                return
            }
        }
    }

    @Test(
        arguments: TestEngines.only(.sqlite),
        [
            "UPDATE test_entry SET amount = 2 WHERE bucket = 2066",
            "DELETE FROM test_entry WHERE bucket = 2066",
        ])
    func `an append-only table refuses change on SQLite`(_ engine: Engine, _ text: String) async throws {
        try await withPlace(engine) { place in
            let database = try await place.open()
            try await StoreTestTables.schema.apply(to: database)
            try await database.write { try $0.run(StoreTestTables.addEntry("one")) }
            await #expect(throws: StoreFault.constraint("test_entry is append only")) {
                try await database.write { try $0.run(SQL(stringLiteral: text)) }
            }
            try await database.close()
        }
    }

    @Test(arguments: TestEngines.all)
    func `a statement that is wrong is the engine's fault, and is not tried again`(_ engine: Engine)
        async throws
    {
        try await withDatabase(engine) { database async throws in
            let runs = Counter()
            let fault = await #expect(throws: StoreFault.self) {
                try await database.write { transaction in
                    runs.add()
                    _ = try transaction.run("SELECT nothing FROM nowhere")
                }
            }
            guard case .engine = fault else {
                Issue.record("\(String(describing: fault)) is not the engine's")
                return
            }
            #expect(runs.count == 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `one row asked for and none there`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            await #expect(throws: StoreFault.noRow("SELECT name FROM test_reference")) {
                try await database.read { try $0.one("SELECT name FROM test_reference") { try $0.text(0) } }
            }
        }
    }
}
