/// The SQL in one string literal, as far as walls need it: is it a statement, and which tables does it name.
struct StatementText {
    struct Table: Equatable {
        let name: String
        let isWritten: Bool
    }

    private let words: [String]

    init(_ text: String) {
        var words: [String] = []
        let bytes = Array(text.utf8)
        var at = 0
        func starts(_ a: Character, _ b: Character) -> Bool {
            at + 1 < bytes.count && bytes[at] == a.asciiValue && bytes[at + 1] == b.asciiValue
        }
        while at < bytes.count {
            if starts("/", "*") {
                while at < bytes.count, !starts("*", "/") { at += 1 }
                at += 2
            } else if starts("-", "-") {
                while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
            } else if bytes[at] == UInt8(ascii: "'") {
                at += 1
                while at < bytes.count, bytes[at] != UInt8(ascii: "'") { at += 1 }
                at += 1
                words.append("'")
            } else if SwiftText.isWord(bytes[at]) {
                let start = at
                while at < bytes.count, SwiftText.isWord(bytes[at]) { at += 1 }
                words.append(String(decoding: bytes[start..<at], as: UTF8.self))
            } else {
                if bytes[at] > UInt8(ascii: " ") { words.append(String(UnicodeScalar(bytes[at]))) }
                at += 1
            }
        }
        self.words = words
    }

    /// The word that gives SQL away; nil when the text is something else. `DELETE` alone is an HTTP method,
    /// `UPDATE` alone a shout.
    var statementWord: String? {
        for (index, word) in words.enumerated() {
            let next = index + 1 < words.count ? words[index + 1] : ""
            switch (word, next) {
            case ("SELECT", _) where words.count > 1: return word
            case ("INSERT", "INTO"), ("DELETE", "FROM"), ("ORDER", "BY"), ("GROUP", "BY"), ("ALTER", "TABLE"),
                ("CREATE", "TABLE"), ("CREATE", "INDEX"), ("CREATE", "UNIQUE"), ("CREATE", "TRIGGER"),
                ("CREATE", "VIRTUAL"), ("CREATE", "VIEW"), ("DROP", "TABLE"), ("DROP", "INDEX"):
                return "\(word) \(next)"
            case ("UPDATE", _) where words[index...].contains("SET"): return word
            case ("WHERE", _) where words.count > 1, ("PRAGMA", _) where words.count > 1: return word
            default: continue
            }
        }
        return nil
    }

    /// Every table named after FROM, JOIN, INTO, UPDATE, TABLE, REFERENCES, and after the ON of an index or trigger.
    var tables: [Table] {
        var found: [Table] = []
        let ownNames = commonNames
        let isIndex = words.contains("INDEX") || words.contains("TRIGGER")
        for index in words.indices {
            var next = index + 1
            func skip(_ keywords: String...) {
                if words.indices.contains(next + keywords.count - 1),
                    keywords.indices.allSatisfy({ words[next + $0] == keywords[$0] })
                {
                    next += keywords.count
                }
            }
            let isWritten: Bool
            switch words[index] {
            case "FROM": isWritten = index > 0 && words[index - 1] == "DELETE"
            case "JOIN", "REFERENCES": isWritten = false
            case "INTO", "UPDATE", "TABLE": isWritten = true
            case "ON" where isIndex: isWritten = true
            default: continue
            }
            skip("ONLY")
            skip("IF", "NOT", "EXISTS")
            skip("IF", "EXISTS")
            while let name = tableName(at: next) {
                let isCall =
                    words[index] == "FROM" || words[index] == "JOIN"
                    ? next + 1 < words.count && words[next + 1] == "(" : false
                if !isCall, !ownNames.contains(name) { found.append(Table(name: name, isWritten: isWritten)) }
                // FROM a AS x, b AS y
                guard words[index] == "FROM", !isCall else { break }
                next += 1
                skip("AS")
                if tableName(at: next) != nil { next += 1 }
                guard next < words.count, words[next] == "," else { break }
                next += 1
            }
        }
        return found
    }

    /// A name in lower case; keywords are written in capitals, what is interpolated and subqueries are no names.
    private func tableName(at index: Int) -> String? {
        guard words.indices.contains(index), let first = words[index].utf8.first else { return nil }
        return (97...122).contains(first) || first == 95 ? words[index] : nil
    }

    /// Names given by WITH: `name AS (`, or `name (columns) AS (`.
    private var commonNames: Set<String> {
        guard words.contains("WITH") else { return ["excluded"] }
        var names: Set<String> = ["excluded"]
        for index in words.indices
        where words[index] == "AS" && index + 1 < words.count && words[index + 1] == "(" {
            var back = index - 1
            if back >= 0, words[back] == ")" {
                while back >= 0, words[back] != "(" { back -= 1 }
                back -= 1
            }
            if let name = tableName(at: back) { names.insert(name) }
        }
        return names
    }
}
