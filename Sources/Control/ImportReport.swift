/// One thing wrong in an imported file: where it stands and why, in a form each language can put into words.
package struct ImportProblem: Error, Sendable, Codable, Hashable {
    /// The line of the file the row begins on; the heading is line 1. Zero where the file as a whole is meant.
    package let line: Int
    /// The column by its name in the form, such as `consumer_no`; empty where the row as a whole is meant.
    package let column: String
    /// The key of its message.
    package let code: String
    /// Named values of the message.
    package let arguments: [String: String]

    package init(line: Int, column: String = "", code: String, arguments: [String: String] = [:]) {
        self.line = line
        self.column = column
        self.code = code
        self.arguments = arguments
    }

    /// The message's values in the form `Language.text` takes.
    package var messageArguments: [(String, String)] {
        arguments.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

/// What came of an import.
package struct ImportReport: Sendable, Codable, Hashable {
    /// Rows of the file, blank lines and the heading left out.
    package let rows: Int
    /// Rows that were written.
    package let written: Int
    /// Everything that is wrong, by line, then in the order of the form's columns.
    package let problems: [ImportProblem]

    package init(rows: Int, written: Int, problems: [ImportProblem]) {
        self.rows = rows
        self.written = written
        self.problems = problems
    }

    /// The same once a job has written what was good. What it found changed meanwhile is told by the code of its reason.
    package func after(_ result: UnitResult) -> ImportReport {
        let late = result.errors.sorted { $0.key < $1.key }.map { code, count in
            ImportProblem(
                line: 0, code: "control.import.late", arguments: ["count": String(count), "reason": code])
        }
        return ImportReport(rows: rows, written: result.done, problems: late + problems)
    }
}

/// How much an import takes at once.
package enum ImportLimit {
    /// Rows of one unit of a job, one transaction.
    package static let unitRows = 500
    /// Rows that are written while the sender waits; a longer file is a job's whose progress can be watched.
    package static let atOnce = 2_000
    /// A million accounts are about 200 MB.
    package static let bytes = 512 << 20
    package static let columns = 200
    package static let fieldBytes = 8_192
}
