import Kernel
import Store
import TestSupport
import Testing

@Suite struct `Values` {
    @Test(arguments: TestEngines.all)
    func `every type comes back as it was bound`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            let day = try #require(Day(yyyymmdd: 20_240_229))
            let month = try #require(BillingMonth(yyyymm: 202_402))
            let numbers: [(any SQLBindable, Int64)] = [
                (Int64.max, .max), (Int64.min, .min), (-1, -1), (Int32.min, Int64(Int32.min)), (true, 1),
                (false, 0),
                (day, 20_240_229), (month, 202_402),
                (Instant(milliseconds: 1_700_000_000_123), 1_700_000_000_123),
                (Bucket(of: 1), 2066), (AccountID(9_999_999_999_999), 9_999_999_999_999),
                (Money(fen: -5), -5),
                (Energy(wattHours: 7), 7), (Price(units: 8), 8), (RegisterValue(units: 9), 9),
            ]
            for (index, (bound, expected)) in numbers.enumerated() {
                let id = Int64(index)
                try await database.write { [value = bound.sqlValue] transaction in
                    try transaction.run(
                        """
                        INSERT INTO test_value (bucket, id, number) VALUES (\(Bucket(of: id)), \(id), \(value))
                        """)
                }
                let found = try await database.read { try StoreTestTables.number(of: id, in: $0) }
                #expect(found == expected)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `typed accessors read what they name`(_ engine: Engine) async throws {
        try await withDatabase(engine) { database async throws in
            try await database.read { transaction in
                try transaction.each(
                    """
                    SELECT CAST(\(20_240_229) AS BIGINT), CAST(\(202_402) AS BIGINT), CAST(\(2066) AS BIGINT),
                        CAST(\(-5) AS BIGINT), CAST(\(1) AS BIGINT), 'text', CAST(NULL AS BIGINT)
                    """
                ) { row throws in
                    #expect(try row.day(0) == Day(yyyymmdd: 20_240_229))
                    #expect(try row.month(1) == BillingMonth(yyyymm: 202_402))
                    #expect(try row.bucket(2) == Bucket(of: 1))
                    #expect(try row.quantity(3, as: Money.self) == Money(fen: -5))
                    #expect(try row.bool(4))
                    #expect(try row.text(5) == "text")
                    #expect(try row.optionalInt64(6) == nil)
                    #expect(try row.optionalDay(6) == nil)
                    #expect(throws: StoreFault.self) { try row.int64(6) }
                    #expect(throws: StoreFault.self) { try row.int64(5) }
                    #expect(throws: StoreFault.self) { try row.text(0) }
                    #expect(throws: StoreFault.self) { try row.blob(5) }
                    #expect(throws: StoreFault.self) { try row.month(0) }
                }
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `text and bytes keep every character, empty is not null`(_ engine: Engine) async throws {
        let texts: [String?] = ["", "王小明", "a\tb\nc\\d\r\\N\\.", "'; DROP TABLE test_value; --", "⚡️🏮", nil]
        let blobs: [[UInt8]?] = [[], [0], Array(0...255), nil]
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            for text in texts {
                for bytes in blobs {
                    let found = try await database.write { transaction in
                        try transaction.run("DELETE FROM test_value WHERE bucket = \(Bucket(of: 1))")
                        try transaction.run(
                            """
                            INSERT INTO test_value (bucket, id, name, bytes)
                            VALUES (\(Bucket(of: 1)), 1, \(text), \(bytes))
                            """)
                        return try transaction.one(
                            "SELECT name, bytes FROM test_value WHERE bucket = \(Bucket(of: 1))"
                        ) { (try $0.optionalText(0), try $0.optionalBlob(1)) }
                    }
                    #expect(found.0 == text)
                    #expect(found.1 == bytes)
                }
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a type told after a null does not change what the statement does`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema, connections: 1) {
            database async throws in
            for (id, number) in [(1, nil), (2, 5), (3, nil), (4, Int64.max)] as [(Int64, Int64?)] {
                let found = try await database.write { transaction in
                    try transaction.run(StoreTestTables.addValue(id, number: number))
                    return try StoreTestTables.number(of: id, in: transaction)
                }
                #expect(found == number)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a statement tells how many rows it changed`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            let counts = try await database.write { transaction in
                for id in 1...3 as ClosedRange<Int64> { try transaction.run(StoreTestTables.addValue(id)) }
                return [
                    try transaction.run("UPDATE test_value SET whole = 1 /*scatter: all rows of a test*/"),
                    try transaction.run(
                        "UPDATE test_value SET whole = 2 WHERE bucket = \(Bucket(of: 2)) AND id = \(2)"),
                    try transaction.run(
                        "DELETE FROM test_value WHERE bucket = \(Bucket(of: 4)) AND id = \(4)"),
                ]
            }
            #expect(counts == [3, 1, 0])
        }
    }

    @Test(arguments: TestEngines.all)
    func `text sorts by its bytes on every engine`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            let codes = ["a", "B", "_", "Z", "é", "10", "9", "中"]
            let sorted = try await database.write { transaction in
                for code in codes {
                    try transaction.run("INSERT INTO test_reference (code, name) VALUES (\(code), '')")
                }
                return try transaction.all("SELECT code FROM test_reference ORDER BY code") { try $0.text(0) }
            }
            #expect(sorted == ["10", "9", "B", "Z", "_", "a", "é", "中"])
        }
    }
}
