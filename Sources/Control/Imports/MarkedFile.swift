/// A file with a verdict on each of its rows: what somebody mends and sends again.
package struct MarkedFile: Sendable {
    /// One row of the file, broken or not.
    package struct Row: Sendable {
        /// The line it begins on; 0 where the file as a whole is meant.
        package let line: Int
        /// As they stand; of a row that is none the line itself.
        package let fields: [String]
        /// What is wrong with it; empty for a good one.
        package let problems: [ImportProblem]
    }

    /// The file's own heading.
    package let heading: [String]
    package let rows: [Row]

    /// - Parameter problems: of the same file's import.
    package init(
        _ form: CSVForm, _ bytes: [UInt8], encoding: ImportEncoding = .automatic, _ problems: [ImportProblem]
    ) {
        var byLine = Dictionary(grouping: problems, by: \.line)
        let content = form.lines(bytes, encoding: encoding)
        heading = content.heading
        var rows = content.rows.map { Row(line: $0.line, fields: $0.fields, problems: byLine[$0.line] ?? []) }
        for row in rows { byLine[row.line] = nil }
        // What is wrong with the heading, or with the file.
        rows += byLine.map { Row(line: $0.key, fields: [], problems: $0.value) }
        self.rows = rows.sorted { $0.line < $1.line }
    }
}
