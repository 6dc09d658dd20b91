/// Every way that sending says no.
package enum MessageRefusal: Refusal, Equatable {
    case messageUnknown
    case templateUnknown(String)
    /// A number or address that the channel cannot have.
    case address(String)
    case unknownField(String, known: [String])
    case wordingLength
    case noteMissing
    /// The message is not in a state for that.
    case messageIs(String)
    case webhookUnknown
    case webhookURL
    case webhookTopics

    package var code: String {
        switch self {
        case .messageUnknown: "control.refusal.messageUnknown"
        case .templateUnknown: "control.refusal.templateUnknown"
        case .address: "control.refusal.address"
        case .unknownField: "control.refusal.unknownField"
        case .wordingLength: "control.refusal.wordingLength"
        case .noteMissing: "control.refusal.noteMissing"
        case .messageIs: "control.refusal.messageIs"
        case .webhookUnknown: "control.refusal.webhookUnknown"
        case .webhookURL: "control.refusal.webhookURL"
        case .webhookTopics: "control.refusal.webhookTopics"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .messageUnknown, .templateUnknown, .webhookUnknown: .notFound
        case .address, .unknownField, .wordingLength, .noteMissing, .webhookURL, .webhookTopics: .invalid
        case .messageIs: .conflict
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .templateUnknown(let name): [("name", name)]
        case .address(let channel): [("channel", channel)]
        case .unknownField(let name, let known): [("name", name), ("known", known.joined(separator: ", "))]
        case .messageIs(let state): [("state", state)]
        case .messageUnknown, .wordingLength, .noteMissing, .webhookUnknown, .webhookURL, .webhookTopics: []
        }
    }
}
