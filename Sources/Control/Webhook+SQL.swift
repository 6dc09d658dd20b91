internal import Kernel
internal import Store

/// Rows of webhooks and their deliveries.
enum WebhookRows {
    static func all(in transaction: any Transaction) throws -> [Webhook] {
        try transaction.all(
            "SELECT id, organisation_path, url, topics, is_on, hears_from FROM control_webhook ORDER BY id"
        ) { row in
            Webhook(
                id: try row.id(0), organisationPath: OrganisationPath(try row.text(1)), url: try row.text(2),
                topics: try row.text(3).split(separator: " ").map(String.init), isOn: try row.int64(4) == 1,
                hearsFrom: try row.int64(5))
        }
    }

    static func insert(
        _ webhook: Webhook, organisation: OrganisationID, secret: [UInt8], by user: UserID,
        at now: Instant, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_webhook (id, organisation_id, organisation_path, url, secret, topics, is_on,
              hears_from, created_by, created_at)
            VALUES (\(webhook.id), \(organisation), \(webhook.organisationPath.text), \(webhook.url), \(secret),
              \(webhook.topics.joined(separator: " ")), \(webhook.isOn), \(webhook.hearsFrom),
              \(user), \(now))
            """)
    }

    static func set(_ id: WebhookID, isOn: Bool, hearsFrom: Int64, in transaction: any Transaction) throws {
        try transaction.run(
            "UPDATE control_webhook SET is_on = \(isOn), hears_from = \(hearsFrom) WHERE id = \(id)")
    }

    static func enqueue(_ id: WebhookID, _ event: Event, at now: Instant, in transaction: any Transaction)
        throws
    {
        try transaction.run(
            """
            INSERT INTO control_webhook_delivery (bucket, webhook_id, event_id, sequence, state, attempts, next_at,
              detail)
            VALUES (\(event.bucket), \(id), \(event.id), \(event.sequence), 'WAITING', 0, \(now), '')
            ON CONFLICT (bucket, webhook_id, event_id) DO NOTHING
            """)
    }

    /// What a delivery needs to be made.
    struct Due {
        let webhook: WebhookID
        let bucket: Bucket
        let event: EventID
        let sequence: Int64
        let attempts: Int
    }

    /// What is due to one webhook, the oldest first.
    static func due(_ id: WebhookID, at now: Instant, limit: Int, in transaction: any Transaction) throws
        -> [Due]
    {
        try transaction.all(
            """
            SELECT bucket, event_id, sequence, attempts FROM control_webhook_delivery
            WHERE webhook_id = \(id) AND state = 'WAITING' AND next_at <= \(now)
            ORDER BY next_at, event_id LIMIT \(Int64(limit)) /*scatter: the queue of a webhook*/
            """
        ) {
            Due(
                webhook: id, bucket: try $0.bucket(0), event: try $0.id(1), sequence: try $0.int64(2),
                attempts: try $0.int(3))
        }
    }

    static func claim(_ due: Due, at now: Instant, until: Instant, in transaction: any Transaction) throws
        -> Bool
    {
        try transaction.run(
            """
            UPDATE control_webhook_delivery SET attempts = attempts + 1, next_at = \(until)
            WHERE bucket = \(due.bucket) AND webhook_id = \(due.webhook) AND event_id = \(due.event)
              AND state = 'WAITING' AND next_at <= \(now)
            """) == 1
    }

    static func set(
        _ due: Due, _ state: WebhookDelivery.State, next: Instant, detail: String,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE control_webhook_delivery SET state = \(state.rawValue), next_at = \(next), detail = \(detail)
            WHERE bucket = \(due.bucket) AND webhook_id = \(due.webhook) AND event_id = \(due.event)
            """)
    }

    static func target(_ id: WebhookID, in transaction: any Transaction) throws -> (
        url: String, secret: [UInt8]
    )? {
        try transaction.first("SELECT url, secret FROM control_webhook WHERE id = \(id) AND is_on = 1") {
            (try $0.text(0), try $0.blob(1))
        }
    }

    static func event(_ due: Due, in transaction: any Transaction) throws -> Event? {
        try transaction.first(
            """
            SELECT id, topic, organisation_path, payload, at FROM control_event
            WHERE bucket = \(due.bucket) AND sequence = \(due.sequence)
            """
        ) {
            Event(
                id: try $0.int64(0), bucket: Int32(due.bucket.number), sequence: due.sequence,
                topic: try $0.text(1),
                organisation: try $0.text(2), payload: try $0.text(3), atMs: try $0.int64(4))
        }
    }

    static func deliveries(
        of id: WebhookID, before: EventID?, limit: Int, in transaction: any Transaction
    ) throws -> [WebhookDelivery] {
        try transaction.all(
            """
            SELECT d.bucket, d.event_id, e.topic, d.state, d.attempts, d.next_at, d.detail
            FROM control_webhook_delivery d
            JOIN control_event e ON e.bucket = d.bucket AND e.sequence = d.sequence
            WHERE d.webhook_id = \(id) AND d.event_id < \(before?.number ?? Int64.max)
            ORDER BY d.event_id DESC LIMIT \(Int64(limit)) /*scatter: one webhook's list*/
            """
        ) {
            WebhookDelivery(
                webhook: id, bucket: try $0.bucket(0), event: try $0.id(1), topic: try $0.text(2),
                state: WebhookDelivery.State(rawValue: try $0.text(3)) ?? .dead, attempts: try $0.int(4),
                nextAt: try $0.instant(5), detail: try $0.text(6))
        }
    }

    static func replay(_ id: WebhookID, at now: Instant, in transaction: any Transaction) throws -> Int {
        try transaction.run(
            """
            UPDATE control_webhook_delivery SET state = 'WAITING', attempts = 0, next_at = \(now)
            WHERE webhook_id = \(id) AND state = 'DEAD' /*scatter: somebody puts a webhook's dead letters back*/
            """)
    }
}
