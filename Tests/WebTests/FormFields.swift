import Foundation

/// The fields of a page's form as a browser would send them unchanged.
struct FormFields {
    private(set) var fields: [(name: String, value: String)] = []

    /// - Parameter id: of the form.
    init(_ page: String, form id: String) {
        guard let start = page.range(of: "id=\"\(id)\">"),
            let end = page.range(of: "</form>", range: start.upperBound..<page.endIndex)
        else { return }
        let text = page[start.upperBound..<end.lowerBound]
        var select: String?
        for match in text.matches(of: /<(input|select|textarea|option)\b([^>]*)>([^<]*)/) {
            let attributes = String(match.2)
            let name = Self.attribute("name", attributes)
            let value = Self.attribute("value", attributes) ?? ""
            switch match.1 {
            case "select": select = name
            case "option":
                if let select, attributes.contains(" selected") { set(select, value) }
            case "textarea":
                if let name { fields.append((name, Self.plain(String(match.3.dropFirst())))) }
            default:
                let isTick = Self.attribute("type", attributes) == "checkbox"
                if let name, !isTick || attributes.contains(" checked") { fields.append((name, value)) }
            }
            // A choice without a mark sends its first.
            if match.1 == "option", let select, !fields.contains(where: { $0.name == select }) {
                fields.append((select, value))
            }
        }
    }

    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    mutating func set(_ name: String, _ value: String) {
        fields.removeAll { $0.name == name }
        fields.append((name, value))
    }

    mutating func drop(_ name: String) { fields.removeAll { $0.name == name } }

    /// As a form is sent.
    var encoded: String {
        fields.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    private static func attribute(_ name: String, _ attributes: String) -> String? {
        guard let start = attributes.range(of: " \(name)=\"") else { return nil }
        return plain(String(attributes[start.upperBound...].prefix { $0 != "\"" }))
    }

    private static func plain(_ text: String) -> String {
        [("&quot;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
            .reduce(text) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
    }
}
