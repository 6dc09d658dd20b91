package import Kernel
internal import Store

/// What of the audit log is asked for; every part narrows it.
package struct AuditFilter: Sendable {
    package var from: Day
    package var to: Day
    /// Who did it.
    package var login: String?
    /// Part of what it was done to.
    package var subject: String?
    /// How the action begins: `payment`, `payment.take`.
    package var action: String?
    /// Where it was done, with everything below.
    package var organisation: OrganisationPath?

    package init(
        from: Day, to: Day, login: String? = nil, subject: String? = nil, action: String? = nil,
        organisation: OrganisationPath? = nil
    ) {
        self.from = from
        self.to = to
        self.login = login
        self.subject = subject
        self.action = action
        self.organisation = organisation
    }
}

/// An entry as the audit administrator reads it.
package struct AuditRecord: Sendable {
    package let entry: AuditEntry
    package let sequence: Int64
    /// The login and name of who did it; a token's name, or empty for the system.
    package let login: String
    package let name: String
    package let organisationName: String
}

/// A page of entries, the newest first.
package struct AuditPage: Sendable {
    package let records: [AuditRecord]
    /// Handed back as `after` for the next page; nil at the end.
    package let next: String?
}

extension Control {
    /// The most entries of one page.
    package static let auditPage = 100

    /// Reads the audit log of one's scope. That it was read, and what was looked for, is itself an entry.
    /// - Parameter after: `next` of the page before.
    package func audit(
        _ filter: AuditFilter, after: String? = nil, limit: Int = 50, by principal: Principal
    ) async throws -> AuditPage {
        let limit = min(max(limit, 1), Self.auditPage)
        let scope =
            filter.organisation.map { principal.scope.contains($0) ? $0 : principal.scope }
            ?? principal.scope
        let page = try await read("control.audit", by: principal) { transaction -> AuditPage in
            var user: UserID?
            if let login = filter.login {
                guard let owner = try NameRegistry.owner(kind: "control.login", name: login, in: transaction)
                else { return AuditPage(records: [], next: nil) }
                user = UserID(owner)
            }
            let found = try AuditRows.search(
                filter, user: user, scope: scope, after: after.flatMap(AuditPlace.init), limit: limit + 1,
                in: transaction)
            var people: [UserID: (String, String)] = [:]
            var places: [OrganisationID: String] = [:]
            let records = try found.prefix(limit).map { entry, sequence in
                if people[entry.user] == nil {
                    people[entry.user] = try Self.who(entry.user, in: transaction)
                }
                if places[entry.organisation] == nil {
                    places[entry.organisation] =
                        try PeopleRows.organisation(entry.organisation, in: transaction)?.name ?? ""
                }
                return AuditRecord(
                    entry: entry, sequence: sequence, login: people[entry.user]?.0 ?? "",
                    name: people[entry.user]?.1 ?? "", organisationName: places[entry.organisation] ?? "")
            }
            let last = records.last.map { AuditPlace($0.entry, $0.sequence).text }
            return AuditPage(records: Array(records), next: found.count > limit ? last : nil)
        }
        try await record(as: principal, .grouped) { act in
            try act.audit(
                bucket: principal.user.bucket, action: "control.readAudit", subject: "audit",
                after: AuditValues.json([
                    ("from", filter.from.description), ("to", filter.to.description), ("login", filter.login),
                    ("subject", filter.subject), ("action", filter.action),
                    ("organisation", filter.organisation?.text), ("after", after),
                ]))
        }
        return page
    }

    private static func who(_ id: UserID, in transaction: any Transaction) throws -> (String, String) {
        if let user = try PeopleRows.user(id, in: transaction) { return (user.login, user.name) }
        if let token = try TokenRows.find(id: id.number, in: transaction) { return ("token", token.name) }
        return (id == system().user ? system().login : "", "")
    }
}

/// Where a page of entries ends.
struct AuditPlace {
    let at: Int64
    let bucket: Int64
    let sequence: Int64

    init(_ entry: AuditEntry, _ sequence: Int64) {
        at = entry.at.milliseconds
        bucket = Int64(entry.bucket.number)
        self.sequence = sequence
    }

    init?(_ text: String) {
        let parts = text.split(separator: "-").compactMap { Int64($0) }
        guard parts.count == 3 else { return nil }
        (at, bucket, sequence) = (parts[0], parts[1], parts[2])
    }

    var text: String { "\(at)-\(bucket)-\(sequence)" }
}
