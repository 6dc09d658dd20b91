import Synchronization

/// Gathers the writes of many callers into one transaction a batch.
///
/// While one batch commits, the next gathers; nobody waits for a timer. A caller hears of its own error at once after
/// the batch, and of success only after COMMIT.
package final class GroupCommit: Sendable {
    /// The most writes in one transaction.
    package static let batchLimit = 512

    private struct Entry: Sendable {
        let run: @Sendable (any Transaction) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting: [Entry] = []
        var isFlushing = false
    }

    private let state = Mutex(State())
    private let commit:
        @Sendable (@Sendable @escaping (any Transaction) throws -> [Result<@Sendable () -> Void, any Error>])
            async throws
            -> [Result<@Sendable () -> Void, any Error>]

    /// - Parameter commit: Runs a closure in one durable transaction of its own, with retries.
    package init(
        commit:
            @Sendable @escaping (
                @Sendable @escaping (any Transaction) throws -> [Result<@Sendable () -> Void, any Error>]
            ) async throws -> [Result<@Sendable () -> Void, any Error>]
    ) {
        self.commit = commit
    }

    package func write<T: Sendable>(_ body: @Sendable @escaping (any Transaction) throws -> T) async throws
        -> T
    {
        try await withCheckedThrowingContinuation { continuation in
            let entry = Entry(
                run: { transaction in
                    let value = try transaction.savepoint { try body(transaction) }
                    return { continuation.resume(returning: value) }
                },
                fail: { continuation.resume(throwing: $0) })
            let mustFlush = state.withLock { state in
                state.waiting.append(entry)
                defer { state.isFlushing = true }
                return !state.isFlushing
            }
            if mustFlush { Task { await flush() } }
        }
    }

    private func flush() async {
        while true {
            let batch = state.withLock { state -> [Entry] in
                let batch = Array(state.waiting.prefix(Self.batchLimit))
                state.waiting.removeFirst(batch.count)
                if batch.isEmpty { state.isFlushing = false }
                return batch
            }
            if batch.isEmpty { return }
            do {
                let outcomes = try await commit { transaction in
                    try batch.map { entry in
                        do {
                            return .success(try entry.run(transaction))
                        } catch let fault as StoreFault where fault.isTransient {
                            throw fault
                        } catch {
                            return .failure(error)
                        }
                    }
                }
                for (entry, outcome) in zip(batch, outcomes) {
                    switch outcome {
                    case .success(let answer): answer()
                    case .failure(let error): entry.fail(error)
                    }
                }
            } catch {
                for entry in batch { entry.fail(error) }
            }
        }
    }
}
