import Kernel
import Store

/// Rows of node numbers.
enum NodeRows {
    struct Stored {
        let node: Int
        let epoch: Int64
        let latest: Instant
        let ceiling: Instant
    }

    static func all(in transaction: any Transaction) throws -> [Stored] {
        try transaction.all("SELECT node, epoch, latest_at, ceiling_at FROM control_node ORDER BY node") {
            row in
            Stored(
                node: try row.int(0), epoch: try row.int64(1), latest: try row.instant(2),
                ceiling: try row.instant(3))
        }
    }

    /// Whether the claim holds: false where another program claimed the node since it was chosen.
    static func claim(_ term: NodeLease.Term, in transaction: any Transaction) throws -> Bool {
        if term.epoch == 1 {
            return try transaction.run(
                """
                INSERT INTO control_node (node, epoch, latest_at, ceiling_at)
                VALUES (\(term.node), 1, \(term.start), \(term.ceiling)) ON CONFLICT (node) DO NOTHING
                """) == 1
        }
        return try transaction.run(
            """
            UPDATE control_node SET epoch = \(term.epoch), latest_at = \(term.start), ceiling_at = \(term.ceiling)
            WHERE node = \(term.node) AND epoch = \(term.epoch - 1)
            """) == 1
    }

    /// Whether the node was still the claim's.
    static func renew(
        _ term: NodeLease.Term, latest: Instant, ceiling: Instant, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.run(
            """
            UPDATE control_node SET latest_at = \(latest), ceiling_at = \(ceiling)
            WHERE node = \(term.node) AND epoch = \(term.epoch)
            """) == 1
    }
}

extension Outbox {
    /// The instant that the newest event's id bears.
    static func newestInstant(in transaction: any Transaction) throws -> Instant {
        IdentifierSequence.instant(of: try newest(in: transaction))
    }
}
