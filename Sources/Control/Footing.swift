internal import Kernel
internal import Store
import Synchronization

/// What the sender of an order knew: how far each chain of the audit log had come when the thing was looked at.
///
/// An order with `If-Match` is held to the thing by a look before it begins. Between that look and the order's own
/// transaction somebody may be faster; the first command under a footing is refused, with everything undone, where
/// the log holds an entry on the same subject that the look did not cover.
package final class Footing: Sendable {
    /// The footing that the present task's commands stand on; nil where the sender said nothing of what they know.
    @TaskLocal package static var current: Footing?

    private struct State {
        var day: Day?
        var heads: [Bucket: Int64] = [:]
        var isSpent = false
        /// Whether the thing is still being looked at: what a look writes down of itself is no order.
        var isLooking = true
    }
    private let state = Mutex(State())

    package init() {}

    /// Notes how far the day's chains are, in the picture in which the thing is read; the first look counts.
    func look(on day: Day, in transaction: any Transaction) throws {
        guard state.withLock({ $0.day == nil }) else { return }
        var heads: [Bucket: Int64] = [:]
        try AuditRows.eachHead(day, in: transaction) { bucket, sequence, _ in heads[bucket] = sequence }
        state.withLock { state in
            guard state.day == nil else { return }
            (state.day, state.heads) = (day, heads)
        }
    }

    /// - Parameter own: the sequence of the entry just written; the chain's head is locked since.
    /// - Throws: `ChangedSince` where somebody changed the subject after the look.
    func check(
        _ subject: String, in bucket: Bucket, before own: Int64, on day: Day, _ transaction: any Transaction
    )
        throws
    {
        let (seen, head, isHeld) = state.withLock {
            ($0.day, $0.heads[bucket] ?? 0, !$0.isSpent && !$0.isLooking)
        }
        guard let seen, isHeld else { return }
        if try AuditRows.isChanged(
            subject, in: bucket, after: (seen, head), before: (day, own), in: transaction)
        {
            throw ChangedSince()
        }
    }

    /// The look is over: the commands that follow are held to it.
    package func stand() { state.withLock { $0.isLooking = false } }

    /// The order's command is done; what it does further is its own.
    func spend() { state.withLock { if !$0.isLooking { $0.isSpent = true } } }
}

/// Somebody changed the thing between the look and the order.
package struct ChangedSince: Error {}
