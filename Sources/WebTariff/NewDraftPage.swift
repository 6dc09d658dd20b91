import Control
import Hummingbird
import Language
import Tariff
import Web

/// 起草: from the published file of a code, or from a whole file.
struct NewDraftPage: Page {
    static let template = "tariff.new-draft"
    let title: String
    let trail: [Crumb]
    let copySummary: FormSummary?
    let fileSummary: FormSummary?
    let copy: Field
    let content: FileField
    /// What is wrong with the file that was chosen or pasted; nothing of it is saved.
    let faults: [FaultLine]
    let hasFaults: Bool

    struct FileField: Sendable {
        let value: String
        let error: String?
    }

    /// One fault: where in the file, in words and as its path, and what to do.
    struct FaultLine: Sendable {
        let place: String
        let path: String
        let mend: String
    }

    static func answer(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        var values: [String: String] = [:]
        if let code = visit.query("copy") { values["copy"] = code }
        return try visit.show(try await NewDraftPage(visit, visit.emptyForm(values), [], room))
    }

    static func create(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        var form = try visit.form()
        let source: DraftSource
        if let content = form.text("content") {
            source = .content(content)
        } else if let code = form.text("copy") {
            source = .copy(of: code)
        } else {
            form.refuse("copy", "web.field.required")
            return try visit.show(
                try await NewDraftPage(visit, form, [], room), status: .unprocessableContent)
        }
        let found = try await faults(of: source, visit, room)
        if let first = found.first {
            form.refuse("content", "tariff.edit.faults", [("first", first.mend)])
            return try visit.show(
                try await NewDraftPage(visit, form, found, room), status: .unprocessableContent)
        }
        var status = HTTPResponse.Status.unprocessableContent
        do {
            let sketch = try await room.tariff.createDraft(source, by: visit.principal)
            return visit.redirect(to: WebTariff.draftPath.link(sketch.id), notice: "tariff.new.done")
        } catch let refusal as any Refusal {
            form.refuse(refusal, on: form.text("content") == nil ? "copy" : "content")
            status = refusal.httpStatus
        } catch let faults as TariffFaults {
            let words = Words(language: visit.language)
            form.refuse(
                "content", "tariff.edit.faults", [("first", words.mend(faults.faults.first?.mend ?? ""))])
        }
        return try visit.show(try await NewDraftPage(visit, form, [], room), status: status)
    }

    /// What a check says of a whole file; nothing of a copy, which stands published.
    private static func faults(of source: DraftSource, _ visit: Visit, _ room: WebTariff) async throws
        -> [FaultLine]
    {
        guard case .content(let content) = source else { return [] }
        let words = Words(language: visit.language)
        let tree = Tree(content) ?? .object([])
        return try await room.tariff.check(content, by: visit.principal).faults.map {
            FaultLine(
                place: words.path(Faults.placed($0.path, in: tree), in: tree), path: $0.path,
                mend: words.mend($0.mend))
        }
    }

    private init(_ visit: Visit, _ form: Form, _ faults: [FaultLine], _ room: WebTariff) async throws {
        self.faults = faults
        hasFaults = !faults.isEmpty
        let words = Words(language: visit.language)
        let standing = try await room.tariff.standing(by: visit.principal)
        title = visit.text("tariff.new.title")
        trail = [Crumb(label: visit.text("tariff.page.title"), link: WebTariff.home)]
        let isFile = form.text("content") != nil
        copySummary = isFile ? nil : form.summary
        fileSummary = isFile ? form.summary : nil
        copy = form.field(
            "copy", label: "tariff.new.copy",
            .select(
                [("", "—")]
                    + standing.map { document in
                        let name = words.name(Paper(document).tree)
                        return (document.code, name == document.code ? name : "\(name)  \(document.code)")
                    }), hint: "tariff.new.copy.hint")
        content = FileField(value: form.typed("content"), error: form.errors["content"])
    }
}
