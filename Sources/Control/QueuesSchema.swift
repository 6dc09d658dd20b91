internal import Store

extension ControlSchema {
    /// Migration 35. A queue a channel and a queue a webhook: what one of them cannot take holds up no other.
    static let queues = Migration(
        room: "control", 35, "queues of messages by channel, of deliveries by webhook",
        tables: [], extra: [.sqlite: statements, .postgres: statements])

    private static let statements = [
        """
        ALTER TABLE control_message_state ADD COLUMN channel TEXT NOT NULL DEFAULT 'SMS'
        CHECK (channel IN ('SMS', 'EMAIL', 'LETTER', 'CALL'))
        """,
        // Asked for this moment by who waits for it, such as a code: it goes before what is older.
        "ALTER TABLE control_message_state ADD COLUMN is_asked INTEGER NOT NULL DEFAULT 0",
        """
        /*scatter: every message there is, once*/ UPDATE control_message_state SET channel = (SELECT m.channel FROM control_message m
          WHERE m.bucket = control_message_state.bucket AND m.id = control_message_state.message_id)
        """,
        "DROP INDEX control_message_state_due",
        // The carriers' query: what is due of one channel.
        """
        CREATE INDEX control_message_state_queue
        ON control_message_state (channel, state, is_asked, next_at)
        """,
        "DROP INDEX control_webhook_delivery_due",
        // What is due to one webhook, and what it was given up on.
        """
        CREATE INDEX control_webhook_delivery_queue
        ON control_webhook_delivery (webhook_id, state, next_at)
        """,
    ]
}
