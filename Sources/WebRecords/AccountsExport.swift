import Control
import Hummingbird
import Kernel
import Language
import Records
import Synchronization
import Web

/// The list of accounts as a CSV file: the same filters as `AccountsPage`, the same scope, no personal data that the page
/// does not show.
enum AccountsExport {
    static func answer(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let principal = visit.principal
        let organisations = try await room.control.organisations(under: principal.scope)
        let filter = try AccountsPage.filter(visit, organisations)
        let names = Dictionary(organisations.map { ($0.id, $0.name) }, uniquingKeysWith: { one, _ in one })
        let codes = try await room.records.accountCodes()
        try await room.records.noteExport(by: principal)
        let head = [
            "records.number", "records.name", "records.address", "records.class", "records.industry",
            "records.voltage", "records.station",
            "records.route", "records.opened", "language.status",
        ]
        let place = Mutex<Place>(.first)
        return visit.csv("accounts", head: head.map { visit.text($0) }) {
            let after: String?
            switch place.withLock({ $0 }) {
            case .first: after = nil
            case .after(let key): after = key
            case .end: return nil
            }
            let page = try await room.records.accounts(
                filter, after: after, limit: Records.Limit.page, by: principal)
            place.withLock { $0 = page.next.map(Place.after) ?? .end }
            return page.accounts.map { row($0, names, codes, visit) }
        }
    }

    /// Where in the list the next piece begins.
    private enum Place: Sendable { case first, after(String), end }

    private static func row(
        _ account: Account, _ names: [OrganisationID: String], _ codes: AccountCodes, _ visit: Visit
    ) -> [String] {
        [
            account.consumerNo, account.name, account.address,
            codes.useClasses.name(of: account.useClass, visit),
            account.industry.map { codes.industries.name(of: $0, visit) } ?? "",
            account.voltage.map { codes.voltages.name(of: $0, visit) } ?? "",
            names[account.organisation] ?? "",
            account.route, account.openedOn.description,
            visit.text("records.state.\(account.state.rawValue)"),
        ]
    }
}
