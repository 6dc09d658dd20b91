internal import Courier
internal import Crypto
internal import Foundation
internal import Kernel
internal import Store

/// Posts due events to their webhooks, signed, with growing pauses after failures; what is given up stays to be replayed.
///
/// At least once: the receiver leaves out what it has seen, by the event's id. The signature is
/// `v1=` and the hexadecimal HMAC-SHA-256 of timestamp, a dot and the body, under the webhook's secret; a receiver
/// refuses what is older than it likes.
package struct WebhookWorker: Sendable {
    static let pauses: [Int64] = [10, 60, 300, 1_800, 7_200, 21_600, 43_200]
    private static let leaseSeconds: Int64 = 60
    private static let batch = 50

    private let control: Control
    private let onFault: @Sendable (any Error) -> Void

    package init(control: Control, onFault: @Sendable @escaping (any Error) -> Void) {
        self.control = control
        self.onFault = onFault
    }

    /// Runs until the task is cancelled.
    package func run() async throws {
        try await control.webhooks.load(from: control.house.database)
        var rounds = 0
        while !Task.isCancelled {
            var tried = 0
            do {
                // Other processes may have made or changed one.
                rounds += 1
                if rounds % 10 == 0 { try await control.webhooks.load(from: control.house.database) }
                tried = try await round()
            } catch is CancellationError {
                return
            } catch {
                onFault(error)
            }
            try await Task.sleep(for: .milliseconds(tried > 0 ? 20 : 500))
        }
    }

    /// Posts what is due now; gives how many were tried.
    @discardableResult
    package func round() async throws -> Int {
        let house = control.house
        let now = house.clock.now()
        let due = try await house.database.read { try WebhookRows.due(at: now, limit: Self.batch, in: $0) }
        var tried = 0
        for one in due {
            let until = now.adding(seconds: Self.leaseSeconds)
            guard
                try await house.database.write(
                    .alone, { try WebhookRows.claim(one, at: now, until: until, in: $0) })
            else { continue }
            tried += 1
            let found = try await house.database.read { transaction in
                (
                    try WebhookRows.target(one.webhook, in: transaction),
                    try WebhookRows.event(one, in: transaction)
                )
            }
            guard let target = found.0, let event = found.1 else {
                try await note(one, .dead, "the webhook is off")
                continue
            }
            do {
                let answer = try await post(event, to: target, at: now)
                if (200..<300).contains(answer.status) {
                    try await note(one, .done, "\(answer.status)")
                } else {
                    try await retry(one, "\(answer.status) \(answer.text.prefix(120))")
                }
            } catch let fault as Courier.Fault {
                try await retry(one, fault.description)
            }
        }
        return tried
    }

    private func post(_ event: Event, to target: (url: String, secret: [UInt8]), at now: Instant) async throws
        -> Courier.Answer
    {
        let body = """
            {"at":"\(event.atMs)","id":"\(event.id)","organisation":"\(event.organisation)",\
            "payload":\(event.payload),"topic":"\(event.topic)"}
            """
        let time = String(now.milliseconds / 1_000)
        let key = SymmetricKey(data: Data(try control.house.keys.open(target.secret).utf8))
        let mac = HMAC<SHA256>.authenticationCode(for: Data("\(time).\(body)".utf8), using: key)
        return try await Courier.request(
            "POST", target.url,
            headers: [
                ("Content-Type", "application/json"), ("X-Lamplight-Event", event.topic),
                ("X-Lamplight-Delivery", String(event.id)), ("X-Lamplight-Timestamp", time),
                ("X-Lamplight-Signature", "v1=\(ContentHash.hex(Array(mac)))"),
            ],
            body: Array(body.utf8), seconds: 10, limit: 1 << 16)
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
