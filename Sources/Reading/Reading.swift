package import Control
package import Kernel
package import Records
package import Store
package import Tariff

/// The front door of the reading subsystem 抄表: readings become approved energy.
///
/// - In: `importFile` (a CSV file), `load` (many accounts at once: files, console, demo and bench alike), `enter` (one
///   account from the console), `estimate` (估抄).
/// - Judged by `Assessment`, a pure function of what hangs there, what was read before and `ReadingRules`.
/// - Decided: clean accounts are approved at once, those with a finding of kind review wait in `worklist` for `approve`.
/// - Out: `approved`, what the month run reads; `periods` and `RegisterEvidence` explain a bill's energy;
///   `status` and `unread` show how far the month is.
///
/// Readings are append only: a correction is a further revision, possible until the month is billed.
package struct Reading: Sendable {
    let control: Control
    let records: Records
    /// The published loss rules among them.
    let tariffs: TariffShelf
    let billed: BilledAccounts

    /// Tells which of some accounts already have a bill for a month. Billing stands to the right and hands this in.
    package typealias BilledAccounts =
        @Sendable (_ accounts: [AccountID], _ month: BillingMonth, _ transaction: any Transaction) throws ->
        Set<AccountID>

    /// - Parameter billed: which accounts are billed; asked only about accounts whose month was read before.
    package init(
        control: Control, records: Records, tariffs: TariffShelf,
        billed: @escaping BilledAccounts = { _, _, _ in [] }
    ) {
        self.control = control
        self.records = records
        self.tariffs = tariffs
        self.billed = billed
    }

    /// What control does on reading's behalf.
    /// - Parameter door: the front door that jobs and events come in by; it knows what is billed.
    package static func room(_ door: @escaping @Sendable (Control) -> Reading) -> Room {
        Room(
            name: "reading",
            permissions: [
                PermissionDefinition(
                    "reading.read", .meterReader, .stationHead, .billingClerk, .accountant, .areaManager),
                // 核算员 checks what was read and so does not read.
                PermissionDefinition("reading.enter", .meterReader),
                PermissionDefinition("reading.import", .meterReader, .stationHead, .billingClerk),
                PermissionDefinition("reading.approve", .stationHead, .billingClerk),
            ],
            parameters: ReadingRules.parameters,
            jobs: [JobKind(name: "reading.import") { try door($1.control).writeImported($0, $1) }],
            subscriptions: [reckonAgain(door)], codes: ReadingCodes.tables,
            migrations: ReadingSchema.migrations,
            reached: { key, organisation, control, transaction in
                guard ReadingRules.energyKeys.contains(key) else { return nil }
                let places = Set(try control.organisations(under: organisation, in: transaction).map(\.id))
                return try ProgressRows.lastMonths(in: transaction)
                    .filter { places.contains($0.organisation) }.map(\.month.lastDay).max()
            })
    }
}

/// How much reading takes at once.
package enum ReadingLimit {
    /// Accounts in one transaction of a load.
    package static let chunk = 5_000
    /// Rows of one page of a list.
    package static let page = 200
    /// Months looked back one by one for the reading before; beyond, the account's whole history is searched.
    static let monthsBack = 12
    /// Exceptions approved by one command.
    package static let approvals = 5_000
}
