/// The `{name}`, `{name|one|many}` and `{name@table}` of a message.
package enum Placeholder {
    /// The names a text asks for.
    package static func names(in text: String) -> Set<String> {
        var names: Set<String> = []
        _ = replace(text) { body in
            names.insert(String(body.prefix { $0 != "|" && $0 != "@" }))
            return nil
        }
        return names
    }

    /// The text with every placeholder that has an argument replaced; arguments are never read for placeholders.
    /// - Parameter word: the text under a key, for `{name@table}`, whose argument is a code of the table's; an argument
    ///   that is none shows itself.
    package static func fill(
        _ text: String, _ arguments: [(String, String)], word: (String) -> String? = { _ in nil }
    ) -> String {
        replace(text) { body in
            let coded = body.split(separator: "@", omittingEmptySubsequences: false)
            if coded.count == 2, let argument = arguments.first(where: { $0.0 == coded[0] }) {
                return word("\(coded[1]).\(argument.1)") ?? argument.1
            }
            let parts = body.split(separator: "|", omittingEmptySubsequences: false)
            guard let argument = arguments.first(where: { $0.0 == parts[0] }) else { return nil }
            guard parts.count == 3 else { return argument.1 }
            return String(argument.1 == "1" ? parts[1] : parts[2])
        }
    }

    private static func replace(_ text: String, _ value: (Substring) -> String?) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            result += value(rest[rest.index(after: open)..<close]) ?? String(rest[open...close])
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}
