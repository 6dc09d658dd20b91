package import Control
package import Kernel

/// The front door of the shared archive 档案.
///
/// - Grid tree 电网: `addGridNode`, `gridTree`, `gridNode` (Records+Grid), `importGrid` from a file
///   (Records+ImportGrid).
/// - Opening accounts 立户: `open`, `load` for thousands (Records+Load), `importAccounts` from a file, as a job
///   (Records+Import).
/// - One account whole: `account`; lists by scope, route, area, class: `accounts` (Records+Accounts).
/// - Terms 计费参数, dated, append only: `amend`, `undo` (Records+Terms); what a change would come to, and the change as
///   a clerk orders it: `previewTerms`, `changeTerms` (Records+TermOrders).
/// - Closing accounts 销户: `close` (Records+Close).
/// - Transformers and motors with their dated states 受电设备: `addEquipment`, `changeEquipment`, `undoEquipment`
///   (Records+Equipment); a month of them is `CapacityMonth`. Contract demand and mode: `requestDemand`,
///   `requestMode` (Records+Demand). What losses are reckoned by: `setLoss`, shared transformers, loss tables
///   (Records+Loss).
/// - Changes of name, address, phone, route: `change` (Records+Change); of meter and area: `replaceMeter`, `move`
///   (Records+Metering).
/// - Personal data in clear, with a reason, and the note of a list that was taken along: `unmask`, `noteExport`
///   (Records+Unmask).
/// - Search by number, name, initials, address, phone, meter: `search` (Records+Search).
/// - For customers' own pages: `customerDirectory`, `account(of:)` (Records+Customers).
/// - For the rooms to the right, inside their own transactions: `accountID`, `row`, `terms`, `usagePoints`,
///   `installations`, over whole buckets in key order `billable` (Records+Rooms), and of many accounts at once
///   `readableAccounts` (Records+Readings+SQL).
///
/// A record outside a person's data scope is not found, whatever the permission.
package struct Records: Sendable {
    package let control: Control
    let outlook: Outlook
    let settle: Settle

    /// Settles the final readings of an account that is closed in this act. Reading stands to the right and hands this in;
    /// what it throws leaves the account open.
    package typealias Settle = @Sendable (_ account: AccountID, _ day: Day, _ act: Act) throws -> Void

    /// - Parameters:
    ///   - outlook: what rooms to the right know of tariffs, bills and readings; asked where terms or meters change.
    ///   - settle: asked only by `close`; an archive without readings settles nothing.
    package init(
        control: Control, outlook: Outlook = .none, settle: @escaping Settle = { _, _, _ in }
    ) {
        self.control = control
        self.outlook = outlook
        self.settle = settle
    }

    /// What control does on the archive's behalf, where nothing stands to its right.
    package static var room: Room { room { Records(control: $0) } }

    /// What control does on the archive's behalf.
    /// - Parameter door: the front door that jobs come in by; it knows tariffs.
    package static func room(_ door: @escaping @Sendable (Control) -> Records) -> Room {
        Room(
            name: "records",
            permissions: [
                PermissionDefinition(
                    "records.read", .recordsClerk, .stationHead, .billingClerk, .counterClerk, .meterReader,
                    .accountant, .collector, .meterEngineer, .inspector, .applicationClerk, .surveyor,
                    .contractClerk, .areaManager, .installer, .callOperator, .inspectionPlanner),
                PermissionDefinition("records.edit", .recordsClerk, .stationHead),
                PermissionDefinition("records.unmask", .recordsClerk, .stationHead),
                PermissionDefinition("records.close", .recordsClerk, .stationHead),
                PermissionDefinition("records.equipment", .recordsClerk, .stationHead, .applicationClerk),
                PermissionDefinition("records.import", .recordsClerk, .stationHead),
            ],
            parameters: CapacityRules.parameters,
            jobs: [
                JobKind(name: "records.import") { try door($1.control).writeImported($0, $1) },
                JobKind(name: "records.importGrid") { try door($1.control).writeImportedGrid($0, $1) },
            ],
            codes: RecordsCodes.tables,
            migrations: RecordsSchema.migrations, contacts: contactBook,
            holds: { path, transaction in
                try AccountRows.count(scope: path, in: transaction) > 0
                    || GridRows.all(in: transaction).contains { path.contains($0.organisationPath) }
            })
    }

    /// The most of anything asked for at once.
    package enum Limit {
        /// Accounts of one transaction of a bulk load: its commit costs little then, and it locks for under a second.
        package static let chunk = 5_000
        /// Rows of a grid file: the areas of a province's capital are some ten thousand.
        package static let gridRows = 50_000
        package static let page = 200
        package static let searchHits = 50
        /// Entries that one look into the index takes where not all of them are what was meant, and such looks.
        package static let searchWindow = 1_000
        package static let searchWindows = 5
        /// Characters of a search that are looked at.
        package static let searchText = 64
    }
}

/// Names of this room in control's registry of unique names.
enum RecordsName {
    static let consumerNo = "records.consumerNo"
    static let oldNo = "records.oldNo"
    static let meter = "records.meter"
}
