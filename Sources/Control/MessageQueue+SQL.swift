internal import Kernel
internal import Store

/// The queue of each channel: what is due, and who has taken it.
extension MessageRows {
    /// What is due of one channel: first what somebody waits for this moment, then the oldest.
    static func due(_ channel: MessageChannel, at now: Instant, limit: Int, in transaction: any Transaction)
        throws -> [MessageID]
    {
        let asked = try due(channel, isAsked: true, at: now, limit: limit, in: transaction)
        return try asked
            + due(channel, isAsked: false, at: now, limit: limit - asked.count, in: transaction)
    }

    private static func due(
        _ channel: MessageChannel, isAsked: Bool, at now: Instant, limit: Int, in transaction: any Transaction
    ) throws -> [MessageID] {
        try transaction.all(
            """
            SELECT message_id FROM control_message_state
            WHERE channel = \(channel.rawValue) AND state = 'WAITING' AND is_asked = \(isAsked)
              AND next_at <= \(now)
            ORDER BY next_at, message_id LIMIT \(Int64(limit)) /*scatter: the carrier's queue*/
            """
        ) { try $0.id(0) }
    }

    /// Claims a due message until `until`: false where another carrier has it.
    static func claim(_ id: MessageID, at now: Instant, until: Instant, in transaction: any Transaction)
        throws -> Bool
    {
        try transaction.run(
            """
            UPDATE control_message_state SET attempts = attempts + 1, next_at = \(until)
            WHERE bucket = \(id.bucket) AND message_id = \(id) AND state = 'WAITING' AND next_at <= \(now)
            """) == 1
    }

    /// Holds back, or closes, a message that is due and that nobody has claimed: false where another has it.
    static func hold(
        _ id: MessageID, _ state: MessageState, until: Instant, at now: Instant,
        in transaction: any Transaction
    ) throws -> Bool {
        try transaction.run(
            """
            UPDATE control_message_state SET state = \(state.rawValue), next_at = \(until)
            WHERE bucket = \(id.bucket) AND message_id = \(id) AND state = 'WAITING' AND next_at <= \(now)
            """) == 1
    }

    /// What the recipient of a message wishes now.
    static func wish(of message: Message, in transaction: any Transaction) throws -> ContactWish? {
        let digest = try transaction.one(
            """
            SELECT recipient_digest FROM control_message
            WHERE bucket = \(message.id.bucket) AND id = \(message.id)
            """
        ) { try $0.blob(0) }
        return try wish(digest, message.channel, in: transaction)
    }
}
