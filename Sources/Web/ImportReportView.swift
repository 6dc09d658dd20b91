package import Control
package import Language
import NIOCore

/// What came of an imported file, as pages show it (partial `web.import-report`).
package struct ImportReportView: Sendable {
    let sentence: String
    let tone: Tone
    let problems: [Problem]
    let hasProblems: Bool
    let more: String?

    /// Problems that are listed; more than a person goes through at once. The machine's door tells all.
    static let problemLimit = 1_000

    /// One thing wrong.
    struct Problem: Sendable {
        let line: String
        let column: String
        let reason: String
    }

    package init(_ report: ImportReport, _ visit: Visit) {
        let figures = [
            ("rows", visit.language.number(report.rows)), ("written", visit.language.number(report.written)),
            ("problems", visit.language.number(report.problems.count)),
        ]
        let isWritten = report.written > 0
        sentence = visit.text(isWritten ? "web.import.done" : "web.import.nothing", figures)
        tone = report.problems.isEmpty && isWritten ? .good : isWritten ? .warn : .bad
        problems = report.problems.prefix(Self.problemLimit).map { problem in
            Problem(
                line: problem.line == 0 ? visit.text("web.import.whole") : String(problem.line),
                column: problem.column, reason: visit.text(problem.code, problem.messageArguments))
        }
        hasProblems = !problems.isEmpty
        more =
            report.problems.count > Self.problemLimit
            ? visit.text("web.import.more", [("count", visit.language.number(Self.problemLimit))]) : nil
    }
}

/// What came of an imported file, for programs: each problem with its code and in words.
package struct ImportAnswer: Codable {
    struct Problem: Codable {
        let line: Int
        let column: String
        let code: String
        let message: String
    }

    let rows: Int
    let written: Int
    let problems: [Problem]

    package init(_ report: ImportReport, _ language: Language) {
        rows = report.rows
        written = report.written
        problems = report.problems.map {
            Problem(
                line: $0.line, column: $0.column, code: $0.code,
                message: language.text($0.code, $0.messageArguments))
        }
    }
}

extension Visit {
    /// The whole of an upload, within its route's limit.
    package func uploadedBytes() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await part in upload() { bytes.append(contentsOf: part.readableBytesView) }
        return bytes
    }
}
