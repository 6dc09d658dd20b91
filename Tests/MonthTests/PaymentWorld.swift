import Control
import Kernel
import Ledger
import Payment
import Records
import Store
import Synchronization
import TestSupport

/// A company of two stations with a few accounts, their bills raised by hand, on one engine.
struct PaymentWorld: Sendable {
    let control: Control
    let ledger: Ledger
    let payment: Payment
    let database: any Database
    let clock: Clock

    /// A clock that a test moves.
    final class Clock: Sendable {
        private let instant = Mutex(Instant(startOf: PaymentWorld.today).adding(seconds: 36_000))
        var now: Instant { instant.withLock { $0 } }
        func move(days: Int64) { instant.withLock { $0 = $0.adding(seconds: days * 86_400) } }
    }

    static let today = Day(yyyymmdd: 2026_11_02)!
    static let company = OrganisationPath("/1/")
    static let stationA = OrganisationPath("/1/2/")
    static let stationB = OrganisationPath("/1/3/")

    private static let rooms = [Ledger.room, Records.room, Payment.room]
    private static let schema = Schema(Control.room.migrations + rooms.flatMap(\.migrations))

    /// As one process sees the database; `node` tells its ids from another's.
    private init(_ database: any Database, clock moved: Clock, node: Int = 1) {
        let clock = WallClock { moved.now }
        let house = House(
            database: database, clock: clock, ids: IdentifierSource(node: node, clock: clock),
            keys: KeyRing(master: [UInt8](repeating: 7, count: 32)))
        control = Control(house: house, rooms: Self.rooms)
        ledger = Ledger(control: control)
        payment = Payment(control: control, ledger: ledger, records: Records(control: control))
        self.database = database
        self.clock = moved
    }

    static func with<T>(_ engine: Engine, _ body: (PaymentWorld) async throws -> T) async throws -> T {
        try await withDatabase(engine, schema: schema) { database in
            let world = PaymentWorld(database, clock: Clock())
            try await world.settle()
            return try await body(world)
        }
    }

    /// The same database as two processes see it, each with connections of its own.
    static func twice<T>(_ engine: Engine, _ body: (PaymentWorld, PaymentWorld) async throws -> T)
        async throws -> T
    {
        try await withPlace(engine) { place in
            let clock = Clock()
            let (one, other) = (try await place.open(), try await place.open())
            try await schema.apply(to: one)
            let world = PaymentWorld(one, clock: clock)
            try await world.settle()
            let result = try await body(world, PaymentWorld(other, clock: clock, node: 2))
            try await one.close()
            try await other.close()
            return result
        }
    }

    private func settle() async throws {
        try await control.addOrganisation(
            id: OrganisationID(1), code: "C", name: "港城供电", kind: .company, parent: nil)
        for (id, name) in [(2, "东港所"), (3, "西港所")] {
            try await control.addOrganisation(
                id: OrganisationID(Int64(id)), code: "S\(id)", name: name, kind: .station,
                parent: OrganisationID(1))
        }
        for id in 1...8 { try await addAccount(Int64(id)) }
    }

    /// Odd accounts are residential; the eighth stands at the other station.
    func addAccount(_ id: Int64) async throws {
        let account = AccountID(id)
        try await database.write { transaction in
            try transaction.run(
                """
                INSERT INTO records_account (bucket, id, consumer_no, name, initials, customer_id, organisation_id,
                    organisation_path, address, state, class, route, opened_on, closed_on, version)
                VALUES (\(account.bucket), \(account), \("00\(id)"), \("户\(id)"), \("h"), \(id), \(id == 8 ? 3 : 2),
                    \(id == 8 ? Self.stationB.text : Self.stationA.text), \("港前路\(id)号"), \("ACTIVE"),
                    \(id % 2 == 1 ? "RESIDENTIAL" : "COMMERCIAL"), \("R1"), \(20_250_101), \(Int64?.none), \(1))
                """)
        }
    }

    /// A counter clerk whose id is as large as ids get.
    func clerk(_ scope: OrganisationPath = PaymentWorld.stationA) -> Principal {
        Principal(
            user: UserID(9_000_000_000_000_000_000), login: "counter", name: "收费员",
            organisation: OrganisationID(scope == Self.stationB ? 3 : 2), organisationName: "", scope: scope,
            roles: [],
            permissions: ["payment.read", "payment.take"], address: "127.0.0.1")
    }

    /// Raises a bill and posts it, as a release does.
    @discardableResult
    func bill(
        _ account: Int64, _ month: Int, _ amount: String, due: Int, sequence: Int = 0
    ) async throws -> Receivable {
        let receivable = Self.receivable(
            account, month, try Money(text: amount), due: due, sequence: sequence)
        try await control.record(as: Control.system(), trail: .untold("a test posts")) { act in
            try ledger.raise([receivable], in: act)
            try ledger.post(
                Self.postings(receivable, on: act.today), rollup: receivable.account.bucket, in: act)
            try act.audit(bucket: receivable.account.bucket, action: "test.bill", subject: "\(receivable.id)")
        }
        return receivable
    }

    static func receivable(
        _ account: Int64, _ month: Int, _ amount: Money, due: Int, sequence: Int = 0
    ) -> Receivable {
        let month = BillingMonth(yyyymm: month)!
        return Receivable(
            id: BillID(account: AccountID(account), month: month, sequence: sequence)!.number,
            account: AccountID(account), organisation: OrganisationID(account == 8 ? 3 : 2),
            organisationPath: account == 8 ? stationB : stationA, month: month, kind: .energy, amount: amount,
            dueDay: Day(yyyymmdd: due)!, isResidential: account % 2 == 1,
            createdDay: month.adding(months: 1).firstDay)
    }

    /// A bill's three lines: a tenth of it is funds.
    static func postings(_ receivable: Receivable, on day: Day) -> [Posting] {
        let funds = Money(fen: receivable.amount.fen / 10)
        let lines: [(LedgerCode, Money)] = [
            (.receivable, receivable.amount), (.energyRevenue, funds - receivable.amount),
            (.governmentFunds, -funds),
        ]
        return lines.filter { !$0.1.isZero }.enumerated().map { index, line in
            Posting(
                account: receivable.account, entry: receivable.id, line: Int32(index), code: line.0,
                organisation: receivable.organisation, amount: line.1, day: day, month: receivable.month)
        }
    }

    func pay(
        _ account: Int64, _ amount: String, tendered: String? = nil, key: String,
        by principal: Principal? = nil
    ) async throws -> Receipt {
        try await payment.take(
            TakePayment(
                idempotencyKey: key, account: AccountID(account), amount: try Money(text: amount),
                tendered: try Money(text: tendered ?? amount)), by: principal ?? clerk())
    }

    func debt(_ account: Int64, on day: Day? = nil) async throws -> Money {
        try await payment.quote(AccountID(account), on: day, by: clerk(Self.company)).total
    }

    /// Sets a parameter for the whole company from the beginning of time on.
    func set(_ key: String, _ value: String) async throws {
        try await control.setParameter(
            key, organisation: Self.company, from: Day(yyyymmdd: 2000_01_01)!, value: value, clause: "test",
            by: control.allowing("control.roles"))
    }

    func count(_ table: String) async throws -> Int {
        try await database.read {
            try $0.one(SQL(stringLiteral: "/*scatter: a test counts rows*/ SELECT COUNT(*) FROM \(table)")) {
                try $0.int(0)
            }
        }
    }
}

extension Control {
    fileprivate func allowing(_ permission: Permission) -> Principal {
        let system = Control.system()
        return Principal(
            user: system.user, login: system.login, name: system.name, organisation: system.organisation,
            organisationName: "", scope: system.scope, roles: [], permissions: [permission], address: "local")
    }
}
