package import Control
import Synchronization

/// Something that happened and that an open page may want to show. The payload carries ids and counts, never what
/// only a permission opens: a page that hears of it fetches the part it shows, and is asked who it is.
package struct LiveEvent: Sendable {
    /// Words with dots, the subsystem's first: `billing.run.42`.
    package let topic: String
    /// Whose it is; only readers whose data scope contains it hear of it.
    package let organisationPath: OrganisationPath
    package let payload: [String: String]

    package init(topic: String, organisationPath: OrganisationPath, payload: [String: String] = [:]) {
        self.topic = topic
        self.organisationPath = organisationPath
        self.payload = payload
    }
}

/// Spreads events to the open pages of this process. Publishing never waits: a reader too slow for its buffer loses
/// the rest and is told so, whereupon its page fetches everything anew.
package final class EventFan: Sendable {
    /// What a stream is handed.
    package enum Item: Sendable {
        case event(LiveEvent)
        /// Something was lost for want of room.
        case gap
        case tick
    }

    /// Events a slow reader may be behind.
    package static let bufferLimit = 64
    /// Streams of one session, and of the process.
    package static let streamsPerSession = 8
    static let streamsInAll = 4_000
    /// Topics of one stream, and characters of one topic.
    static let topicLimit = 64
    static let topicLength = 100

    private struct Reader {
        let session: String
        let user: String
        let scope: OrganisationPath
        let topics: [String]
        let stream: AsyncStream<Item>.Continuation
        var lost = false
    }

    private struct State {
        var readers: [UInt64: Reader] = [:]
        var next: UInt64 = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// How many streams are open.
    package var streamCount: Int { state.withLock { $0.readers.count } }

    /// Hands `event` to each reader whose scope contains its organisation and who asked for its topic or for a
    /// topic above it (`billing.run` hears `billing.run.42`).
    package func publish(_ event: LiveEvent) {
        if event.topic == ControlEvents.streamsEnd { return end(user: event.payload["user"] ?? "") }
        state.withLock { state in
            for (id, reader) in state.readers {
                guard reader.scope.contains(event.organisationPath),
                    reader.topics.contains(where: { event.topic == $0 || event.topic.hasPrefix($0 + ".") })
                else { continue }
                if reader.lost, case .enqueued = reader.stream.yield(.gap) { state.readers[id]?.lost = false }
                if case .dropped = reader.stream.yield(.event(event)) { state.readers[id]?.lost = true }
            }
        }
    }

    /// Ends the streams of a session, when it is signed out or taken away.
    package func end(session: String) {
        for reader in state.withLock({ $0.readers.values.filter { $0.session == session } }) {
            reader.stream.finish()
        }
    }

    /// Ends the streams of a person whose sessions, place or roles are others now; their browsers ask anew.
    private func end(user: String) {
        for reader in state.withLock({ $0.readers.values.filter { $0.user == user } }) {
            reader.stream.finish()
        }
    }

    /// Ends all streams, when the server stops.
    package func endAll() {
        for reader in state.withLock({ Array($0.readers.values) }) { reader.stream.finish() }
    }

    /// Opens a stream; `WebRefusal.busy` beyond the process's limit. Beyond the session's its oldest one ends: a page that
    /// was left is missed only at the next tick, and whoever leafs quickly looks at the newest. It is gone once the
    /// sequence ends.
    package func subscribe(
        session: String, user: String = "", scope: OrganisationPath, topics: [String]
    ) throws -> (AsyncStream<Item>, AsyncStream<Item>.Continuation) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Item.self, bufferingPolicy: .bufferingOldest(Self.bufferLimit))
        let (id, oldest) = try state.withLock { state in
            let own = state.readers.filter { $0.value.session == session }
            var oldest: Reader?
            if own.count >= Self.streamsPerSession, let first = own.keys.min() {
                oldest = state.readers.removeValue(forKey: first)
            }
            guard state.readers.count < Self.streamsInAll else { throw WebRefusal.busy }
            state.next += 1
            state.readers[state.next] = Reader(
                session: session, user: user, scope: scope, topics: topics, stream: continuation)
            return (state.next, oldest)
        }
        oldest?.stream.finish()
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.readers.removeValue(forKey: id) }
        }
        return (stream, continuation)
    }
}
