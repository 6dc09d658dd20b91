/// Checks that a statement would run on a sharded database: the rules of SCALE §4.5 as a program.
///
/// A statement that touches a distributed table (kind account or own) binds the bucket of the first one and joins every
/// other by bucket, inserts the bucket column, or carries `/*scatter: why*/`, which the month run and the payment path
/// may not.
package struct ShardLint: Sendable {
    private let distributed: Set<String>
    private let all: Set<String>

    package init(tables: [Table]) {
        distributed = Set(tables.filter(\.kind.isDistributed).map(\.name))
        all = Set(tables.map(\.name))
    }

    /// What is wrong with the statement; empty where nothing is.
    package func complaints(_ text: String) -> [String] {
        let words = Self.words(text)
        guard let verb = words.first else { return [] }
        if ["create", "drop", "alter", "pragma", "begin", "commit", "rollback", "savepoint", "release", "revoke",
            "copy", "set", "analyze", "vacuum", "explain", "truncate"].contains(verb) { return [] }
        if let scatter = text.range(of: "/*scatter:") {
            let reason = text[scatter.upperBound...].prefix { $0 != "*" }.trimmingSpaces
            return reason.count >= 8 ? [] : ["a scatter marker gives its reason"]
        }
        var complaints: [String] = []
        if words.contains("offset") { complaints.append("OFFSET is refused; page by key") }
        if verb == "insert", words.contains("replace") { complaints.append("INSERT OR REPLACE is refused") }
        let references = tableReferences(words)
        let touched = references.filter { distributed.contains($0.table) }
        guard let first = touched.first else { return complaints }
        if verb == "insert", let target = references.first, distributed.contains(target.table) {
            if !insertedColumns(words).contains("bucket") {
                complaints.append("an INSERT into \(target.table) gives its bucket")
            }
            if touched.count == 1 { return complaints }
        }
        let sources = verb == "insert" ? Array(touched.dropFirst(distributed.contains(references[0].table) ? 1 : 0)) : touched
        guard let anchor = sources.first else { return complaints }
        _ = first
        if !bindsBucket(words, alias: anchor.alias, onlyOne: sources.count == 1) {
            complaints.append("\(anchor.table) needs a bound bucket = $n")
        }
        for other in sources.dropFirst()
        where !joinsBucket(words, other.alias) && !bindsBucket(words, alias: other.alias, onlyOne: false) {
            complaints.append("the join of \(other.table) needs a.bucket = b.bucket")
        }
        return complaints
    }

    private struct Reference {
        let table: String
        let alias: String
    }

    private func tableReferences(_ words: [String]) -> [Reference] {
        var found: [Reference] = []
        for (index, word) in words.enumerated() where all.contains(word) {
            guard index > 0, ["from", "join", "into", "update", ","].contains(words[index - 1]) else { continue }
            var alias = word
            var next = index + 1
            if next < words.count, words[next] == "as" { next += 1 }
            if next < words.count, Self.isName(words[next]), !Self.keywords.contains(words[next]) {
                alias = words[next]
            }
            found.append(Reference(table: word, alias: alias))
        }
        return found
    }

    private func insertedColumns(_ words: [String]) -> [String] {
        guard let open = words.firstIndex(of: "("), let close = words[open...].firstIndex(of: ")") else { return [] }
        return Array(words[open...close])
    }

    private func isBucket(_ words: [String], _ index: Int, alias: String, onlyOne: Bool) -> Bool {
        guard words[index] == "bucket" else { return false }
        let isQualified = index >= 2 && words[index - 1] == "."
        return isQualified ? words[index - 2] == alias : onlyOne
    }

    private func bindsBucket(_ words: [String], alias: String, onlyOne: Bool) -> Bool {
        words.indices.contains { index in
            guard isBucket(words, index, alias: alias, onlyOne: onlyOne), index + 2 < words.count else { return false }
            if words[index + 1] == "=" { return words[index + 2].hasPrefix("$") }
            // A chunk of whole buckets (one bucket on a sharded engine, where the text is an equality).
            return words[index + 1] == "between" && words[index + 2].hasPrefix("$")
        }
    }

    private func joinsBucket(_ words: [String], _ alias: String) -> Bool {
        words.indices.contains { index in
            guard words[index] == "=", index >= 3, index + 3 < words.count else { return false }
            guard words[index - 1] == "bucket", words[index - 2] == ".", words[index + 2] == ".",
                words[index + 3] == "bucket"
            else { return false }
            return words[index - 3] == alias || words[index + 1] == alias
        }
    }

    private static let keywords: Set<String> = [
        "where", "join", "left", "inner", "on", "order", "group", "set", "values", "select", "limit", "union", "cross",
        "using", "returning", "for", "having", "default", "indexed", "not", "window", "natural", "as",
    ]

    private static func isName(_ word: String) -> Bool { word.first.map { $0.isLetter || $0 == "_" } ?? false }

    /// Lower-case words and single marks; comments and string literals left out.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var characters = Array(text.unicodeScalars)[...]
        func flush() {
            if !word.isEmpty { words.append(word.lowercased()) }
            word = ""
        }
        while let character = characters.popFirst() {
            switch character {
            case "'":
                flush()
                while let inner = characters.popFirst(), inner != "'" {}
                words.append("''")
            case "/" where characters.first == "*":
                flush()
                while let inner = characters.popFirst(), !(inner == "*" && characters.first == "/") {}
                _ = characters.popFirst()
            case "-" where characters.first == "-":
                flush()
                while let inner = characters.popFirst(), inner != "\n" {}
            case "a"..."z", "A"..."Z", "0"..."9", "_", "$": word.unicodeScalars.append(character)
            case " ", "\n", "\t", "\r": flush()
            default:
                flush()
                words.append(String(character))
            }
        }
        flush()
        return words
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var trimmed = self
        while trimmed.first == " " { trimmed.removeFirst() }
        while trimmed.last == " " { trimmed.removeLast() }
        return trimmed
    }
}

extension String {
    fileprivate func range(of marker: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(marker) { return start..<index(start, offsetBy: marker.count) }
            start = index(after: start)
        }
        return nil
    }
}
