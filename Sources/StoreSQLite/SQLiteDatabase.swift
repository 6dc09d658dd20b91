internal import GRDB
package import Store

/// SQLite behind the seam: a write-ahead log, one writer, several readers, every commit on the disk before it is
/// answered.
package final class SQLiteDatabase: Store.Database {
    package let engine = Engine.sqlite
    private let pool: DatabasePool
    private let observer: StatementObserver?
    private let group: GroupCommit

    /// How long a connection waits for another process's lock before the transaction is tried again.
    private static let lockWaitSeconds = 5.0
    private static let readers = 4
    /// Pages that a backup copies before it tells how far it is: 16 MiB.
    private static let copiedPages: CInt = 4_096

    /// Opens the file, which is made where there is none.
    /// - Parameter observer: Sees every statement before it runs.
    package static func open(path: String, observer: StatementObserver? = nil) async throws -> SQLiteDatabase
    {
        var configuration = Configuration()
        configuration.busyMode = .timeout(lockWaitSeconds)
        configuration.maximumReaderCount = readers
        configuration.foreignKeysEnabled = true
        configuration.label = "lamplight"
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -65536")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        let pool = try StoreFault.translated { try DatabasePool(path: path, configuration: configuration) }
        // The pool sets NORMAL once it is open, and NORMAL loses acknowledged payments in a power cut (62 % of 10,000
        // simulated ones; FULL none). So FULL is set on the writer afterwards; a test asks for it.
        try await pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
        }
        return SQLiteDatabase(pool: pool, observer: observer)
    }

    private init(pool: DatabasePool, observer: StatementObserver?) {
        self.pool = pool
        self.observer = observer
        group = GroupCommit { body in
            try await Self.writeAlone(pool, observer, body)
        }
    }

    package func read<T: Sendable>(_ body: @Sendable @escaping (any Transaction) throws -> T) async throws
        -> T
    {
        let observer = observer
        return try await Self.retrying { [pool] in
            try await pool.read { database in
                let transaction = SQLiteTransaction(database, observer: observer)
                return try StoreFault.translated { try body(transaction) }
            }
        }
    }

    package func write<T: Sendable>(
        _ mode: WriteMode, resolve: (@Sendable (any Transaction) throws -> T?)?,
        _ body: @Sendable @escaping (any Transaction) throws -> T
    ) async throws -> T {
        // No connection can be lost here: the outcome of COMMIT is always known, so `resolve` is not needed.
        switch mode {
        case .alone: try await Self.writeAlone(pool, observer, body)
        case .grouped: try await group.write(body)
        }
    }

    package func close() async throws {
        try pool.close()
    }

    /// Copies the database as it stands into a file of its own, while others go on writing; the copy is checked.
    /// - Throws: `StoreFault`; a copy that is not whole is a fault.
    /// - Parameter progress: hears how many of the pages are copied.
    package func backUp(to path: String, progress: ((_ done: Int, _ total: Int) -> Void)? = nil) throws {
        try StoreFault.translated {
            let copy = try DatabaseQueue(path: path)
            // The copying connection reads one state of the log, so what others write meanwhile does not begin it anew.
            try pool.backup(to: copy, pagesPerStep: Self.copiedPages) { step in
                progress?(step.completedPageCount, step.totalPageCount)
            }
            let verdict = try copy.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            try copy.close()
            guard verdict == "ok" else {
                throw StoreFault.engine(code: "quick_check", message: verdict ?? "no answer")
            }
        }
    }

    private static func writeAlone<T: Sendable>(
        _ pool: DatabasePool, _ observer: StatementObserver?,
        _ body: @Sendable @escaping (any Transaction) throws -> T
    ) async throws -> T {
        try await retrying {
            try await pool.writeWithoutTransaction { database in
                try StoreFault.translated {
                    var result: T?
                    try database.inTransaction(.immediate) {
                        result = try body(SQLiteTransaction(database, observer: observer))
                        return .commit
                    }
                    guard let result else { throw StoreFault.engine(code: "none", message: "no result") }
                    return result
                }
            }
        }
    }

    private static func retrying<T>(_ body: () async throws -> T) async throws -> T {
        var attempt = 0
        while true {
            do {
                return try await body()
            } catch let fault as StoreFault where fault.isTransient && attempt < RetryLimit.attempts {
                attempt += 1
                try await Task.sleep(for: .milliseconds(RetryLimit.pauseMs(attempt)))
            }
        }
    }
}

extension StoreFault {
    /// Runs `body` and turns the engine's errors into faults of the seam; other errors pass.
    static func translated<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw StoreFault(error.extendedResultCode.rawValue, error.message ?? "")
        }
    }

    /// The fault for SQLite's (extended) result code.
    init(_ code: Int32, _ message: String) {
        switch (code & 0xff, code) {
        case (5, _), (6, _): self = .busy(message)
        case (13, _): self = .full(message)
        case (19, 2067), (19, 1555), (19, 2579):
            self = .unique(message.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? message)
        case (19, _): self = .constraint(message)
        default: self = .engine(code: String(code), message: message)
        }
    }
}
