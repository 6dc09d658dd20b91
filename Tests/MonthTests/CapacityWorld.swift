import Billing
import Control
import Demo
import Foundation
import Kernel
import Ledger
import Payment
import Reading
import Records
import Store
import Synchronization
import Tariff
import TestSupport

/// Large customers with transformers of their own, billed by the rooms' front doors on Hubei's two-part prices with
/// capacity at 15 yuan and a discount from
/// 260 kWh/kVA (`IND15`) and at 26.3 yuan (`HB-IND-10KV`).
struct CapacityWorld: Sendable {
    let doors: DemoDoors
    let feeder: GridNode
    private let clock: Clock

    private final class Clock: Sendable {
        let now = Mutex(Instant(startOf: Day(yyyymmdd: 2025_05_01)!))
    }

    static let opened = Day(yyyymmdd: 2025_05_31)!
    static let june = BillingMonth(year: 2025, month: 6)

    static func with<T>(
        _ engine: Engine, adding files: [TariffFile] = [], _ body: (CapacityWorld) async throws -> T
    ) async throws -> T {
        try await withDatabase(engine, schema: try DemoBuildTests.schema()) { database in
            let clock = Clock()
            let wall = WallClock { clock.now.withLock { $0 } }
            let doors = try DemoBuildTests.doors(
                House(
                    database: database, clock: wall, ids: IdentifierSource(node: 1, clock: wall),
                    keys: KeyRing(master: [UInt8](repeating: 7, count: 32))), try catalogue(adding: files))
            let system = doors.control.systemPrincipal()
            for (id, code, parent) in [(1, "HQ", nil), (2, "S2", 1)] as [(Int64, String, Int64?)] {
                try await doors.control.addOrganisation(
                    id: OrganisationID(id), code: code, name: code, kind: parent == nil ? .company : .station,
                    parent: parent.map { OrganisationID($0) })
            }
            let substation = try await doors.records.addGridNode(
                NewGridNode(
                    kind: .substation, code: "B1", name: "B1", parent: nil, organisation: OrganisationID(2)),
                by: system)
            let feeder = try await doors.records.addGridNode(
                NewGridNode(
                    kind: .feeder, code: "X1", name: "X1", parent: substation.id,
                    organisation: OrganisationID(2)),
                by: system)
            return try await body(CapacityWorld(doors: doors, feeder: feeder, clock: clock))
        }
    }

    /// The shipped catalogue and the same prices with other ones per kVA.
    static func catalogue(adding more: [TariffFile]) throws -> TariffCatalogue {
        var files = try TariffCatalogue.bundledFiles() + more
        guard let file = files.first(where: { $0.name == "hb-ind-10kv.json" }) else {
            return try TariffCatalogue(files: files)
        }
        let text = String(decoding: file.content, as: UTF8.self)
            .replacing("\"HB-IND-10KV\"", with: "\"IND15\"")
            .replacing("\"capacityPrice\": \"26.3\"", with: "\"capacityPrice\": \"15\"")
        files.append(TariffFile(name: "ind15.json", content: Data(text.utf8)))
        return try TariffCatalogue(files: files)
    }

    var clerk: Principal { doors.control.systemPrincipal() }

    func move(to day: Int) {
        clock.now.withLock { $0 = Instant(startOf: Day(yyyymmdd: day)!).adding(seconds: 36_000) }
    }

    /// A customer under the feeder, its registers at 0.
    func open(
        _ number: Int, _ tariff: String = "IND15", mode: BasicMode = .capacity, kva: Int64 = 1_630,
        demand: Int64 = 0, assessed: Bool = false, settlements: Int = 1,
        registers: [RegisterKind] = [.total, .reactive, .demand], on day: Day = opened
    ) async throws -> AccountID {
        try await doors.records.open(
            NewAccount(
                consumerNo: "20000\(number)", name: "厂\(number)", kind: .company, address: "港前路\(number)号",
                organisation: OrganisationID(2), node: feeder.id, accountClass: .industrial, route: "R1",
                openedOn: day,
                terms: TermValues(
                    tariffCode: tariff, capacity: ApparentPower(voltAmperes: kva * 1_000),
                    contractDemand: Power(watts: demand * 1_000), basicMode: mode,
                    powerFactorStandard: PowerFactor(hundredths: assessed ? 90 : 0),
                    settlements: settlements),
                meters: [
                    NewMeter(
                        assetNo: "E\(number)", multiplier: .one,
                        registers: registers.map { .init($0, digits: 8, decimals: 2, value: .zero) })
                ]), by: clerk)
    }

    func version(_ id: AccountID) async throws -> Int64 {
        try await doors.records.account(id, by: clerk).account.version
    }

    func add(_ kva: Int64, to id: AccountID) async throws -> Int64 {
        try await doors.records.addEquipment(
            NewEquipment(
                name: "\(kva)", capacity: ApparentPower(voltAmperes: kva * 1_000), from: Self.opened), to: id,
            version: version(id), by: clerk)
    }

    func order(_ id: AccountID, _ equipment: Int64, _ state: EquipmentState, _ day: Int) async throws {
        try await doors.records.changeEquipment(
            EquipmentOrder(
                account: id, equipment: equipment, state: state, day: Day(yyyymmdd: day)!, reason: "申请",
                version: version(id)), by: clerk)
    }

    func setLoss(_ id: AccountID, _ terms: PointLossTerms) async throws {
        let point = try await doors.records.account(id, by: clerk).usagePoints[0].id
        try await doors.records.setLoss(
            of: point, of: id, from: Self.opened, terms, reason: "高供低计", version: version(id), by: clerk)
    }

    func read(_ id: AccountID, _ day: Int, _ values: [RegisterKind: Int64]) async throws {
        let day = Day(yyyymmdd: day)!
        let readings = values.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            RegisterReading($0.key, RegisterValue(whole: $0.value))
        }
        let result = try await doors.reading.load(
            day.billingMonth, [AccountReadings(id, on: day, readings)], approvesReviews: true, by: clerk)
        guard result.errors.isEmpty else { throw ReadingRefusal.notTaken(result.errors) }
    }

    /// Runs a month to its released bills; how many there are.
    func bill(_ month: BillingMonth = june) async throws -> Int {
        let run = try await doors.billing.start(month: month, organisation: OrganisationID(1), by: clerk)
        try await doors.billing.work(run, by: clerk)
        try await doors.billing.check(run, by: clerk)
        try await doors.billing.release(run, by: clerk)
        return try await doors.billing.work(run, by: clerk).result.done
    }

    func bill(
        of id: AccountID, _ month: BillingMonth = june, sequence: Int = 0
    ) async throws -> BillDetail {
        try await doors.billing.bill(BillID(account: id, month: month, sequence: sequence)!, by: clerk)
    }

    func basis(of id: AccountID, _ month: BillingMonth = june) async throws -> BillBasis {
        try await doors.billing.basis(of: BillID(account: id, month: month, sequence: 0)!, by: clerk)
    }

    func set(_ key: String, _ value: String) async throws {
        try await doors.control.setParameter(
            key, organisation: OrganisationPath("/1/"), from: Day(yyyymmdd: 2025_01_01)!, value: value,
            clause: "测试", by: clerk)
    }
}
