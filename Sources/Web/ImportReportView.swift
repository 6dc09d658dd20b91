package import Control
package import Kernel
package import Language
import NIOCore

/// What came of an imported file, as pages show it (partial `web.import-report`).
package struct ImportReportView: Sendable {
    let sentence: String
    let tone: Tone
    let problems: [Problem]
    let hasProblems: Bool
    let more: String?
    /// The job that writes a long file.
    let watch: String?

    /// Problems that are listed; more than a person goes through at once. The machine's door tells all.
    static let problemLimit = 1_000

    /// One thing wrong.
    struct Problem: Sendable {
        let line: String
        let column: String
        let reason: String
    }

    /// - Parameter job: writes the good rows, where that takes longer than somebody waits.
    package init(_ report: ImportReport, job: JobID? = nil, _ visit: Visit) {
        let bad = Set(report.problems.map(\.line)).count
        let figures = [
            ("rows", visit.language.number(report.rows)), ("written", visit.language.number(report.written)),
            ("problems", visit.language.number(report.problems.count)),
            ("good", visit.language.number(report.rows - bad)),
        ]
        let isWritten = report.written > 0 || job != nil
        let key = job != nil ? "web.import.job" : isWritten ? "web.import.done" : "web.import.nothing"
        sentence = visit.text(key, figures)
        tone = report.problems.isEmpty && isWritten ? .good : isWritten ? .warn : .bad
        watch = job.map { PathTemplate("/control/jobs/{job}").link($0) }
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
    /// Writes the good rows, where the file is long: `/api/v1/control/jobs/{job}` tells how far it is.
    let job: JobID?

    package init(_ report: ImportReport, job: JobID? = nil, _ language: Language) {
        rows = report.rows
        written = report.written
        self.job = job
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
