import Control
import Kernel
import Store
import Synchronization
import TestSupport
import Testing

/// Somebody outside who is posted to.
private final class Receiver: Sendable {
    struct Silent: Error, CustomStringConvertible { let description = "no answer in time" }
    struct Posted: Sendable {
        let url: String
        let event: String
        let timestamp: Int64
    }

    private let posted = Mutex<[Posted]>([])
    var all: [Posted] { posted.withLock { $0 } }

    func post(
        _ answer: @Sendable @escaping (Posted) async throws -> Int = { _ in 204 }
    ) -> WebhookWorker.Post {
        { [self] url, headers, _ in
            func header(_ name: String) -> String { headers.first { $0.0 == name }?.1 ?? "" }
            let one = Posted(
                url: url, event: header("X-Lamplight-Delivery"),
                timestamp: Int64(header("X-Lamplight-Timestamp")) ?? 0)
            posted.withLock { $0.append(one) }
            return (try await answer(one), "answered")
        }
    }
}

@Suite struct `Posting to webhooks` {
    private static func publish(_ count: Int, _ control: Control) async throws {
        for _ in 0..<count {
            try await control.record(as: control.systemPrincipal()) { act in
                try act.audit(bucket: Bucket(of: 7), action: "test", subject: "test")
                try act.publish(
                    "payment.applied", bucket: Bucket(of: 7), organisation: OrganisationPath("/1/2/"))
            }
        }
        try await control.pump.deliver(control: control)
    }

    private static func hook(_ url: String, _ control: Control) async throws -> WebhookID {
        try await control.addWebhook(url: url, topics: ["payment."], by: control.systemPrincipal()).id
    }

    private static func worker(_ control: Control, _ post: @escaping WebhookWorker.Post) -> WebhookWorker {
        WebhookWorker(control: control, send: post) { Issue.record("\($0)") }
    }

    private static func deliveries(_ id: WebhookID, _ control: Control) async throws -> [WebhookDelivery] {
        try await control.webhookDeliveries(id, by: control.systemPrincipal())
    }

    @Test(arguments: TestEngines.all)
    func `a webhook that does not answer is tried with growing pauses, given up, and replayed by hand`(
        engine: Engine
    ) async throws {
        try await withControl(engine) { control, clock in
            let id = try await Self.hook("http://dead.example/", control)
            try await Self.publish(1, control)
            let receiver = Receiver()
            let isDead = Mutex(true)
            let worker = Self.worker(
                control,
                receiver.post { _ in
                    if isDead.withLock({ $0 }) { throw Receiver.Silent() }
                    return 204
                })
            for pause: Int64 in [10, 60, 300, 1_800, 7_200, 21_600, 43_200] {
                #expect(try await worker.round() == 1)
                clock.move(seconds: pause - 1)
                #expect(try await worker.round() == 0, "not before \(pause) s are over")
                clock.move(seconds: 1)
            }
            #expect(try await worker.round() == 1)
            var one = try #require(try await Self.deliveries(id, control).first)
            #expect(one.state == .dead && one.attempts == 8 && one.detail == "no answer in time")
            clock.move(seconds: 1_000_000)
            #expect(try await worker.round() == 0, "what was given up is not tried again by itself")
            isDead.withLock { $0 = false }
            #expect(try await control.replayWebhook(id, by: control.systemPrincipal()) == 1)
            #expect(try await worker.round() == 1)
            one = try #require(try await Self.deliveries(id, control).first)
            #expect(one.state == .done && one.attempts == 1 && one.detail == "204")
            #expect(try await control.replayWebhook(id, by: control.systemPrincipal()) == 0)
            // The same event each time, so that a receiver knows what it has seen.
            #expect(Set(receiver.all.map(\.event)).count == 1 && receiver.all.count == 9)
        }
    }

    @Test(arguments: TestEngines.all)
    func `an answer of 500 is tried again, and what waits for a webhook that is switched off is given up`(
        engine: Engine
    ) async throws {
        try await withControl(engine) { control, clock in
            let id = try await Self.hook("http://busy.example/", control)
            try await Self.publish(1, control)
            let receiver = Receiver()
            let worker = Self.worker(control, receiver.post { _ in 503 })
            #expect(try await worker.round() == 1)
            var one = try #require(try await Self.deliveries(id, control).first)
            #expect(one.state == .waiting && one.detail == "503 answered")
            try await control.setWebhook(id, isOn: false, by: control.systemPrincipal())
            clock.move(seconds: 10)
            #expect(try await worker.round() == 1)
            one = try #require(try await Self.deliveries(id, control).first)
            #expect(one.state == .dead && one.detail == "the webhook is off")
            #expect(receiver.all.count == 1, "nothing is posted to it")
        }
    }

    @Test(arguments: TestEngines.all)
    func `one that does not answer holds up no other, and is asked once a round`(engine: Engine) async throws
    {
        try await withControl(engine) { control, _ in
            let dead = try await Self.hook("http://dead.example/", control)
            let live = try await Self.hook("http://live.example/", control)
            try await Self.publish(60, control)
            let (lives, lived) = AsyncStream.makeStream(of: Void.self)
            let receiver = Receiver()
            let worker = Self.worker(
                control,
                receiver.post { one in
                    if one.url.contains("live") {
                        lived.yield()
                        return 200
                    }
                    // It hangs until all that a round makes to the other has been made.
                    var left = 50
                    for await _ in lives {
                        left -= 1
                        if left == 0 { break }
                    }
                    throw Receiver.Silent()
                })
            #expect(try await worker.round() == 51)
            #expect(try await Self.deliveries(live, control).filter { $0.state == .done }.count == 50)
            let tried = try await Self.deliveries(dead, control).filter { $0.attempts > 0 }
            #expect(tried.count == 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `with a slow receiver two workers post each event once, with the time it is sent at`(engine: Engine)
        async throws
    {
        try await withControl(engine) { control, clock in
            _ = try await Self.hook("http://slow.example/", control)
            try await Self.publish(12, control)
            let receiver = Receiver()
            let other = Self.worker(control, receiver.post())
            let late = Mutex<[Int64]>([])
            let worker = Self.worker(
                control,
                receiver.post { one in
                    late.withLock { $0.append(clock.now.milliseconds / 1_000 - one.timestamp) }
                    clock.move(seconds: 10)
                    // A claim holds a minute: the first ones' would be over.
                    if receiver.all.count == 8 { try await other.round() }
                    return 200
                })
            try await worker.round()
            #expect(receiver.all.count == 12 && Set(receiver.all.map(\.event)).count == 12)
            #expect(late.withLock { $0 }.allSatisfy { $0 == 0 })
        }
    }
}
