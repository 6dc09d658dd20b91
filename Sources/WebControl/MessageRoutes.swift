import Control
import Hummingbird
import Kernel
import Language
import Web

extension WebControl {
    static let messagesLink = "/control/messages"
    static let messagePath = PathTemplate("/control/messages/{message}")
    private static let pageSize = 50

    var messageRoutes: [Route] {
        [
            .get(Self.messagesLink, .may("control.messages")) { visit in
                try await showMessages(visit, visit.emptyForm())
            },
            .post(Self.messagesLink + "/trial", .may("control.messages.send")) { try await sendTrial($0) },
            .get(Self.messagePath.description, .may("control.messages")) { visit in
                let (message, proofs) = try await control.message(
                    try visit.id("message"), by: visit.principal)
                visit.shows(about: [message.about])
                return try visit.show(MessagePage(visit, message, proofs))
            },
            .post(Self.messagePath.description + "/resend", .may("control.messages.send")) { visit in
                let id: MessageID = try visit.id("message")
                try await control.resend(id, by: visit.principal)
                return visit.redirect(to: Self.messagePath.link(id), notice: "control.message.resent")
            },
            .get("/api/v1/control/messages", .may("control.messages")) { visit in
                let state = visit.query("state").flatMap(MessageState.init)
                let wish = try visit.page()
                let messages = try await control.messages(
                    state: state, before: try wish.id(), limit: wish.limit + 1, by: visit.principal)
                visit.shows(about: messages.prefix(wish.limit).map(\.about))
                return try visit.json(piece: messages.map { MessageAnswer($0, nil) }, of: wish, key: \.id)
            }
            .listed(
                "control.messages.list", "Messages to customers, the newest first.",
                query: [
                    Operation.Parameter(
                        "state", .words(MessageState.allCases.map(\.rawValue)), "Those of one state.")
                ], of: MessageAnswer.self),
            .get("/api/v1/control/messages/{message}", .may("control.messages")) { visit in
                let (message, proofs) = try await control.message(
                    try visit.id("message"), by: visit.principal)
                visit.shows(about: [message.about])
                return try visit.json(MessageAnswer(message, proofs))
            }
            .described(
                "control.messages.get", "One message and what its carriers reported.",
                gives: MessageAnswer.self),
        ]
    }

    private func showMessages(_ visit: Visit, _ form: Form, status: HTTPResponse.Status = .ok) async throws
        -> Response
    {
        let state = visit.query("state").flatMap(MessageState.init)
        let before = visit.query("before").flatMap { MessageID(text: $0) }
        let messages = try await control.messages(
            state: state, before: before, limit: Self.pageSize, by: visit.principal)
        visit.shows(about: messages.map(\.about))
        let month = Day(year: visit.today.year, month: visit.today.month, day: 1) ?? visit.today
        let counts = try await control.messageCounts(since: Instant(startOf: month), by: visit.principal)
        return try visit.show(
            MessagesPage(visit, messages, state: state, counts: counts, form: form, pageSize: Self.pageSize),
            status: status)
    }

    private func sendTrial(_ visit: Visit) async throws -> Response {
        var form = try visit.form()
        let channel = form.choice("channel", MessageChannel.self)
        let recipient = form.required("to", limit: 254)
        if let channel, let recipient, form.isValid {
            do {
                let id = try await control.sendTrial(to: recipient, channel, by: visit.principal)
                return visit.redirect(
                    to: Self.messagesLink,
                    notice: id == nil ? "control.messages.trial.out" : "control.messages.trial.sent")
            } catch let refusal as MessageRefusal {
                form.refuse(refusal, on: "to")
            }
        }
        return try await showMessages(visit, form, status: .unprocessableContent)
    }

    /// Where a Kannel gateway brings its delivery reports. Nobody is signed in: the token proves that the report is about
    /// a message that was handed to it. It is a GET that writes because Kannel's interface is one.
    var hookRoutes: [Route] {
        [
            .get("/hooks/kannel/{message}", .anyone) { visit in
                let id: MessageID = try visit.id("message")
                guard visit.query("token") == control.house.keys.reportToken(id),
                    let outcome = Self.kannelOutcomes[visit.query("type") ?? ""]
                else { throw WebRefusal.notFound }
                try await control.carrierReport(
                    id, carrier: "kannel", outcome: outcome, detail: visit.query("text") ?? "")
                return Response(status: .noContent)
            }
        ]
    }

    /// Kannel's types of report.
    private static let kannelOutcomes = [
        "1": "DELIVERED", "2": "FAILED", "4": "BUFFERED", "8": "ACCEPTED", "16": "REJECTED",
    ]
}

/// A message as the API tells of it.
struct MessageAnswer: Codable, Sendable {
    struct Proof: Codable, Sendable {
        let at: String
        let carrier: String
        let outcome: String
        let detail: String
    }

    let id: String
    let channel: String
    let to: String
    let template: String
    let title: String
    let body: String
    let about: String
    let parts: Int
    let state: String
    let createdAt: String
    let proof: [Proof]?

    init(_ message: Message, _ proofs: [MessageProof]?) {
        id = message.id.description
        channel = message.channel.rawValue
        to = message.masked
        template = message.template
        title = message.title
        body = message.body
        about = message.about
        parts = message.parts
        state = message.state.rawValue
        createdAt = message.createdAt.description
        proof = proofs?.map {
            Proof(at: $0.at.description, carrier: $0.carrier, outcome: $0.outcome, detail: $0.detail)
        }
    }
}
