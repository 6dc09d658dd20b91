import Billing
import Control
import Demo
import Kernel
import Ledger
import Payment
import Reading
import Records
import Reports
import Store
import Synchronization
import Tariff
import TestSupport
import Testing

private let today = Day(yyyymmdd: 2026_11_22)!

@Suite struct DemoPlanTests {
    private let plan = DemoPlan(DemoScale(today: today))

    @Test func `the same seed draws up the same utility, another seed another`() {
        #expect(DemoPlan(DemoScale(today: today)).accounts == plan.accounts)
        #expect(DemoPlan(DemoScale(seed: 7, today: today)).accounts != plan.accounts)
    }

    @Test func `there is one of everything the trade knows`() {
        let accounts = plan.accounts
        #expect(accounts.count == 3_000)
        #expect(plan.months.count == 25)
        #expect(plan.months.last?.description == "2026-10")
        #expect(Set(accounts.map(\.account.accountClass)).count == AccountClass.allCases.count)
        #expect(Set(accounts.map(\.account.terms.basicMode)) == Set(BasicMode.allCases))
        #expect(
            Set(accounts.map(\.account.terms.tariffCode)) == [
                "SH-RES", "SH-RES-TOU", "SH-RES-SHARED-LV", "HB-AGR", "HB-COM-LV", "HB-COM-LV-TOU",
                "HB-COM-10KV-TOU",
                "HB-IND-10KV-TOU",
            ])
        #expect(Set(accounts.map(\.account.organisation)).count == 3)
        // 24 areas, and the feeders that carry a customer with a transformer of their own.
        #expect(Set(accounts.map(\.place).filter { $0.hasPrefix("T") }).count == 24)
        #expect(Set(accounts.map(\.place).filter { $0.hasPrefix("X") }).count == 7)
        #expect(accounts.contains { $0.account.terms.isLowIncome })
        #expect(accounts.contains { $0.account.terms.householdPersons >= 5 })
        #expect(accounts.contains { $0.openedIn != nil && $0.account.terms.firstTierMonth != nil })
        #expect(accounts.count { $0.events.meterChange != nil } == 6)
        #expect(accounts.count { $0.events.rollover != nil } == 1)
        #expect(accounts.count { $0.events.theft != nil } == 4)
        #expect(accounts.count { $0.events.closing != nil } == 10)
    }

    @Test func `numbers are valid and nobody has another's`() {
        for account in plan.accounts.map(\.account) {
            let identity = account.identity ?? ""
            #expect(account.kind == .person ? IdentityNumber.isValid(identity) : CreditCode.isValid(identity))
        }
        #expect(Set(plan.accounts.map(\.account.consumerNo)).count == 3_000)
        #expect(Set(plan.accounts.map { $0.account.identity ?? "" }).count == 3_000)
        let reader = DemoReader(plan)
        #expect(Set(plan.accounts.indices.map { reader.firstMeter($0).assetNo }).count == 3_000)
    }

    @Test func `registers run forwards, periods follow the total, and what is planted shows`() throws {
        var reader = DemoReader(plan)
        var shown: [Int: [RegisterKind: RegisterValue]] = [:]
        var rollovers: [Int] = []
        var zeroes = 0
        var closed = 0
        var drawn: [Int: [Energy]] = [:]
        var metered: [Int: [Energy]] = [:]
        for place in plan.accounts.indices {
            shown[place] = Dictionary(
                uniqueKeysWithValues: reader.firstMeter(place).registers.map { ($0.kind, $0.value) })
        }
        for _ in plan.months {
            for reading in reader.readNext() {
                if let change = reading.change {
                    shown[reading.place] = Dictionary(
                        uniqueKeysWithValues: change.meter.registers.map { ($0.kind, $0.value) })
                }
                let before = try #require(shown[reading.place])
                if let closing = reading.closing {
                    #expect(reading.values.isEmpty && closing.keys == before.keys)
                    #expect(closing.allSatisfy { $0.key == .demand || $0.value >= before[$0.key]! })
                    shown[reading.place] = nil
                    closed += 1
                    continue
                }
                let now = Dictionary(uniqueKeysWithValues: reading.values.map { ($0.register, $0.value) })
                for value in reading.values where value.register != .demand {
                    if value.status == .rollover {
                        rollovers.append(reading.place)
                        #expect(value.value < before[value.register]!)
                    } else {
                        #expect(value.value >= before[value.register]!)
                    }
                }
                if now[.peak] != nil {
                    let periods: [RegisterKind] = [.sharp, .peak, .flat, .valley]
                    let sum = periods.compactMap { now[$0] }.total()
                    // Each register is cut after its second decimal.
                    #expect((now[.total]! - sum).magnitude.units <= 400)
                }
                if reading.metered.isZero { zeroes += 1 }
                shown[reading.place] = now
                drawn[reading.place, default: []].append(reading.drawn)
                metered[reading.place, default: []].append(reading.metered)
            }
        }
        #expect(rollovers == plan.accounts.indices.filter { plan.accounts[$0].events.rollover != nil })
        #expect(zeroes > 500)
        #expect(closed == 10)
        for place in plan.accounts.indices {
            let theft = plan.accounts[place].events.theft ?? plan.months.count
            #expect(
                metered[place]![..<min(theft, metered[place]!.count)]
                    == drawn[place]![..<min(theft, drawn[place]!.count)])
            if theft < plan.months.count {
                // The town still draws it; the meter sees a third.
                #expect(
                    metered[place]![theft...].total().wattHours * 3
                        < drawn[place]![theft...].total().wattHours)
            }
        }
    }

    @Test func `the year has its seasons`() {
        var reader = DemoReader(plan)
        var kilowattHours: [AccountClass: [Int: Int64]] = [:]
        for month in plan.months {
            for reading in reader.readNext() {
                let account = plan.accounts[reading.place].account
                kilowattHours[account.accountClass, default: [:]][month.yyyymm, default: 0] +=
                    reading.drawn.kilowattHours
            }
        }
        let homes = kilowattHours[.residential]!
        #expect(homes[2025_08]! > homes[2025_05]! * 5 / 4)
        #expect(homes[2026_01]! > homes[2026_04]!)
        let farms = kilowattHours[.agricultural]!
        #expect(farms[2025_07]! > farms[2025_01]! * 4)
        let works = kilowattHours[.industrial]!
        #expect(works[2025_09]! > works[2026_02]!)
    }
}

@Suite struct DemoBuildTests {
    static let small = DemoScale(accounts: 60, months: 4, today: today)

    struct Built: Equatable {
        let counts: DemoCounts
        let bills: String
        let journal: String
        let chains: [[UInt8]]
    }

    private static func billing(_ control: Control, _ shelf: TariffShelf) -> Billing {
        Billing(
            control: control, ledger: Ledger(control: control), records: Records(control: control),
            reading: reading(control, shelf), tariffs: shelf)
    }

    private static func reading(_ control: Control, _ shelf: TariffShelf) -> Reading {
        Reading(control: control, records: Records(control: control), tariffs: shelf) {
            try Billing.billed($0, $1, in: $2)
        }
    }

    /// Every room but control, in the order of the house.
    private static func rooms(_ shelf: TariffShelf) -> [Room] {
        [
            Ledger.room, Records.room, Tariff.room(shelf), Reading.room { reading($0, shelf) },
            Billing.room { billing($0, shelf) },
            Payment.room, Reports.room,
        ]
    }

    static func doors(_ house: House) throws -> DemoDoors { try doors(house, .bundled()) }

    static func doors(_ house: House, _ catalogue: TariffCatalogue) throws -> DemoDoors {
        let shelf = TariffShelf(catalogue)
        let control = Control(house: house, rooms: rooms(shelf))
        let reading = reading(control, shelf)
        let records = Records(control: control, outlook: Billing.outlook(shelf, reading)) {
            try reading.settle($0, on: $1, by: $2)
        }
        return DemoDoors(
            control: control, records: records, reading: reading,
            billing: billing(control, shelf),
            payment: Payment(control: control, ledger: Ledger(control: control), records: records),
            tariff: Tariff(control: control, shelf: shelf))
    }

    /// Every room, in the order of the house.
    static func rooms() throws -> [Room] {
        try [Control.room] + rooms(TariffShelf(TariffCatalogue.bundled()))
    }

    /// What the whole house makes of an empty database.
    static func schema() throws -> Schema {
        Schema(try rooms().flatMap(\.migrations))
    }

    static func build(
        _ engine: Engine, then: (DemoDoors, any Database) async throws -> Void = { _, _ in }
    ) async throws -> Built {
        let keys = KeyRing(master: Array(repeating: 7, count: 32))
        let wall = WallClock { Instant(startOf: today) }
        let schema = { (database: any Database) throws in
            try doors(
                House(
                    database: database, clock: wall, ids: IdentifierSource(node: 1, clock: wall), keys: keys))
        }
        return try await withDatabase(engine) { database in
            let now = try schema(database)
            try await now.control.schema.apply(to: database)
            let demo = try Demo(small, database: database, keys: keys, doors: doors)
            let counts = try await demo.build()
            let bills = Mutex("")
            try await now.billing.export(
                from: small.first, to: small.last, by: now.control.systemPrincipal()
            ) { text in bills.withLock { $0 += text } }
            let journal = Mutex("")
            try await Ledger(control: now.control).exportJournal { text in journal.withLock { $0 += text } }
            let chains = try await database.read { transaction in
                try transaction.all(
                    "SELECT hash FROM control_audit_head ORDER BY day, bucket /*scatter: the digest of everything done*/"
                ) { try $0.blob(0) }
            }
            try await then(now, database)
            return Built(
                counts: counts, bills: bills.withLock { $0 }, journal: journal.withLock { $0 }, chains: chains
            )
        }
    }

    @Test(arguments: TestEngines.all)
    func `built twice it is the same, the books balance, and the last month waits`(_ engine: Engine)
        async throws
    {
        let first = try await Self.build(engine) { doors, database in
            #expect(try await Ledger(control: doors.control).verify().isClean)
            #expect(try await database.read { try AuditChain.verify(in: $0).broken } == nil)
            let system = doors.control.systemPrincipal()
            let run = try await doors.billing.start(
                month: Self.small.last, organisation: OrganisationID(1), by: system)
            let progress = try await doors.billing.work(run, by: system)
            // One is closed before, with a bill for its last month.
            #expect(progress.result.done == 59)
            #expect(try await doors.billing.exceptions(of: run, by: system).allSatisfy { !$0.isBlocking })
        }
        #expect(first.counts.accounts == 60)
        #expect(first.counts.months == 4)
        #expect(first.counts.waitingMonth == Self.small.last)
        let plan = DemoPlan(Self.small)
        #expect(
            first.counts.bills
                == (0..<3).reduce(0) { sum, month in
                    sum
                        + plan.accounts.count {
                            ($0.openedIn ?? 0) <= month && ($0.events.closing?.month ?? 3) >= month
                        }
                })
        #expect(first.counts.closings == 1)
        #expect(first.counts.payments > 150)
        #expect(first.counts.paid < first.counts.billed)
        #expect(first.bills.split(separator: "\n").count == first.counts.bills)
        #expect(!first.bills.contains(Self.small.last.description))
        #expect(try await Self.build(engine) == first)
    }

    @Test(arguments: TestEngines.all)
    func `one person a role and station can sign in`(_ engine: Engine) async throws {
        _ = try await Self.build(engine) { doors, _ in
            let lines = try await Demo.addPeople(control: doors.control)
            #expect(Set(lines.map(\.login)).count == 34)
            #expect(Set(lines.flatMap(\.roles)) == Set(RoleCode.allCases.map(\.rawValue)))
            for line in lines {
                let role = try #require(RoleCode(rawValue: line.roles[0]))
                #expect((line.secondFactor != nil) == doors.control.needsSecondFactor(role))
                let principal = try #require(try await doors.control.principal(login: line.login))
                #expect(principal.may("control.workbench"))
            }
            let clerk = try #require(try await doors.control.principal(login: "kf.laocheng"))
            #expect(clerk.may("payment.take") && !clerk.may("billing.run"))
            #expect(clerk.scope == OrganisationPath("/1/11/"))
        }
    }

    /// What a list of work tells of the people's sheets, without the numbers of the people themselves.
    private static func sheets(_ engine: Engine) async throws -> [String] {
        let found = Mutex<[String]>([])
        _ = try await build(engine) { doors, database in
            _ = try await Demo.addPeople(control: doors.control)
            let demo = try Demo(
                small, database: database, keys: KeyRing(master: Array(repeating: 7, count: 32)),
                doors: Self.doors)
            let made = try await demo.addCases()
            try await demo.addMachines()
            let system = doors.control.systemPrincipal()
            let tokens = try await doors.control.tokens(by: system)
            #expect(tokens.count == 3 && tokens.count { $0.revokedAt == nil } == 2)
            #expect(try await doors.control.webhookList(by: system).map(\.isOn) == [false])
            let lines = try await doors.control.cases(.all, by: system)
            #expect(Set(lines.map(\.workCase.id)) == Set(made))
            #expect(Set(lines.map(\.workCase.state)) == [.running, .suspended, .done, .withdrawn])
            let lights = lines.compactMap(\.clock).filter { !$0.isStopped }.map(\.light)
            #expect(Set(lights) == [.green, .amber, .red])
            let holders = Set(lines.compactMap(\.names.holder))
            // Everyone who may have a sheet in hand has one: of the stations' four trades, and of the company's.
            for name in ["梁守灯", "何静", "孔小满", "石大海", "财务 陆平", "核算中心 沈潮", "档案 白帆", "系统管理员"] {
                #expect(holders.contains(name), "\(name)")
            }
            let cover = try #require(try await doors.control.principal(login: "hs.gangqu"))
            let mine = try await doors.control.cases(.mine, by: cover)
            #expect(mine.compactMap(\.coveredFor).count == 1 && mine.count == 2)
            let handed = try #require(mine.first { $0.coveredFor == nil })
            let trail = try await doors.control.workCase(handed.workCase.id, by: cover).trail
            #expect(trail.contains { $0.action == "handOver" && $0.other == cover.user })
            #expect(try await database.read { try AuditChain.verify(in: $0).broken } == nil)
            found.withLock {
                $0 = lines.map { line in
                    let clock = line.clock.map { "\($0.light) \(String(describing: $0.due?.milliseconds))" }
                    return
                        "\(line.workCase.id) \(line.workCase.title) \(line.workCase.state) \(clock ?? "") \(line.names)"
                }
            }
        }
        return found.withLock { $0 }
    }

    @Test(arguments: TestEngines.all)
    func `the people have sheets in hand of every light, the same each time`(_ engine: Engine) async throws {
        let first = try await Self.sheets(engine)
        #expect(first.count > 15)
        #expect(try await Self.sheets(engine) == first)
    }
}
