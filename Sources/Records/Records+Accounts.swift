package import Control
package import Kernel
internal import Store

extension Records {
    /// One account whole.
    /// - Throws: `RecordsRefusal.accountUnknown` where there is none or it lies outside the person's scope.
    package func account(_ id: AccountID, by principal: Principal) async throws -> AccountRecord {
        let control = control
        return try await control.read("records.read", by: principal) { transaction in
            guard let account = try AccountRows.account(id, in: transaction),
                principal.scope.contains(account.organisationPath)
            else { throw RecordsRefusal.accountUnknown(id.description) }
            return try Self.record(account, control: control, in: transaction)
        }
    }

    /// One account whole, by its 户号 or the number it had before.
    package func account(consumerNo: String, by principal: Principal) async throws -> AccountRecord {
        let control = control
        return try await control.read("records.read", by: principal) { transaction in
            guard
                let owner = try NameRegistry.owner(
                    kind: RecordsName.consumerNo, name: consumerNo, in: transaction)
                    ?? NameRegistry.owner(kind: RecordsName.oldNo, name: consumerNo, in: transaction),
                let account = try AccountRows.account(AccountID(owner), in: transaction),
                principal.scope.contains(account.organisationPath)
            else { throw RecordsRefusal.accountUnknown(consumerNo) }
            return try Self.record(account, control: control, in: transaction)
        }
    }

    /// Accounts of a scope by organisation and 户号, of a route likewise, of an area by id; page by page.
    /// - Parameter after: `next` of the page before.
    /// - Throws: `RecordsRefusal.tooMany` above `Limit.page`.
    package func accounts(
        _ filter: AccountFilter = AccountFilter(), after: String? = nil, limit: Int = 50,
        by principal: Principal
    ) async throws -> AccountPage {
        guard (1...Limit.page).contains(limit) else { throw RecordsRefusal.tooMany(limit: Limit.page) }
        let scope = filter.organisation.map { principal.scope.contains($0) ? $0 : nil } ?? principal.scope
        guard let scope else { throw ControlRefusal.organisationUnknown(filter.organisation?.text ?? "") }
        return try await control.read("records.read", by: principal) { transaction in
            if let node = filter.node {
                return try Self.accounts(
                    under: node, filter, scope: scope, after: after, limit: limit, in: transaction)
            }
            let place = after.flatMap(Self.place) ?? (path: scope.text, number: "")
            // A place outside the scope, made up by hand, begins at the scope's beginning.
            let start = place.path >= scope.text ? place : (path: scope.text, number: "")
            let found = try AccountRows.list(
                filter, scope: scope, after: start, limit: limit + 1, in: transaction)
            let page = Array(found.prefix(limit))
            let last = page.last.map { "\($0.organisationPath.text)|\($0.consumerNo)" }
            return AccountPage(accounts: page, next: found.count > limit ? last : nil)
        }
    }

    private static func place(_ text: String) -> (path: String, number: String)? {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }

    private static func accounts(
        under node: GridNodeID, _ filter: AccountFilter, scope: OrganisationPath, after: String?, limit: Int,
        in transaction: any Transaction
    ) throws -> AccountPage {
        var page: [Account] = []
        var last = after.flatMap { Int64($0) } ?? 0
        while true {
            let ids = try AccountRows.under(node, after: last, limit: limit + 1, in: transaction)
            for id in ids {
                guard let account = try AccountRows.account(id, in: transaction) else { continue }
                let isShown =
                    scope.contains(account.organisationPath)
                    && (filter.route == nil || filter.route == account.route)
                    && (filter.accountClass == nil || filter.accountClass == account.accountClass)
                    && (filter.useClass == nil || filter.useClass == account.useClass)
                    && (filter.industry.map { IndustryReach($0).contains(account.industry) } ?? true)
                    && (filter.voltage == nil || filter.voltage == account.voltage)
                if isShown {
                    if page.count == limit { return AccountPage(accounts: page, next: String(last)) }
                    page.append(account)
                }
                last = id.number
            }
            if ids.count <= limit { return AccountPage(accounts: page, next: nil) }
        }
    }

    private static func record(
        _ account: Account, control: Control, in transaction: any Transaction
    ) throws -> AccountRecord {
        let keys = control.house.keys
        guard let customer = try CustomerRows.customer(account.customer, in: transaction) else {
            throw RecordsRefusal.customerUnknown(account.customer.description)
        }
        let identity = try customer.identity.map { sealed in
            let number = try keys.open(sealed)
            return customer.kind == .person ? PersonalData.identity.masked(number) : number
        }
        let sealed = try AccountRows.sealed(account.id, in: transaction)
        let points = try MeterRows.points(account.id, in: transaction)
        var grid: [GridNode] = []
        var next = points.first?.node
        while let id = next, let node = try GridRows.node(id, in: transaction) {
            grid.insert(node, at: 0)
            next = node.parent
        }
        return AccountRecord(
            account: account,
            organisationName: try control.organisation(account.organisation, in: transaction)?.name ?? "",
            customer: Customer(id: customer.id, kind: customer.kind, name: customer.name, identity: identity),
            phone: try sealed.phone.map { PersonalData.phone.masked(try keys.open($0)) },
            bankAccount: try sealed.bank.map { PersonalData.bankAccount.masked(try keys.open($0)) },
            terms: try TermRows.history(account.id, in: transaction), usagePoints: points,
            memberships: try MeterRows.memberships(account.id, in: transaction),
            installations: try MeterRows.installations(account.id, in: transaction), grid: grid)
    }
}
