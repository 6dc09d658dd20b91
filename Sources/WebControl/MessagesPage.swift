import Control
import Hummingbird
import Kernel
import Language
import Web

/// Everything sent to customers, the newest first.
struct MessagesPage: Page {
    static let template = "control.messages"
    let title: String
    let trail: [Crumb]
    let lead: String
    let source: String
    let stats: [Stat]
    let tabs: [Tab]
    let rows: [Row]
    let hasRows: Bool
    let older: String?
    /// What the month's messages come to, by channel.
    let cost: String
    let trial: Trial?

    struct Tab: Sendable {
        let label: String
        let link: String
        let chosen: Bool
    }

    struct Row: Sendable {
        let link: String
        let channel: String
        let to: String
        let kind: String
        let text: String
        let state: Badge
        let created: String
    }

    /// The form that sends a trial.
    struct Trial: Sendable {
        let summary: FormSummary?
        let channel: Field
        let to: Field
    }

    init(
        _ visit: Visit, _ messages: [Message], state: MessageState?, counts: [MessageCount], form: Form,
        pageSize: Int
    ) {
        let language = visit.language
        title = visit.text("control.messages.title")
        trail = WebControl.systemTrail(visit)
        lead = visit.text("control.messages.lead")
        source = WebControl.messagesLink + (state.map { "?state=\($0.rawValue)" } ?? "")
        stats = MessageState.allCases.map { one in
            let of = counts.filter { $0.state == one }
            return Stat(
                label: visit.text("control.messageState.\(one.rawValue)"),
                figure: language.number(of.reduce(0) { $0 + $1.messages }),
                caption: visit.text(
                    "control.messages.parts", [("count", String(of.reduce(0) { $0 + $1.parts }))]),
                tone: one == .dead || one == .failed ? (of.isEmpty ? .plain : .bad) : .plain)
        }
        tabs =
            [
                Tab(
                    label: visit.text("control.messages.all"), link: WebControl.messagesLink,
                    chosen: state == nil)
            ]
            + MessageState.allCases.map { one in
                Tab(
                    label: visit.text("control.messageState.\(one.rawValue)"),
                    link: WebControl.messagesLink + "?state=\(one.rawValue)", chosen: state == one)
            }
        rows = messages.map { message in
            Row(
                link: WebControl.messagePath.link(message.id),
                channel: visit.text("control.channel.\(message.channel.rawValue)"), to: message.masked,
                kind: visit.text("control.message.name.\(message.template)"), text: message.body,
                state: Badge(message.state, language), created: language.instant(message.createdAt))
        }
        hasRows = !rows.isEmpty
        older =
            messages.count == pageSize
            ? messages.last.map {
                WebControl.messagesLink + "?before=\($0.id)" + (state.map { "&state=\($0.rawValue)" } ?? "")
            } : nil
        let paid = MessageChannel.allCases.compactMap { channel -> String? in
            let parts = counts.filter { $0.channel == channel }.reduce(0) { $0 + $1.parts }
            guard parts > 0 else { return nil }
            return visit.text("control.channel.\(channel.rawValue)") + " " + language.number(parts)
        }
        cost =
            paid.isEmpty
            ? visit.text("control.messages.cost.none")
            : visit.text("control.messages.cost", [("parts", paid.joined(separator: " · "))])
        trial =
            visit.may(.may("control.messages.send"))
            ? Trial(
                summary: form.summary,
                channel: form.field(
                    "channel", label: "control.messages.trial.channel",
                    .select(
                        [MessageChannel.sms, .email].map {
                            ($0.rawValue, visit.text("control.channel.\($0.rawValue)"))
                        })),
                to: form.field("to", label: "control.messages.trial.to", longest: 254)) : nil
    }
}

/// Messages and paid parts of a channel in a state.
typealias MessageCount = (state: MessageState, channel: MessageChannel, messages: Int, parts: Int)

extension Badge {
    /// A message's state in words.
    init(_ state: MessageState, _ language: Language) {
        let tone: Tone =
            switch state {
            case .waiting: .plain
            case .sent: .info
            case .delivered: .good
            case .failed: .warn
            case .dead: .bad
            }
        self.init(language.text("control.messageState.\(state.rawValue)"), tone)
    }
}

/// One message whole, with the proof of what became of it.
struct MessagePage: Page {
    static let template = "control.message"
    let title: String
    let trail: [Crumb]
    let lead: String
    let source: String
    let state: Badge
    let isStatutory: Bool
    let to: String
    let channel: String
    let about: String
    let aboutLink: String?
    let subject: String
    let body: String
    let parts: String
    let attempts: String
    let next: String?
    let proofs: [Proof]
    let hasProofs: Bool
    let resend: String?
    let byHand: String?

    struct Proof: Sendable {
        let at: String
        let carrier: String
        let outcome: String
        let detail: String
    }

    init(_ visit: Visit, _ message: Message, _ proofs: [MessageProof]) {
        let language = visit.language
        title = visit.text("control.message.name.\(message.template)")
        trail =
            WebControl.systemTrail(visit) + [
                Crumb(label: visit.text("control.messages.title"), link: WebControl.messagesLink)
            ]
        lead = language.instant(message.createdAt)
        source = WebControl.messagePath.link(message.id)
        state = Badge(message.state, language)
        isStatutory = message.isStatutory
        to = message.masked
        channel = visit.text("control.channel.\(message.channel.rawValue)")
        about = AuditSubject(message.about).text(in: language)
        let words = message.about.split(separator: " ")
        aboutLink =
            words.count == 2 && words[0] == "account" && AccountID(text: String(words[1])) != nil
                && visit.may(WebControl.contacting)
            ? WebControl.contactPath.link(String(words[1])) : nil
        subject = message.title
        body = message.body
        parts = language.number(message.parts)
        attempts = language.number(message.attempts)
        next = message.state == .waiting ? language.instant(message.nextAt) : nil
        self.proofs = proofs.map { Proof($0, language) }
        hasProofs = !proofs.isEmpty
        byHand =
            message.state == .waiting && (message.channel == .call || message.channel == .letter)
                && visit.may(WebControl.sending)
            ? WebControl.messagePath.link(message.id) + "/by-hand" : nil
        let again = message.state == .dead || message.state == .failed
        resend =
            again && visit.may(.may("control.messages.send"))
            ? WebControl.messagePath.link(message.id) + "/resend" : nil
    }
}

extension MessagePage.Proof {
    init(_ proof: MessageProof, _ language: Language) {
        at = language.instant(proof.at)
        carrier = proof.carrier
        outcome = language.text("control.proof.\(proof.outcome)")
        detail = proof.detail
    }
}
