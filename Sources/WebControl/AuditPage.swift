import Control
import Hummingbird
import Kernel
import Language
import Web

/// The audit log for its administrator: who did what, when, from where, with the values before and after.
struct AuditPageView: Page {
    static let template = "control.audit"
    let title: String
    let lead: String
    let action: String
    let isUnmasking: Bool
    let from: Field
    let to: Field
    let login: Field
    let subject: Field
    let verb: Field
    let organisation: Field
    let rows: [Row]
    let hasRows: Bool
    let first: String?
    let next: String?
    /// When days were last signed and written away.
    let signed: String?

    struct Row: Sendable {
        let at: String
        let who: String
        let login: String
        let organisation: String
        let address: String
        let action: String
        let code: String
        /// In the reader's words, and as it is looked for.
        let about: String
        let subject: String
        let changes: [Change]
        let place: String
    }

    /// One value before and after; equal ones are not told apart by colour.
    struct Change: Sendable {
        let name: String
        let before: String
        let after: String
        let hasBefore: Bool
    }

    /// - Parameter unmasking: only where personal data was shown in clear.
    init(
        _ visit: Visit, _ page: AuditPage, _ form: Form, _ organisations: [Organisation],
        people: [UserID: String], unmasking: Bool, next: String?, first: String?, signed: String?
    ) {
        self.signed = signed
        title = visit.text(unmasking ? "control.unmaskings.title" : "control.audit.title")
        lead = visit.text(unmasking ? "control.unmaskings.lead" : "control.audit.lead")
        action = unmasking ? WebControl.unmaskingsLink : WebControl.auditLink
        isUnmasking = unmasking
        from = form.field("from", label: "control.audit.from", .day, required: false)
        to = form.field("to", label: "control.audit.to", .day, required: false)
        login = form.field("login", label: "control.audit.login", required: false, longest: 64)
        subject = form.field(
            "subject", label: "control.audit.subject", hint: "control.audit.subject.hint", required: false,
            longest: 80)
        verb = form.field(
            "action", label: "control.audit.action", hint: "control.audit.action.hint", required: false,
            longest: 60)
        organisation = form.field(
            "organisation", label: "control.audit.organisation",
            .select(
                [(value: "", label: visit.text("control.audit.all"))]
                    + organisations.map { ($0.id.description, $0.name) }), required: false)
        rows = page.records.map { Row($0, people, visit) }
        hasRows = !rows.isEmpty
        self.next = next
        self.first = first
    }
}

extension AuditPageView.Row {
    fileprivate init(_ record: AuditRecord, _ people: [UserID: String], _ visit: Visit) {
        let entry = record.entry
        at = visit.language.instant(entry.at)
        who = record.name.isEmpty ? visit.text("control.audit.system") : record.name
        login = record.login
        organisation = record.organisationName
        address = entry.address
        code = entry.action
        let key = "control.action.\(entry.action)"
        action = Catalogue.has(key) ? visit.text(key) : entry.action
        subject = entry.subject
        about = AuditSubject(entry.subject).text(in: visit.language, names: people)
        place = "\(entry.bucket)/\(entry.day)/\(record.sequence)"
        let before = entry.before.map(AuditJSON.fields) ?? []
        let after = entry.after.map(AuditJSON.fields) ?? []
        let names = Set(before.map(\.name)).union(after.map(\.name)).sorted()
        func value(_ name: String, _ fields: [(name: String, value: String)]) -> String? {
            fields.first { $0.name == name }?.value
        }
        changes = names.map { name in
            AuditPageView.Change(
                name: name, before: value(name, before) ?? "", after: value(name, after) ?? "—",
                hasBefore: value(name, before) != nil)
        }
    }
}

extension WebControl {
    static let auditLink = "/control/audit"
    static let unmaskingsLink = "/control/unmaskings"
    /// The action of showing personal data in clear.
    private static let unmasking = "records.unmask"

    var auditRoutes: [Route] {
        [
            .get(Self.auditLink, .may("control.audit")) { try await showAudit($0, unmasking: false) },
            .get(Self.unmaskingsLink, .may("control.audit")) { try await showAudit($0, unmasking: true) },
            .get("/api/v1/control/audit", .may("control.audit")) { visit in
                let (filter, _) = try await filter(visit, unmasking: false)
                let wish = try visit.page()
                let page = try await control.audit(
                    filter, after: wish.after, limit: wish.limit, by: visit.principal)
                return try visit.json(items: page.records.map(AuditAnswer.init), next: page.next)
            }
            .listed(
                "control.audit.list", "The audit log of a span of days, the last week where none is named.",
                query: [
                    .day("from", "First day."), .day("to", "Last day."), .text("login", "Who."),
                    .text("subject", "What it was done to, such as `account 12`."),
                    .text("action", "What was done, or its beginning."),
                    .text("organisation", "An organisation's id."),
                ], of: AuditAnswer.self),
        ]
    }

    struct AuditAnswer: Codable, Sendable {
        let bucket: Int
        let day: String
        let sequence: String
        let atMs: String
        let user: String
        let login: String
        let organisation: String
        let address: String
        let action: String
        let subject: String
        let before: String?
        let after: String?

        init(_ record: AuditRecord) {
            let entry = record.entry
            bucket = Int(entry.bucket.number)
            day = entry.day.description
            sequence = String(record.sequence)
            atMs = String(entry.at.milliseconds)
            user = entry.user.description
            login = record.login
            organisation = entry.organisation.description
            address = entry.address
            action = entry.action
            subject = entry.subject
            before = entry.before
            after = entry.after
        }
    }

    /// What the query asks for; the last week where it names no day. An organisation outside the scope is not found.
    private func filter(_ visit: Visit, unmasking: Bool) async throws -> (AuditFilter, [Organisation]) {
        let organisations = try await control.organisations(under: visit.principal.scope)
        let to = visit.query("to").flatMap { Day(text: $0) } ?? visit.today
        let from = visit.query("from").flatMap { Day(text: $0) } ?? to.adding(days: -6)
        var filter = AuditFilter(from: from, to: to)
        filter.login = visit.query("login")
        filter.subject = visit.query("subject")
        filter.action = unmasking ? Self.unmasking : visit.query("action")
        if let text = visit.query("organisation") {
            guard let place = organisations.first(where: { $0.id.description == text }) else {
                throw WebRefusal.notFound
            }
            filter.organisation = place.path
        }
        return (filter, organisations)
    }

    private func showAudit(_ visit: Visit, unmasking: Bool) async throws -> Response {
        let (filter, organisations) = try await filter(visit, unmasking: unmasking)
        let page = try await control.audit(filter, after: visit.query("after"), by: visit.principal)
        let people = try await control.personNames(
            Set(page.records.flatMap { AuditSubject($0.entry.subject).users }))
        var fields = ["from": filter.from.description, "to": filter.to.description]
        for name in ["login", "subject", "action", "organisation"] {
            if let value = visit.query(name) { fields[name] = value }
        }
        func link(_ after: String?) -> String {
            let all = fields.sorted { $0.key < $1.key } + (after.map { [(key: "after", value: $0)] } ?? [])
            return (unmasking ? Self.unmaskingsLink : Self.auditLink) + "?"
                + all.map { "\($0.key)=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
        }
        return try visit.show(
            AuditPageView(
                visit, page, visit.emptyForm(fields), organisations, people: people,
                unmasking: unmasking, next: page.next.map(link),
                first: visit.query("after") == nil ? nil : link(nil),
                signed: try await signed(visit)))
    }

    /// How the last nightly export of signed days went, a sentence.
    private func signed(_ visit: Visit) async throws -> String? {
        guard let run = try await control.lastSignedExport(by: visit.principal), let at = run.finished else {
            return nil
        }
        let when = ("at", visit.language.instant(at))
        if let fault = run.fault { return visit.text("control.audit.signedFault", [when, ("fault", fault)]) }
        guard let day = run.outcome.flatMap({ Day(text: $0.plain) }) else {
            return visit.text("control.audit.signedNone", [when])
        }
        return visit.text("control.audit.signed", [when, ("day", visit.language.day(day))])
    }
}
