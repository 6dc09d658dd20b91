package import Kernel
package import Store
import Synchronization

/// What the whole house stands on; handed to every room's front door.
package struct House: Sendable {
    package let database: any Database
    package let clock: WallClock
    package let ids: IdentifierSource
    package let keys: KeyRing

    package init(database: any Database, clock: WallClock, ids: IdentifierSource, keys: KeyRing) {
        self.database = database
        self.clock = clock
        self.ids = ids
        self.keys = keys
    }
}

/// The time, as a parameter: a simulation hands in its own.
package struct WallClock: Sendable {
    package let now: @Sendable () -> Instant
    package init(now: @Sendable @escaping () -> Instant) { self.now = now }
    package var today: Day { now().day }
}

/// Time-ordered ids for a whole process.
package final class IdentifierSource: Sendable {
    private struct State {
        var sequence: IdentifierSequence
        /// The clock is followed up to here; nil without end.
        var until: Instant?
        /// No id bears this instant or a later one; nil without end.
        var ceiling: Instant?

        init(node: Int) { sequence = IdentifierSequence(node: node) }

        init(_ term: NodeLease.Term, after start: Instant) {
            sequence = IdentifierSequence(node: term.node, after: start)
            until = term.until
            ceiling = term.ceiling
        }
    }

    private let state: Mutex<State>
    private let clock: WallClock

    /// - Precondition: `node` is 0…1023 and no other process on this database has it.
    package init(node: Int, clock: WallClock) {
        state = Mutex(State(node: node))
        self.clock = clock
    }

    /// Ids of a leased node.
    init(_ term: NodeLease.Term, clock: WallClock) {
        state = Mutex(State(term, after: term.start))
        self.clock = clock
    }

    package func next<Kind>(_: Kind.Type = Kind.self) -> Identifier<Kind> { Identifier(nextNumber()) }
    package func nextNumber() -> Int64 {
        let now = clock.now()
        return state.withLock { state in
            let id = state.sequence.next(at: state.until.map { min(now, $0) } ?? now)
            // 80 million ids lie between `until` and the ceiling: nothing that works gets there before a renewal.
            precondition(
                state.ceiling.map { state.sequence.latest < $0 } ?? true,
                "ids run out: the lease of this process's node was not renewed")
            return id
        }
    }

    /// The instant that the last id bears.
    var latest: Instant { state.withLock { $0.sequence.latest } }

    /// The lease was renewed.
    func extend(until: Instant, ceiling: Instant) {
        state.withLock { state in
            state.until = until
            state.ceiling = ceiling
        }
    }

    /// Goes on as another node, after every id that was made as this one.
    func move(to term: NodeLease.Term) {
        state.withLock { state in
            state = State(term, after: max(state.sequence.latest, term.start))
        }
    }
}
