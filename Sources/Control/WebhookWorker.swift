internal import Courier
internal import Crypto
internal import Foundation
internal import Kernel
internal import Store
import Synchronization

/// Posts due events to their webhooks, signed, with growing pauses after failures; what is given up stays to be replayed.
///
/// At least once: the receiver leaves out what it has seen, by the event's id. The signature is
/// `v1=` and the hexadecimal HMAC-SHA-256 of timestamp, a dot and the body, under the webhook's secret; a receiver
/// refuses what is older than it likes.
package struct WebhookWorker: Sendable {
    static let pauses: [Int64] = [10, 60, 300, 1_800, 7_200, 21_600, 43_200]
    private static let leaseSeconds: Int64 = 60
    /// How many deliveries of one webhook are made before the others' queues are looked at again.
    private static let batch = 50
    /// How many webhooks are posted to at a time.
    private static let lanes = 16

    /// Posts a body to an address; throws where no answer came.
    package typealias Post =
        @Sendable (_ url: String, _ headers: [(String, String)], _ body: [UInt8]) async throws -> (
            status: Int, text: String
        )

    private let control: Control
    private let send: Post
    private let onFault: @Sendable (any Error) -> Void

    package init(
        control: Control, send: @escaping Post = WebhookWorker.overHTTP,
        onFault: @Sendable @escaping (any Error) -> Void
    ) {
        self.control = control
        self.send = send
        self.onFault = onFault
    }

    /// A real request; what an answer says beyond 64 KiB is left unread.
    package static let overHTTP: Post = { url, headers, body in
        let answer = try await Courier.request(
            "POST", url, headers: headers, body: body, seconds: 10, limit: 1 << 16)
        return (answer.status, answer.text)
    }

    /// The webhooks being posted to, and the one that was begun with last.
    private final class Lanes: Sendable {
        private let state = Mutex((busy: Set<WebhookID>(), last: WebhookID?.none))

        /// Those of `due` that are free, as many as there is room for, each in its turn.
        func begin(_ due: [WebhookID]) -> [WebhookID] {
            state.withLock { state in
                let free = due.filter { !state.busy.contains($0) }.sorted()
                let last = state.last
                let turn = free.filter { id in last.map { $0 < id } ?? true } + free
                var begun: [WebhookID] = []
                for id in turn where state.busy.count < WebhookWorker.lanes && !state.busy.contains(id) {
                    state.busy.insert(id)
                    state.last = id
                    begun.append(id)
                }
                return begun
            }
        }

        func end(_ id: WebhookID) { state.withLock { _ = $0.busy.remove(id) } }
    }

    /// Runs until the task is cancelled. Each webhook has its own lane: one that does not answer holds up no other.
    package func run() async throws {
        try await control.webhooks.load(from: control.house.database)
        let lanes = Lanes()
        await withDiscardingTaskGroup { group in
            var rounds = 0
            while !Task.isCancelled {
                do {
                    // Other processes may have made or changed one.
                    rounds += 1
                    if rounds % 10 == 0 { try await control.webhooks.load(from: control.house.database) }
                    let begun = lanes.begin(try await waiting())
                    for id in begun {
                        group.addTask {
                            defer { lanes.end(id) }
                            await guarded { _ = try await lane(id) }
                        }
                    }
                    try await Task.sleep(for: .milliseconds(begun.isEmpty ? 500 : 20))
                } catch is CancellationError {
                    return
                } catch {
                    onFault(error)
                    try? await Task.sleep(for: .milliseconds(500))
                }
            }
        }
    }

    private func guarded(_ body: () async throws -> Void) async {
        do {
            try await body()
        } catch is CancellationError {
        } catch {
            onFault(error)
        }
    }

    /// Posts what is due now; gives how many were tried.
    @discardableResult
    package func round() async throws -> Int {
        let lanes = Lanes()
        var left = try await waiting()
        return try await withThrowingTaskGroup(of: (WebhookID, Int).self) { group in
            func begin() {
                for id in lanes.begin(left) {
                    left.removeAll { $0 == id }
                    group.addTask { (id, try await lane(id)) }
                }
            }
            begin()
            var tried = 0
            while let (id, count) = try await group.next() {
                tried += count
                lanes.end(id)
                begin()
            }
            return tried
        }
    }

    /// The webhooks that something is due to, switched off or not.
    private func waiting() async throws -> [WebhookID] {
        let now = control.house.clock.now()
        return try await control.house.database.read { transaction in
            try WebhookRows.all(in: transaction).map(\.id).filter {
                try !WebhookRows.due($0, at: now, limit: 1, in: transaction).isEmpty
            }
        }
    }

    /// Posts what is due to one webhook, until it takes one not; gives how many were tried.
    private func lane(_ id: WebhookID) async throws -> Int {
        let house = control.house
        let begun = house.clock.now()
        let due = try await house.database.read {
            try WebhookRows.due(id, at: begun, limit: Self.batch, in: $0)
        }
        var tried = 0
        for one in due {
            try Task.checkCancellation()
            // The ones before it may have taken minutes.
            let now = house.clock.now()
            let until = now.adding(seconds: Self.leaseSeconds)
            guard
                try await house.database.write(
                    .alone, { try WebhookRows.claim(one, at: now, until: until, in: $0) })
            else { continue }
            tried += 1
            guard try await deliver(one) else { break }
        }
        return tried
    }

    /// Makes one claimed delivery; false where nobody answered.
    private func deliver(_ one: WebhookRows.Due) async throws -> Bool {
        let found = try await control.house.database.read { transaction in
            (
                try WebhookRows.target(one.webhook, in: transaction),
                try WebhookRows.event(one, in: transaction)
            )
        }
        guard let target = found.0, let event = found.1 else {
            try await note(one, .dead, "the webhook is off")
            return true
        }
        let answer: (status: Int, text: String)
        do {
            answer = try await post(event, to: target, at: control.house.clock.now())
        } catch let fault where !(fault is CancellationError) {
            try await retry(one, String(describing: fault))
            return false
        }
        if (200..<300).contains(answer.status) {
            try await note(one, .done, "\(answer.status)")
        } else {
            try await retry(one, "\(answer.status) \(answer.text.prefix(120))")
        }
        return true
    }

    private func post(
        _ event: Event, to target: (url: String, secret: [UInt8]), at now: Instant
    ) async throws -> (status: Int, text: String) {
        let body = """
            {"at":"\(event.atMs)","id":"\(event.id)","organisation":"\(event.organisation)",\
            "payload":\(event.payload),"topic":"\(event.topic)"}
            """
        let time = String(now.milliseconds / 1_000)
        let key = SymmetricKey(data: Data(try control.house.keys.open(target.secret).utf8))
        let mac = HMAC<SHA256>.authenticationCode(for: Data("\(time).\(body)".utf8), using: key)
        return try await send(
            target.url,
            [
                ("Content-Type", "application/json"), ("X-Lamplight-Event", event.topic),
                ("X-Lamplight-Delivery", String(event.id)), ("X-Lamplight-Timestamp", time),
                ("X-Lamplight-Signature", "v1=\(ContentHash.hex(Array(mac)))"),
            ],
            Array(body.utf8))
    }

    private func retry(_ due: WebhookRows.Due, _ detail: String) async throws {
        let isLast = due.attempts >= Self.pauses.count
        try await note(due, isLast ? .dead : .waiting, detail, pause: isLast ? 0 : Self.pauses[due.attempts])
    }

    private func note(
        _ due: WebhookRows.Due, _ state: WebhookDelivery.State, _ detail: String, pause: Int64 = 0
    ) async throws {
        let now = control.house.clock.now()
        try await control.house.database.write { transaction in
            try WebhookRows.set(
                due, state, next: now.adding(seconds: pause), detail: detail, in: transaction)
        }
    }
}
