package import Kernel

/// A message to everybody of an area 群发通知: one template, its values, whom it is for.
package struct NoticeOrder: Sendable, Hashable, Codable {
    package let template: String
    package let filter: ContactFilter
    /// What the template's own fields say; name, number and address are each customer's.
    package let values: [String: String]

    package init(template: String, filter: ContactFilter, values: [String: String]) {
        self.template = template
        self.filter = filter
        self.values = values
    }

    /// Fields that are each customer's own.
    package static let ownFields = ["name", "number", "address"]
}

/// What a notice would come to, before it is sent.
package struct NoticePreview: Sendable, Hashable {
    /// Open accounts of the area.
    package let accounts: Int
    /// Those of them without an address for the channel.
    package let withoutAddress: Int
    /// Those who wish none of this kind; nil where there are more accounts than are looked at (`Notices.counted`).
    package let optedOut: Int?
    /// Text messages paid for each, by the sample in the house's language; 1 for other channels.
    package let parts: Int
    /// The wording as the first customer would read it, in both languages.
    package let samples: [String]
    /// Whether it goes out at any hour to everybody, whatever they wish.
    package let isStatutory: Bool
    package let channel: MessageChannel
    /// Until when quiet hours hold it back; nil where it goes out at once.
    package let heldUntil: Instant?

    /// How many would be written to, as far as it is known beforehand; two accounts with one number get one.
    package var recipients: Int { accounts - withoutAddress - (optedOut ?? 0) }
}

/// Every way a notice says no.
package enum NoticeRefusal: Refusal, Equatable {
    /// No template of that name is for notices.
    case templateUnknown(String)
    /// A field of the template has no value, or one of more than 200 characters.
    case valueMissing(String)
    /// Nobody of the area can be written to.
    case nobody
    case accountUnknown(String)
    /// No room keeps an archive of people.
    case noContacts
    case keyInvalid

    package var code: String {
        switch self {
        case .templateUnknown: "control.refusal.noticeTemplate"
        case .valueMissing: "control.refusal.noticeValue"
        case .nobody: "control.refusal.noticeNobody"
        case .accountUnknown: "control.refusal.contactUnknown"
        case .noContacts: "control.refusal.noContacts"
        case .keyInvalid: "control.refusal.noticeKey"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .templateUnknown, .accountUnknown: .notFound
        case .valueMissing, .keyInvalid: .invalid
        case .nobody, .noContacts: .conflict
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .templateUnknown(let name), .valueMissing(let name), .accountUnknown(let name): [("name", name)]
        case .nobody, .noContacts, .keyInvalid: []
        }
    }
}
