internal import Kernel
package import Store
import Synchronization

/// A process's node number, the ten bits by which its ids differ from those of every other process on the database.
///
/// A row a node tells up to which instant ids of it may have been made, its ceiling. Whoever claims the node begins
/// after that ceiling, and whoever holds it makes no id beyond it before a renewal has moved it: so two processes that
/// ever had one node made ids of different spans, whatever their clocks say, however long one of them was stopped. A
/// row also tells the last instant that its ids bear, and a process begins after the greatest of all, and after the
/// newest event: a clock that was set back does not take ids back with it.
package final class NodeLease: Sendable {
    /// Nodes that processes claim. 0 is nobody's; 1022 and 1023 are those of a demo being made.
    static let nodes = 1...1_021
    /// For so long a process follows the clock without a renewal.
    static let termMs: Int64 = 40_000
    /// Beyond it, ids are counted on without the clock: what a slow renewal lives on. Together no more than the span
    /// that the event pump looks back, so that ids made so are still found.
    static let graceMs: Int64 = 20_000
    /// How often it is renewed.
    private static let renewalSeconds = 10
    /// How many claims of others may come between; each takes one node.
    private static let claimLimit = 2_000

    /// A claim as it stands.
    struct Term: Sendable {
        let node: Int
        let epoch: Int64
        let start: Instant
        var until: Instant { start.adding(milliseconds: NodeLease.termMs) }
        var ceiling: Instant { until.adding(milliseconds: NodeLease.graceMs) }
    }

    /// Ids of the node.
    package let ids: IdentifierSource
    private let database: any Database
    private let clock: WallClock
    private let term: Mutex<Term>

    private init(_ term: Term, _ database: any Database, _ clock: WallClock) {
        self.term = Mutex(term)
        self.database = database
        self.clock = clock
        ids = IdentifierSource(term, clock: clock)
    }

    /// The node held now.
    package var node: Int { term.withLock { $0.node } }

    /// Claims a node on a database that has its schema.
    package static func claim(on database: any Database, clock: WallClock) async throws -> NodeLease {
        NodeLease(try await claimed(on: database, clock), database, clock)
    }

    private static func claimed(on database: any Database, _ clock: WallClock) async throws -> Term {
        for _ in 0..<claimLimit {
            let now = clock.now()
            // A claim whose COMMIT was lost leaves a row that nobody uses; it is free again after its ceiling.
            let term = try await database.write(.alone, resolve: { _ in nil }) { transaction -> Term? in
                let rows = try NodeRows.all(in: transaction)
                let floor = try rows.map(\.latest) + [Outbox.newestInstant(in: transaction)]
                let term = choose(rows, at: max(now, floor.max() ?? now))
                return try NodeRows.claim(term, in: transaction) ? term : nil
            }
            if let term { return term }
        }
        throw StoreFault.busy("no node number could be had: too many programs begin at once")
    }

    /// A node whose ceiling has passed, else a new one, else the one whose ceiling is nearest.
    private static func choose(_ rows: [NodeRows.Stored], at start: Instant) -> Term {
        func again(_ row: NodeRows.Stored) -> Term {
            Term(node: row.node, epoch: row.epoch + 1, start: max(start, row.ceiling))
        }
        if let free = rows.first(where: { $0.ceiling < start }) { return again(free) }
        let taken = Set(rows.map(\.node))
        if let new = nodes.first(where: { !taken.contains($0) }) {
            return Term(node: new, epoch: 1, start: start)
        }
        return again(rows.min { ($0.ceiling, $0.node) < ($1.ceiling, $1.node) } ?? rows[0])
    }

    /// Writes down how far ids have come and moves the ceiling; where another process has claimed the node meanwhile,
    /// claims another and goes on as that.
    package func renew() async throws {
        let (held, latest) = (term.withLock { $0 }, ids.latest)
        let until = max(clock.now(), latest).adding(milliseconds: Self.termMs)
        let ceiling = until.adding(milliseconds: Self.graceMs)
        let isOurs = try await database.write(.alone, resolve: { _ in nil }) { transaction in
            try NodeRows.renew(held, latest: latest, ceiling: ceiling, in: transaction)
        }
        if isOurs {
            ids.extend(until: until, ceiling: ceiling)
        } else {
            let other = try await Self.claimed(on: database, clock)
            term.withLock { $0 = other }
            ids.move(to: other)
        }
    }

    /// Renews until the task is cancelled.
    /// - Parameter onFault: hears of a renewal that failed; the next one comes as if nothing had been.
    package func keep(onFault: @Sendable (any Error) -> Void) async {
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: .seconds(Self.renewalSeconds))
                try await renew()
            } catch is CancellationError {
                return
            } catch {
                onFault(error)
            }
        }
    }
}
