import Control
import Hummingbird
import Kernel
import Language
import Records
import Web

/// 计费参数变更: what an account is billed by from a day on. The form first shows what would change and which bills it
/// reaches; the second press writes it. The newest change of a day can be taken back.
struct TermsPage: Page {
    static let template = "records.terms"
    let title: String
    let trail: [Crumb]
    let lead: String
    let back: String
    let action: String
    let version: String
    let summary: FormSummary?
    let preview: Preview?
    let canConfirm: Bool
    let first: [Field]
    let household: [Field]
    let supply: [Field]
    let reason: Field
    let undo: Undo?

    /// What the change would come to.
    struct Preview: Sendable {
        /// What was previewed: only that is written on the second press.
        let token: String
        let lead: String
        let lines: [Line]
        let billed: String?
    }

    /// A value that changes.
    struct Line: Sendable {
        let name: String
        let before: String
        let after: String
    }

    /// Taking the newest change of a day back.
    struct Undo: Sendable {
        let action: String
        let isOpen: Bool
        let which: Field
        let reason: Field
    }

    static func ask(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let record = try await ClosePage.open(visit, room)
        return try visit.show(try await TermsPage(record, nil, nil, visit, room))
    }

    /// Shows what the change would come to, or, pressed again, writes it.
    static func change(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let record = try await ClosePage.open(visit, room)
        let id = record.account.id
        var form = try visit.form()
        let version = form.required("version") { Int64($0) }
        let order = TermsEntry.read(&form)
        // Whoever changed a field after the preview sees the preview of that first.
        let isConfirmed =
            form.typed("step") == "confirm" && order.map(TermsEntry.token) == form.typed("previewed")
        var status = HTTPResponse.Status.unprocessableContent
        var preview: TermPreview?
        if form.isValid, let order, let version {
            do {
                if isConfirmed {
                    let done = try await room.records.changeTerms(
                        id, from: order.day, order.values, reason: order.reason, version: version,
                        by: visit.principal)
                    return Self.done(done.billed, "records.terms.done", id, visit)
                }
                preview = try await room.records.previewTerms(
                    id, from: order.day, order.values, by: visit.principal)
                status = .ok
            } catch let refusal as any Refusal where refusal.kind == .invalid || refusal.kind == .conflict {
                form.refuse(refusal, on: TermsEntry.field(of: refusal))
                status = refusal.httpStatus
            }
        }
        return try visit.show(
            try await TermsPage(record, form, preview, visit, room), status: status)
    }

    static func undo(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let record = try await ClosePage.open(visit, room)
        let id = record.account.id
        var form = try visit.form()
        let version = form.required("version") { Int64($0) }
        let which = form.required("undoWhich") { TermsEntry.revision($0) }
        let reason = form.required("undoReason")
        var status = HTTPResponse.Status.unprocessableContent
        if form.isValid, let version, let which, let reason {
            do {
                try await room.records.undo(
                    id, from: which.day, revision: which.revision, reason: reason, version: version,
                    by: visit.principal)
                let billed = try await room.records.billedMonths(
                    of: id, termsFrom: which.day, by: visit.principal)
                return Self.done(billed, "records.terms.undone", id, visit)
            } catch let refusal as any Refusal where refusal.kind == .invalid || refusal.kind == .conflict {
                form.refuse(refusal, on: refusal.arguments.contains { $0.1 == "reason" } ? "undoReason" : "")
                status = refusal.httpStatus
            }
        }
        return try visit.show(try await TermsPage(record, form, nil, visit, room), status: status)
    }

    /// Back to the account, with the bills that stand by what held before told.
    private static func done(
        _ billed: [BillingMonth], _ key: String, _ id: AccountID, _ visit: Visit
    ) -> Response {
        let link = WebRecords.accountPath.link(id)
        if billed.isEmpty { return visit.redirect(to: link, notice: key) }
        return visit.redirect(
            to: link, notice: "\(key).billed", [("months", TermsEntry.months(billed, visit))])
    }

    private init(
        _ record: AccountRecord, _ form: Form?, _ preview: TermPreview?, _ visit: Visit, _ room: WebRecords
    ) async throws {
        let account = record.account
        title = visit.text("records.terms.change")
        trail = [
            Crumb(label: visit.text("records.search.title"), link: WebRecords.searchLink),
            Crumb(label: account.name, link: WebRecords.accountPath.link(account.id)),
        ]
        lead = "\(account.name) · \(account.consumerNo) · \(account.address)"
        back = WebRecords.accountPath.link(account.id)
        action = WebRecords.termsPath.link(account.id)
        // A form that came back names the version it was drawn from, so that another's change is not passed over.
        version = form.map { $0.typed("version") } ?? String(account.version)
        summary = form?.summary
        let isUndoing =
            form.map { !$0.typed("undoWhich").isEmpty || !$0.typed("undoReason").isEmpty } ?? false
        let present = record.terms.term(on: visit.today) ?? record.terms.inForce.last
        let typed =
            (isUndoing ? nil : form)
            ?? visit.emptyForm(TermsEntry.typed(present?.values, from: visit.today))
        var read = typed
        let order = TermsEntry.read(&read)
        self.preview = preview.map { Preview($0, order.map(TermsEntry.token) ?? "", visit) }
        canConfirm = preview != nil
        let day = Day(text: typed.typed("day")) ?? visit.today
        let tariffs = try await room.records.termTariffs(on: day)
        (first, household, supply) = TermsEntry.fields(typed, tariffs, visit)
        reason = typed.field("reason", label: "records.terms.reason")
        let undone = isUndoing ? form! : visit.emptyForm()
        let choices = record.terms.inForce.dropFirst().reversed().map { term in
            (
                value: "\(term.effectiveFrom).\(term.revision)",
                label:
                    "\(visit.language.day(term.effectiveFrom)) · \(term.values.tariffCode) · \(term.reason)"
            )
        }
        undo =
            choices.isEmpty
            ? nil
            : Undo(
                action: "\(WebRecords.termsPath.link(account.id))/undo", isOpen: isUndoing,
                which: undone.field("undoWhich", label: "records.terms.undo.which", .select(choices)),
                reason: undone.field("undoReason", label: "records.terms.reason"))
    }
}

extension TermsPage.Preview {
    fileprivate init(_ preview: TermPreview, _ token: String, _ visit: Visit) {
        self.token = token
        let from = visit.language.day(preview.from)
        lead =
            preview.until.map {
                visit.text("records.terms.preview.span", [("from", from), ("until", visit.language.day($0))])
            } ?? visit.text("records.terms.preview.from", [("from", from)])
        lines = zip(TermsEntry.words(preview.before, visit), TermsEntry.words(preview.after, visit))
            .filter { $0.1 != $1.1 }
            .map { TermsPage.Line(name: $0.0, before: $0.1, after: $1.1) }
        billed =
            preview.billed.isEmpty
            ? nil
            : visit.text(
                "records.terms.preview.billed", [("months", TermsEntry.months(preview.billed, visit))])
    }
}
