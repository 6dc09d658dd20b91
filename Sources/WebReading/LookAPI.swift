import Control
import Hummingbird
import Kernel
import Language
import Reading
import Records
import Web

/// How far the month is, and what waits in it, for programs.
enum LookAPI {
    /// A route of a station; counts of accounts.
    struct Progress: Codable, Sendable {
        let organisation: OrganisationID
        let route: String
        let expected: Int64
        let read: Int64
        let approved: Int64
        let pending: Int64

        init(_ line: ReadingStatusLine) {
            organisation = line.organisation
            route = line.route
            expected = line.expected
            read = line.read
            approved = line.approved
            pending = line.pending
        }
    }

    /// An account that waits for a person, and what was found there.
    struct Waiting: Codable, Sendable {
        let id: AccountID
        let consumerNo: String
        let name: String
        let route: String
        let findings: [Finding]
    }

    struct Finding: Codable, Sendable {
        let usagePoint: String
        let code: String
        let message: String
    }

    static func month(_ visit: Visit) throws -> BillingMonth {
        guard let text = visit.query("month") else { return visit.defaultReadingMonth }
        guard let month = BillingMonth(text: text) else { throw WebRefusal.badQuery("month") }
        return month
    }
}

extension WebReading {
    private static let monthWish = Operation.Parameter.month(
        "month", "The month before today's where none is named.")

    var lookRoutes: [Route] {
        [
            .get("/api/v1/reading", Self.looking) { visit in
                let lines = try await reading.status(try LookAPI.month(visit), by: visit.principal)
                return try visit.json(whole: lines.map { LookAPI.Progress($0) }, of: try visit.page()) {
                    "\($0.organisation) \($0.route)"
                }
            }
            .listed(
                "reading.progress", "How far a month's reading is, by station and route.",
                query: [Self.monthWish], of: LookAPI.Progress.self),
            .get("/api/v1/reading/worklist", Self.looking) { try await waiting($0) }
                .listed(
                    "reading.worklist", "Accounts whose readings wait for a person, and what was found.",
                    query: [Self.monthWish], of: LookAPI.Waiting.self),
        ]
    }

    private func waiting(_ visit: Visit) async throws -> Response {
        let wish = try visit.page()
        let asked = min(wish.limit + 1, ReadingLimit.page)
        let found = try await reading.worklist(
            try LookAPI.month(visit), after: try wish.id(), limit: asked, by: visit.principal)
        let scope = visit.principal.scope
        let ids = Set(found.map(\.account)).sorted()
        let accounts = try await control.read("reading.read", by: visit.principal) { transaction in
            var accounts: [AccountID: Account] = [:]
            for id in ids { accounts[id] = try records.row(id, scope: scope, in: transaction) }
            return accounts
        }
        let exceptions = try await reading.exceptionCodes()
        let findings = Dictionary(grouping: found, by: \.account)
        let items = ids.prefix(wish.limit).compactMap { id in
            accounts[id].map { account in
                LookAPI.Waiting(
                    id: id, consumerNo: account.consumerNo, name: account.name, route: account.route,
                    findings: (findings[id] ?? []).map { finding in
                        LookAPI.Finding(
                            usagePoint: finding.usagePoint.description, code: finding.rule.code,
                            message: finding.sentence(exceptions, visit))
                    })
            }
        }
        let goesOn = ids.count > wish.limit || found.count >= asked
        return try visit.json(items: items, next: goesOn ? items.last?.id.description : nil)
    }
}

extension ReadingException {
    /// What was found, in the reader's words.
    func sentence(_ exceptions: CodeBook, _ visit: Visit) -> String {
        var arguments = arguments
        arguments["exception"] = arguments["exception"].map { exceptions.name(of: $0, visit) }
        return visit.text(rule.code, arguments.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
}
