import Control
import Hummingbird
import Kernel
import Language
import Reading
import Records
import Web

/// One account's readings of a month: each register with what it showed before, the field for what it shows now, the
/// energy between as it is typed; and the energy of the months before.
struct EntryPage: Page {
    static let template = "reading.entry"
    let title: String
    let trail: [Crumb]
    let lead: String
    let records: String?
    let summary: FormSummary?
    let entry: EntryFields?
    let callout: String?
    let month: Field
    let history: [Period]
    let hasHistory: Bool
    let bars: [Bar]

    /// A month's energy.
    struct Period: Sendable {
        let month: String
        let days: String
        let total: String
        let periods: String
        /// What was found at the meter; a dash where nothing.
        let exception: String
        let state: Badge
    }

    private static let historyMonths = 13

    static func answer(_ visit: Visit, _ room: WebReading) async throws -> Response {
        let month = visit.readingMonth
        let day = visit.query("day").flatMap { Day(text: $0) } ?? min(month.lastDay, visit.today)
        return try await shown(visit, room, month, day, nil, .ok)
    }

    /// Takes what was typed. Every error is shown at its register; nothing typed is lost.
    static func enter(_ visit: Visit, _ room: WebReading) async throws -> Response {
        let account: AccountID = try visit.id("account")
        var form = try visit.form()
        guard let month = form.month("month") else { throw WebRefusal.badForm }
        let typedDay = form.day("day")
        let version = form.required("version") { Int64($0) }
        let day = typedDay ?? min(month.lastDay, visit.today)
        let lines = try await room.reading.form(account, month, on: day, by: visit.principal).lines
        let values = EntryFields.values(lines, &form)
        var status = HTTPResponse.Status.unprocessableContent
        if form.isValid, let version {
            do {
                let exception = form.typed("exception")
                let readings = AccountReadings(
                    account, on: day, values, exception: exception.isEmpty ? nil : exception)
                let result = try await room.reading.enter(
                    readings, month, version: version, by: visit.principal)
                return visit.redirect(
                    to: "\(WebReading.entryPath.link(account))?month=\(month)&day=\(day)",
                    notice: result.pending > 0 ? "reading.entry.pending" : "reading.entry.approved",
                    tone: result.pending > 0 ? .warn : .good)
            } catch ReadingRefusal.notTaken(let findings) {
                EntryFields.refuse(findings, lines, &form)
            } catch let refusal as ControlRefusal where refusal.kind == .conflict {
                form.refuse(refusal)
                status = refusal.httpStatus
            }
        }
        return try await shown(visit, room, month, day, form, status)
    }

    private static func shown(
        _ visit: Visit, _ room: WebReading, _ month: BillingMonth, _ day: Day, _ form: Form?,
        _ status: HTTPResponse.Status
    ) async throws -> Response {
        let id: AccountID = try visit.id("account")
        let entry = try await room.reading.form(id, month, on: day, by: visit.principal)
        let periods = try await room.reading.periods(
            id, from: month.adding(months: 1 - historyMonths), months: historyMonths, by: visit.principal)
        let notes = try await room.reading.siteNotes(
            id, from: month.adding(months: 1 - historyMonths), months: historyMonths, by: visit.principal)
        let exceptions = try await room.reading.exceptionCodes()
        let scope = visit.principal.scope
        let account = try await room.control.read("reading.read", by: visit.principal) {
            try room.records.row(id, scope: scope, in: $0)
        }
        return try visit.show(
            EntryPage(account, entry, periods, notes, exceptions, day, form, visit), status: status)
    }

    private init(
        _ account: Account, _ entry: EntryForm, _ periods: [PointEnergy], _ notes: [SiteNote],
        _ exceptions: CodeBook, _ day: Day, _ form: Form?, _ visit: Visit
    ) {
        let language = visit.language
        title = visit.text("reading.entry.of", [("name", account.name)])
        trail = [
            Crumb(
                label: visit.text("reading.month.title"), link: "\(WebReading.monthLink)?month=\(entry.month)"
            )
        ]
        lead = "\(account.consumerNo) · \(account.address) · \(language.month(entry.month))"
        records = visit.principal.may("records.read") ? "/records/accounts/\(account.id)" : nil
        summary = form?.summary
        let isOpen = !entry.isBilled && !entry.lines.isEmpty && visit.may(WebReading.entering)
        self.entry = isOpen ? EntryFields(entry, day, form, exceptions, visit) : nil
        callout =
            entry.isBilled
            ? visit.text("reading.entry.billed")
            : entry.lines.isEmpty ? visit.text("reading.entry.noMeter") : nil
        month = visit.emptyForm(["month": entry.month.description]).field(
            "month", label: "language.month", .month)
        let months = Dictionary(grouping: periods, by: \.month).sorted { $0.key < $1.key }
        history = months.reversed().map { month in
            let code = notes.last { $0.month == month.key }?.code
            return Period(
                month.key, month.value, code.map { exceptions.name(of: $0, visit) } ?? "—", visit)
        }
        hasHistory = !periods.isEmpty
        bars = Bar.all(months.map { $0.value.map(\.total).total().units })
    }
}

extension EntryPage.Period {
    /// A month of one account: its usage points added up.
    fileprivate init(
        _ month: BillingMonth, _ points: [PointEnergy], _ exception: String, _ visit: Visit
    ) {
        self.exception = exception
        func text(_ part: KeyPath<PointEnergy, Energy>) -> String {
            DecimalText.grouped(points.map { $0[keyPath: part] }.total().text())
        }
        self.month = visit.language.month(month)
        days = String(points.map(\.days).max() ?? 0)
        total = text(\.total)
        periods =
            points.contains(where: \.isTimeOfUse)
            ? [\PointEnergy.sharp, \.peak, \.flat, \.valley].map(text).joined(separator: " / ") : "—"
        let word =
            points.contains { $0.state == .pending }
            ? "PENDING" : points.contains(where: \.lossWaits) ? "LOSS_WAITS" : "APPROVED"
        state = Badge(visit.text("reading.state.\(word)"), word == "APPROVED" ? .good : .warn)
    }
}
