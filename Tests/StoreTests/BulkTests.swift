import Kernel
import Store
import TestSupport
import Testing

@Suite struct `Bulk writing` {
    private static let insert = BulkInsert(
        into: "test_value", ["bucket", "id", "whole", "number", "name", "bytes"])

    @Test(arguments: TestEngines.all)
    func `every value comes back, whatever stands in it`(_ engine: Engine) async throws {
        let texts: [String?] = [
            "", nil, "plain", "a\tb", "a\nb", "a\r\nb", "\\", "\\N", "\\.", "\\x41", "\\t", "\"quoted\"",
            "王\t小\\明",
        ]
        let blobs: [[UInt8]?] = [[], nil, [0], [9, 10, 13, 92], Array(0...255)]
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            let written = try await database.write { transaction in
                try transaction.bulk(Self.insert) { writer in
                    for (index, text) in texts.enumerated() {
                        let id = Int64(index)
                        writer.value(Bucket(of: id))
                        writer.value(id)
                        writer.null()
                        writer.value(index.isMultiple(of: 2) ? Int64.min : nil)
                        writer.value(text)
                        writer.value(blobs[index % blobs.count])
                        try writer.endRow()
                    }
                }
            }
            #expect(written == texts.count)
            let found = try await database.read { transaction in
                try transaction.all(
                    "SELECT whole, number, name, bytes FROM test_value /*scatter: all rows of a test*/ ORDER BY id"
                ) { row in
                    #expect(row.isNull(0))
                    return (try row.optionalInt64(1), try row.optionalText(2), try row.optionalBlob(3))
                }
            }
            for (index, row) in found.enumerated() {
                #expect(row.0 == (index.isMultiple(of: 2) ? Int64.min : nil))
                #expect(row.1 == texts[index])
                #expect(row.2 == blobs[index % blobs.count])
            }
            #expect(found.count == texts.count)
        }
    }

    @Test(arguments: TestEngines.all)
    func `ten thousand rows go in more than one piece`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            let sum = try await database.write { transaction in
                try Self.write(0..<10_000, to: transaction)
                return try transaction.one(
                    """
                    SELECT COUNT(*), CAST(SUM(number) AS BIGINT) FROM test_value /*scatter: all rows of a test*/
                    """
                ) { [try $0.int64(0), try $0.int64(1)] }
            }
            #expect(sum == [10_000, 49_995_000])
        }
    }

    /// On SQLite 266 rows of these six columns go into one statement, fewer where texts are long.
    @Test(arguments: TestEngines.all, [1, 265, 266, 267, 533])
    func `each row is itself again however many there are`(_ engine: Engine, _ count: Int) async throws {
        @Sendable func text(_ index: Int) -> String {
            index % 100 == 7
                ? String(repeating: "长", count: 200_000 + index) : String(repeating: "短", count: index % 5)
        }
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            let written = try await database.write { transaction in
                try transaction.bulk(Self.insert) { writer in
                    for index in 0..<count {
                        writer.value(Bucket(of: 9))
                        writer.int64(Int64(index))
                        writer.null()
                        writer.value(index.isMultiple(of: 3) ? nil : Int64(index) - 5)
                        writer.text(text(index))
                        writer.blob([UInt8](repeating: UInt8(index % 256), count: index % 7))
                        try writer.endRow()
                    }
                }
            }
            #expect(written == count)
            let found = try await database.read { transaction in
                try transaction.all(
                    "SELECT number, name, bytes FROM test_value WHERE bucket = \(Bucket(of: 9)) ORDER BY id"
                ) { (try $0.optionalInt64(0), try $0.text(1), try $0.blob(2)) }
            }
            #expect(found.count == count)
            for (index, row) in found.enumerated() {
                #expect(row.0 == (index.isMultiple(of: 3) ? nil : Int64(index) - 5))
                #expect(row.1 == text(index))
                #expect(row.2 == [UInt8](repeating: UInt8(index % 256), count: index % 7))
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a bulk write that fails or gives up is undone by its savepoint`(_ engine: Engine) async throws {
        try await withDatabase(engine, schema: StoreTestTables.schema) { database async throws in
            let count = try await database.write { transaction in
                try Self.write(0..<10, to: transaction)
                let fault = #expect(throws: StoreFault.self) {
                    try transaction.savepoint { _ = try Self.write(5..<3000, to: transaction) }
                }
                guard case .unique = fault else {
                    Issue.record("\(String(describing: fault)) is not a taken key")
                    return 0
                }
                #expect(throws: Planned.self) {
                    try transaction.savepoint {
                        _ = try transaction.bulk(Self.insert) { writer in
                            writer.value(Bucket(of: 77))
                            writer.int64(77)
                            for _ in 0..<4 { writer.null() }
                            try writer.endRow()
                            throw Planned()
                        }
                    }
                }
                try Self.write(10..<12, to: transaction)
                return try transaction.one("SELECT COUNT(*) FROM test_value /*scatter: all rows of a test*/")
                {
                    try $0.int(0)
                }
            }
            #expect(count == 12)
        }
    }

    @discardableResult
    private static func write(_ ids: Range<Int64>, to transaction: any Transaction) throws -> Int {
        try transaction.bulk(insert) { writer in
            for id in ids {
                writer.value(Bucket(of: id))
                writer.int64(id)
                writer.null()
                writer.int64(id)
                writer.text("a name long enough to fill the buffer more than once")
                writer.blob([1, 2, 3])
                try writer.endRow()
            }
        }
    }
}
