package import Control
internal import Kernel
package import Ledger
package import Reading
package import Records
internal import Store
package import Tariff

/// The front door of billing 核算: the month run from approved energy to released bills.
///
/// - `calculate`: a job; each unit gathers its buckets' accounts, rates them in one call, checks them, and keeps totals,
///   exceptions and a digest. Nothing is posted, so it can be done again.
/// - `check`: the auditor has looked at the exceptions and passes the run.
/// - `release`: a job; each unit works the same bills out again, refuses where the digest differs from what was checked,
///   and writes bills, lines, receivables, postings, audit and event in one transaction. A bill exists if and only if it
///   is released.
/// - `takeBack`: released bills that nothing was paid on are taken back, by two people.
/// - `remindHouseholds`: tells households whose standing ends (Billing+Standing).
/// - `bill`, `history`, `bills`, `explain`: reading them.
///
/// Pieces: `Billing+Gather` (input), `Billing+Run` (calculate, release), `Billing+Read`, `BillCheck`, `BillExplanation`, `Billing+Parameters` (what
/// values a bill was made with), `Billing+Closing` (what keeps a month open), `Billing+TakeBack`, `TakeBackPlan`,
/// `Billing+Uptake` (whether a price reached its customers), `Billing+Comparison` (an account's past usage under other tariffs), `Billing+Capacity` and `BillBasis` (equipment in service and losses, and what a bill keeps of them).
package struct Billing: Sendable {
    let control: Control
    let ledger: Ledger
    let records: Records
    let reading: Reading
    /// The published tariffs.
    let tariffs: TariffShelf

    package init(
        control: Control, ledger: Ledger, records: Records, reading: Reading, tariffs: TariffShelf
    ) {
        self.control = control
        self.ledger = ledger
        self.records = records
        self.reading = reading
        self.tariffs = tariffs
    }

    /// With a catalogue that nobody publishes into.
    package init(
        control: Control, ledger: Ledger, records: Records, reading: Reading, catalogue: TariffCatalogue
    ) {
        self.init(
            control: control, ledger: ledger, records: records, reading: reading,
            tariffs: TariffShelf(catalogue))
    }

    /// What billing hands to control.
    /// - Parameter door: makes the front door from an act's control, for the jobs.
    package static func room(door: @Sendable @escaping (Control) -> Billing) -> Room {
        Room(
            name: "billing",
            permissions: [
                PermissionDefinition(
                    "billing.read", .billingClerk, .stationHead, .counterClerk, .accountant, .recordsClerk,
                    .collector, .areaManager, .callOperator),
                // Whoever sets prices, and whoever a customer asks which of them to choose.
                PermissionDefinition(
                    "billing.compare", .tariffClerk, .tariffApprover, .billingClerk, .stationHead,
                    .counterClerk, .callOperator, .contractClerk, .applicationClerk, .recordsClerk),
                PermissionDefinition("billing.run", .billingClerk),
                PermissionDefinition("billing.check", .billingClerk),
                PermissionDefinition("billing.release", .billingClerk),
                PermissionDefinition("billing.takeBack", .billingClerk),
                PermissionDefinition("billing.takeBack.approve", .stationHead, .accountant),
                PermissionDefinition("billing.takeBack.approveLarge", .accountant),
            ],
            parameters: BillingParameters.definitions,
            jobs: [
                JobKind(name: "billing.calculate") { unit, act in
                    try door(act.control).calculateUnit(unit, act)
                },
                JobKind(name: "billing.release", mayCancel: false) { unit, act in
                    try door(act.control).releaseUnit(unit, act)
                },
                JobKind(name: "billing.rehearse") { unit, act in
                    try door(act.control).rehearseUnit(unit, act)
                },
            ],
            schedules: [
                Schedule(key: "billing.uptake", .daily(minute: 390)) { control, _ in
                    try await door(control).tellUnreached()
                },
                Schedule(key: "billing.standing", .daily(minute: 540)) { control, _ in
                    try await door(control).remindHouseholds()
                },
            ],
            commands: [takeBackHandler(door)], approvals: [takeBackRule], messages: [standingEnds],
            closingChecks: [
                ClosingCheck("billing.unbilled") { control, place, month, transaction in
                    try door(control).unbilled(place, month, in: transaction)
                },
                ClosingCheck("billing.takeBack") { control, place, month, transaction in
                    try door(control).waitingTakeBacks(place, month, in: transaction)
                },
            ],
            codes: BillingCodes.tables,
            migrations: BillingSchema.migrations)
    }

    /// At most this many accounts in one transaction (commits of 24 bills cost 2.0–2.4 times those of 10,000).
    package static let accountsPerUnit = 8_000
    /// A small company's run is cut at least this fine, so that one can watch it and stop it.
    package static let leastUnits = 16
}

/// The parameters of billing.
enum BillingParameters {
    static let definitions: [ParameterDefinition] = [
        ParameterDefinition(
            "billing.dueDays", .integer(1...90), standard: "15", clause: "供用电合同约定的交费期限"),
        ParameterDefinition(
            "billing.dueOnHoliday", .choice(["NEXT_WORKDAY", "AS_IS"]), standard: "NEXT_WORKDAY",
            clause: "民法典第二百零三条：期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日"),
        ParameterDefinition(
            "billing.check.suddenPercentResidential", .integer(1...10_000), standard: "50",
            clause: "电费审核:突增突减(居民)"),
        ParameterDefinition(
            "billing.check.suddenFloorKwhResidential", .integer(0...1_000_000), standard: "100",
            clause: "电费审核:突增突减(居民)"),
        ParameterDefinition(
            "billing.check.suddenPercentOther", .integer(1...10_000), standard: "30", clause: "电费审核:突增突减(非居民)"
        ),
        ParameterDefinition(
            "billing.check.suddenFloorKwhOther", .integer(0...1_000_000), standard: "1000",
            clause: "电费审核:突增突减(非居民)"),
        ParameterDefinition(
            "billing.check.leastPowerFactor", .integer(0...100), standard: "60", clause: "电费审核:功率因数异常"),
        ParameterDefinition(
            "billing.check.amountMultiple", .integer(1...100), standard: "3", clause: "电费审核:电费异常"),
    ]
}
