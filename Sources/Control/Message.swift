package import Kernel
package import Language

/// How a message goes out.
package enum MessageChannel: String, Sendable, CaseIterable, Codable {
    case sms = "SMS", email = "EMAIL"
    /// Printed and posted by people: a list of letters.
    case letter = "LETTER"
    /// Rung up by people: a list of calls.
    case call = "CALL"
}

/// How far a message is.
package enum MessageState: String, Sendable, CaseIterable {
    /// In the queue: new, held by quiet hours, or to be tried again.
    case waiting = "WAITING"
    /// A carrier took it.
    case sent = "SENT"
    /// It arrived, says the carrier or the person who brought it.
    case delivered = "DELIVERED"
    /// It will not arrive: the carrier says so, or its recipient wished for no more of them before it went out.
    case failed = "FAILED"
    /// Tried as often as it is tried; somebody may put it back into the queue.
    case dead = "DEAD"
}

/// A kind of message that a room sends: its key, channel and the values its wording may name.
///
/// The standard wording stands in the catalogue of texts under `<key>.title` and `<key>.body`; a company may set its
/// own. Both languages are written, and the customer's is sent.
package struct MessageTemplate: Sendable, Hashable {
    /// `control.message.trial`.
    package let key: String
    package let channel: MessageChannel
    /// A notice that the law asks for goes out whatever somebody wished, and at any hour.
    package let isStatutory: Bool
    /// Whether people send it to everybody of an area; its fields besides each customer's own they fill in.
    package let isNotice: Bool
    /// A message that its recipient asked for this moment, such as a code: neither wishes nor hours hold it back.
    package let isAsked: Bool
    /// Whether it waits for the end of quiet hours. A trial does not: who sends it stands beside the telephone.
    package let heedsHours: Bool
    /// The names between braces.
    package let fields: [String]

    package init(
        _ key: StaticString, _ channel: MessageChannel, isStatutory: Bool = false, isNotice: Bool = false,
        isAsked: Bool = false, heedsHours: Bool = true,
        fields: [String] = []
    ) {
        self.key = key.description
        self.channel = channel
        self.isStatutory = isStatutory
        self.isNotice = isNotice
        self.isAsked = isAsked
        self.heedsHours = heedsHours
        self.fields = fields
    }
}

/// What a room asks control to send.
package struct OutgoingMessage: Sendable {
    package let template: String
    /// A mobile number, an e-mail address, or a postal address.
    package let recipient: String
    package let language: MessageLanguage
    package let values: [(String, String)]
    /// What it is about, such as `account 1002`: the key of its evidence.
    package let about: String
    package let organisation: OrganisationID
    package let organisationPath: OrganisationPath

    package init(
        template: String, to recipient: String, language: MessageLanguage = .zh, values: [(String, String)],
        about: String, organisation: OrganisationID, organisationPath: OrganisationPath
    ) {
        self.template = template
        self.recipient = recipient
        self.language = language
        self.values = values
        self.about = about
        self.organisation = organisation
        self.organisationPath = organisationPath
    }
}

/// A message as lists and its page show it; the recipient masked.
package struct Message: Sendable, Hashable {
    package let id: MessageID
    package let organisationPath: OrganisationPath
    package let channel: MessageChannel
    package let masked: String
    package let template: String
    package let isStatutory: Bool
    package let title: String
    package internal(set) var body: String
    package let about: String
    /// Parts that are paid for: 70 characters alone, 67 each in a chain (3GPP TS 23.040, UCS-2).
    package let parts: Int
    package let createdAt: Instant
    package let state: MessageState
    package let attempts: Int
    package let nextAt: Instant
}

/// One attempt, or one report of a carrier.
package struct MessageProof: Sendable, Hashable {
    package let at: Instant
    package let carrier: String
    /// `SENT`, `REFUSED`, `DELIVERED`, `BUFFERED`, `FAILED`, `REJECTED`, `RETRIED`, `HELD`, `OPTED_OUT`.
    package let outcome: String
    package let detail: String
}

/// What a person wishes about being written to.
package struct ContactWish: Sendable, Hashable {
    package let channel: MessageChannel
    /// Nothing but what the law asks for.
    package let isOut: Bool
    /// Minutes of the day between which they are left alone; nil for the company's hours.
    package let quiet: QuietHours?
    /// What they read; nil for the language of the message.
    package let language: MessageLanguage?
    /// Keys of templates that they wish none of.
    package let outKinds: Set<String>

    package init(
        channel: MessageChannel, isOut: Bool, quiet: QuietHours?, language: MessageLanguage? = nil,
        outKinds: Set<String> = []
    ) {
        self.channel = channel
        self.isOut = isOut
        self.quiet = quiet
        self.language = language
        self.outKinds = outKinds
    }
}

/// Hours in which nobody is written to, in minutes of the day; they may go over midnight.
package struct QuietHours: Sendable, Hashable {
    package let from: Int
    package let until: Int

    /// - Precondition: both are 0 to 1439.
    package init(from: Int, until: Int) {
        precondition(
            (0..<1_440).contains(from) && (0..<1_440).contains(until), "a minute of the day is 0 to 1439")
        self.from = from
        self.until = until
    }

    /// The first time from `now` on that is not quiet.
    package func release(_ now: Instant) -> Instant {
        let minute = Int(now.millisecondOfDay / 60_000)
        let isQuiet = from <= until ? (from..<until).contains(minute) : minute >= from || minute < until
        guard isQuiet else { return now }
        let day = minute >= until ? now.day.adding(days: 1) : now.day
        return Instant(startOf: day).adding(seconds: Int64(until) * 60)
    }
}

package typealias MessageLanguage = Language
package typealias MessageID = Identifier<MessageKind>
/// Tells a message's id from others.
package enum MessageKind {}

/// What a carrier says of a message it was given.
package struct CarrierAnswer: Sendable {
    /// Whether it is delivered already: a letter put into somebody's hands.
    package let isDelivered: Bool
    package let detail: String

    package init(isDelivered: Bool = false, detail: String) {
        self.isDelivered = isDelivered
        self.detail = detail
    }
}

/// What a carrier is handed: the message and the address in clear.
package struct Parcel: Sendable {
    package let id: MessageID
    package let channel: MessageChannel
    package let recipient: String
    package let title: String
    package let body: String
    /// When it was made.
    package let at: Instant
}

/// Takes messages of some channels out of the house.
package struct Carrier: Sendable {
    package let name: String
    package let channels: Set<MessageChannel>
    /// Hands one over; throws where it was not taken.
    package let carry: @Sendable (Parcel) async throws -> CarrierAnswer

    package init(
        name: String, channels: Set<MessageChannel>,
        carry: @Sendable @escaping (Parcel) async throws -> CarrierAnswer
    ) {
        self.name = name
        self.channels = channels
        self.carry = carry
    }
}
