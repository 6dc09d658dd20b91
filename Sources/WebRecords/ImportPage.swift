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
    let encoding: Field
    let report: ImportReportView?

    /// A file, as its bytes came.
    static func uploaded(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let bytes = try await visit.uploadedBytes()
        let report = try await room.records.importAccounts(
            bytes, encoding: visit.importEncoding(), onlyGood: visit.query("onlyGood") != nil,
            by: visit.principal)
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
            ImportPage(visit, taken ? visit.emptyForm() : form, report),
            status: taken ? .ok : .unprocessableContent)
    }

    init(_ visit: Visit, _ form: Form, _ report: ImportReport?) {
        title = visit.text("records.import.title")
        trail = [Crumb(label: visit.text("records.search.title"), link: WebRecords.searchLink)]
        summary = form.summary
        text = form.field("text", label: "records.import.paste", .area, required: false, longest: 1_000_000)
        onlyGood = form.field("onlyGood", label: "records.import.onlyGood", .tick, required: false)
        encoding = form.importEncoding(visit)
        self.report = report.map { ImportReportView($0, visit) }
    }
}
