import Store
import TestSupport
import Testing

/// Who may do what on PostgreSQL, where the owner of the tables migrates and the program works under a role of its own.
@Suite struct `Rights to the tables` {
    private static let change: SQL = "UPDATE test_entry /*scatter: none may pass*/ SET amount = 9"
    private static let remove: SQL = "DELETE FROM test_entry /*scatter: none may pass*/"
    private static let empty: SQL = "TRUNCATE test_entry"

    private static func refuses(_ statement: SQL, _ database: any Database) async throws -> Bool {
        do {
            try await database.write { try $0.run(statement) }
            return false
        } catch StoreFault.engine(code: "42501", _) {
            return true
        }
    }

    @Test(arguments: TestEngines.only(.postgres))
    func `what is append only binds the program's role, and the owner until it takes the right back`(
        _ engine: Engine
    ) async throws {
        try await withTwoRoles { roles in
            let (owner, program) = (try await roles.open(roles.owner), try await roles.open(roles.program))
            try await StoreTestTables.schema.apply(to: owner, grantingTo: program.role())
            #expect(try await StoreTestTables.schema.apply(to: program) == [])
            try await program.write { transaction in
                try transaction.run(StoreTestTables.addEntry("kept"))
                try transaction.run(StoreTestTables.addValue(1, number: 1))
                try transaction.run("UPDATE test_value /*scatter: all*/ SET number = 2")
                try transaction.run("DELETE FROM test_value /*scatter: all*/")
            }
            for database in [program, owner] {
                for statement in [Self.change, Self.remove, Self.empty] {
                    #expect(try await Self.refuses(statement, database))
                }
            }
            #expect(
                try await Self.refuses(
                    "INSERT INTO store_migration (room, number, sentence) VALUES ('a', 1, 'b')", program))
            #expect(try await program.read { try StoreTestTables.requests($0) } == ["kept"])
            try await program.close()
            try await owner.close()
        }
    }

    @Test(arguments: TestEngines.only(.postgres))
    func `a role that may not make tables is told what is missing, and changes nothing`(_ engine: Engine)
        async throws
    {
        try await withTwoRoles { roles in
            let (owner, program) = (try await roles.open(roles.owner), try await roles.open(roles.program))
            let later = Schema(
                StoreTestTables.schema.migrations + [
                    Migration(
                        room: "test", 2, "later",
                        tables: [
                            Table(
                                "test_later", .reference,
                                """
                                    code TEXT NOT NULL,
                                    PRIMARY KEY (code)
                                """)
                        ])
                ])
            try await StoreTestTables.schema.apply(to: owner, grantingTo: program.role())
            await #expect(
                throws: StoreFault.schema(
                    "the database lacks migration test 2 and this role may not make tables; "
                        + "name the owner's address in --migrate-as (docs/postgresql.md)")
            ) { try await later.apply(to: program) }
            #expect(try await later.apply(to: owner, grantingTo: program.role()) == ["later"])
            try await program.write { transaction in
                try transaction.run("INSERT INTO test_later (code) VALUES ('a')")
            }
            try await program.close()
            try await owner.close()
        }
    }
}
