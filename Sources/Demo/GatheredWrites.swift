internal import Store
internal import Synchronization

/// A database whose grouped writes come in a fixed order.
///
/// Group commit gathers whatever arrives while the last batch is written, so which payments share a batch, and which
/// ids their events get, depends on the moment. Here the clerks are let to the counter one by one, and a batch is
/// written when all of it has arrived: the same rooms, the same grouped transactions, and the same bytes every time.
final class GatheredWrites: Database, Sendable {
    private struct Entry: Sendable {
        let run: @Sendable (any Transaction) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var isGathering = false
        var entries: [Entry] = []
        /// Who waits for the next write to arrive.
        var arrival: CheckedContinuation<Void, Never>?
    }

    private let base: any Database
    private let state = Mutex(State())

    init(_ base: any Database) { self.base = base }

    var engine: Engine { base.engine }

    func read<T: Sendable>(_ body: @Sendable @escaping (any Transaction) throws -> T) async throws -> T {
        try await base.read(body)
    }

    func write<T: Sendable>(
        _ mode: WriteMode, resolve: (@Sendable (any Transaction) throws -> T?)?,
        _ body: @Sendable @escaping (any Transaction) throws -> T
    ) async throws -> T {
        let isGathered = state.withLock { mode == .grouped && $0.isGathering }
        guard isGathered else { return try await base.write(mode, resolve: resolve, body) }
        return try await withCheckedThrowingContinuation { continuation in
            let entry = Entry(
                run: { transaction in
                    let value = try transaction.savepoint { try body(transaction) }
                    return { continuation.resume(returning: value) }
                },
                fail: { continuation.resume(throwing: $0) })
            state.withLock { $0.entries.append(entry) }
            arrived()
        }
    }

    func close() async throws { try await base.close() }

    /// Runs commands that write grouped: each begins when the one before has handed in its write, and their writes are
    /// one transaction a batch.
    func together(_ commands: [@Sendable () async throws -> Void]) async throws {
        for start in stride(from: 0, to: commands.count, by: GroupCommit.batchLimit) {
            let batch = commands[start..<min(start + GroupCommit.batchLimit, commands.count)]
            try await withThrowingTaskGroup(of: Void.self) { group in
                state.withLock { $0.isGathering = true }
                for command in batch {
                    await withCheckedContinuation { arrival in
                        state.withLock { $0.arrival = arrival }
                        group.addTask {
                            // A command that is refused before it writes has arrived too.
                            defer { self.arrived() }
                            try await command()
                        }
                    }
                }
                await writeGathered()
                try await group.waitForAll()
            }
        }
    }

    private func arrived() {
        let waiting = state.withLock { state in
            defer { state.arrival = nil }
            return state.arrival
        }
        waiting?.resume()
    }

    private func writeGathered() async {
        let entries = state.withLock { state in
            defer { state.entries = [] }
            state.isGathering = false
            return state.entries
        }
        do {
            let outcomes = try await base.write { transaction in
                try entries.map { entry -> Result<@Sendable () -> Void, any Error> in
                    do {
                        return .success(try entry.run(transaction))
                    } catch let fault as StoreFault where fault.isTransient {
                        throw fault
                    } catch {
                        return .failure(error)
                    }
                }
            }
            for (entry, outcome) in zip(entries, outcomes) {
                switch outcome {
                case .success(let answer): answer()
                case .failure(let error): entry.fail(error)
                }
            }
        } catch {
            for entry in entries { entry.fail(error) }
        }
    }
}
