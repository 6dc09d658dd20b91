/// A language the pages speak: Chinese first, English at a switch. Texts are looked up by key in `Catalogue`.
package enum Language: String, Sendable, CaseIterable, Codable {
    case zh, en

    /// The BCP 47 tag for `<html lang>` and `Content-Language`.
    package var tag: String { self == .zh ? "zh-CN" : "en" }
    /// The language's own name, for the switch.
    package var ownName: String { self == .zh ? "中文" : "English" }
    /// The language the switch leads to.
    package var other: Language { self == .zh ? .en : .zh }

    /// The text under `key` with `{name}` replaced by the argument of that name.
    ///
    /// `{count|bill|bills}` gives its first word where the argument is `1`, else its second; `{class@tariff.subject}`
    /// the text under `tariff.subject.` and the argument. The argument `mend` is a tariff file's fault, told as `mend(_:)`
    /// does. A key that nobody
    /// entered comes back as `⟦key⟧`: it is a bug, which the tests look for, but never a reason to stop.
    package func text(_ key: String, _ arguments: [(String, String)] = []) -> String {
        guard let message = Catalogue.message(key) else { return "⟦\(key)⟧" }
        let written = self == .zh ? message.zh : message.en
        if arguments.isEmpty { return written }
        let told = arguments.map { $0.0 == "mend" ? ($0.0, mend($0.1)) : $0 }
        return Placeholder.fill(written, told) { key in
            Catalogue.message(key).map { self == .zh ? $0.zh : $0.en }
        }
    }
}
