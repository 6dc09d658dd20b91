import Synchronization

/// Counts from any thread.
final class Counter: Sendable {
    private let value = Mutex(0)
    @discardableResult func add() -> Int {
        value.withLock { value in
            value += 1
            return value
        }
    }
    var count: Int { value.withLock { $0 } }
}
