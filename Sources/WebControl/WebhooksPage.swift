import Control
import Hummingbird
import Kernel
import Language
import Web

/// Who outside hears of what, and what became of it.
struct WebhooksPage: Page {
    static let template = "control.webhooks"
    let title: String
    let trail: [Crumb]
    let lead: String
    let secret: String?
    let cards: [Card]
    let hasCards: Bool
    let summary: FormSummary?
    let url: Field
    let topics: Field

    struct Card: Sendable {
        let url: String
        let topics: String
        let state: Badge
        let switchAction: String
        let switchLabel: String
        let replayAction: String?
        let rows: [Row]
        let hasRows: Bool
    }

    struct Row: Sendable {
        let event: String
        let topic: String
        let state: Badge
        let attempts: String
        let detail: String
    }

    init(_ visit: Visit, _ webhooks: [(Webhook, [WebhookDelivery])], form: Form, secret: String? = nil) {
        title = visit.text("control.webhooks.title")
        trail = WebControl.systemTrail(visit)
        lead = visit.text("control.webhooks.lead")
        self.secret = secret.map { visit.text("control.webhooks.secret", [("secret", $0)]) }
        cards = webhooks.map { webhook, deliveries in
            let link = WebControl.webhookPath.link(webhook.id)
            return Card(
                url: webhook.url, topics: webhook.topics.joined(separator: " "),
                state: webhook.isOn
                    ? Badge(visit.text("control.webhooks.on"), .good)
                    : Badge(visit.text("control.webhooks.off"), .warn),
                switchAction: link + (webhook.isOn ? "/off" : "/on"),
                switchLabel: visit.text(
                    webhook.isOn ? "control.webhooks.switchOff" : "control.webhooks.switchOn"),
                replayAction: deliveries.contains { $0.state == .dead } ? link + "/replay" : nil,
                rows: deliveries.map { delivery in
                    let tone: Tone =
                        switch delivery.state {
                        case .waiting: .plain
                        case .done: .good
                        case .dead: .bad
                        }
                    return Row(
                        event: delivery.event.description, topic: delivery.topic,
                        state: Badge(visit.text("control.webhookState.\(delivery.state.rawValue)"), tone),
                        attempts: String(delivery.attempts), detail: delivery.detail)
                }, hasRows: !deliveries.isEmpty)
        }
        hasCards = !cards.isEmpty
        summary = form.summary
        url = form.field("url", label: "control.webhooks.url", longest: 500)
        topics = form.field(
            "topics", label: "control.webhooks.topics", hint: "control.webhooks.topics.hint",
            longest: 500)
    }
}

extension WebControl {
    static let webhooksLink = "/control/webhooks"
    static let webhookPath = PathTemplate("/control/webhooks/{webhook}")
    private static let access = Access.may("control.webhooks")

    var webhookRoutes: [Route] {
        [
            .get(Self.webhooksLink, Self.access) { try await showWebhooks($0, $0.emptyForm()) },
            .post(Self.webhooksLink, Self.access) { try await addWebhook($0) },
            .post(Self.webhookPath.description + "/on", Self.access) { try await setWebhook($0, isOn: true) },
            .post(Self.webhookPath.description + "/off", Self.access) {
                try await setWebhook($0, isOn: false)
            },
            .post(Self.webhookPath.description + "/replay", Self.access) { visit in
                let count = try await control.replayWebhook(try visit.id("webhook"), by: visit.principal)
                return visit.redirect(
                    to: Self.webhooksLink, notice: "control.webhooks.replayed", [("count", String(count))])
            },
        ]
    }

    private func setWebhook(_ visit: Visit, isOn: Bool) async throws -> Response {
        try await control.setWebhook(try visit.id("webhook"), isOn: isOn, by: visit.principal)
        return visit.redirect(to: Self.webhooksLink, notice: "control.webhooks.set")
    }

    private func showWebhooks(
        _ visit: Visit, _ form: Form, secret: String? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        var found: [(Webhook, [WebhookDelivery])] = []
        for webhook in try await control.webhookList(by: visit.principal) {
            found.append(
                (webhook, try await control.webhookDeliveries(webhook.id, limit: 20, by: visit.principal)))
        }
        return try visit.show(WebhooksPage(visit, found, form: form, secret: secret), status: status)
    }

    private func addWebhook(_ visit: Visit) async throws -> Response {
        var form = try visit.form()
        let url = form.required("url", limit: 500)
        let topics = form.required("topics", limit: 500)
        if let url, let topics, form.isValid {
            do {
                let made = try await control.addWebhook(
                    url: url, topics: topics.split(separator: " ").map(String.init), by: visit.principal)
                // Shown in the answer itself: the secret is in no address and no log.
                return try await showWebhooks(visit, visit.emptyForm(), secret: made.secret)
            } catch let refusal as MessageRefusal where refusal.kind == .invalid {
                form.refuse(refusal, on: refusal == .webhookURL ? "url" : "topics")
            }
        }
        return try await showWebhooks(visit, form, status: .unprocessableContent)
    }
}
