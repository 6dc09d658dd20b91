import Billing
import Control
import Demo
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
import WebBilling
import WebControl

/// A small demo utility behind the real pages of billing: two months released, the third read and waiting.
struct BillingHouse: Sendable {
    static let today = Day(yyyymmdd: 2026_11_22)!
    static let waiting = BillingMonth(year: 2026, month: 10)

    let control: Control
    let billing: Billing
    let payment: Payment
    let reports: Reports
    let web: Web
    let people: People
    let client: LoopbackClient

    /// Everyone has a session that their login tells.
    final class People: SignInService {
        struct NoPasswords: Error {}
        private let all = Mutex<[String: SignedIn]>([:])

        func signIn(login: String, password: String, code: String, address: String) async throws -> SignedIn {
            throw NoPasswords()
        }
        func session(token: String, address: String) async throws -> SignedIn? { all.withLock { $0[token] } }
        func signOut(token: String, address: String) async throws {
            _ = all.withLock { $0.removeValue(forKey: token) }
        }
        func add(_ principal: Principal) {
            let token = BillingHouse.token(principal.login)
            all.withLock { people in
                people[token] = SignedIn(
                    token: token, csrf: "csrf-\(token)", principal: principal,
                    expiresAt: Instant(startOf: BillingHouse.today).adding(seconds: 86_400))
            }
        }
    }

    /// A session's token is 32 characters or more.
    static func token(_ login: String) -> String { login + String(repeating: "0", count: 40) }

    /// The clerk of the whole company, who may everything.
    func clerk() async throws -> Principal { try await principal("clerk", of: 0) }
    /// Somebody of the n-th station with every permission.
    func station(_ number: Int) async throws -> Principal {
        try await principal("station\(number)", of: number)
    }

    private func principal(_ login: String, of place: Int) async throws -> Principal {
        let system = control.systemPrincipal()
        let all = try await control.organisations(under: OrganisationPath("/"))
        let stations = all.filter { $0.kind == .station }
        let organisation = place == 0 ? all.first { $0.parent == nil }! : stations[place - 1]
        return Principal(
            user: system.user, login: login, name: "陈洁", organisation: organisation.id,
            organisationName: organisation.name, scope: organisation.path, roles: [],
            permissions: system.permissions, address: "127.0.0.1")
    }

    func get(_ path: String, as login: String = "clerk") async throws -> Answer {
        try await client.send("GET", path, [("Cookie", "lamplight-session=\(Self.token(login))")])
    }

    func post(_ path: String, _ fields: String, as login: String = "clerk", token: Bool = true) async throws
        -> Answer
    {
        let body = token ? "_csrf=csrf-\(Self.token(login))&\(fields)" : fields
        return try await client.send(
            "POST", path,
            [
                ("Cookie", "lamplight-session=\(Self.token(login))"),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ],
            body: Array(body.utf8))
    }

    /// The JSON of an answer under `/api/v1`.
    func json(_ path: String, as login: String = "clerk") async throws -> [String: Any] {
        let answer = try await get(path, as: login)
        return try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any] ?? [:]
    }

    /// Builds the utility, starts the console, runs `work`, stops it.
    static func with(
        accounts: Int = 60, months: Int = 3, _ work: @Sendable (BillingHouse) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase.open(path: folder.file("house.sqlite").path)
        let shelf = TariffShelf(try TariffCatalogue.bundled())
        let keys = KeyRing(master: [UInt8](repeating: 7, count: 32))
        let clock = WallClock { Instant(startOf: today).adding(seconds: 36_000) }
        let control = control(
            House(database: database, clock: clock, ids: IdentifierSource(node: 1, clock: clock), keys: keys),
            shelf)
        try await control.schema.apply(to: database)
        let demo = Demo(
            DemoScale(accounts: accounts, months: months, today: today), database: database, keys: keys
        ) { house in
            let control = Self.control(house, shelf)
            return DemoDoors(
                control: control,
                records: Records(control: control) {
                    try Self.reading(control, shelf).settle($0, on: $1, by: $2)
                },
                reading: Self.reading(control, shelf), billing: Self.billing(control, shelf),
                payment: Self.payment(control), tariff: Tariff(control: control, shelf: shelf))
        }
        _ = try await demo.build()
        let billing = Self.billing(control, shelf)
        let reports = Reports(control: control)
        let pages = WebBilling(
            control: control, billing: billing, reading: Self.reading(control, shelf),
            records: Records(control: control),
            reports: reports, tariffs: shelf)
        var configuration = WebConfiguration { clock.now() }
        configuration.port = 0
        configuration.development = true
        let people = People()
        let web = try Web(
            configuration: configuration, groups: pages.pages + WebControl(control: control).pages,
            signIn: people, fan: EventFan(), looks: { try await control.note($0, by: $1) })
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
                let house = BillingHouse(
                    control: control, billing: billing, payment: Self.payment(control), reports: reports,
                    web: web,
                    people: people, client: LoopbackClient(port: number, contract: Contract(web)))
                people.add(try await house.clerk())
                people.add(try await house.station(1))
                people.add(try await house.station(2))
                try await work(house)
            }
            group.cancelAll()
        }
    }

    private static func control(_ house: House, _ shelf: TariffShelf) -> Control {
        Control(
            house: house,
            rooms: [
                Ledger.room, Records.room { Self.records($0, shelf) }, Tariff.room(shelf),
                Reading.room { Self.reading($0, shelf) },
                Billing.room { Self.billing($0, shelf) },
                Payment.room, Reports.room,
            ])
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
            reading: Self.reading(control, shelf), tariffs: shelf)
    }

    private static func payment(_ control: Control) -> Payment {
        Payment(control: control, ledger: Ledger(control: control), records: Records(control: control))
    }
}
