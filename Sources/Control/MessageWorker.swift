internal import Kernel
internal import Store

/// Hands due messages to their carriers, tries again with growing pauses, and gives up for somebody to look at.
///
/// At least once: a program killed between a carrier's yes and our note of it sends again. Any number of these may run.
package struct MessageWorker: Sendable {
    /// The pause after the first, second … failure, in seconds; the last holds for all after it.
    static let pauses: [Int64] = [60, 300, 1_800, 7_200, 21_600]
    /// A claimed message that nobody answered for is free again after this.
    private static let leaseSeconds: Int64 = 120
    private static let batch = 50

    private let control: Control
    private let carriers: [Carrier]
    private let onFault: @Sendable (any Error) -> Void

    /// - Parameter carriers: of two that take a channel the first is used.
    package init(control: Control, carriers: [Carrier], onFault: @Sendable @escaping (any Error) -> Void) {
        self.control = control
        self.carriers = carriers
        self.onFault = onFault
    }

    /// Runs until the task is cancelled.
    package func run() async throws {
        while !Task.isCancelled {
            var sent = 0
            do {
                sent = try await round()
            } catch is CancellationError {
                return
            } catch {
                onFault(error)
            }
            try await Task.sleep(for: .milliseconds(sent > 0 ? 20 : 500))
        }
    }

    /// Hands over what is due now; gives how many messages were tried.
    @discardableResult
    package func round() async throws -> Int {
        let house = control.house
        let now = house.clock.now()
        let due = try await house.database.read { try MessageRows.due(at: now, limit: Self.batch, in: $0) }
        var tried = 0
        for id in due {
            guard let message = try await house.database.read({ try MessageRows.find(id, in: $0) }),
                let carrier = carriers.first(where: { $0.channels.contains(message.channel) })
            else { continue }
            let until = now.adding(seconds: Self.leaseSeconds)
            guard
                try await house.database.write(
                    .alone, { try MessageRows.claim(id, at: now, until: until, in: $0) })
            else { continue }
            tried += 1
            try await carry(message, by: carrier)
        }
        return tried
    }

    private func carry(_ message: Message, by carrier: Carrier) async throws {
        let keys = control.house.keys
        let sealed = try await control.house.database.read {
            try MessageRows.recipient(of: message.id, in: $0)
        }
        let parcel = Parcel(
            id: message.id, channel: message.channel, recipient: try keys.open(sealed), title: message.title,
            body: message.body, at: message.createdAt)
        do {
            let answer = try await carrier.carry(parcel)
            try await note(
                message, by: carrier, answer.isDelivered ? .delivered : .sent,
                outcome: answer.isDelivered ? "DELIVERED" : "SENT", detail: answer.detail)
        } catch {
            let most = try await control.house.database.read { transaction in
                try control.parameter(
                    "control.message.attempts", organisation: message.organisationPath,
                    on: control.house.clock.today, in: transaction
                ).number
            }
            // The attempt under way was counted when the message was claimed, after it was read.
            let isLast = Int64(message.attempts) + 1 >= most
            try await note(
                message, by: carrier, isLast ? .dead : .waiting, outcome: "REFUSED",
                detail: String(describing: error),
                pause: isLast ? 0 : Self.pauses[min(message.attempts, Self.pauses.count - 1)])
        }
    }

    private func note(
        _ message: Message, by carrier: Carrier, _ state: MessageState, outcome: String, detail: String,
        pause: Int64 = 0
    ) async throws {
        try await control.record(as: Control.system(address: carrier.name)) { act in
            // A delivery report may have come before the carrier's own answer.
            let now = try MessageRows.find(message.id, in: act.transaction)?.state ?? message.state
            if now == .waiting {
                try MessageRows.setState(
                    message.id, state, next: act.now.adding(seconds: pause), in: act.transaction)
            }
            try act.prove(message.id, carrier: carrier.name, outcome: outcome, detail: detail)
            try act.audit(
                bucket: message.id.bucket, action: "control.carry", subject: "message \(message.id)",
                before: now.rawValue, after: "\(outcome) \(carrier.name)")
            try act.announce(message)
        }
    }
}
