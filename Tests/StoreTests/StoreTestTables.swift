import Kernel
import Store

/// The tables of the seam's tests.
enum StoreTestTables {
    static let schema = Schema([
        Migration(
            room: "test", 1, "values of every type, entries that stay, a reference",
            tables: [value, entry, reference])
    ])

    static let value = Table(
        "test_value", .own,
        """
            bucket INTEGER NOT NULL,
            id BIGINT NOT NULL,
            whole INTEGER,
            number BIGINT,
            name TEXT,
            bytes BLOB,
            PRIMARY KEY (bucket, id),
            CHECK (number IS NULL OR number <> -13)
        """)

    static let entry = Table(
        "test_entry", .account, appendOnly: true,
        """
            bucket INTEGER NOT NULL,
            account BIGINT NOT NULL,
            request TEXT NOT NULL,
            amount BIGINT NOT NULL,
            PRIMARY KEY (bucket, account, request)
        """)

    static let reference = Table(
        "test_reference", .reference,
        """
            code TEXT NOT NULL,
            name TEXT NOT NULL,
            PRIMARY KEY (code)
        """)

    static func addEntry(_ request: String, of account: Int64 = 1, amount: Int64 = 1) -> SQL {
        """
        INSERT INTO test_entry (bucket, account, request, amount)
        VALUES (\(Bucket(of: account)), \(account), \(request), \(amount))
        """
    }

    static func addValue(_ id: Int64, number: Int64? = nil, name: String? = nil) -> SQL {
        """
        INSERT INTO test_value (bucket, id, number, name) VALUES (\(Bucket(of: id)), \(id), \(number), \(name))
        """
    }

    static func number(of id: Int64, in transaction: any Transaction) throws -> Int64? {
        try transaction.one("SELECT number FROM test_value WHERE bucket = \(Bucket(of: id)) AND id = \(id)") {
            try $0.optionalInt64(0)
        }
    }

    static func requests(_ transaction: any Transaction) throws -> [String] {
        try transaction.all(
            "SELECT request FROM test_entry /*scatter: the test counts all rows*/ ORDER BY request"
        ) { try $0.text(0) }
    }
}

/// An error of the test's own.
struct Planned: Error, Equatable {}
