/// What came of a schedule's run: a text of the catalogue with its values, or a plain word such as a file's name.
package struct ScheduleOutcome: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The text's key; nil for a plain word.
    package let key: String?
    package let arguments: [String: String]
    private let word: String

    package init(_ key: String, _ arguments: [(String, String)]) {
        self.key = key
        self.arguments = Dictionary(arguments, uniquingKeysWith: { first, _ in first })
        word = ""
    }

    package init(word: String) {
        key = nil
        arguments = [:]
        self.word = word
    }

    package init(stringLiteral value: String) { self.init(word: value) }

    /// As it is stored: the key and a line for each value.
    var text: String {
        guard let key else { return word }
        return ([key] + arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
            .joined(separator: "\n")
    }

    /// Reads what was stored; one of an earlier release is a plain word.
    package init(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, !first.contains("="), lines.count > 1 else {
            self.init(word: text)
            return
        }
        self.init(
            String(first),
            lines.dropFirst().compactMap { line in
                guard let equals = line.firstIndex(of: "=") else { return nil }
                return (String(line[..<equals]), String(line[line.index(after: equals)...]))
            })
    }

    /// The word, where it is one.
    package var plain: String { word }
}
