import Control
import Hummingbird
import Kernel
import Language
import Reading
import Web

/// A readings file for a month: chosen and sent as it is by a module, or pasted. What is wrong is told row by row.
struct FilePage: Page {
    static let template = "reading.file"
    let title: String
    let trail: [Crumb]
    let summary: FormSummary?
    let month: Field
    let text: Field
    let onlyGood: Field
    let encoding: Field
    let report: ImportReportView?
    let counts: String?

    static func emptyForm(_ visit: Visit) -> Form {
        visit.emptyForm(["month": visit.readingMonth.description])
    }

    /// A file, as its bytes came.
    static func uploaded(_ visit: Visit, _ room: WebReading) async throws -> Response {
        guard let month = visit.query("month").flatMap({ BillingMonth(text: $0) }) else {
            throw WebRefusal.badForm
        }
        let (result, job) = try await room.take(
            try await visit.uploadedBytes(), month, encoding: visit.importEncoding(),
            onlyGood: visit.query("onlyGood") != nil, by: visit.principal)
        return try visit.show(FilePage(visit, emptyForm(visit), result, job))
    }

    /// Every row of a file with its verdict; nothing is written.
    static func checked(_ visit: Visit, _ room: WebReading) async throws -> Response {
        guard let month = visit.query("month").flatMap({ BillingMonth(text: $0) }) else {
            throw WebRefusal.badForm
        }
        return try await marked(
            visit, try await visit.uploadedBytes(), month, encoding: visit.importEncoding(), room)
    }

    /// The same of what was pasted.
    static func check(_ visit: Visit, _ room: WebReading) async throws -> Response {
        var form = try visit.form()
        let month = form.month("month")
        if form.text("text") == nil { form.refuse("text", "reading.import.empty") }
        guard form.isValid, let month, let text = form.text("text") else {
            return try visit.show(FilePage(visit, form, nil), status: .unprocessableContent)
        }
        return try await marked(visit, Array(text.utf8), month, encoding: .utf8, room)
    }

    private static func marked(
        _ visit: Visit, _ bytes: [UInt8], _ month: BillingMonth, encoding: ImportEncoding,
        _ room: WebReading
    ) async throws -> Response {
        let report = try await room.reading.checkImport(
            bytes, month, encoding: encoding, by: visit.principal)
        return visit.marked(
            "readings-checked", MarkedFile(ReadingsFile.form, bytes, encoding: encoding, report.problems))
    }

    /// The contents of a file, pasted.
    static func pasted(_ visit: Visit, _ room: WebReading) async throws -> Response {
        var form = try visit.form()
        let month = form.month("month")
        if form.text("text") == nil { form.refuse("text", "reading.import.empty") }
        guard form.isValid, let month, let text = form.text("text") else {
            return try visit.show(FilePage(visit, form, nil), status: .unprocessableContent)
        }
        let (result, job) = try await room.take(
            Array(text.utf8), month, encoding: .utf8, onlyGood: form.ticked("onlyGood"), by: visit.principal)
        let isClean = result.problems.isEmpty
        return try visit.show(
            FilePage(visit, isClean ? emptyForm(visit) : form, result, job),
            status: isClean ? .ok : .unprocessableContent)
    }

    init(_ visit: Visit, _ form: Form, _ result: ReadingImport?, _ job: JobID? = nil) {
        title = visit.text("reading.import.title")
        trail = [Crumb(label: visit.text("reading.month.title"), link: WebReading.monthLink)]
        summary = form.summary
        month = form.field("month", label: "language.month", .month)
        text = form.field("text", label: "reading.import.paste", .area, required: false, longest: 1_000_000)
        onlyGood = form.field("onlyGood", label: "reading.import.onlyGood", .tick, required: false)
        encoding = form.importEncoding(visit)
        report = result.map { ImportReportView($0.report, job: job, visit) }
        counts =
            job != nil
            ? nil
            : result.map {
                visit.text(
                    "reading.import.counts",
                    [
                        ("approved", visit.language.number($0.approved)),
                        ("pending", visit.language.number($0.pending)),
                    ])
            }
    }
}
