package import Store

/// PostgreSQL (15 or later) behind the seam: a few connections with a thread each, libpq's blocking calls on them.
package final class PostgresDatabase: Database {
    package let engine = Engine.postgres
    private let pool: PostgresPool
    private let group: GroupCommit

    /// Connects once, so that a wrong address is known at once; the other connections are made when they are needed.
    /// - Parameters:
    ///   - url: What libpq takes: `postgresql://…` or `host=… dbname=…`.
    ///   - schema: The one schema to work in, made where it is not there; nil for the server's search path.
    ///   - connections: The most transactions at a time.
    ///   - observer: Sees every statement before it runs.
    /// - Throws: `StoreFault.connectionLost` where the server is not reached or refuses.
    package static func open(
        url: String, schema: String? = nil, connections: Int = 4, observer: StatementObserver? = nil
    ) async throws -> PostgresDatabase {
        precondition(connections > 0, "a database has at least one connection")
        let settings = PostgresSettings(url: url, schema: schema)
        let made = (1...connections).map { PostgresConnection(settings, number: $0, observer: observer) }
        let first = made[connections - 1]
        try await first.prepare("SELECT 1")
        if let schema {
            try await first.prepare("CREATE SCHEMA IF NOT EXISTS \(PostgresSettings.quoted(schema))")
        }
        return PostgresDatabase(PostgresPool(made))
    }

    private init(_ pool: PostgresPool) {
        self.pool = pool
        group = GroupCommit { body in try await Self.write(pool, resolve: nil, body) }
    }

    package func read<T: Sendable>(_ body: @Sendable @escaping (any Transaction) throws -> T) async throws
        -> T
    {
        try await Self.read(pool, body)
    }

    package func write<T: Sendable>(
        _ mode: WriteMode, resolve: (@Sendable (any Transaction) throws -> T?)?,
        _ body: @Sendable @escaping (any Transaction) throws -> T
    ) async throws -> T {
        switch mode {
        case .alone: return try await Self.write(pool, resolve: resolve, body)
        case .grouped:
            do {
                return try await group.write(body)
            } catch StoreFault.outcomeUnknown(let message) {
                guard let resolve else { throw StoreFault.outcomeUnknown(message) }
                if let found = try await Self.lookUp(pool, resolve, message) { return found }
                return try await Self.write(pool, resolve: resolve, lost: message, body)
            }
        }
    }

    package func close() async throws { await pool.close() }

    private static func perform<T: Sendable>(
        _ pool: PostgresPool, _ kind: PostgresConnection.Kind,
        _ body: @Sendable @escaping (any Transaction) throws -> T
    ) async throws -> T {
        let connection = try await pool.take()
        defer { pool.giveBack(connection) }
        return try await connection.perform(kind, body)
    }

    private static func read<T: Sendable>(
        _ pool: PostgresPool, _ body: @Sendable @escaping (any Transaction) throws -> T
    ) async throws -> T {
        var attempt = 0
        while true {
            do {
                return try await perform(pool, .read, body)
            } catch let fault as StoreFault where fault.isTransient && attempt < RetryLimit.attempts {
                attempt += 1
                try await Task.sleep(for: .milliseconds(RetryLimit.pauseMs(attempt)))
            }
        }
    }

    /// - Parameter lost: Set where an earlier COMMIT of this write was lost and the look-up found nothing.
    private static func write<T: Sendable>(
        _ pool: PostgresPool, resolve: (@Sendable (any Transaction) throws -> T?)?, lost: String? = nil,
        _ body: @Sendable @escaping (any Transaction) throws -> T
    ) async throws -> T {
        var lost = lost
        var attempt = 0
        while true {
            do {
                return try await perform(pool, .write, body)
            } catch StoreFault.outcomeUnknown(let message) {
                guard let resolve else { throw StoreFault.outcomeUnknown(message) }
                if let found = try await lookUp(pool, resolve, message) { return found }
                lost = message
                guard attempt < RetryLimit.attempts else { throw StoreFault.outcomeUnknown(message) }
            } catch StoreFault.unique(let key) {
                // The lost COMMIT landed after all, between the look-up and this attempt: its key is there now.
                guard let lost, let resolve else { throw StoreFault.unique(key) }
                if let found = try await lookUp(pool, resolve, lost) { return found }
                throw StoreFault.unique(key)
            } catch let fault as StoreFault where fault.isTransient {
                guard attempt < RetryLimit.attempts else {
                    throw lost.map(StoreFault.outcomeUnknown) ?? fault
                }
            }
            attempt += 1
            try await Task.sleep(for: .milliseconds(RetryLimit.pauseMs(attempt)))
        }
    }

    /// What came of a write whose COMMIT was lost; nil where it is not there.
    private static func lookUp<T: Sendable>(
        _ pool: PostgresPool, _ resolve: @Sendable @escaping (any Transaction) throws -> T?, _ message: String
    ) async throws -> T? {
        do {
            return try await read(pool, resolve)
        } catch let fault as StoreFault where fault.isTransient {
            throw StoreFault.outcomeUnknown(message)
        }
    }
}
