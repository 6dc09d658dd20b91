import Control
import Hummingbird
import Kernel
import Language
import Reading
import Records
import Web

/// The month's readings that wait for a person: what was found, and the command that lets them through.
struct WorklistPage: Page {
    static let template = "reading.worklist"
    let title: String
    let trail: [Crumb]
    let lead: String
    let summary: FormSummary?
    let month: String
    let rows: [Row]
    let hasRows: Bool
    let mayApprove: Bool
    let next: String?

    /// An account and what was found there.
    struct Row: Sendable {
        let account: String
        let number: String
        let name: String
        let route: String
        let link: String
        let findings: [String]
    }

    static func answer(_ visit: Visit, _ room: WebReading) async throws -> Response {
        let after = visit.query("after").flatMap { AccountID(text: $0) }
        return try await shown(visit, room, visit.readingMonth, after: after, visit.emptyForm(), .ok)
    }

    static func approve(_ visit: Visit, _ room: WebReading) async throws -> Response {
        var form = try visit.form()
        let month = form.month("month")
        let accounts = form.all("account").compactMap { AccountID(text: $0) }
        if accounts.isEmpty { form.refuse("", "reading.worklist.chooseSome") }
        if form.isValid, let month {
            do {
                let count = try await room.reading.approve(accounts, month, by: visit.principal)
                return visit.redirect(
                    to: "\(WebReading.worklistLink)?month=\(month)", notice: "reading.worklist.approved",
                    [("count", String(count))])
            } catch let refusal as ReadingRefusal where refusal.kind == .conflict {
                form.refuse(refusal)
                return try await shown(visit, room, month, after: nil, form, refusal.httpStatus)
            }
        }
        return try await shown(
            visit, room, month ?? visit.defaultReadingMonth, after: nil, form, .unprocessableContent)
    }

    private static func shown(
        _ visit: Visit, _ room: WebReading, _ month: BillingMonth, after: AccountID?, _ form: Form,
        _ status: HTTPResponse.Status
    ) async throws -> Response {
        let found = try await room.reading.worklist(month, after: after, by: visit.principal)
        let ids = Set(found.map(\.account))
        let scope = visit.principal.scope
        let accounts = try await room.control.read("reading.read", by: visit.principal) { transaction in
            var accounts: [AccountID: Account] = [:]
            for id in ids { accounts[id] = try room.records.row(id, scope: scope, in: transaction) }
            return accounts
        }
        visit.shows(accounts.keys.sorted())
        let exceptions = try await room.reading.exceptionCodes()
        return try visit.show(
            WorklistPage(month, found, accounts, exceptions, form, visit), status: status)
    }

    private init(
        _ month: BillingMonth, _ found: [ReadingException], _ accounts: [AccountID: Account],
        _ exceptions: CodeBook, _ form: Form, _ visit: Visit
    ) {
        title = visit.text("reading.worklist.title")
        trail = [
            Crumb(label: visit.text("reading.month.title"), link: "\(WebReading.monthLink)?month=\(month)")
        ]
        lead = visit.text("reading.worklist.lead", [("month", visit.language.month(month))])
        summary = form.summary
        self.month = month.description
        // Exceptions come in the order of accounts.
        var rows: [Row] = []
        for id in Set(found.map(\.account)).sorted() {
            guard let account = accounts[id] else { continue }
            rows.append(
                Row(
                    account: id.description, number: account.consumerNo, name: account.name,
                    route: account.route,
                    link: "\(WebReading.entryPath.link(id))?month=\(month)",
                    findings: found.filter { $0.account == id }.map { $0.sentence(exceptions, visit) }))
        }
        self.rows = rows
        hasRows = !rows.isEmpty
        mayApprove = visit.may(WebReading.approving)
        next =
            found.count < ReadingLimit.page
            ? nil : found.last.map { "\(WebReading.worklistLink)?month=\(month)&after=\($0.account)" }
    }
}
