import Kernel
import Store
import TestSupport
import Testing

@Suite struct `Group commit` {
    @Test(arguments: TestEngines.all)
    func `two thousand writers are all there exactly once`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<2000 {
                    group.addTask {
                        try await database.write(.grouped) { transaction in
                            try transaction.run(StoreTestTables.addEntry("\(number)", of: Int64(number % 50)))
                            return number
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.sorted() == Array(0..<2000))
            let found = try await database.read(StoreTestTables.requests)
            #expect(found.count == 2000)
            #expect(Set(found).count == 2000)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a write that throws undoes only itself`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            let outcomes = await withTaskGroup(of: (Int, String).self) { group in
                for number in 0..<300 {
                    group.addTask {
                        do {
                            try await database.write(.grouped) { transaction in
                                try transaction.run(StoreTestTables.addEntry("\(number)"))
                                if number % 3 == 1 { throw Planned() }
                                // The same key again: the engine's own refusal.
                                if number % 3 == 2 {
                                    try transaction.run(StoreTestTables.addEntry("\(number)"))
                                }
                            }
                            return (number, "written")
                        } catch is Planned {
                            return (number, "planned")
                        } catch StoreFault.unique {
                            return (number, "unique")
                        } catch {
                            return (number, "\(error)")
                        }
                    }
                }
                return await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
            }
            for number in 0..<300 {
                #expect(outcomes[number] == ["written", "planned", "unique"][number % 3])
            }
            let found = try await database.read(StoreTestTables.requests)
            #expect(Set(found) == Set((0..<300).filter { $0 % 3 == 0 }.map(String.init)))
        }
    }
}
