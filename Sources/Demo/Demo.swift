package import Billing
package import Control
package import Kernel
package import Payment
package import Reading
package import Records
package import Store
package import Tariff

/// The demo utility 临海港供电公司: an invented port town's supply company with years of life behind it.
///
/// - On paper, pure: `DemoPlan` (accounts, from `DemoMakers`), `DemoLoad` and `DemoSeasons` (what is drawn),
///   `DemoReader` (what the meters show). Whole numbers and one seed; the same seed and day give the same utility.
/// - In the books: `build` lives through the months by the rooms' own front doors and a clock that it moves:
///   accounts are opened, readings loaded, months run, checked and released, payments taken (`DemoLife`).
/// - `addPeople`, afterwards: passwords and seeds are random, so they are no part of the utility's fixed bytes.
/// - `addCases`, after that: the contact sheets that those people have in hand (`DemoSheet`, `DemoCases`).
/// - `addMachines`: tokens, a push of events, what was shown unmasked.
package struct Demo: Sendable {
    private let clock: DemoClock
    private let writes: GatheredWrites
    private let doors: DemoDoors
    /// The same books at a time of their own, for what people did in the last weeks.
    package let cases: Control
    let caseRecords: Records
    let caseClock: DemoClock
    package let scale: DemoScale

    /// - Parameters:
    ///   - database: empty, with the schema applied.
    ///   - keys: what personal data is sealed with; the same keys for the same bytes.
    ///   - doors: makes the front doors on the house that the demo hands in.
    package init(
        _ scale: DemoScale, database: any Database, keys: KeyRing,
        doors: @Sendable (House) throws -> DemoDoors
    ) rethrows {
        self.scale = scale
        clock = DemoClock(Instant(startOf: scale.takeover).adding(seconds: 8 * 3_600))
        writes = GatheredWrites(database)
        self.doors = try doors(
            House(
                database: writes, clock: clock.wall, ids: IdentifierSource(node: 1_023, clock: clock.wall),
                keys: keys))
        caseClock = DemoClock(Instant(startOf: scale.takeover))
        let later = try doors(
            House(
                database: database, clock: caseClock.wall,
                ids: IdentifierSource(node: 1_022, clock: caseClock.wall), keys: keys))
        cases = later.control
        caseRecords = later.records
    }

    /// Builds the utility up to the day before `today`: every month but the last is released and mostly paid, the last
    /// is read and approved and waits to be run.
    /// - Throws: `DemoFault` where a room did not take what the plan gave it, and whatever the rooms throw.
    package func build(progress: @Sendable (DemoProgress) -> Void = { _ in }) async throws -> DemoCounts {
        var life = DemoLife(plan: DemoPlan(scale), doors: doors, clock: clock, writes: writes)
        try await life.found(progress)
        for number in life.plan.months.indices { try await life.live(number, progress) }
        try await life.beginToday(progress)
        return life.counts
    }
}

/// The front doors a demo goes through, all on one house.
package struct DemoDoors: Sendable {
    package let control: Control
    package let records: Records
    package let reading: Reading
    package let billing: Billing
    package let payment: Payment
    package let tariff: Tariff

    package init(
        control: Control, records: Records, reading: Reading, billing: Billing, payment: Payment,
        tariff: Tariff
    ) {
        self.control = control
        self.records = records
        self.reading = reading
        self.billing = billing
        self.payment = payment
        self.tariff = tariff
    }
}

/// How far the building is.
package struct DemoProgress: Sendable, Hashable {
    package enum Stage: String, Sendable, CaseIterable {
        case archive, months, waiting
    }
    package let stage: Stage
    package let done: Int
    package let total: Int
    /// The key of the message that names the stage: `demo.stage.months`.
    package var messageKey: String { "demo.stage.\(stage.rawValue)" }
}

/// What was built, for a command line to print.
package struct DemoCounts: Sendable, Hashable, Codable {
    package var organisations = 0
    package var gridNodes = 0
    package var accounts = 0
    package var newConnections = 0
    package var meterChanges = 0
    package var closings = 0
    /// Accounts read, month by month.
    package var accountsRead = 0
    package var months = 0
    package var bills = 0
    package var billed = Money.zero
    package var payments = 0
    package var paid = Money.zero
    /// Accounts with something open, late or not.
    package var debtors = 0
    package var waitingMonth: BillingMonth
}

/// A room did not take what the plan gave it: a mistake in the plan.
package enum DemoFault: Error, Sendable, Hashable {
    case readings(month: BillingMonth, taken: Int, of: Int, first: String)
    case bills(month: BillingMonth, blocked: Int)
    /// A sheet of the plan names somebody who was not added.
    case person(String)
}
