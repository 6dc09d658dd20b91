import Control
import Hummingbird
import Kernel
import Language
import Web

/// 电话与信函: what people bring by hand, with a line each to write down what came of it.
struct HandPage: Page {
    static let template = "control.hand"
    let title: String
    let trail: [Crumb]
    let lead: String
    let tabs: [MessagesPage.Tab]
    let rows: [Row]
    let hasRows: Bool
    /// The channel whose list can be taken; nil for who may not, and where nothing waits.
    let take: String?

    struct Row: Sendable {
        let link: String
        let action: String
        let to: String
        let kind: String
        let text: String
        let created: String
        let maySave: Bool
    }

    init(_ visit: Visit, _ channel: MessageChannel, _ messages: [Message]) {
        title = visit.text("control.hand.title")
        trail = WebControl.messageTrail(visit)
        lead = visit.text("control.hand.lead")
        tabs = [MessageChannel.call, .letter].map { one in
            MessagesPage.Tab(
                label: visit.text("control.channel.\(one.rawValue)"),
                link: WebControl.handLink + "?channel=\(one.rawValue)", chosen: one == channel)
        }
        let maySave = visit.may(WebControl.sending)
        rows = messages.map { message in
            Row(
                link: WebControl.messagePath.link(message.id),
                action: WebControl.messagePath.link(message.id) + "/by-hand", to: message.masked,
                kind: visit.text("control.message.name.\(message.template)"), text: message.body,
                created: visit.language.instant(message.createdAt), maySave: maySave)
        }
        hasRows = !rows.isEmpty
        take = maySave && hasRows ? channel.rawValue : nil
    }
}

/// The list on paper, with numbers in clear and room to sign.
struct HandListPage: Page {
    static let template = "control.hand-list"
    static let layout = Layout.paper
    let title: String
    let trail: [Crumb]
    let lead: String
    let rows: [Row]

    struct Row: Sendable {
        let number: String
        let to: String
        let text: String
    }

    init(
        _ visit: Visit, _ channel: MessageChannel, _ list: [(message: Message, recipient: String)]
    ) {
        title = visit.text(
            "control.hand.list", [("channel", visit.text("control.channel.\(channel.rawValue)"))])
        trail = [Crumb(label: visit.text("control.hand.title"), link: WebControl.handLink)]
        lead = visit.text(
            "control.hand.list.lead",
            [
                ("at", visit.language.instant(visit.now)), ("name", visit.principal.name),
                ("count", visit.language.number(list.count)),
            ])
        rows = list.enumerated().map {
            Row(number: String($0 + 1), to: $1.recipient, text: $1.message.body)
        }
    }
}

extension WebControl {
    static let handLink = "/control/hand"

    var handRoutes: [Route] {
        [
            .get(Self.handLink, .may("control.messages")) { visit in
                let channel = Self.handChannel(visit.query("channel"))
                let waiting = try await control.handList(channel, by: visit.principal)
                visit.shows(about: waiting.map(\.about))
                return try visit.show(HandPage(visit, channel, waiting))
            },
            .post(Self.handLink + "/list", Self.sending) { visit in
                let channel = Self.handChannel(try visit.form().text("channel"))
                return try visit.show(
                    HandListPage(visit, channel, try await control.takeHandList(channel, by: visit.principal))
                )
            },
            .post(Self.messagePath.description + "/by-hand", Self.sending) { visit in
                let id: MessageID = try visit.id("message")
                let (message, _) = try await control.message(id, by: visit.principal)
                let form = try visit.form()
                let back = Self.handLink + "?channel=\(message.channel.rawValue)"
                do {
                    try await control.recordByHand(
                        id, delivered: form.text("outcome") == "DELIVERED", note: form.text("note") ?? "",
                        by: visit.principal)
                    return visit.redirect(to: back, notice: "control.hand.saved")
                } catch let refusal as MessageRefusal where refusal.kind != .notFound {
                    return visit.redirect(
                        to: back, notice: refusal.code, refusal.arguments, tone: .warn)
                }
            },
            .get("/api/v1/control/hand/{channel}", .may("control.messages")) { visit in
                guard let channel = MessageChannel(rawValue: visit.parameters["channel"] ?? ""),
                    channel == .call || channel == .letter
                else { throw WebRefusal.notFound }
                let waiting = try await control.handList(channel, by: visit.principal)
                visit.shows(about: waiting.map(\.about))
                return try visit.json(
                    whole: waiting.map { MessageAnswer($0, nil) }, of: try visit.page(), key: \.id)
            }
            .listed(
                "control.hand.list", "Calls to be made, or letters to be brought, by hand.",
                of: MessageAnswer.self),
            .post("/api/v1/control/messages/{message}/by-hand", Self.sending) { visit in
                let id: MessageID = try visit.id("message")
                _ = try await control.message(id, by: visit.principal)
                let wish = try visit.decode(HandWish.self)
                try await control.recordByHand(
                    id, delivered: wish.delivered, note: wish.note, by: visit.principal)
                let (message, proofs) = try await control.message(id, by: visit.principal)
                return try visit.json(MessageAnswer(message, proofs))
            }
            .described(
                "control.messages.byHand", "Tells what came of a call or letter.", takes: HandWish.self,
                gives: MessageAnswer.self),
        ]
    }

    private static func handChannel(_ text: String?) -> MessageChannel {
        text == MessageChannel.letter.rawValue ? .letter : .call
    }
}

private struct HandWish: Codable {
    let delivered: Bool
    /// What happened, 1 to 200 characters.
    let note: String
}
