import Dispatch
import Kernel
import Store
import TestSupport
import Testing

/// PostgreSQL only: SQLite has no connection that could be lost.
@Suite struct `Lost connections` {
    @Test(arguments: TestEngines.only(.postgres))
    func `one lost inside a transaction is made again and the transaction run again`(_ engine: Engine)
        async throws
    {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            let runs = Counter()
            try await database.write { transaction in
                try transaction.run(StoreTestTables.addEntry("one"))
                if runs.add() == 1 { try Self.endOwnSession(transaction) }
            }
            #expect(runs.count == 2)
            #expect(try await database.read(StoreTestTables.requests) == ["one"])
        }
    }

    @Test(arguments: TestEngines.only(.postgres))
    func `one lost time and again is the caller's fault in the end`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            let fault = await #expect(throws: StoreFault.self) {
                try await database.write { try Self.endOwnSession($0) }
            }
            guard case .connectionLost = fault else {
                Issue.record("\(String(describing: fault)) is not a lost connection")
                return
            }
        }
    }

    @Test(arguments: TestEngines.only(.postgres))
    func `a server that is not there is a lost connection`(_ engine: Engine) async throws {
        let place = TestPlace(engine: engine, name: "nowhere")
        let fault = await #expect(throws: StoreFault.self) {
            _ = try await place.open(url: "postgresql://127.0.0.1:1/none")
        }
        guard case .connectionLost = fault else {
            Issue.record("\(String(describing: fault)) is not a lost connection")
            return
        }
    }

    @Test(arguments: TestEngines.only(.postgres), [WriteMode.alone, .grouped])
    func `COMMIT lost on its way is run again once the look-up finds nothing`(
        _ engine: Engine, _ mode: WriteMode
    ) async throws {
        try await withProxiedDatabase(engine) { database, proxy async throws in
            let (runs, lookUps) = (Counter(), Counter())
            try await database.write(mode, resolve: Self.lookUp("one", lookUps)) { transaction in
                try transaction.run(StoreTestTables.addEntry("one"))
                if runs.add() == 1 { proxy.arm(.cutBeforeCommit) }
            }
            #expect(runs.count == 2)
            #expect(lookUps.count == 1)
            #expect(try await database.read(StoreTestTables.requests) == ["one"])
        }
    }

    @Test(arguments: TestEngines.only(.postgres), [WriteMode.alone, .grouped])
    func `COMMIT whose answer is lost is found by its key and not run again`(
        _ engine: Engine, _ mode: WriteMode
    ) async throws {
        try await withProxiedDatabase(engine) { database, proxy async throws in
            let (runs, lookUps) = (Counter(), Counter())
            try await database.write(mode, resolve: Self.lookUp("one", lookUps)) { transaction in
                try transaction.run(StoreTestTables.addEntry("one"))
                if runs.add() == 1 { proxy.arm(.cutAfterCommit) }
            }
            #expect(runs.count == 1)
            #expect(lookUps.count == 1)
            #expect(try await database.read(StoreTestTables.requests) == ["one"])
        }
    }

    @Test(
        arguments: TestEngines.only(.postgres), [LossyProxy.Cut.cutBeforeCommit, .cutAfterCommit])
    func `COMMIT lost with no key to look up is never run again`(
        _ engine: Engine, _ cut: LossyProxy.Cut
    ) async throws {
        try await withProxiedDatabase(engine) { database, proxy async throws in
            let runs = Counter()
            let fault = await #expect(throws: StoreFault.self) {
                try await database.write { transaction in
                    runs.add()
                    try transaction.run(StoreTestTables.addEntry("one"))
                    proxy.arm(cut)
                }
            }
            guard case .outcomeUnknown = fault else {
                Issue.record("\(String(describing: fault)) claims to know")
                return
            }
            #expect(runs.count == 1)
            #expect(
                try await database.read(StoreTestTables.requests) == (cut == .cutAfterCommit ? ["one"] : []))
        }
    }

    private func withProxiedDatabase(
        _ engine: Engine, _ body: (any Database, LossyProxy) async throws -> Void
    ) async throws {
        try await withPlace(engine) { place in
            let proxy = try LossyProxy(to: try TestEngines.postgresURL())
            defer { proxy.stop() }
            let database = try await place.open(url: proxy.url)
            try await StoreTestTables.schema.apply(to: database)
            try await body(database, proxy)
            try await database.close()
        }
    }

    private static func lookUp(_ request: String, _ count: Counter)
        -> @Sendable (any Transaction) throws -> Void?
    {
        { transaction in
            count.add()
            let isThere = try transaction.exists(
                """
                SELECT 1 FROM test_entry WHERE bucket = \(Bucket(of: 1)) AND account = 1 AND request = \(request)
                """)
            return isThere ? () : nil
        }
    }

    private static func endOwnSession(_ transaction: any Transaction) throws {
        try transaction.run("SELECT pg_terminate_backend(pg_backend_pid())")
    }
}
