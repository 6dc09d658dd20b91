internal import Store
internal import Synchronization

/// The connections and who waits for one, first come first served.
final class PostgresPool: Sendable {
    /// The most callers that may wait; one more is told that the database is busy, which a page answers with 503.
    static let waiterLimit = 4096

    private struct Waiter {
        let ticket: Int
        let continuation: CheckedContinuation<PostgresConnection, any Error>
    }

    private struct State {
        var free: [PostgresConnection]
        var lent = 0
        var waiting: [Waiter] = []
        var tickets = 0
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>
    private static let closed = StoreFault.engine(code: "closed", message: "the database is closed")

    init(_ connections: [PostgresConnection]) { state = Mutex(State(free: connections)) }

    /// A connection nobody else has until it is given back.
    /// - Throws: `CancellationError` where the task is cancelled while it waits; `StoreFault.busy` beyond the limit.
    func take() async throws -> PostgresConnection {
        let ticket = state.withLock { state in
            state.tickets += 1
            return state.tickets
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer = state.withLock { Self.enter(&$0, ticket, continuation) }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiting.firstIndex { $0.ticket == ticket }.map { state.waiting.remove(at: $0) }
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    private static func enter(
        _ state: inout State, _ ticket: Int,
        _ continuation: CheckedContinuation<PostgresConnection, any Error>
    ) -> Result<PostgresConnection, any Error>? {
        if state.isClosed { return .failure(closed) }
        // A cancellation before this finds no waiter to remove, so it is looked for here, under the same lock.
        if Task.isCancelled { return .failure(CancellationError()) }
        if let connection = state.free.popLast() {
            state.lent += 1
            return .success(connection)
        }
        guard state.waiting.count < waiterLimit else {
            return .failure(StoreFault.busy("\(waiterLimit) callers wait for a connection"))
        }
        state.waiting.append(Waiter(ticket: ticket, continuation: continuation))
        return nil
    }

    /// Hands the connection to the first who waits.
    func giveBack(_ connection: PostgresConnection) {
        let (waiter, closers) = state.withLock { state -> (Waiter?, [CheckedContinuation<Void, Never>]) in
            if !state.waiting.isEmpty { return (state.waiting.removeFirst(), []) }
            state.lent -= 1
            state.free.append(connection)
            guard state.isClosed, state.lent == 0 else { return (nil, []) }
            defer { state.closers = [] }
            return (nil, state.closers)
        }
        waiter?.continuation.resume(returning: connection)
        for closer in closers { closer.resume() }
    }

    /// Turns away who waits, lets running transactions end, and disconnects.
    func close() async {
        let turnedAway = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in turnedAway { waiter.continuation.resume(throwing: Self.closed) }
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.lent > 0 { state.closers.append(continuation) }
                return state.lent == 0
            }
            if isIdle { continuation.resume() }
        }
        let connections = state.withLock { state in
            defer { state.free = [] }
            return state.free
        }
        for connection in connections { await connection.disconnect() }
    }
}
