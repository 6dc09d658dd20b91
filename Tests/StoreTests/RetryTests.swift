import Dispatch
import Kernel
import Store
import TestSupport
import Testing

@Suite struct `Retries` {
    @Test(arguments: TestEngines.only(.postgres))
    func `two transactions that deadlock both come through`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            try await database.write { transaction in
                for id in [1, 2] as [Int64] { try transaction.run(StoreTestTables.addValue(id, number: 0)) }
            }
            let runs = Counter()
            // Each takes its first row, and only on the first attempt waits until the other has its own.
            let arrived = [DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)]
            let orders: [[Int64]] = [[1, 2], [2, 1]]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (me, order) in orders.enumerated() {
                    let attempts = Counter()
                    group.addTask {
                        try await database.write { transaction in
                            runs.add()
                            try Self.add(to: order[0], transaction)
                            if attempts.add() == 1 {
                                arrived[me].signal()
                                arrived[1 - me].wait()
                            }
                            try Self.add(to: order[1], transaction)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let numbers = try await database.read { transaction in
                try [1, 2].map { try StoreTestTables.number(of: $0, in: transaction) }
            }
            #expect(numbers == [2, 2])
            #expect(runs.count == 3)
        }
    }

    @Test(arguments: TestEngines.only(.sqlite))
    func `two openings of one file wait for each other`(_ engine: Engine) async throws {
        try await withPlace(engine) { place in
            let one = try await place.open()
            let other = try await place.open()
            try await StoreTestTables.schema.apply(to: one)
            try await one.write { try $0.run(StoreTestTables.addValue(1, number: 0)) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        try await (number.isMultiple(of: 2) ? one : other).write { try Self.add(to: 1, $0) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await other.read { try StoreTestTables.number(of: 1, in: $0) } == 100)
            try await one.close()
            try await other.close()
        }
    }

    @Test(arguments: TestEngines.all)
    func `a transaction that stays busy is tried a limited number of times`(_ engine: Engine) async throws {
        try await withDatabase(engine) { database async throws in
            let runs = Counter()
            await #expect(throws: StoreFault.busy("planned")) {
                try await database.write { _ in
                    runs.add()
                    throw StoreFault.busy("planned")
                }
            }
            #expect(runs.count == RetryLimit.attempts + 1)
        }
    }

    @Test(arguments: TestEngines.only(.postgres))
    func `a caller that is cancelled while it waits lets the others through`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema, connections: 1) {
            database async throws in
            let isHeld = DispatchSemaphore(value: 0)
            let mayEnd = DispatchSemaphore(value: 0)
            let holder = Task {
                try await database.write { transaction in
                    isHeld.signal()
                    mayEnd.wait()
                    try transaction.run(StoreTestTables.addEntry("holder"))
                }
            }
            await Task.detached { Self.wait(isHeld) }.value
            let cancelled = Task {
                try await database.write { try $0.run(StoreTestTables.addEntry("cancelled")) }
            }
            let patient = Task {
                try await database.write { try $0.run(StoreTestTables.addEntry("patient")) }
            }
            cancelled.cancel()
            await #expect(throws: CancellationError.self) { try await cancelled.value }
            mayEnd.signal()
            _ = try await (holder.value, patient.value)
            #expect(try await database.read(StoreTestTables.requests) == ["holder", "patient"])
        }
    }

    private static func wait(_ semaphore: DispatchSemaphore) { semaphore.wait() }

    private static func add(to id: Int64, _ transaction: any Transaction) throws {
        try transaction.run(
            "UPDATE test_value SET number = number + 1 WHERE bucket = \(Bucket(of: id)) AND id = \(id)")
    }
}
