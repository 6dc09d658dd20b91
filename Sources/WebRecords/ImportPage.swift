import Control
import Hummingbird
import Kernel
import Language
import Records
import Web

/// Bringing a file into the archive: chosen and sent as it is by a module, or pasted into the form. What is wrong is told
/// row by row.
struct ImportPage: Page {
    static let template = "records.import"
    let title: String
    let trail: [Crumb]
    let lead: String
    let action: String
    /// Where every row's verdict is given.
    let check: String
    let summary: FormSummary?
    let text: Field
    let onlyGood: Field
    let encoding: Field
    let report: ImportReportView?

    /// A file, as its bytes came.
    static func uploaded(_ file: ArchiveFile, _ visit: Visit, _ room: WebRecords) async throws -> Response {
        let (report, job) = try await file.take(
            try await visit.uploadedBytes(), visit.importEncoding(),
            onlyGood: visit.query("onlyGood") != nil, room, by: visit.principal)
        return try visit.show(ImportPage(file, visit, visit.emptyForm(), report, job))
    }

    /// Every row of a file with its verdict; nothing is written.
    static func checked(_ file: ArchiveFile, _ visit: Visit, _ room: WebRecords) async throws -> Response {
        try await marked(
            file, visit, try await visit.uploadedBytes(), encoding: visit.importEncoding(), room)
    }

    /// The same of what was pasted.
    static func check(_ file: ArchiveFile, _ visit: Visit, _ room: WebRecords) async throws -> Response {
        try await content(file, visit) { _, bytes in
            try await marked(file, visit, bytes, encoding: .utf8, room)
        }
    }

    private static func marked(
        _ file: ArchiveFile, _ visit: Visit, _ bytes: [UInt8], encoding: ImportEncoding, _ room: WebRecords
    ) async throws -> Response {
        let report = try await file.check(bytes, encoding, room, by: visit.principal)
        return visit.marked(
            file.checked, MarkedFile(file.form, bytes, encoding: encoding, report.problems))
    }

    /// The contents of a file, pasted.
    static func pasted(_ file: ArchiveFile, _ visit: Visit, _ room: WebRecords) async throws -> Response {
        try await content(file, visit) { form, bytes in
            let (report, job) = try await file.take(
                bytes, .utf8, onlyGood: form.ticked("onlyGood"), room, by: visit.principal)
            let taken = (report.written > 0 || job != nil) && report.problems.isEmpty
            return try visit.show(
                ImportPage(file, visit, taken ? visit.emptyForm() : form, report, job),
                status: taken ? .ok : .unprocessableContent)
        }
    }

    /// What the form holds, where it holds anything.
    private static func content(
        _ file: ArchiveFile, _ visit: Visit, _ work: (Form, [UInt8]) async throws -> Response
    ) async throws -> Response {
        var form = try visit.form()
        guard let text = form.text("text") else {
            form.refuse("text", "records.import.empty")
            return try visit.show(ImportPage(file, visit, form, nil), status: .unprocessableContent)
        }
        return try await work(form, Array(text.utf8))
    }

    init(
        _ file: ArchiveFile, _ visit: Visit, _ form: Form, _ report: ImportReport?, _ job: JobID? = nil
    ) {
        title = visit.text(file.title)
        lead = visit.text(file.lead)
        action = file.link
        check = file.link + "/check"
        trail = [file.above(visit)]
        summary = form.summary
        text = form.field("text", label: "records.import.paste", .area, required: false, longest: 1_000_000)
        onlyGood = form.field("onlyGood", label: "records.import.onlyGood", .tick, required: false)
        encoding = form.importEncoding(visit)
        self.report = report.map { ImportReportView($0, job: job, visit) }
    }
}
