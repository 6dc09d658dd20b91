import Control
import Kernel
import Reading
import Records
import Store
import Synchronization
import Tariff
import TestSupport

/// A company of two stations with accounts to read, on one engine.
struct ReadingWorld: Sendable {
    let control: Control
    let reading: Reading
    let database: any Database
    let billed: BilledSet
    let permissions: Set<Permission>

    /// Accounts that a bill is pretended to exist for.
    final class BilledSet: Sendable {
        private let accounts = Mutex<Set<AccountID>>([])
        func insert(_ account: AccountID) { accounts.withLock { _ = $0.insert(account) } }
        func among(_ asked: [AccountID]) -> Set<AccountID> { accounts.withLock { $0.intersection(asked) } }
    }

    static let today = Day(yyyymmdd: 2026_11_22)!
    static let stationA = OrganisationPath("/1/2/")
    static let stationB = OrganisationPath("/1/3/")

    static func with<T>(_ engine: Engine, _ body: (ReadingWorld) async throws -> T) async throws -> T {
        let shelf = TariffShelf(try .bundled())
        let room = Reading.room {
            Reading(control: $0, records: Records(control: $0), tariffs: shelf)
        }
        let rooms = [Room(name: "records", migrations: RecordsSchema.migrations), room]
        let schema = Schema(Control.room.migrations + rooms.flatMap(\.migrations))
        return try await withDatabase(engine, schema: schema) { database in
            let clock = WallClock { Instant(startOf: today).adding(seconds: 36_000) }
            let house = House(
                database: database, clock: clock, ids: IdentifierSource(node: 1, clock: clock),
                keys: KeyRing(master: [UInt8](repeating: 7, count: 32)))
            let control = Control(house: house, rooms: rooms)
            let records = Records(control: control)
            let billed = BilledSet()
            let reading = Reading(control: control, records: records, tariffs: shelf) { asked, _, _ in
                billed.among(asked)
            }
            try await control.addOrganisation(
                id: OrganisationID(1), code: "C", name: "港城供电", kind: .company, parent: nil)
            try await control.addOrganisation(
                id: OrganisationID(2), code: "A", name: "东港所", kind: .station, parent: OrganisationID(1))
            try await control.addOrganisation(
                id: OrganisationID(3), code: "B", name: "西港所", kind: .station, parent: OrganisationID(1))
            return try await body(
                ReadingWorld(
                    control: control, reading: reading, database: database, billed: billed,
                    permissions: Set(room.permissions.map(\.permission))))
        }
    }

    func principal(_ scope: OrganisationPath = ReadingWorld.stationA, _ permissions: Permission...)
        -> Principal
    {
        return Principal(
            user: UserID(11), login: "reader", name: "抄表员",
            organisation: OrganisationID(scope == Self.stationB ? 3 : 2),
            organisationName: "", scope: scope, roles: [],
            permissions: permissions.isEmpty ? self.permissions : Set(permissions),
            address: "127.0.0.1")
    }

    /// Who approves what the reader read.
    var checker: Principal {
        Principal(
            user: UserID(12), login: "checker", name: "复核", organisation: OrganisationID(2),
            organisationName: "", scope: Self.stationA, roles: [], permissions: ["reading.approve"],
            address: "127.0.0.1")
    }

    struct Meter: Sendable {
        var assetNo: String
        var multiplier = Multiplier.one
        var installedOn = Day(yyyymmdd: 2026_09_15)!
        var removedOn: Day?
        var digits = 6
        var decimals = 2
        var registers: [(kind: RegisterKind, install: String, removal: String?)] = [(.total, "0", nil)]
    }

    /// Writes an account straight into the archive's tables: its rules are tested where they live.
    func add(
        _ id: Int64, no: String, station: OrganisationPath = ReadingWorld.stationA,
        isResidential: Bool = true,
        route: String = "R1", closedOn: Day? = nil, meters: [Meter]
    ) async throws {
        let account = AccountID(id)
        try await database.write { transaction in
            try transaction.run(
                """
                INSERT INTO records_account (bucket, id, consumer_no, name, initials, customer_id, organisation_id,
                    organisation_path, address, state, class, route, opened_on, closed_on, version)
                VALUES (\(account.bucket), \(account), \(no), \("户\(id)"), \("h"), \(id), \(station == Self.stationB ? 3 : 2),
                    \(station.text), \("港前路\(id)号"), \(closedOn == nil ? "ACTIVE" : "CLOSED"),
                    \(isResidential ? "RESIDENTIAL" : "COMMERCIAL"), \(route), \(20_260_901), \(closedOn), \(1))
                """)
            for (index, meter) in meters.enumerated() {
                let installation = id * 10 + Int64(index)
                try transaction.run(
                    """
                    INSERT INTO records_installation (bucket, account_id, id, usage_point_id, meter_id, asset_no,
                        multiplier_milli, installed_on, removed_on)
                    VALUES (\(account.bucket), \(account), \(installation), \(id), \(installation), \(meter.assetNo),
                        \(meter.multiplier), \(meter.installedOn), \(meter.removedOn))
                    """)
                for register in meter.registers {
                    let removal = try register.removal.map { try RegisterValue(text: $0) }
                    try transaction.run(
                        """
                        INSERT INTO records_register (bucket, account_id, installation_id, kind, digits, decimals,
                            install_value, removal_value)
                        VALUES (\(account.bucket), \(account), \(installation), \(register.kind.rawValue),
                            \(meter.digits), \(meter.decimals), \(try RegisterValue(text: register.install)), \(removal))
                        """)
                }
            }
        }
    }

    func readings(
        _ id: Int64, _ day: Int, _ values: [(RegisterKind, String)], status: ReadingStatus = .normal
    ) throws -> AccountReadings {
        AccountReadings(
            AccountID(id), on: Day(yyyymmdd: day)!,
            try values.map { RegisterReading($0.0, try RegisterValue(text: $0.1), status: status) })
    }

    func energy(_ id: Int64, _ month: BillingMonth) async throws -> PointEnergy? {
        try await reading.periods(
            AccountID(id), from: month, months: 1, by: principal(OrganisationPath("/1/"))
        ).first
    }

    /// Sets a parameter for the whole company from the beginning of time on.
    func set(_ key: String, _ value: String) async throws {
        try await control.setParameter(
            key, organisation: OrganisationPath("/1/"), from: Day(yyyymmdd: 2020_01_01)!, value: value,
            clause: "测试",
            by: control.systemPrincipal())
    }

    func count(_ table: String) async throws -> Int64 {
        try await database.read { transaction in
            try transaction.one(
                SQL(stringLiteral: "/*scatter: a test counts every row*/ SELECT COUNT(*) FROM \(table)")
            ) { try $0.int64(0) }
        }
    }
}
