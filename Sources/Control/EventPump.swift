internal import Kernel
internal import Store
import Synchronization

/// Carries committed events to their listeners: at least once, in order within a bucket.
///
/// News are found by time-ordered id, looking back a little (an event's id is made before its commit, so a later id can
/// be visible first); what was handed on already is left out. What comes later than that, from a transaction of minutes or
/// a machine whose clock lags, is found by the numbers of its bucket, which have no gaps (`sweep`). Durable consumers keep a
/// cursor a bucket, moved in the transaction that handles the event. Commits of this process wake the pump at once; those of others are seen by polling.
package final class EventPump: Sendable {
    /// Other processes' events are seen within this time.
    package static let pollMs = 200
    /// How far back an event may become visible after a younger one.
    private static let lookBackMs: Int64 = 60_000
    private static let batch = 2_000
    /// How often the buckets' numbers are looked over for what came late.
    private static let sweepMs: Int64 = 5_000
    /// How often consumers are brought up to the newest event of every bucket, wanted or not.
    private static let catchUpMs: Int64 = 3_600_000

    private struct State {
        var listeners: [Int: @Sendable (Event) -> Void] = [:]
        var nextListener = 0
        var wake: CheckedContinuation<Void, Never>?
        var isAwake = false
        var delivered: [Int64: Instant] = [:]
        var horizon: Int64 = 0
        /// By bucket the number up to which everything was handed on; nil before the first sweep.
        var complete: [Int32: Int64]?
    }

    private let state = Mutex(State())
    private let database: any Database
    let subscriptions: [Subscription]

    init(database: any Database, subscriptions: [Subscription]) {
        self.database = database
        self.subscriptions = subscriptions
    }

    /// Hears every event from now on. The closure must return at once.
    /// - Returns: the number to stop listening with.
    package func listen(_ body: @Sendable @escaping (Event) -> Void) -> Int {
        state.withLock { state in
            state.nextListener += 1
            state.listeners[state.nextListener] = body
            return state.nextListener
        }
    }

    package func stopListening(_ number: Int) {
        state.withLock { $0.listeners[number] = nil }
    }

    /// Something was committed here.
    package func wake() {
        let waiting = state.withLock { state in
            state.isAwake = true
            defer { state.wake = nil }
            return state.wake
        }
        waiting?.resume()
    }

    /// Runs until the task is cancelled.
    package func run(control: Control) async throws {
        let start = try await database.read { try Outbox.newest(in: $0) }
        state.withLock { $0.horizon = start }
        let poll = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: .milliseconds(Self.pollMs))
                wake()
            }
        }
        defer { poll.cancel() }
        try await sweep(control: control)
        var caughtUp: Instant?
        var swept = control.house.clock.now()
        while !Task.isCancelled {
            let now = control.house.clock.now()
            if caughtUp.map({ now.milliseconds - $0.milliseconds > Self.catchUpMs }) ?? true {
                try await catchUp(control: control)
                caughtUp = now
            }
            await pause()
            try await deliver(control: control)
            if now.milliseconds - swept.milliseconds > Self.sweepMs {
                try await sweep(control: control)
                swept = now
            }
        }
    }

    /// Hands every durable consumer what it has not seen, in every bucket: what was committed while no pump ran.
    package func catchUp(control: Control) async throws {
        for consumer in subscriptions {
            let buckets = try await database.read { try HealthRows.behind(consumer.consumer, in: $0) }
            for bucket in buckets {
                while try await consume(consumer, bucket, control) == Self.batch {}
            }
        }
    }

    /// Hands on what is new; the run loop's one turn.
    package func deliver(control: Control) async throws {
        let horizon = state.withLock { $0.horizon }
        let back = max(0, horizon - (Self.lookBackMs << 22))
        var after = back
        while true {
            let from = after
            let events = try await database.read { try Outbox.after(from, limit: Self.batch, in: $0) }
            guard let last = events.last else { break }
            after = last.id
            try await handOn(fresh(events), control)
            if events.count < Self.batch { break }
        }
    }

    /// Hands on what became visible later than the look back reaches: every bucket whose numbers went further than what
    /// was handed on is read from there. The first sweep takes the numbers as they are: what was before is nobody's news.
    package func sweep(control: Control) async throws {
        let heads = try await database.read { try Outbox.heads(in: $0) }
        let behind = state.withLock { state -> [(bucket: Int32, after: Int64)] in
            guard let complete = state.complete else {
                state.complete = heads
                return []
            }
            return heads.filter { $0.value > complete[$0.key] ?? 0 }.map { ($0.key, complete[$0.key] ?? 0) }
                .sorted { $0.bucket < $1.bucket }
        }
        for (number, after) in behind {
            var from = after
            while true {
                let (bucket, begin) = (Bucket(number: Int(number))!, from)
                let events = try await database.read {
                    try Outbox.events(of: bucket, after: begin, limit: Self.batch, in: $0)
                }
                guard let last = events.last else { break }
                from = last.sequence
                try await handOn(fresh(events), control)
                if events.count < Self.batch { break }
            }
        }
    }

    private func handOn(_ news: [Event], _ control: Control) async throws {
        for consumer in subscriptions {
            try await consumer.prepare?(news, database)
            let buckets = Set(news.filter { consumer.wants($0.topic) }.map(\.bucket))
            for bucket in buckets.sorted() {
                _ = try await consume(consumer, Bucket(number: Int(bucket))!, control)
            }
        }
        let listeners = state.withLock { Array($0.listeners.values) }
        for event in news { for listener in listeners { listener(event) } }
    }

    private func fresh(_ events: [Event]) -> [Event] {
        state.withLock { state in
            let news = events.filter { state.delivered[$0.id] == nil }
                .sorted { ($0.bucket, $0.sequence) < ($1.bucket, $1.sequence) }
            for event in news {
                state.delivered[event.id] = Instant(milliseconds: event.atMs)
                state.horizon = max(state.horizon, event.id)
            }
            // A number is complete where all before it are; what was handed on before counts too.
            for event in events.sorted(by: { $0.sequence < $1.sequence })
            where state.complete?[event.bucket] ?? 0 == event.sequence - 1 {
                state.complete?[event.bucket] = event.sequence
            }
            let oldest = max(0, state.horizon - (Self.lookBackMs << 22))
            if state.delivered.count > 20_000 { state.delivered = state.delivered.filter { $0.key > oldest } }
            return news
        }
    }

    /// How many events it handed on or passed over: a whole batch where more may wait.
    private func consume(_ consumer: Subscription, _ bucket: Bucket, _ control: Control) async throws -> Int {
        // What a consumer derives from an event: the change it tells of has its entry.
        try await control.record(as: Control.system(), trail: .untold("derived from audited changes")) {
            act in
            let events = try Outbox.unseen(consumer.consumer, bucket, limit: Self.batch, in: act.transaction)
            for event in events where consumer.wants(event.topic) {
                try consumer.handle(event, act)
            }
            if let last = events.last {
                try Outbox.advance(consumer.consumer, bucket, to: last.sequence, in: act.transaction)
            }
            return events.count
        }
    }

    private func pause() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goOn = state.withLock { state in
                    if state.isAwake {
                        state.isAwake = false
                        return true
                    }
                    state.wake = continuation
                    return false
                }
                if goOn { continuation.resume() }
            }
            state.withLock { $0.isAwake = false }
        } onCancel: {
            wake()
        }
    }
}
