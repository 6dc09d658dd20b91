/// The `{name}` and `{name|one|many}` of a message.
package enum Placeholder {
    /// The names a text asks for.
    package static func names(in text: String) -> Set<String> {
        var names: Set<String> = []
        _ = replace(text) { body in
            names.insert(String(body.prefix { $0 != "|" }))
            return nil
        }
        return names
    }

    /// The text with every placeholder that has an argument replaced; arguments are never read for placeholders.
    package static func fill(_ text: String, _ arguments: [(String, String)]) -> String {
        replace(text) { body in
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
