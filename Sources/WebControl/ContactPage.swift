import Control
import Hummingbird
import Kernel
import Language
import Web

/// 联系意愿: how an account's people wish to be written to, and what was sent to them.
struct ContactPage: Page {
    static let template = "control.contact"
    let title: String
    let trail: [Crumb]
    let lead: String
    /// The paper of what was sent and what became of it, for who may see messages.
    let evidence: String?
    let summary: FormSummary?
    let channels: [Channel]
    let hasChannels: Bool
    let messages: [Told]
    let hasMessages: Bool

    struct Channel: Sendable {
        let name: String
        let masked: String
        let code: String
        let action: String
        let fields: [Field]
        let kinds: [Kind]
        let hasKinds: Bool
        let maySave: Bool
    }

    struct Kind: Sendable {
        let key: String
        let name: String
        let ticked: Bool
    }

    struct Told: Sendable {
        let link: String
        let at: String
        let channel: String
        let kind: String
        let state: Badge
    }

    /// - Parameter sent: the form that came back, and the channel it is of.
    init(
        _ visit: Visit, _ sheet: Control.ContactSheetOfAccount,
        sent: (form: Form, channel: MessageChannel)? = nil
    ) {
        let contact = sheet.contact
        title = visit.text("control.contacts.title", [("name", contact.name)])
        trail = [
            Crumb(label: contact.name, link: "/records/accounts/\(contact.account)")
        ]
        lead = visit.text(
            "control.contacts.lead", [("number", contact.consumerNo), ("address", contact.address)])
        evidence =
            visit.may(.may("control.messages"))
            ? WebControl.evidenceLink(about: "account \(contact.account)") : nil
        summary = sent?.form.summary
        channels = sheet.channels.map { channel in
            let own = sent.flatMap { $0.channel == channel.wish.channel ? $0.form : nil }
            return Channel(channel, own, visit, link: WebControl.contactPath.link(contact.account))
        }
        hasChannels = !channels.isEmpty
        messages = sheet.messages.map { message in
            Told(
                link: WebControl.messagePath.link(message.id), at: visit.language.instant(message.createdAt),
                channel: visit.text("control.channel.\(message.channel.rawValue)"),
                kind: visit.text("control.message.name.\(message.template)"),
                state: Badge(message.state, visit.language))
        }
        hasMessages = !messages.isEmpty
    }
}

extension ContactPage.Channel {
    fileprivate init(
        _ channel: Control.ContactSheetOfAccount.Channel, _ sent: Form?, _ visit: Visit, link: String
    ) {
        let wish = channel.wish
        // A page holds a form a channel; names and ids differ.
        let code = wish.channel.rawValue
        let form =
            sent
            ?? visit.emptyForm([
                "\(code)-out": wish.isOut ? "1" : "", "\(code)-language": wish.language?.rawValue ?? "",
                "\(code)-from": wish.quiet.map { Self.time($0.from) } ?? "",
                "\(code)-until": wish.quiet.map { Self.time($0.until) } ?? "",
            ])
        name = visit.text("control.channel.\(wish.channel.rawValue)")
        masked = channel.masked
        self.code = code
        action = link
        let languages =
            [(value: "", label: visit.text("control.contacts.language.any"))]
            + Language.allCases.map { (value: $0.rawValue, label: $0.ownName) }
        var fields = [
            form.field("\(code)-out", label: "control.contacts.out", .tick, required: false),
            form.field(
                "\(code)-language", label: "control.contacts.language", .select(languages), required: false),
        ]
        if wish.channel != .letter {
            fields += [
                form.field(
                    "\(code)-from", label: "control.contacts.from", hint: "control.contacts.time",
                    required: false,
                    longest: 5),
                form.field("\(code)-until", label: "control.contacts.until", required: false, longest: 5),
            ]
        }
        self.fields = fields
        let chosen = sent.map { Set($0.all("kind")) } ?? wish.outKinds
        kinds = channel.kinds.map {
            ContactPage.Kind(
                key: $0.key, name: visit.text("control.message.name.\($0.key)"),
                ticked: chosen.contains($0.key))
        }
        hasKinds = !kinds.isEmpty
        maySave = visit.may(WebControl.contacting)
    }

    private static func time(_ minute: Int) -> String {
        let text = String(1_000_000 + minute / 60 * 100 + minute % 60).suffix(4)
        return "\(text.prefix(2)):\(text.suffix(2))"
    }
}

extension WebControl {
    static let contactPath = PathTemplate("/control/contacts/{account}")
    static let contactAPI = PathTemplate("/api/v1/control/contacts/{account}")
    static let contacting = Access.may("control.contacts")

    var contactRoutes: [Route] {
        [
            .get(Self.contactPath.description, Self.contacting) { visit in
                try visit.show(
                    ContactPage(visit, try await control.contact(visit.id("account"), by: visit.principal)))
            },
            .post(Self.contactPath.description, Self.contacting) { try await setWish($0) },
            .get(Self.contactAPI.description, Self.contacting) { visit in
                let sheet = try await control.contact(visit.id("account"), by: visit.principal)
                return try visit.json(sheet.channels.map { WishAnswer($0) })
            }
            .described(
                "control.contacts.get", "How a customer wants to be told, by channel.",
                gives: [WishAnswer].self),
            .post(Self.contactAPI.description, Self.contacting) { visit in
                let account: AccountID = try visit.id("account")
                _ = try await control.contact(account, by: visit.principal)
                let order = try visit.decode(WishOrder.self)
                try await control.setContactWish(try order.wish(), of: account, by: visit.principal)
                let sheet = try await control.contact(account, by: visit.principal)
                return try visit.json(sheet.channels.map { WishAnswer($0) })
            }
            .described(
                "control.contacts.set", "Sets how a customer wants to be told by one channel.",
                takes: WishOrder.self, gives: [WishAnswer].self),
        ]
    }

    private func setWish(_ visit: Visit) async throws -> Response {
        let account: AccountID = try visit.id("account")
        let sheet = try await control.contact(account, by: visit.principal)
        var form = try visit.form()
        let channel = form.choice("channel", MessageChannel.self)
        let code = channel?.rawValue ?? ""
        let from = form.optional("\(code)-from", error: "control.contacts.time.wrong", Self.minute)
        let until = form.optional("\(code)-until", error: "control.contacts.time.wrong", Self.minute)
        if (from == nil) != (until == nil), form.isValid {
            form.refuse("\(code)-until", "control.contacts.time.wrong")
        }
        if let channel, form.isValid, sheet.channels.contains(where: { $0.wish.channel == channel }) {
            do {
                try await control.setContactWish(
                    ContactWish(
                        channel: channel, isOut: form.text("\(code)-out") != nil,
                        quiet: from.flatMap { from in until.map { QuietHours(from: from, until: $0) } },
                        language: form.text("\(code)-language").flatMap { Language(rawValue: $0) },
                        outKinds: Set(form.all("kind"))), of: account, by: visit.principal)
                return visit.redirect(to: Self.contactPath.link(account), notice: "control.contacts.saved")
            } catch let refusal as MessageRefusal {
                form.refuse(refusal)
            }
        }
        return try visit.show(
            ContactPage(visit, sheet, sent: (form, channel ?? .sms)), status: .unprocessableContent)
    }

    /// `22:00` as minutes of the day.
    static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.utf8.count) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0..<24).contains(hour),
            (0..<60).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }
}

/// A wish as a program sets it.
private struct WishOrder: Codable {
    let channel: MessageChannel
    let isOut: Bool?
    /// `22:00`; both or neither.
    let quietFrom: String?
    let quietUntil: String?
    let language: String?
    let outKinds: [String]?

    func wish() throws -> ContactWish {
        let from = quietFrom.flatMap(WebControl.minute)
        let until = quietUntil.flatMap(WebControl.minute)
        guard (from == nil) == (quietFrom == nil), (until == nil) == (quietUntil == nil),
            (from == nil) == (until == nil)
        else { throw WebRefusal.badJSON("/quietFrom") }
        let chosen = language.flatMap { Language(rawValue: $0) }
        guard (chosen == nil) == (language == nil) else { throw WebRefusal.badJSON("/language") }
        return ContactWish(
            channel: channel, isOut: isOut ?? false,
            quiet: from.flatMap { from in until.map { QuietHours(from: from, until: $0) } }, language: chosen,
            outKinds: Set(outKinds ?? []))
    }
}

private struct WishAnswer: Codable {
    let channel: String
    let to: String
    let isOut: Bool
    let quietFromMinute: Int?
    let quietUntilMinute: Int?
    let language: String?
    let outKinds: [String]

    init(_ channel: Control.ContactSheetOfAccount.Channel) {
        self.channel = channel.wish.channel.rawValue
        to = channel.masked
        isOut = channel.wish.isOut
        quietFromMinute = channel.wish.quiet?.from
        quietUntilMinute = channel.wish.quiet?.until
        language = channel.wish.language?.rawValue
        outKinds = channel.wish.outKinds.sorted()
    }
}
