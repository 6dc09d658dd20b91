import Control
import Hummingbird
import Kernel
import Language
import Web

/// What the pages of control show and has no answer elsewhere, for programs.
enum LookTwins {
    /// What runs by the clock.
    struct ScheduleAnswer: Codable, Sendable {
        let key: String
        /// Minutes after midnight, China Standard Time, where it runs once a day.
        let dailyAtMinute: Int?
        /// Minutes between two runs, where it runs more often.
        let everyMinutes: Int?
        let isOn: Bool
        let nextAtMs: String?
        /// The newest first.
        let runs: [Run]

        struct Run: Codable, Sendable {
            let dueAtMs: String
            let startedAtMs: String
            /// Missing while it runs, and where it was stopped in the middle.
            let finishedAtMs: String?
            let outcome: String?
            let fault: String?
        }

        init(_ state: ScheduleState, _ visit: Visit) {
            key = state.key
            switch state.cadence {
            case .daily(let minute): (dailyAtMinute, everyMinutes) = (minute, nil)
            case .every(let minutes): (dailyAtMinute, everyMinutes) = (nil, minutes)
            }
            isOn = state.isOn
            nextAtMs = state.next.map { String($0.milliseconds) }
            runs = state.runs.map {
                Run(
                    dueAtMs: String($0.due.milliseconds), startedAtMs: String($0.started.milliseconds),
                    finishedAtMs: $0.finished.map { String($0.milliseconds) },
                    outcome: $0.outcome.map { SchedulesPage.words($0, visit) },
                    fault: $0.fault)
            }
        }
    }

    /// Who outside hears of what.
    struct WebhookAnswer: Codable, Sendable {
        let id: WebhookID
        let url: String
        let topics: [String]
        let isOn: Bool

        init(_ webhook: Webhook) {
            id = webhook.id
            url = webhook.url
            topics = webhook.topics
            isOn = webhook.isOn
        }
    }

    /// An event on its way to a webhook, or given up.
    struct DeliveryAnswer: Codable, Sendable {
        let event: String
        let topic: String
        let state: String
        let attempts: Int
        let nextAtMs: String
        /// What the last attempt came to.
        let detail: String

        init(_ delivery: WebhookDelivery) {
            event = delivery.event.description
            topic = delivery.topic
            state = delivery.state.rawValue
            attempts = delivery.attempts
            nextAtMs = String(delivery.nextAt.milliseconds)
            detail = delivery.detail
        }
    }

    /// A kind of message in one language.
    struct WordingAnswer: Codable, Sendable {
        let template: String
        let language: String
        let channel: MessageChannel
        /// The names between braces.
        let fields: [String]
        /// 0 for the words the program brings.
        let version: Int
        let title: String
        let body: String

        init(_ wording: Wording) {
            template = wording.template.key
            language = wording.language.rawValue
            channel = wording.template.channel
            fields = wording.template.fields
            version = wording.version
            title = wording.title
            body = wording.body
        }
    }

    /// A code table.
    struct TableAnswer: Codable, Sendable {
        let key: String
        let name: String
        let clause: String
        /// What a code of it can stand for; empty where a code is a name only.
        let meanings: [String]
        /// Codes that hold today.
        let codes: Int
    }
}

extension WebControl {
    var lookTwins: [Route] {
        [
            .get("/api/v1/control/schedules", .may("control.jobs")) { visit in
                let states = try await control.scheduleStates(by: visit.principal)
                return try visit.json(
                    whole: states.map { LookTwins.ScheduleAnswer($0, visit) }, of: try visit.page(),
                    key: \.key)
            }
            .listed(
                "control.schedules.list",
                "What runs by the clock: when it ran last, what came out, when it runs next.",
                of: LookTwins.ScheduleAnswer.self),
            .get("/api/v1/control/webhooks", .may("control.webhooks")) { visit in
                let webhooks = try await control.webhookList(by: visit.principal)
                return try visit.json(
                    whole: webhooks.map { LookTwins.WebhookAnswer($0) }, of: try visit.page(),
                    key: \.id.description)
            }
            .listed("control.webhooks.list", "Who outside hears of what.", of: LookTwins.WebhookAnswer.self),
            .get("/api/v1/control/webhooks/{webhook}/deliveries", .may("control.webhooks")) { visit in
                let wish = try visit.page()
                let found = try await control.webhookDeliveries(
                    try visit.id("webhook"), before: try wish.id(), limit: wish.limit + 1,
                    by: visit.principal)
                return try visit.json(
                    piece: found.map { LookTwins.DeliveryAnswer($0) }, of: wish, key: \.event)
            }
            .listed(
                "control.webhooks.deliveries",
                "Events on their way to a webhook and those given up, the newest first.",
                of: LookTwins.DeliveryAnswer.self),
            .get("/api/v1/control/templates", .may("control.messages")) { visit in
                let wordings = try await control.wordings(by: visit.principal)
                return try visit.json(
                    whole: wordings.map { LookTwins.WordingAnswer($0) }, of: try visit.page()
                ) { "\($0.template) \($0.language)" }
            }
            .listed(
                "control.templates.list", "The wording of every kind of message, in both languages.",
                of: LookTwins.WordingAnswer.self),
            .get("/api/v1/control/templates/{template}/{language}", .may("control.messages")) { visit in
                try visit.json(LookTwins.WordingAnswer(try await wording(visit)))
            }
            .described(
                "control.templates.get", "A message's wording in one language.",
                gives: LookTwins.WordingAnswer.self),
            .get("/api/v1/control/codes", .may("control.parameters.read")) { visit in
                var tables: [LookTwins.TableAnswer] = []
                for table in control.codeTables {
                    tables.append(
                        LookTwins.TableAnswer(
                            key: table.key, name: visit.text("control.codes.table.\(table.key)"),
                            clause: table.clause, meanings: table.meanings,
                            codes: try await control.codes(table.key, on: visit.today).count))
                }
                return try visit.json(whole: tables, of: try visit.page(), key: \.key)
            }
            .listed(
                "control.codeTables.list", "The code tables of every room.", of: LookTwins.TableAnswer.self),
        ]
    }
}
