import Language

/// Fills the `[[…]]` of a template at load: `[[billing.bill.title]]` with the text in the language,
/// `[[asset:app.css]]` with the asset's address, `[[icon:bolt]]` with the drawing of that name.
struct StaticText {
    let language: Language
    let assets: Assets
    let template: String

    func fill(_ source: String) throws -> String {
        var result = ""
        var rest = source[...]
        while let open = rest.firstRange(of: "[["), let close = rest[open.upperBound...].firstRange(of: "]]")
        {
            result += rest[..<open.lowerBound]
            result += try value(String(rest[open.upperBound..<close.lowerBound]))
            rest = rest[close.upperBound...]
        }
        return result + rest
    }

    /// The keys of the texts a template uses.
    static func keys(in source: String) -> [String] {
        source.split(separator: "[[").dropFirst().compactMap { part in
            part.firstRange(of: "]]").map { String(part[..<$0.lowerBound]) }
        }.filter { !$0.contains(":") }
    }

    private func value(_ name: String) throws -> String {
        if name.hasPrefix("asset:") {
            guard let address = assets.address(of: String(name.dropFirst(6))) else {
                throw Templates.Fault.unknownAsset(template: template, name: name)
            }
            return address
        }
        if name.hasPrefix("icon:") {
            let icon = String(name.dropFirst(5))
            guard assets.icons.contains(icon), let sprite = assets.address(of: "icons.svg") else {
                throw Templates.Fault.unknownIcon(template: template, name: icon)
            }
            return "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"\(sprite)#\(icon)\"></use></svg>"
        }
        guard Catalogue.has(name) else { throw Templates.Fault.unknownText(template: template, key: name) }
        guard Catalogue.placeholders(of: name).isEmpty else {
            throw Templates.Fault.wantsValues(template: template, key: name)
        }
        return SafeHTML.escape(language.text(name))
    }
}
