import Control
import Hummingbird
import Kernel
import Language
import Tariff
import Web

/// 起草: from the published file of a code, under a new code, or from a whole file.
struct NewDraftPage: Page {
    static let template = "tariff.new-draft"
    let title: String
    let trail: [Crumb]
    let copySummary: FormSummary?
    let newSummary: FormSummary?
    let fileSummary: FormSummary?
    let copy: Field
    /// What a new code is begun with, in the order of the form.
    let newCode: [Field]
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
        var values = ["begins": visit.today.billingMonth.adding(months: 1).firstDay.description]
        if let code = visit.query("copy") { values["copy"] = code }
        if let code = visit.query("from") {
            values.merge(try await begun(from: code, visit, room)) { $1 }
        }
        return try visit.show(try await NewDraftPage(visit, visit.emptyForm(values), [], room))
    }

    static func create(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        var form = try visit.form()
        let source: DraftSource
        if form.carries("from") {
            let standing = try await room.tariff.standing(by: visit.principal)
            do {
                guard let begun = try NewCode(&form)?.draft(among: standing) else {
                    return try visit.show(
                        try await NewDraftPage(visit, form, [], room), status: .unprocessableContent)
                }
                source = begun
            } catch let refusal as any Refusal {
                form.refuse(refusal, on: "from")
                return try visit.show(
                    try await NewDraftPage(visit, form, [], room), status: refusal.httpStatus)
            }
        } else if let content = form.text("content") {
            source = .content(content)
        } else if let code = form.text("copy") {
            source = .copy(of: code)
        } else {
            form.refuse("copy", "web.field.required")
            return try visit.show(
                try await NewDraftPage(visit, form, [], room), status: .unprocessableContent)
        }
        let found = form.carries("from") ? [] : try await faults(of: source, visit, room)
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
            form.refuse(
                refusal, on: form.carries("from") ? "code" : form.text("content") == nil ? "copy" : "content")
            status = refusal.httpStatus
        } catch let faults as TariffFaults {
            let words = Words(language: visit.language)
            form.refuse(
                "content", "tariff.edit.faults", [("first", words.mend(faults.faults.first?.mend ?? ""))])
        }
        return try visit.show(try await NewDraftPage(visit, form, [], room), status: status)
    }

    /// What a copy under a new code begins with.
    private static func begun(from code: String, _ visit: Visit, _ room: WebTariff) async throws
        -> [String: String]
    {
        let standing = try await room.tariff.standing(by: visit.principal)
        guard let paper = standing.first(where: { $0.code == code }).map({ Paper($0) }) else {
            throw TariffRefusal.unknownTariff(code: code)
        }
        return [
            "from": code, "nameZh": paper.nameZh, "nameEn": paper.nameEn, "class": paper.tariffClass,
            "voltage": paper.voltage, "source": paper.source,
        ]
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
        let isNew = form.carries("from")
        copySummary = isFile || isNew ? nil : form.summary
        newSummary = isNew ? form.summary : nil
        fileSummary = isFile && !isNew ? form.summary : nil
        let known = standing.map { document in
            let name = words.name(Paper(document).tree)
            return (document.code, name == document.code ? name : "\(name)  \(document.code)")
        }
        copy = form.field(
            "copy", label: "tariff.new.copy", .select([("", "—")] + known), hint: "tariff.new.copy.hint")
        newCode = Self.newCode(form, known, words)
        content = FileField(value: form.typed("content"), error: form.errors["content"])
    }
}

extension NewDraftPage {
    private static func newCode(
        _ form: Form, _ known: [(value: String, label: String)], _ words: Words
    ) -> [Field] {
        let language = words.language
        let blank: [(value: String, label: String)] = TariffKind.allCases.map {
            (
                NewCode.Origin.text(blank: $0),
                language.text("tariff.new.blank", [("kind", words.value($0.rawValue))])
            )
        }
        let copies = known.map { code, label in
            (value: code, label: language.text("tariff.new.copyOf", [("name", label)]))
        }
        let asCopied: [(value: String, label: String)] = [("", language.text("tariff.new.asCopied"))]
        return [
            form.field("from", label: "tariff.new.from", .select(blank + copies)),
            form.field(
                "code", label: "tariff.new.code", hint: "tariff.new.code.hint", required: false,
                isOptional: false, longest: 40),
            form.field("nameZh", label: "tariff.key.nameZh", required: false, isOptional: false),
            form.field("nameEn", label: "tariff.key.nameEn", required: false, isOptional: false),
            form.field(
                "class", label: "tariff.page.class",
                .select(
                    asCopied + TariffClass.allCases.map { ($0.rawValue, words.tariffClass($0.rawValue)) }),
                hint: "tariff.new.class.hint", required: false, isOptional: false),
            form.field(
                "voltage", label: "tariff.page.voltage",
                .select(asCopied + TariffVoltage.allCases.map { ($0.rawValue, words.voltage($0.rawValue)) }),
                hint: "tariff.new.class.hint",
                required: false, isOptional: false),
            form.field(
                "source", label: "tariff.page.source", hint: "tariff.new.source.hint", required: false,
                isOptional: false,
                longest: 500),
            form.field("begins", label: "tariff.edit.begins", .day),
        ]
    }
}

extension Form {
    /// Whether the form had the field at all, filled or not.
    fileprivate func carries(_ name: String) -> Bool { !all(name).isEmpty }
}
