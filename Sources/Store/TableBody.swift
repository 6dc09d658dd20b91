/// Renders the columns and constraints of a table, written in the common dialect, for one engine.
///
/// Words inside string literals, quoted names and comments stay as they are.
struct TableBody {
    private let text: String

    init(_ text: String) { self.text = text }

    /// SQLite's STRICT tables know INTEGER, of 64 bits; BIGINT is not a word there.
    var sqlite: String { rendered { $0.word.uppercased() == "BIGINT" ? "INTEGER" : nil } }

    /// BYTEA for BLOB; and the text of a column sorts by its bytes as in SQLite, whatever the server's locale, so that
    /// both engines give rows in one order.
    var postgres: String {
        rendered { place in
            switch place.word.uppercased() {
            case "BLOB": "BYTEA"
            case "TEXT" where place.isColumnType: "TEXT COLLATE \"C\""
            default: nil
            }
        }
    }

    private struct Place {
        let word: String
        /// Second word of a line of the table: the column's type.
        let isColumnType: Bool
    }

    private func rendered(_ replacement: (Place) -> String?) -> String {
        var rendered = ""
        var rest = text.unicodeScalars[...]
        var depth = 0
        var wordsInEntry = 0
        while let scalar = rest.first {
            if let literal = Self.passedOver(rest) {
                rendered.unicodeScalars.append(contentsOf: literal)
                rest = rest[literal.endIndex...]
                if scalar == "\"" { wordsInEntry += 1 }
            } else if Self.isWord(scalar) {
                let word = rest.prefix(while: Self.isWord)
                rest = rest[word.endIndex...]
                wordsInEntry += 1
                let place = Place(word: String(word), isColumnType: depth == 0 && wordsInEntry == 2)
                rendered += replacement(place) ?? place.word
            } else {
                if scalar == "(" { depth += 1 }
                if scalar == ")" { depth -= 1 }
                if scalar == ",", depth == 0 { wordsInEntry = 0 }
                rendered.unicodeScalars.append(scalar)
                rest = rest.dropFirst()
            }
        }
        return rendered
    }

    /// The literal, quoted name or comment that `rest` begins with.
    private static func passedOver(_ rest: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView? {
        func through(_ end: Unicode.Scalar) -> Substring.UnicodeScalarView {
            let close = rest.dropFirst().firstIndex(of: end) ?? rest.endIndex
            return close == rest.endIndex ? rest : rest[...close]
        }
        switch rest.first {
        case "'": return through("'")
        case "\"": return through("\"")
        case "-" where rest.dropFirst().first == "-": return through("\n")
        default: return nil
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
            || ("0"..."9").contains(scalar)
    }
}
