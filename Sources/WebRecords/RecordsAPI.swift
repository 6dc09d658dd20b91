import Control
import Hummingbird
import Kernel
import Language
import Records
import Web

/// The archive for programs. Ids are decimal strings, days are ISO 8601, personal data is masked as on the pages.
enum RecordsAPI {
    /// A row of a list.
    struct Row: Codable, Sendable {
        let id: String
        let consumerNo: String
        let oldNo: String?
        let name: String
        let address: String
        let state: String
        let accountClass: String
        /// Of the code table `records.useClass`.
        let useClass: String
        /// Of the code table `records.industry`.
        let industry: String?
        /// Of the code table `records.voltage`.
        let voltage: String?
        let organisation: String
        let route: String
        let openedOn: String
        let closedOn: String?
        let version: String
        let matched: String?

        init(_ account: Account, matched: String? = nil) {
            id = account.id.description
            consumerNo = account.consumerNo
            oldNo = account.oldNo
            name = account.name
            address = account.address
            state = account.state.rawValue
            accountClass = account.accountClass.rawValue
            useClass = account.useClass
            industry = account.industry
            voltage = account.voltage
            organisation = account.organisation.description
            route = account.route
            openedOn = account.openedOn.description
            closedOn = account.closedOn?.description
            version = String(account.version)
            self.matched = matched
        }
    }

    struct Whole: Codable {
        let account: Row
        let customer: Customer
        let terms: [Term]
        let meters: [Meter]
        let grid: [Node]

        struct Customer: Codable {
            let id: String
            let kind: String
            let name: String
            let identity: String?
            let phone: String?
            let bankAccount: String?
        }

        struct Term: Codable {
            let effectiveFrom: String
            let revision: Int
            let isVoid: Bool
            let values: TermValues
            let reason: String
        }

        struct Meter: Codable {
            let usagePoint: String
            let assetNo: String
            let multiplier: String
            let installedOn: String
            let removedOn: String?
            let registers: [Register]
        }

        struct Register: Codable {
            let kind: Int
            let digits: Int
            let decimals: Int
            let installValue: String
            let removalValue: String?
        }

        struct Node: Codable {
            let id: String
            let kind: String
            let code: String
            let name: String
        }
    }

    /// `?query=` finds as the search page does; without it the accounts of the scope, piece by piece.
    static func search(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        if let text = visit.query("query") {
            let hits = try await room.records.search(
                text, limit: Records.Limit.searchHits, by: visit.principal)
            visit.shows(hits.map(\.account.id))
            return try visit.json(
                items: hits.map { Row($0.account, matched: $0.matched.rawValue) }, next: nil)
        }
        let wish = try visit.page()
        let organisations = try await room.control.organisations(under: visit.principal.scope)
        let page = try await room.records.accounts(
            try AccountsPage.filter(visit, organisations), after: wish.after,
            limit: min(wish.limit, Records.Limit.page), by: visit.principal)
        visit.shows(page.accounts.map(\.id))
        return try visit.json(items: page.accounts.map { Row($0) }, next: page.next)
    }

    static func account(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let record = try await room.records.account(try visit.id("account"), by: visit.principal)
        return try visit.json(Whole(record))
    }

    struct Unmask: Codable {
        let field: PersonalData
        let reason: String
    }

    struct Unmasked: Codable {
        let value: String
    }

    /// One piece of personal data in clear, for a reason: `{"field":"phone","reason":"…"}`.
    static func unmask(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let wanted = try visit.decode(Unmask.self)
        return try visit.json(
            Unmasked(
                value: try await room.records.unmask(
                    wanted.field, of: try visit.id("account"), reason: wanted.reason, by: visit.principal)))
    }
}

extension RecordsAPI.Whole {
    init(_ record: AccountRecord) {
        account = RecordsAPI.Row(record.account)
        customer = Customer(
            id: record.customer.id.description, kind: record.customer.kind.rawValue,
            name: record.customer.name,
            identity: record.customer.identity, phone: record.phone, bankAccount: record.bankAccount)
        terms = record.terms.revisions.map {
            Term(
                effectiveFrom: $0.effectiveFrom.description, revision: $0.revision, isVoid: $0.isVoid,
                values: $0.values, reason: $0.reason)
        }
        meters = record.installations.map { meter in
            Meter(
                usagePoint: meter.usagePoint.description, assetNo: meter.assetNo,
                multiplier: meter.multiplier.text(),
                installedOn: meter.installedOn.description, removedOn: meter.removedOn?.description,
                registers: meter.registers.map {
                    Register(
                        kind: $0.kind.rawValue, digits: $0.digits, decimals: $0.decimals,
                        installValue: $0.installValue.text(least: $0.decimals),
                        removalValue: $0.removalValue?.text(least: $0.decimals))
                })
        }
        grid = record.grid.map {
            Node(id: $0.id.description, kind: $0.kind.rawValue, code: $0.code, name: $0.name)
        }
    }
}
