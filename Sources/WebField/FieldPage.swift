import Language
import Web

/// The one page of the phone. Nothing of a person is in it: a phone keeps it for whoever signs in next.
struct FieldPage: Page {
    static let template = "field.shell"
    static let layout = Layout.phone
    let title: String
    /// Where the certificate to install lies; nil where there is none of ours.
    let certificate: String?
    let texts: [Text]
    let languages: [Choice]

    /// A text for the script, with its places for values unfilled.
    struct Text: Sendable {
        let key: String
        let text: String
    }

    struct Choice: Sendable {
        let value: String
        let tag: String
        let name: String
    }

    private static let prefix = "field.page."

    init(_ visit: Visit, hasCertificate: Bool) {
        title = visit.text("field.title")
        certificate = hasCertificate ? WebField.certificateLink : nil
        texts = Catalogue.messages.keys.filter { $0.hasPrefix(Self.prefix) }.sorted().map {
            Text(key: String($0.dropFirst(Self.prefix.count)), text: visit.text($0))
        }
        languages = Language.allCases.map { Choice(value: $0.rawValue, tag: $0.tag, name: $0.ownName) }
    }
}
