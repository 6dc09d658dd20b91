import Control
import Hummingbird
import Kernel
import Language
import Records
import Web

/// Accounts of a station, a route, an area, a class; page by page by key.
struct AccountsPage: Page {
    static let template = "records.accounts"
    let title: String
    let trail: [Crumb]
    let rows: [AccountLine]
    let hasRows: Bool
    let shown: String
    let first: String?
    let next: String?
    let export: String
    let organisation: Field
    let node: Field
    let accountClass: Field
    let route: Field
    let industry: Field
    let voltage: Field

    private static let pageSize = 50

    static func answer(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let principal = visit.principal
        let organisations = try await room.control.organisations(under: principal.scope)
        let filter = try filter(visit, organisations)
        let page = try await room.records.accounts(
            filter, after: visit.query("after"), limit: pageSize, by: principal)
        visit.shows(page.accounts.map(\.id))
        let tree = try await room.records.gridTree(by: principal)
        let codes = try await room.records.accountCodes()
        return try visit.show(AccountsPage(page, organisations, tree, codes, visit))
    }

    /// What the query narrows the list to.
    /// - Throws: `WebRefusal.notFound` for a place outside the reader's scope, as if it were not there.
    static func filter(_ visit: Visit, _ organisations: [Organisation]) throws -> AccountFilter {
        var filter = AccountFilter()
        if let text = visit.query("organisation") {
            guard let place = organisations.first(where: { $0.id.description == text }) else {
                throw WebRefusal.notFound
            }
            filter.organisation = place.path
        }
        if let text = visit.query("node") {
            guard let node = GridNodeID(text: text) else { throw WebRefusal.notFound }
            filter.node = node
        }
        filter.useClass = visit.query("class")
        filter.industry = visit.query("industry")
        filter.voltage = visit.query("voltage")
        filter.route = visit.query("route")
        return filter
    }

    private init(
        _ page: AccountPage, _ organisations: [Organisation], _ tree: [GridTree], _ codes: AccountCodes,
        _ visit: Visit
    ) {
        title = visit.text("records.list.title")
        trail = [Crumb(label: visit.text("records.search.title"), link: WebRecords.searchLink)]
        let names = Dictionary(
            organisations.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        rows = page.accounts.map { AccountLine($0, station: names[$0.organisation] ?? "", codes, visit) }
        hasRows = !rows.isEmpty
        shown = visit.text("records.list.shown", [("count", String(rows.count))])
        let filters = ["organisation", "node", "class", "route", "industry", "voltage"].compactMap { name in
            visit.query(name).map { (name: name, value: $0) }
        }
        func link(_ after: String?, to path: String = WebRecords.listLink) -> String {
            let fields = filters + (after.map { [(name: "after", value: $0)] } ?? [])
            let query = fields.map { "\($0.name)=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
            return path + (query.isEmpty ? "" : "?\(query)")
        }
        export = link(nil, to: WebRecords.exportLink)
        first = visit.query("after") == nil ? nil : link(nil)
        next = page.next.map { link($0) }
        let form = visit.emptyForm(
            Dictionary(filters.map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a }))
        let all = (value: "", label: visit.text("records.list.all"))
        organisation = form.field(
            "organisation", label: "records.station",
            .select([all] + organisations.map { ($0.id.description, $0.name) }),
            required: false)
        node = form.field(
            "node", label: "records.area", .select([all] + Self.choices(tree, depth: 0)), required: false)
        accountClass = form.field(
            "class", label: "records.class", .select([all] + codes.useClasses.sought(visit)), required: false)
        industry = form.field(
            "industry", label: "records.industry", .select([all] + codes.industries.sought(visit)),
            required: false)
        voltage = form.field(
            "voltage", label: "records.voltage", .select([all] + codes.voltages.sought(visit)),
            required: false)
        route = form.field("route", label: "records.route", required: false, longest: 32)
    }

    /// Feeders and areas below their substations; a substation itself has no accounts.
    private static func choices(_ tree: [GridTree], depth: Int) -> [(value: String, label: String)] {
        tree.flatMap { branch in
            let name = String(repeating: "　", count: max(depth - 1, 0)) + branch.node.name
            let own =
                branch.node.kind == .substation ? [] : [(value: branch.node.id.description, label: name)]
            return own + choices(branch.children, depth: depth + 1)
        }
    }
}
