package import Control
package import Hummingbird
package import Language

/// A file with a verdict on each row, in the cells of a table: line, verdict, reasons, then the row as it stands.
package enum MarkedFileText {
    package static func lines(_ file: MarkedFile, _ language: Language) -> [[String]] {
        [head(file, language)] + file.rows.map { row($0, language) }
    }

    static func head(_ file: MarkedFile, _ language: Language) -> [String] {
        ["web.import.line", "web.import.status", "web.import.reason"].map { language.text($0) } + file.heading
    }

    static func row(_ row: MarkedFile.Row, _ language: Language) -> [String] {
        let reasons = row.problems.map { problem in
            let reason = language.text(problem.code, problem.messageArguments)
            return problem.column.isEmpty ? reason : "\(problem.column): \(reason)"
        }
        return [
            String(row.line), language.text(row.problems.isEmpty ? "web.import.ok" : "web.import.error"),
            reasons.joined(separator: "; "),
        ] + row.fields
    }
}

extension Visit {
    /// A file with a verdict on each row, to be downloaded.
    package func marked(_ name: String, _ file: MarkedFile) -> Response {
        let language = language
        let rows = file.rows.map { MarkedFileText.row($0, language) }
        let pieces = Pieces(rows)
        return csv(name, head: MarkedFileText.head(file, language)) { await pieces.next() }
    }
}

/// Rows handed on some thousand at a time.
private actor Pieces {
    private static let size = 1_000
    private var rest: ArraySlice<[String]>
    init(_ rows: [[String]]) { rest = rows[...] }

    func next() -> [[String]]? {
        guard !rest.isEmpty else { return nil }
        let piece = Array(rest.prefix(Self.size))
        rest = rest.dropFirst(Self.size)
        return piece
    }
}
