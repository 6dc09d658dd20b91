import Control
import Hummingbird
import Kernel
import Language
import Records
import Web

/// Opening accounts from a file: chosen and sent as it is by a module, or pasted into the form. What is wrong is told
/// row by row.
struct ImportPage: Page {
    static let template = "records.import"
    let title: String
    let trail: [Crumb]
    let lead: String
    let action: String
    /// Where every row's verdict is given; nil for a file that has none.
    let check: String?
    let summary: FormSummary?
    let text: Field
    let onlyGood: Field
    let encoding: Field
    let report: ImportReportView?

    /// A file, as its bytes came.
    static func uploaded(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let bytes = try await visit.uploadedBytes()
        let (report, job) = try await room.take(
            bytes, encoding: visit.importEncoding(), onlyGood: visit.query("onlyGood") != nil,
            by: visit.principal)
        return try visit.show(ImportPage(visit, visit.emptyForm(), report, job))
    }

    /// Every row of a file with its verdict; nothing is written.
    static func checked(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        try await marked(visit, try await visit.uploadedBytes(), encoding: visit.importEncoding(), room)
    }

    /// The same of what was pasted.
    static func check(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        var form = try visit.form()
        guard let text = form.text("text") else {
            form.refuse("text", "records.import.empty")
            return try visit.show(ImportPage(visit, form, nil), status: .unprocessableContent)
        }
        return try await marked(visit, Array(text.utf8), encoding: .utf8, room)
    }

    private static func marked(
        _ visit: Visit, _ bytes: [UInt8], encoding: ImportEncoding, _ room: WebRecords
    ) async throws -> Response {
        let report = try await room.records.checkImport(bytes, encoding: encoding, by: visit.principal)
        return visit.marked(
            "accounts-checked", MarkedFile(Records.accountsForm, bytes, encoding: encoding, report.problems))
    }

    /// The contents of a file, pasted.
    static func pasted(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        var form = try visit.form()
        guard let text = form.text("text") else {
            form.refuse("text", "records.import.empty")
            return try visit.show(ImportPage(visit, form, nil), status: .unprocessableContent)
        }
        let (report, job) = try await room.take(
            Array(text.utf8), encoding: .utf8, onlyGood: form.ticked("onlyGood"), by: visit.principal)
        let taken = (report.written > 0 || job != nil) && report.problems.isEmpty
        return try visit.show(
            ImportPage(visit, taken ? visit.emptyForm() : form, report, job),
            status: taken ? .ok : .unprocessableContent)
    }

    init(_ visit: Visit, _ form: Form, _ report: ImportReport?, _ job: JobID? = nil) {
        self.init(
            visit, form, report, job, title: "records.import.title", lead: "records.import.lead",
            action: WebRecords.importLink,
            above: Crumb(label: visit.text("records.search.title"), link: WebRecords.searchLink))
    }

    /// The same for the grid file.
    init(grid visit: Visit, _ form: Form, _ report: ImportReport?) {
        self.init(
            visit, form, report, nil, title: "records.grid.import", lead: "records.grid.import.lead",
            action: WebRecords.gridImportLink,
            above: Crumb(label: visit.text("records.grid.title"), link: WebRecords.gridLink))
    }

    /// A grid file, as its bytes came.
    static func uploadedGrid(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let report = try await room.records.importGrid(
            try await visit.uploadedBytes(), encoding: visit.importEncoding(),
            onlyGood: visit.query("onlyGood") != nil, by: visit.principal)
        return try visit.show(ImportPage(grid: visit, visit.emptyForm(), report))
    }

    /// The contents of a grid file, pasted.
    static func pastedGrid(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        var form = try visit.form()
        guard let text = form.text("text") else {
            form.refuse("text", "records.import.empty")
            return try visit.show(ImportPage(grid: visit, form, nil), status: .unprocessableContent)
        }
        let report = try await room.records.importGrid(
            Array(text.utf8), encoding: .utf8, onlyGood: form.ticked("onlyGood"), by: visit.principal)
        let taken = report.written > 0 && report.problems.isEmpty
        return try visit.show(
            ImportPage(grid: visit, taken ? visit.emptyForm() : form, report),
            status: taken ? .ok : .unprocessableContent)
    }

    private init(
        _ visit: Visit, _ form: Form, _ report: ImportReport?, _ job: JobID?, title: String, lead: String,
        action: String, above: Crumb
    ) {
        self.title = visit.text(title)
        self.lead = visit.text(lead)
        self.action = action
        check = action == WebRecords.importLink ? WebRecords.importLink + "/check" : nil
        trail = [above]
        summary = form.summary
        text = form.field("text", label: "records.import.paste", .area, required: false, longest: 1_000_000)
        onlyGood = form.field("onlyGood", label: "records.import.onlyGood", .tick, required: false)
        encoding = form.importEncoding(visit)
        self.report = report.map { ImportReportView($0, job: job, visit) }
    }
}
