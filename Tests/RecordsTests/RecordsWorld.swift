import Control
import Kernel
import Records
import Store
import TestSupport

/// A company of two stations with a small grid, on a fresh database.
struct RecordsWorld: Sendable {
    let control: Control
    let records: Records
    let database: any Database
    let feeder: GridNode
    let area: GridNode
    let otherArea: GridNode

    static let today = Day(yyyymmdd: 2026_11_22)!
    static let opened = Day(yyyymmdd: 2024_01_01)!
    static let company = OrganisationPath("/1/")
    static let stationA = OrganisationPath("/1/2/")
    static let stationB = OrganisationPath("/1/3/")

    /// - Parameter outlook: what rooms to the right of the archive would say.
    static func with<T>(
        _ engine: Engine, outlook: Outlook = .none, _ body: (RecordsWorld) async throws -> T
    ) async throws -> T {
        let schema = Schema(Control.room.migrations + Records.room.migrations)
        return try await withDatabase(engine, schema: schema) {
            try await body(build(on: $0, outlook: outlook))
        }
    }

    /// Sets up the company on a database that has the schema.
    static func build(on database: any Database, outlook: Outlook = .none) async throws -> RecordsWorld {
        let clock = WallClock { Instant(startOf: today).adding(seconds: 36_000) }
        let house = House(
            database: database, clock: clock, ids: IdentifierSource(node: 1, clock: clock),
            keys: KeyRing(master: [UInt8](repeating: 7, count: 32)))
        let control = Control(
            house: house, rooms: [Records.room { Records(control: $0, outlook: outlook) }])
        let records = Records(control: control)
        try await control.addOrganisation(
            id: OrganisationID(1), code: "HQ", name: "海港供电公司", kind: .company, parent: nil)
        try await control.addOrganisation(
            id: OrganisationID(2), code: "S2", name: "老城供电所", kind: .station, parent: OrganisationID(1))
        try await control.addOrganisation(
            id: OrganisationID(3), code: "S3", name: "港区供电所", kind: .station, parent: OrganisationID(1))
        try await control.installCodes()
        let clerk = principal(company)
        func add(_ kind: GridNode.Kind, _ code: String, _ parent: GridNode?, _ station: Int64) async throws
            -> GridNode
        {
            try await records.addGridNode(
                NewGridNode(
                    kind: kind, code: code, name: "\(code)名", parent: parent?.id,
                    organisation: OrganisationID(station)), by: clerk)
        }
        let substation = try await add(.substation, "B01", nil, 1)
        let feeder = try await add(.feeder, "X01", substation, 1)
        let area = try await add(.area, "T01", feeder, 2)
        let otherArea = try await add(.area, "T02", feeder, 3)
        return RecordsWorld(
            control: control, records: records, database: database, feeder: feeder, area: area,
            otherArea: otherArea)
    }

    static func principal(_ scope: OrganisationPath, without: Permission...) -> Principal {
        let last = scope.text.split(separator: "/").last.flatMap { Int64($0) } ?? 1
        return Principal(
            user: UserID(11), login: "clerk", name: "档案员", organisation: OrganisationID(last),
            organisationName: "",
            scope: scope, roles: [],
            permissions: Set(Records.room.permissions.map(\.permission)).subtracting(without),
            address: "127.0.0.1")
    }

    var clerk: Principal { Self.principal(Self.company) }

    /// A household of station A; its numbers follow `number`.
    func account(
        _ number: Int, name: String = "张伟", address: String = "海港市老城区灯塔路12号3幢", station: Int64 = 2,
        phone: String? = nil
    ) -> NewAccount {
        let digits = String(1_000_000 + number).dropFirst()
        return NewAccount(
            consumerNo: "0032\(digits)", name: name, kind: .person, phone: phone, address: address,
            organisation: OrganisationID(station), node: station == 2 ? area.id : otherArea.id,
            accountClass: .residential, route: "R\(station)", openedOn: Self.opened,
            terms: TermValues(tariffCode: "RES", householdPersons: 3),
            meters: [
                NewMeter(
                    assetNo: "M\(digits)", multiplier: .one,
                    registers: [.init(.total, digits: 6, decimals: 2, value: RegisterValue(whole: 10))])
            ])
    }

    func count(_ table: StaticString) async throws -> Int64 {
        let sql = SQL(stringLiteral: "SELECT COUNT(*) FROM \(table) /*scatter: a test counts every row*/")
        return try await database.read { try $0.one(sql) { try $0.int64(0) } }
    }
}
