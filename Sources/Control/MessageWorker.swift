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

    /// Runs until the task is cancelled. Each channel goes at its own pace: a gateway that does not answer holds up no
    /// other.
    package func run() async throws {
        let channels = channels
        // Without a carrier there is nothing to do, and the end of a worker would be the end of the server.
        if channels.isEmpty { while true { try await Task.sleep(for: .seconds(3_600)) } }
        await withDiscardingTaskGroup { group in
            for channel in channels { group.addTask { await run(channel) } }
        }
    }

    private func run(_ channel: MessageChannel) async {
        while !Task.isCancelled {
            do {
                let sent = try await round(channel)
                try await Task.sleep(for: .milliseconds(sent > 0 ? 20 : 500))
            } catch is CancellationError {
                return
            } catch {
                onFault(error)
                try? await Task.sleep(for: .milliseconds(500))
            }
        }
    }

    /// What a carrier takes; letters and calls are people's work, however many of them wait.
    private var channels: [MessageChannel] {
        MessageChannel.allCases.filter { channel in carriers.contains { $0.channels.contains(channel) } }
    }

    /// Hands over what is due now; gives how many messages were tried.
    @discardableResult
    package func round() async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for channel in channels { group.addTask { try await round(channel) } }
            return try await group.reduce(0, +)
        }
    }

    private func round(_ channel: MessageChannel) async throws -> Int {
        guard let carrier = carriers.first(where: { $0.channels.contains(channel) }) else { return 0 }
        let house = control.house
        let begun = house.clock.now()
        let due = try await house.database.read {
            try MessageRows.due(channel, at: begun, limit: Self.batch, in: $0)
        }
        var tried = 0
        for id in due {
            try Task.checkCancellation()
            guard let message = try await house.database.read({ try MessageRows.find(id, in: $0) }) else {
                continue
            }
            // The ones before it may have taken minutes.
            let now = house.clock.now()
            switch try await take(message, at: now) {
            case .another: continue
            case .held(let until): try await hold(message, .waiting, until: until, at: now, by: carrier)
            case .unwished: try await hold(message, .failed, until: now, at: now, by: carrier)
            case .taken:
                tried += 1
                try await carry(message, by: carrier)
            }
        }
        return tried
    }

    /// What becomes of a due message before it is handed over.
    private enum Take: Sendable {
        case taken
        /// It goes on with another worker, or is no longer due.
        case another
        /// Quiet hours have begun since it was put into the queue.
        case held(Instant)
        /// Its recipient has said meanwhile that they wish no such messages.
        case unwished
    }

    /// Claims a message, unless its recipient's wishes and hours, as they are now, stand against it.
    private func take(_ message: Message, at now: Instant) async throws -> Take {
        let until = now.adding(seconds: Self.leaseSeconds)
        return try await control.house.database.write(.alone) { transaction in
            let wish = try MessageRows.wish(of: message, in: transaction)
            // A message of a room that is no longer here is judged as what it was made as.
            let template = (try? control.messageTemplate(message.template)) ?? message.bareTemplate
            if wish?.refuses(template) == true { return .unwished }
            let release = try control.release(
                template, wish, organisation: message.organisationPath, at: now, in: transaction)
            if release > now { return .held(release) }
            return try MessageRows.claim(message.id, at: now, until: until, in: transaction)
                ? .taken : .another
        }
    }

    private func hold(
        _ message: Message, _ state: MessageState, until: Instant, at now: Instant, by carrier: Carrier
    ) async throws {
        let outcome = state == .waiting ? "HELD" : "OPTED_OUT"
        try await control.record(as: Control.system(address: carrier.name)) { act in
            guard try MessageRows.hold(message.id, state, until: until, at: now, in: act.transaction) else {
                return
            }
            try act.prove(
                message.id, carrier: carrier.name, outcome: outcome,
                detail: state == .waiting ? until.description : "")
            try act.audit(
                bucket: message.id.bucket, action: "control.hold", subject: "message \(message.id)",
                before: message.state.rawValue, after: outcome)
            try act.announce(message)
        }
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

extension Message {
    /// What is known of its template from the message alone.
    fileprivate var bareTemplate: MessageTemplate {
        MessageTemplate("", channel, isStatutory: isStatutory)
    }
}
