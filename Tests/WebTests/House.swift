import Billing
import Control
import Foundation
import Kernel
import Ledger
import Logging
import Payment
import Reading
import Records
import Reports
import Store
import StoreSQLite
import Synchronization
import Tariff
import TestSupport
import Web

/// A company of two stations behind real pages, on a database of its own: twelve accounts, September and October read,
/// September billed and released.
struct WebHouse: Sendable {
    static let today = Day(yyyymmdd: 2026_11_22)!
    static let billed = BillingMonth(year: 2026, month: 9)
    static let waiting = BillingMonth(year: 2026, month: 10)
    static let stations = [OrganisationID(2), OrganisationID(3)]

    let control: Control
    let records: Records
    let reading: Reading
    let billing: Billing
    let ledger: Ledger
    let payment: Payment
    let tariff: Tariff
    let web: Web
    let client: LoopbackClient
    /// The first eight stand in the first station (0 to 5 residential, 6 and 7 commercial), the others in the second.
    let accounts: [AccountID]

    /// The front doors that page groups are made from.
    struct Doors: Sendable {
        let control: Control
        let records: Records
        let ledger: Ledger
        let reading: Reading
        let billing: Billing
        let payment: Payment
        let tariff: Tariff

        init(_ house: House, _ shelf: TariffShelf, exportFolder: URL? = nil) {
            control = Control(
                house: house,
                rooms: [
                    Ledger.room, Records.room { Self.records($0, shelf) }, Tariff.room(shelf),
                    Reading.room { Self.reading($0, shelf) },
                    Billing.room { Self.billing($0, shelf) }, Payment.room, Reports.room,
                ], exportFolder: exportFolder)
            let reading = Self.reading(control, shelf)
            records = Self.records(control, shelf)
            ledger = Ledger(control: control)
            self.reading = reading
            billing = Self.billing(control, shelf)
            payment = Payment(control: control, ledger: ledger, records: records)
            tariff = Tariff(control: control, shelf: shelf)
        }

        private static func records(_ control: Control, _ shelf: TariffShelf) -> Records {
            let reading = reading(control, shelf)
            return Records(control: control, outlook: Billing.outlook(shelf, reading)) {
                try reading.settle($0, on: $1, by: $2)
            }
        }

        private static func reading(_ control: Control, _ shelf: TariffShelf) -> Reading {
            Reading(control: control, records: Records(control: control), tariffs: shelf) {
                accounts, month, transaction in
                try Billing.billed(accounts, month, in: transaction)
            }
        }

        private static func billing(_ control: Control, _ shelf: TariffShelf) -> Billing {
            Billing(
                control: control, ledger: Ledger(control: control), records: Records(control: control),
                reading: reading(control, shelf), tariffs: shelf)
        }
    }

    /// Sessions by login: `clerk` of the company; `a` and `b` of the stations, all three with every permission (`b` not
    /// to take money of other stations' accounts); `looker` of the company, who may only look; `bare`, who may nothing.
    final class People: SignInService {
        struct NoPasswords: Error {}
        private let sessions: [String: SignedIn]

        init(_ control: Control) {
            let system = control.systemPrincipal()
            // Whoever may take money of any account of the company knows of accounts that are foreign otherwise.
            let own = system.permissions.subtracting(["payment.company"])
            let looks = system.permissions.filter { $0.code.hasSuffix(".read") }
            let people: [(String, String, Int64, String, Set<Permission>)] = [
                ("clerk", "陈洁", 1, "/1/", system.permissions), ("a", "梁守灯", 2, "/1/2/", system.permissions),
                ("b", "钟远航", 3, "/1/3/", own), ("looker", "石大海", 1, "/1/", looks),
                ("bare", "孔守灯", 1, "/1/", []),
            ]
            sessions = Dictionary(
                people.map { login, name, organisation, scope, permissions in
                    let principal = Principal(
                        user: system.user, login: login, name: name,
                        organisation: OrganisationID(organisation),
                        organisationName: WebHouse.names[organisation] ?? "", scope: OrganisationPath(scope),
                        roles: [],
                        permissions: permissions, address: "127.0.0.1")
                    let token = WebHouse.token(login)
                    return (
                        token,
                        SignedIn(
                            token: token, csrf: "csrf-\(token)", principal: principal,
                            expiresAt: Instant(startOf: WebHouse.today).adding(seconds: 86_400))
                    )
                }, uniquingKeysWith: { first, _ in first })
        }

        func signIn(login: String, password: String, code: String, address: String) async throws -> SignedIn {
            throw NoPasswords()
        }
        func session(token: String, address: String) async throws -> SignedIn? { sessions[token] }
        func signOut(token: String, address: String) async throws {}
    }

    static let names: [Int64: String] = [1: "港城供电公司", 2: "东港供电所", 3: "西港供电所"]

    /// A session's token: 32 characters or more, as the shell wants them.
    static func token(_ login: String) -> String { login + String(repeating: "0", count: 40) }
    static func csrf(_ login: String) -> String { "csrf-\(token(login))" }

    func get(_ path: String, as login: String = "clerk", _ headers: [(String, String)] = []) async throws
        -> Answer
    {
        try await client.send("GET", path, [("Cookie", "lamplight-session=\(Self.token(login))")] + headers)
    }

    /// Sends a form; `token: false` leaves its token out.
    func post(_ path: String, _ fields: String, as login: String = "clerk", token: Bool = true) async throws
        -> Answer
    {
        let body = (token ? "_csrf=\(Self.csrf(login))&" : "") + fields
        return try await client.send(
            "POST", path,
            [
                ("Cookie", "lamplight-session=\(Self.token(login))"),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ],
            body: Array(body.utf8))
    }

    /// Sends bytes to a route of the machine's door or of an upload.
    func send(
        _ method: String, _ path: String, _ body: String, type: String = "application/json",
        as login: String = "clerk",
        token: Bool = true, _ headers: [(String, String)] = []
    ) async throws -> Answer {
        try await client.send(
            method, path,
            [("Cookie", "lamplight-session=\(Self.token(login))"), ("Content-Type", type)]
                + (token ? [("X-CSRF-Token", Self.csrf(login))] : []) + headers,
            body: Array(body.utf8))
    }

    /// An account's number: `1000000000` and so on.
    static func number(_ index: Int) -> String { "10000000\(index < 10 ? "0" : "")\(index)" }

    /// How many rows a table has.
    func count(_ table: String) async throws -> Int64 {
        try await control.house.database.read { transaction in
            try transaction.one(
                SQL(stringLiteral: "/*scatter: a test counts every row*/ SELECT COUNT(*) FROM \(table)")
            ) {
                try $0.int64(0)
            }
        }
    }

    /// Builds the company, starts the console with `groups`, runs `work`, stops it.
    static func with(
        on engine: Engine = .sqlite, _ groups: (Doors) -> [PageGroup],
        signIn: (Doors) -> any SignInService = { People($0.control) },
        _ work: @Sendable (WebHouse) async throws -> Void
    ) async throws {
        try await withPlace(engine) { place in
            let database = try await place.open()
            let outcome: Result<Void, any Error>
            do {
                outcome = .success(try await serve(database, groups, signIn, work))
            } catch {
                outcome = .failure(error)
            }
            try await database.close()
            try outcome.get()
        }
    }

    private static func serve(
        _ database: any Database, _ groups: (Doors) -> [PageGroup], _ signIn: (Doors) -> any SignInService,
        _ work: @Sendable (WebHouse) async throws -> Void
    ) async throws {
        let clock = WallClock { Instant(startOf: today).adding(seconds: 36_000) }
        let house = House(
            database: database, clock: clock, ids: IdentifierSource(node: 1, clock: clock),
            keys: KeyRing(master: [UInt8](repeating: 7, count: 32)))
        let exports = try TemporaryFolder()
        defer { withExtendedLifetime(exports) {} }
        let doors = Doors(
            house, TariffShelf(try TariffCatalogue.bundled()), exportFolder: exports.file("exports"))
        try await doors.control.schema.apply(to: database)
        let accounts = try await settle(doors)
        var configuration = WebConfiguration { clock.now() }
        configuration.port = 0
        configuration.development = true
        // Tests that say where they come from stand behind a proxy on this machine.
        configuration.trustedProxies = [AddressRange(bytes: [127, 0, 0, 0], mask: [255, 0, 0, 0])]
        let web = try Web(
            configuration: configuration, groups: groups(doors), signIn: signIn(doors),
            customers: CustomerSignIn(
                control: doors.control, directory: doors.records.customerDirectory, evenly: .zero),
            fan: EventFan(), looks: { try await doors.control.note($0, by: $1) })
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "console")
        logger.logLevel = .error
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [logger] in
                try await web.run(logger: logger) { number in
                    port.yield(number)
                    port.finish()
                }
            }
            for await number in ports {
                try await work(
                    WebHouse(
                        control: doors.control, records: doors.records, reading: doors.reading,
                        billing: doors.billing,
                        ledger: doors.ledger, payment: doors.payment, tariff: doors.tariff, web: web,
                        client: LoopbackClient(port: number, contract: Contract(web)), accounts: accounts))
            }
            group.cancelAll()
        }
    }

    // MARK: What is in it

    private static func settle(_ doors: Doors) async throws -> [AccountID] {
        let system = doors.control.systemPrincipal()
        try await doors.control.installRoles()
        try await doors.control.installCodes()
        try await doors.control.addOrganisation(
            id: OrganisationID(1), code: "HQ", name: names[1]!, kind: .company, parent: nil)
        for id in stations {
            try await doors.control.addOrganisation(
                id: id, code: "S\(id)", name: names[id.number]!, kind: .station, parent: OrganisationID(1))
        }
        var areas: [GridNodeID] = []
        for (place, id) in stations.enumerated() {
            let word = ["E", "W"][place]
            let top = try await doors.records.addGridNode(
                NewGridNode(
                    kind: .substation, code: "\(word)1", name: "\(["东", "西"][place])港变电站", parent: nil,
                    organisation: id),
                by: system)
            let feeder = try await doors.records.addGridNode(
                NewGridNode(
                    kind: .feeder, code: "\(word)1-01", name: "10kV 灯塔线", parent: top.id, organisation: id),
                by: system)
            areas.append(
                try await doors.records.addGridNode(
                    NewGridNode(
                        kind: .area, code: "\(word)1-01-01", name: "海关新村台区", parent: feeder.id,
                        organisation: id),
                    by: system
                ).id)
        }
        let accounts = try await doors.records.load((0..<12).map { account($0, areas: areas) }, by: system)
        try await read(doors, billed, day: 2026_09_30, accounts, energy: 300, by: system)
        let run = try await doors.billing.start(month: billed, organisation: OrganisationID(1), by: system)
        try await doors.billing.work(run, by: system)
        try await doors.billing.check(run, by: system)
        try await doors.billing.release(run, by: system)
        try await doors.billing.work(run, by: system)
        try await read(doors, waiting, day: 2026_10_31, accounts, energy: 620, by: system)
        return accounts
    }

    private static func isHome(_ index: Int) -> Bool { index != 6 && index != 7 && index != 11 }

    private static func account(_ index: Int, areas: [GridNodeID]) -> NewAccount {
        let home = isHome(index)
        let place = index < 8 ? 0 : 1
        let names = ["陈洁", "林望潮", "赵小满", "海兰", "孔守灯", "石大海", "灯塔食品有限公司", "海关大药房", "罗锚", "单春华", "江堤", "西港冷库"]
        var registers = [
            NewMeter.NewRegister(.total, digits: 6, decimals: 2, value: RegisterValue(whole: 1_000))
        ]
        if home {
            registers.append(.init(.peak, digits: 6, decimals: 2, value: RegisterValue(whole: 600)))
            registers.append(.init(.valley, digits: 6, decimals: 2, value: RegisterValue(whole: 400)))
        }
        return NewAccount(
            consumerNo: number(index), name: names[index], kind: home ? .person : .company,
            phone: "1380000\(1_000 + index)",
            address: "\(["东", "西"][place])港前路 \(index + 1) 号", organisation: stations[place],
            node: areas[place],
            accountClass: home ? .residential : .commercial, route: ["E-01", "W-01"][place],
            openedOn: Day(yyyymmdd: 2026_08_31)!,
            terms: TermValues(tariffCode: home ? "SH-RES-TOU" : "HB-COM-LV", householdPersons: home ? 3 : 0),
            meters: [NewMeter(assetNo: "M\(20_000 + index)", multiplier: .one, registers: registers)])
    }

    /// Reads every account: `energy` kWh above what it began with, and its number in the list besides.
    private static func read(
        _ doors: Doors, _ month: BillingMonth, day: Int, _ accounts: [AccountID], energy: Int64,
        by principal: Principal
    ) async throws {
        let readings = accounts.enumerated().map { index, account in
            let total = energy + Int64(index)
            let valley = total * 2 / 5
            var values = [RegisterReading(.total, RegisterValue(whole: 1_000 + total))]
            if isHome(index) {
                values.append(RegisterReading(.peak, RegisterValue(whole: 600 + total - valley)))
                values.append(RegisterReading(.valley, RegisterValue(whole: 400 + valley)))
            }
            return AccountReadings(account, on: Day(yyyymmdd: day)!, values)
        }
        let result = try await doors.reading.load(
            month, readings, source: .demo, onlyGood: false, by: principal)
        precondition(result.taken == accounts.count, "the house is read: \(result.findings)")
    }
}
