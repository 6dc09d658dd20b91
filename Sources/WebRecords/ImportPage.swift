import Control
import Hummingbird
import Language
import Records
import Web

/// Opening accounts from a file: chosen and sent as it is by a module, or pasted into the form. What is wrong is told
/// row by row.
struct ImportPage: Page {
    static let template = "records.import"
    let title: String
    let trail: [Crumb]
    let summary: FormSummary?
    let text: Field
    let onlyGood: Field
    let report: Report?

    /// Problems that are listed; more than a person goes through at once. The machine's door tells all.
    static let problemLimit = 1_000

    /// What came of a file.
    struct Report: Sendable {
        let sentence: String
        let tone: Tone
        let problems: [Problem]
        let hasProblems: Bool
        let more: String?
    }

    /// One thing wrong.
    struct Problem: Sendable {
        let line: String
        let column: String
        let reason: String
    }

    /// A file, as its bytes came.
    static func uploaded(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let bytes = try await visit.uploadedBytes()
        let report = try await room.records.importAccounts(
            bytes, onlyGood: visit.query("onlyGood") != nil, by: visit.principal)
        return try visit.show(ImportPage(visit, visit.emptyForm(), report))
    }

    /// The contents of a file, pasted.
    static func pasted(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        var form = try visit.form()
        guard let text = form.text("text") else {
            form.refuse("text", "records.import.empty")
            return try visit.show(ImportPage(visit, form, nil), status: .unprocessableContent)
        }
        let report = try await room.records.importAccounts(
            Array(text.utf8), encoding: .utf8, onlyGood: form.ticked("onlyGood"), by: visit.principal)
        let taken = report.written > 0 && report.problems.isEmpty
        return try visit.show(
            ImportPage(visit, taken ? visit.emptyForm() : form, report), status: taken ? .ok : .unprocessableContent)
    }

    init(_ visit: Visit, _ form: Form, _ report: ImportReport?) {
        title = visit.text("records.import.title")
        trail = [Crumb(label: visit.text("records.search.title"), link: WebRecords.searchLink)]
        summary = form.summary
        text = form.field("text", label: "records.import.paste", .area, required: false, longest: 1_000_000)
        onlyGood = form.field("onlyGood", label: "records.import.onlyGood", .tick, required: false)
        self.report = report.map { Report($0, visit) }
    }
}

extension ImportPage.Report {
    init(_ report: ImportReport, _ visit: Visit) {
        let figures = [
            ("rows", visit.language.number(report.rows)), ("written", visit.language.number(report.written)),
            ("problems", visit.language.number(report.problems.count)),
        ]
        let isWritten = report.written > 0
        sentence = visit.text(isWritten ? "records.import.done" : "records.import.nothing", figures)
        tone = report.problems.isEmpty && isWritten ? .good : isWritten ? .warn : .bad
        problems = report.problems.prefix(ImportPage.problemLimit).map { ImportPage.Problem($0, visit) }
        hasProblems = !problems.isEmpty
        more = report.problems.count > ImportPage.problemLimit
            ? visit.text("records.import.more", [("count", visit.language.number(ImportPage.problemLimit))]) : nil
    }
}

extension ImportPage.Problem {
    init(_ problem: ImportProblem, _ visit: Visit) {
        line = problem.line == 0 ? visit.text("records.import.whole") : String(problem.line)
        column = problem.column
        reason = visit.text(problem.code, problem.messageArguments)
    }
}

extension Visit {
    /// The whole of an upload, within its route's limit.
    func uploadedBytes() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await part in upload() { bytes.append(contentsOf: part.readableBytesView) }
        return bytes
    }
}
