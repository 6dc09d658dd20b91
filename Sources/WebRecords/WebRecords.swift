package import Control
import Foundation
import Hummingbird
package import Kernel
import Language
package import Records
package import Web

/// The pages of the archive 客户档案.
///
/// - `SearchPage`: one field that finds accounts as it is typed in; `AccountsPage`: lists by station, route, area, class.
/// - `AccountsExport`: the same list as a file.
/// - `EquipmentPage`: its transformers and motors, with the forms that change them (`EquipmentEntry`).
/// - `AccountShow`: one account whole; `GridPage`: the tree it hangs in, and adding to it.
/// - `SharedListPage`, `SharedPage`: transformers that several usage points share.
/// - `EditPage`: changing an account's particulars; `TermsPage`: what it is billed by; `MeteringPage`: replacing a meter,
///   moving a usage point.
/// - `ClosePage`: closing an account with its final readings.
/// - `ImportPage`: opening accounts from a file, and the grid tree; every bad row is told.
/// - `RecordsAPI`: the same for programs.
package struct WebRecords: Sendable {
    let control: Control
    let records: Records
    /// Whether a tariff's numbers on a day are of no notice 示例; whoever sets prices says it.
    let isExampleTariff: @Sendable (String, Day) -> Bool

    package init(
        control: Control, records: Records,
        isExampleTariff: @escaping @Sendable (String, Day) -> Bool = { _, _ in false }
    ) {
        self.control = control
        self.records = records
        self.isExampleTariff = isExampleTariff
    }

    static let reading = Access.may("records.read")
    static let unmasking = Access.may("records.unmask")
    static let closing = Access.may("records.close")
    static let editing = Access.may("records.edit")
    static let importing = Access.may("records.import")

    static let searchLink = "/records"
    static let listLink = "/records/accounts"
    static let exportLink = "/records/accounts.csv"
    static let gridLink = "/records/grid"
    static let importLink = "/records/import"
    static let accountPath = PathTemplate("/records/accounts/{account}")
    static let editPath = PathTemplate("/records/accounts/{account}/edit")
    static let closePath = PathTemplate("/records/accounts/{account}/close")

    /// What may be in an import's body, and how much: some 300,000 accounts.
    static let fileTypes = ["text/csv", "text/plain", "application/octet-stream", "application/vnd.ms-excel"]
    static let fileLimit = 64 << 20

    /// What the shell is handed: the pages, and the machine's door, whose paths are named after what they are about.
    package var pages: [PageGroup] {
        [
            PageGroup(
                word: "records", templates: Bundle.module.url(forResource: "Templates", withExtension: nil),
                routes: [
                    .get(Self.searchLink, Self.reading) { try await SearchPage.answer($0, self) },
                    .get(Self.listLink, Self.reading) { try await AccountsPage.answer($0, self) },
                    .get(Self.exportLink, Self.reading) { try await AccountsExport.answer($0, self) },
                    .get(Self.accountPath.description, Self.reading) {
                        try await AccountShow.answer($0, self)
                    },
                    .post("\(Self.accountPath)/unmask", Self.unmasking) {
                        try await AccountShow.unmask($0, self)
                    },
                    .get(Self.editPath.description, Self.editing) { try await EditPage.ask($0, self) },
                    .post(Self.editPath.description, Self.editing) { try await EditPage.change($0, self) },
                    .get(Self.closePath.description, Self.closing) { try await ClosePage.ask($0, self) },
                    .post(Self.closePath.description, Self.closing) { try await ClosePage.close($0, self) },
                ] + importPages(.accounts) + equipmentRoutes + termRoutes + meteringRoutes + gridRoutes
                    + gridAPI + sharedRoutes + sharedAPI,
                navigation: [
                    NavigationEntry(
                        label: "records.nav", hint: "records.nav.hint", icon: "people", link: Self.searchLink,
                        access: Self.reading, order: 100, key: "k"),
                    NavigationEntry(
                        label: "records.import.title", hint: "records.import.lead", icon: "upload",
                        link: Self.importLink, access: Self.importing, order: 110, inBar: false),
                    NavigationEntry(
                        label: "records.grid.title", hint: "records.grid.hint", icon: "grid",
                        link: Self.gridLink,
                        access: Self.reading, order: 120, inBar: false),
                    NavigationEntry(
                        label: "records.shared.title", hint: "records.shared.hint", icon: "grid",
                        link: Self.sharedLink, access: Self.reading, order: 125, inBar: false),
                ],
                cards: [WorkbenchCard(access: Self.reading, order: 100) { try await card($0) }]),
            PageGroup(
                word: "accounts", templates: nil,
                routes: [
                    .get("/api/v1/accounts", Self.reading) { try await RecordsAPI.search($0, self) }
                        .listed(
                            "records.accounts.list", "Finds accounts, or lists those of the reader's scope.",
                            query: [
                                .text(
                                    "query",
                                    "Part of a number, name, address, meter, or a whole phone number: the best hits."
                                ), .text("class", "A code of records.useClass."),
                                .text("industry", "A code of records.industry."),
                                .text("voltage", "A code of records.voltage."),
                                Operation.Parameter(
                                    "organisation", .id, "Those of this place and of what is under it."),
                                Operation.Parameter("node", .id, "Those under this area or feeder today."),
                                .text("route", "Those of this reading route."),
                            ], of: RecordsAPI.Row.self),
                    .get("/api/v1/accounts/{account}", Self.reading) {
                        try await RecordsAPI.account($0, self)
                    }
                    .described(
                        "records.accounts.get",
                        "One account whole: customer, terms, meters, place in the grid.",
                        "Personal data is masked. That it was looked at is written down.",
                        gives: RecordsAPI.Whole.self),
                    .post("/api/v1/accounts/{account}/unmask", Self.unmasking) {
                        try await RecordsAPI.unmask($0, self)
                    }
                    .described(
                        "records.accounts.unmask", "One piece of personal data in clear, for a reason.",
                        "Who asked and why is written down.", takes: RecordsAPI.Unmask.self,
                        gives: RecordsAPI.Unmasked.self),
                    .post("/api/v1/accounts/{account}/change", Self.editing) {
                        try await RecordsAPI.change($0, self)
                    }
                    .described(
                        "records.accounts.change", "Changes an account's particulars.",
                        "What is left out stays; an empty phone, bank account, industry or voltage is removed.",
                        takes: RecordsAPI.Particulars.self, gives: RecordsAPI.Whole.self),
                    .post("/api/v1/accounts/{account}/close", Self.closing) {
                        try await RecordsAPI.close($0, self)
                    }
                    .described(
                        "records.accounts.close", "Closes an account with its final readings.",
                        "One value for each register of each meter that stands there.",
                        takes: RecordsAPI.Closing.self, gives: RecordsAPI.Whole.self),
                ] + equipmentAPI + termsAPI + meteringAPI),
            PageGroup(
                word: "imports", templates: nil,
                routes: importAPI),
        ]
    }

    /// How many accounts the reader's scope has.
    private func card(_ visit: Visit) async throws -> Stat? {
        let scope = visit.principal.scope
        let count = try await control.read("records.read", by: visit.principal) {
            try records.count(scope: scope, in: $0)
        }
        return Stat(
            label: visit.text("records.card"), figure: visit.language.number(count), link: Self.listLink)
    }
}

/// A row of a list of accounts.
struct AccountLine: Sendable {
    let link: String
    let number: String
    let name: String
    let address: String
    let station: String
    let route: String
    let kind: String
    let status: Badge
    /// What it was found by; empty in plain lists.
    let matched: String

    init(_ account: Account, station: String, matched: String = "", _ codes: AccountCodes, _ visit: Visit) {
        link = WebRecords.accountPath.link(account.id)
        number = account.consumerNo
        name = account.name
        address = account.address
        self.station = station
        route = account.route
        kind = codes.useClasses.name(of: account.useClass, visit)
        status = Badge(
            visit.text("records.state.\(account.state.rawValue)"), account.state == .active ? .good : .plain)
        self.matched = matched
    }
}
