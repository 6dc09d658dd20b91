package import Kernel
internal import Store
import Synchronization

/// Somebody outside who hears of events, signed and retried.
package struct Webhook: Sendable, Hashable {
    package let id: WebhookID
    package let organisationPath: OrganisationPath
    package let url: String
    /// Topics, or words that topics begin with, such as `payment.`; `*` for all.
    package let topics: [String]
    package let isOn: Bool
    /// Ids are in the order of time: it hears of events made after this one.
    package let hearsFrom: Int64

    func wants(_ topic: String) -> Bool {
        topics.contains { $0 == "*" || $0 == topic || ($0.hasSuffix(".") && topic.hasPrefix($0)) }
    }
}

package typealias WebhookID = Identifier<WebhookKind>
/// Tells a webhook's id from others.
package enum WebhookKind {}

/// An event on its way to a webhook.
package struct WebhookDelivery: Sendable, Hashable {
    package enum State: String, Sendable { case waiting = "WAITING", done = "DONE", dead = "DEAD" }
    package let webhook: WebhookID
    package let bucket: Bucket
    package let event: EventID
    package let topic: String
    package let state: State
    package let attempts: Int
    package let nextAt: Instant
    /// What the last attempt came to.
    package let detail: String
}

/// The webhooks as this process knows them: asked for every event, so kept in memory, and read anew when one changes.
final class WebhookBook: Sendable {
    private let webhooks = Mutex<[Webhook]>([])

    func load(from database: any Database) async throws {
        let found = try await database.read { try WebhookRows.all(in: $0) }.filter(\.isOn)
        webhooks.withLock { $0 = found }
    }

    /// Puts what a webhook wants into its queue, in the transaction that moves the consumer's place.
    var subscription: Subscription {
        Subscription(
            consumer: "control.webhooks",
            wants: { [self] topic in webhooks.withLock { $0.contains { $0.wants(topic) } } },
            // Another process may have made or switched one just before what it is to hear of.
            prepare: { [self] news, database in
                if news.contains(where: { $0.topic == "control.webhook" }) { try await load(from: database) }
            },
            handle: { event, act in
                let wanting = try WebhookRows.all(in: act.transaction).filter { webhook in
                    webhook.isOn && webhook.wants(event.topic) && event.id > webhook.hearsFrom
                        && webhook.organisationPath.contains(OrganisationPath(event.organisation))
                }
                for webhook in wanting {
                    try WebhookRows.enqueue(webhook.id, event, at: act.now, in: act.transaction)
                }
            })
    }
}

extension Control {
    /// Makes a webhook; its secret is told once, here.
    /// - Throws: `MessageRefusal.webhookURL` for what is not http or https, `.webhookTopics` for none.
    package func addWebhook(url: String, topics: [String], by principal: Principal) async throws -> (
        id: WebhookID, secret: String
    ) {
        let isWeb = ["https://", "http://"].contains { url.hasPrefix($0) && url.utf8.count > $0.utf8.count }
        guard isWeb, url.utf8.count <= 500, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw MessageRefusal.webhookURL
        }
        let wanted = topics.filter { !$0.isEmpty }
        guard !wanted.isEmpty, wanted.allSatisfy(Self.isTopic) else { throw MessageRefusal.webhookTopics }
        let secret = RandomToken.session()
        let id: WebhookID = house.ids.next()
        let sealed = try house.keys.seal(secret)
        try await command("control.webhooks", by: principal) { act in
            try WebhookRows.insert(
                Webhook(
                    id: id, organisationPath: principal.scope, url: url, topics: wanted, isOn: true,
                    hearsFrom: id.number),
                organisation: principal.organisation, secret: sealed, by: principal.user, at: act.now,
                in: act.transaction)
            try act.audit(
                bucket: principal.organisation.bucket, action: "control.addWebhook", subject: "webhook \(id)",
                after: AuditValues.json([("topics", wanted.joined(separator: " ")), ("url", url)]))
            try act.publish(
                "control.webhook", bucket: principal.organisation.bucket, organisation: principal.scope,
                payload: "{\"webhook\":\"\(id)\"}")
        }
        try await webhooks.load(from: house.database)
        return (id, secret)
    }

    private static func isTopic(_ text: String) -> Bool {
        text == "*"
            || text.utf8.count <= 60
                && text.utf8.allSatisfy {
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || $0 == UInt8(ascii: ".")
                }
    }

    /// Switches a webhook on or off. What happens while it is off is not sent later.
    package func setWebhook(_ id: WebhookID, isOn: Bool, by principal: Principal) async throws {
        try await command("control.webhooks", by: principal) { act in
            guard let webhook = try WebhookRows.all(in: act.transaction).first(where: { $0.id == id }),
                principal.scope.contains(webhook.organisationPath)
            else { throw MessageRefusal.webhookUnknown }
            try WebhookRows.set(id, isOn: isOn, hearsFrom: house.ids.nextNumber(), in: act.transaction)
            try act.audit(
                bucket: principal.organisation.bucket, action: "control.setWebhook", subject: "webhook \(id)",
                before: "{\"on\":\(webhook.isOn)}", after: "{\"on\":\(isOn)}")
            try act.publish(
                "control.webhook", bucket: principal.organisation.bucket, organisation: principal.scope,
                payload: "{\"webhook\":\"\(id)\"}")
        }
        try await webhooks.load(from: house.database)
    }

    /// The webhooks of a scope.
    package func webhookList(by principal: Principal) async throws -> [Webhook] {
        try await read("control.webhooks", by: principal) {
            try WebhookRows.all(in: $0).filter { principal.scope.contains($0.organisationPath) }
        }
    }

    /// Deliveries that wait or were given up, the newest first.
    package func webhookDeliveries(
        _ id: WebhookID, before: EventID? = nil, limit: Int = 100, by principal: Principal
    ) async throws -> [WebhookDelivery] {
        let own = try await webhookList(by: principal)
        guard own.contains(where: { $0.id == id }) else { throw MessageRefusal.webhookUnknown }
        return try await read("control.webhooks", by: principal) {
            try WebhookRows.deliveries(of: id, before: before, limit: limit, in: $0)
        }
    }

    /// Puts a webhook's given-up deliveries back into its queue; gives how many.
    @discardableResult
    package func replayWebhook(_ id: WebhookID, by principal: Principal) async throws -> Int {
        let own = try await webhookList(by: principal)
        guard own.contains(where: { $0.id == id }) else { throw MessageRefusal.webhookUnknown }
        return try await command("control.webhooks", by: principal) { act in
            let count = try WebhookRows.replay(id, at: act.now, in: act.transaction)
            try act.audit(
                bucket: principal.organisation.bucket, action: "control.replayWebhook",
                subject: "webhook \(id)",
                after: "{\"deliveries\":\(count)}")
            return count
        }
    }
}
