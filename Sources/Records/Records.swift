package import Control
internal import Kernel

/// The front door of the shared archive 档案.
///
/// - Grid tree 电网: `addGridNode`, `gridTree`, `gridNode` (Records+Grid).
/// - Opening accounts 立户: `open`, `load` for thousands (Records+Load), `importAccounts` from a file (Records+Import).
/// - One account whole: `account`; lists by scope, route, area, class: `accounts` (Records+Accounts).
/// - Terms 计费参数, dated, append only: `amend`, `undo` (Records+Terms).
/// - Changes of name, address, phone, route: `change` (Records+Change); of meter and area: `replaceMeter`, `move`
///   (Records+Metering).
/// - Search by number, name, initials, address, phone, meter: `search` (Records+Search).
/// - For the rooms to the right, inside their own transactions: `accountID`, `row`, `terms`, `usagePoints`,
///   `installations`, and over whole buckets in key order `billable`, `metered` (Records+Rooms).
///
/// A record outside a person's data scope is not found, whatever the permission.
package struct Records: Sendable {
    package let control: Control

    package init(control: Control) { self.control = control }

    package static let room = Room(
        name: "records",
        permissions: [
            PermissionDefinition(
                "records.read", .recordsClerk, .stationHead, .billingClerk, .counterClerk, .meterReader,
                .accountant),
            PermissionDefinition("records.edit", .recordsClerk, .stationHead),
            PermissionDefinition("records.import", .recordsClerk, .stationHead),
        ],
        codes: RecordsCodes.tables,
        migrations: RecordsSchema.migrations)

    /// The most of anything asked for at once.
    package enum Limit {
        /// Accounts of one transaction of a bulk load: its commit costs little then, and it locks for under a second.
        package static let chunk = 5_000
        package static let page = 200
        package static let searchHits = 50
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
