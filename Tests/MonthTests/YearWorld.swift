import Billing
import Control
import Demo
import Kernel
import Ledger
import Payment
import Reading
import Records
import Store
import Synchronization
import Tariff
import TestSupport
import Testing

/// Households of one area through the months of a year: opened, read, billed by the rooms' front doors, with a clock
/// that the test moves.
struct YearWorld: Sendable {
    let control: Control
    let records: Records
    let reading: Reading
    let billing: Billing
    let payment: Payment
    let ledger: Ledger
    let database: any Database
    let area: GridNode
    private let clock: Clock

    private final class Clock: Sendable {
        let now = Mutex(Instant(startOf: Day(yyyymmdd: 2025_12_31)!))
    }

    static func with<T>(
        _ engine: Engine, adding files: [TariffFile] = [], observer: StatementObserver? = nil,
        _ body: (YearWorld) async throws -> T
    ) async throws -> T {
        try await withDatabase(engine, schema: try DemoBuildTests.schema(), observer: observer) { database in
            let clock = Clock()
            let wall = WallClock { clock.now.withLock { $0 } }
            let doors = try DemoBuildTests.doors(
                House(
                    database: database, clock: wall, ids: IdentifierSource(node: 1, clock: wall),
                    keys: KeyRing(master: [UInt8](repeating: 7, count: 32))),
                TariffCatalogue(files: TariffCatalogue.bundledFiles() + files))
            let system = doors.control.systemPrincipal()
            try await doors.control.installCodes()
            try await doors.control.installWorkflows()
            for (id, code, parent) in [(1, "HQ", nil), (2, "S2", 1), (3, "S3", 1)]
                as [(Int64, String, Int64?)]
            {
                try await doors.control.addOrganisation(
                    id: OrganisationID(id), code: code, name: code, kind: parent == nil ? .company : .station,
                    parent: parent.map { OrganisationID($0) })
            }
            var above: GridNode?
            for (kind, code) in [(GridNode.Kind.substation, "B1"), (.feeder, "X1"), (.area, "T1")] {
                above = try await doors.records.addGridNode(
                    NewGridNode(
                        kind: kind, code: code, name: code, parent: above?.id,
                        organisation: OrganisationID(2)), by: system)
            }
            return try await body(
                YearWorld(
                    control: doors.control, records: doors.records, reading: doors.reading,
                    billing: doors.billing, payment: doors.payment, ledger: Ledger(control: doors.control),
                    database: database, area: above!, clock: clock))
        }
    }

    var clerk: Principal { control.systemPrincipal() }

    func move(to day: Int) {
        clock.now.withLock { $0 = Instant(startOf: Day(yyyymmdd: day)!).adding(seconds: 36_000) }
    }

    /// A household on Shanghai's yearly tiers, its register at 0 at the end of 2025.
    func open(
        _ number: Int, _ terms: TermValues = TermValues(tariffCode: "SH-RES"), on day: Int = 2025_12_31
    ) async throws -> AccountID {
        try await records.open(
            NewAccount(
                consumerNo: "10000\(number)", name: "住户\(number)", kind: .person, address: "灯塔路\(number)号",
                organisation: OrganisationID(2), node: area.id, accountClass: .residential, route: "R1",
                openedOn: Day(yyyymmdd: day)!, terms: terms,
                meters: [
                    NewMeter(
                        assetNo: "E\(number)", multiplier: .one,
                        registers: [.init(.total, digits: 6, decimals: 2, value: .zero)])
                ]), by: clerk)
    }

    /// Reads accounts on a day, in whole kWh, for the day's month.
    func read(_ day: Int, _ values: [AccountID: Int64]) async throws {
        let day = Day(yyyymmdd: day)!
        let accounts = values.map { id, value in
            AccountReadings(id, on: day, [RegisterReading(.total, RegisterValue(whole: value))])
        }
        let result = try await reading.load(day.billingMonth, accounts, approvesReviews: true, by: clerk)
        guard result.errors.isEmpty else { throw ReadingRefusal.notTaken(result.errors) }
    }

    /// Runs a month to its released bills; how many there are.
    func bill(_ month: Int) async throws -> Int {
        let month = BillingMonth(yyyymm: month)!
        let run = try await billing.start(month: month, organisation: OrganisationID(1), by: clerk)
        try await billing.work(run, by: clerk)
        try await billing.check(run, by: clerk)
        try await billing.release(run, by: clerk)
        return try await billing.work(run, by: clerk).result.done
    }

    /// A bill's energy, the year's before it, and its amount.
    func bill(_ account: AccountID, _ month: Int) async throws -> BillFacts {
        let id = BillID(account: account, month: BillingMonth(yyyymm: month)!, sequence: 0)!
        let detail = try await billing.bill(id, by: clerk)
        return BillFacts(
            kilowattHours: detail.bill.energy.kilowattHours,
            before: billing.explain(detail).yearToDateBefore.kilowattHours, amount: detail.bill.amount)
    }

    struct BillFacts: Equatable {
        let kilowattHours: Int64
        let before: Int64
        let amount: Money
    }
}

extension YearWorld {
    /// The product's tariffs, and two households that were billed January 2026: 100 and 300 kWh.
    func billedJanuary() async throws -> (tariff: Tariff, one: AccountID, two: AccountID) {
        let tariff = Tariff(control: control, shelf: TariffShelf(try TariffCatalogue.bundled()))
        try await tariff.install(TariffCatalogue.bundledFiles())
        let (one, two) = (try await open(1), try await open(2))
        move(to: 2026_02_01)
        try await read(2026_01_31, [one: 100, two: 300])
        #expect(try await bill(202601) == 2)
        return (tariff, one, two)
    }
}
