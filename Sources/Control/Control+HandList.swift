internal import Kernel
internal import Store

/// Calls and letters, which people make and bring.
extension Control {
    /// The most of one list.
    package static let handListLimit = 200

    /// What waits to be done by hand on a channel, the oldest first; addresses masked.
    package func handList(_ channel: MessageChannel, by principal: Principal) async throws -> [Message] {
        try await read("control.messages", by: principal) { transaction in
            try MessageRows.byHand(
                principal.scope, channel, at: self.house.clock.now(), limit: Self.handListLimit,
                in: transaction)
        }
    }

    /// The same with numbers and addresses in clear, to print and take along: who took which list is in the audit
    /// (个人信息保护法 art. 51: access to personal data is recorded).
    package func takeHandList(_ channel: MessageChannel, by principal: Principal) async throws -> [(
        message: Message, recipient: String
    )] {
        try await command("control.messages.send", by: principal) { act in
            let messages = try MessageRows.byHand(
                principal.scope, channel, at: act.now, limit: Self.handListLimit, in: act.transaction)
            let list = try messages.map { message in
                (
                    message: message,
                    recipient: try self.house.keys.open(
                        try MessageRows.recipient(of: message.id, in: act.transaction))
                )
            }
            if list.isEmpty { return [] }
            try act.audit(
                bucket: principal.organisation.bucket, action: "control.handList",
                subject: "messages \(channel.rawValue)",
                after: CommandInput.encode(["messages": messages.map(\.id.description)]))
            return list
        }
    }
}
