/// How a write is committed.
package enum WriteMode: Sendable {
    /// A transaction of its own.
    case alone
    /// Together with other callers' writes: one transaction, a savepoint each, answered after the one COMMIT. A write
    /// that throws undoes only itself.
    case grouped
}

/// The one seam to a database. Only entering a transaction is async.
///
/// The closure of a write is run again as a whole after a serialisation failure or a lock, so it must do nothing but
/// database work, and ids and keys are made outside it.
package protocol Database: Sendable {
    var engine: Engine { get }
    /// Runs `body` in one read-only transaction: one consistent picture.
    func read<T: Sendable>(_ body: @Sendable @escaping (any Transaction) throws -> T) async throws -> T
    /// Runs `body` in one durable transaction.
    /// - Parameter resolve: Looks up, in a fresh transaction, what came of this write where the connection was lost
    ///   during COMMIT (by its idempotency key); nil from it means "not there, run again". Without it the answer to
    ///   that case is `StoreFault.outcomeUnknown`.
    @discardableResult
    func write<T: Sendable>(
        _ mode: WriteMode, resolve: (@Sendable (any Transaction) throws -> T?)?,
        _ body: @Sendable @escaping (any Transaction) throws -> T
    ) async throws -> T
    /// Closes every connection; later calls throw.
    func close() async throws
}

extension Database {
    @discardableResult
    package func write<T: Sendable>(
        _ mode: WriteMode = .alone, _ body: @Sendable @escaping (any Transaction) throws -> T
    ) async throws -> T {
        try await write(mode, resolve: nil, body)
    }
}

/// Sees the text of every statement before it runs; the shard lint of the tests.
package typealias StatementObserver = @Sendable (_ text: String) -> Void

/// How often a whole transaction is tried again before its fault reaches the caller.
package enum RetryLimit {
    package static let attempts = 8
    /// The pause before the n-th retry, doubling from 2 ms to 250 ms.
    package static func pauseMs(_ attempt: Int) -> Int { min(250, 2 << min(attempt, 7)) }
}
