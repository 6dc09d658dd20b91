import Billing
import Control
import Foundation
import Kernel
import Store
import Synchronization
import Tariff
import TestSupport
import Testing

/// Who takes a published price, and who does not and why.
@Suite struct UptakeTests {
    private static let dayOfShanghai = Day(yyyymmdd: 2013_01_01)!

    private static func month(_ yyyymm: Int) -> BillingMonth { BillingMonth(yyyymm: yyyymm)! }

    @Test(arguments: [(1997_05_01, 200001), (1999_12_31, 200001), (2000_02_29, 200002), (2199_12_31, 219912)])
    func `a version older than the first billing month is looked for from that`(day: Int, month: Int) throws {
        let day = try #require(Day(yyyymmdd: day))
        #expect(TariffUptake.firstMonth(of: day) == Self.month(month))
    }

    @Test(arguments: TestEngines.all)
    func `a month that was not run is not due, and once released everybody has a state`(_ engine: Engine)
        async throws
    {
        try await YearWorld.with(engine) { world in
            let (one, two) = (try await world.open(1), try await world.open(2))
            world.move(to: 2026_02_01)
            func uptake() async throws -> TariffUptake {
                try await world.billing.uptake(
                    "SH-RES", from: Self.dayOfShanghai, month: Self.month(202601), by: world.clerk)
            }
            let early = try await uptake()
            #expect(
                early.counts == [.notRun: 2] && early.concern(on: world.control.house.clock.today) == .none)
            try await world.read(2026_01_31, [one: 100])
            #expect(try await world.bill(202601) == 1)
            let found = try await uptake()
            #expect(found.counts == [.taken: 1, .unread: 1])
            #expect(found.concern(on: world.control.house.clock.today) == .some)
            #expect(found.others.map(\.id) == [two] && found.others.first?.billedFrom == nil)
            #expect(found.energy == Energy(kilowattHours: 100) && found.amount == Money(fen: 6_170))
            #expect(found.accounts == 2)
        }
    }

    @Test(arguments: TestEngines.all)
    func `who is still billed at the version before is told, and a price that nobody has is an alarm`(
        _ engine: Engine
    ) async throws {
        try await YearWorld.with(engine) { world in
            // Hubei's shipped month lies in the three that are looked at: nobody published it, so it is no alarm.
            let (tariff, one, two) = try await world.billedJanuary()
            let day = Day(yyyymmdd: 2026_02_10)!
            for code in ["SH-RES", "BJ-RES"] { try await Self.publish(code, from: day, tariff, world) }
            world.move(to: 2026_03_01)

            // January's bills stay at the version before; of February nobody was billed yet.
            let january = try await world.billing.uptake(
                "SH-RES", from: day, month: Self.month(202601), by: world.clerk)
            #expect(january.counts == [.before: 2])
            #expect(january.others.map(\.billedFrom) == [Self.dayOfShanghai, Self.dayOfShanghai])
            #expect(january.concern(on: day) == .nobody)
            let waiting = try await world.billing.uptake("SH-RES", from: day, by: world.clerk)
            #expect(waiting.month == Self.month(202602) && waiting.counts == [.notRun: 2])
            #expect(try await world.billing.unreached(by: world.clerk).map(\.code) == ["BJ-RES"])

            try await world.read(2026_02_28, [one: 202, two: 614])
            #expect(try await world.bill(202602) == 2)
            let taken = try await world.billing.uptake("SH-RES", from: day, by: world.clerk)
            #expect(taken.counts == [.taken: 2] && taken.concern(on: day) == .none)

            // The night tells it to whoever listens.
            let night = try #require(world.control.schedules.first { $0.key == "billing.uptake" })
            #expect(
                try await night.perform(world.control, world.control.house.clock.now())
                    == ScheduleOutcome(
                        "billing.uptake.outcome.some", [("count", "1"), ("prices", "BJ-RES 2026-02-10")])
            )
            let told = try await world.control.house.database.read { transaction in
                try transaction.all(
                    "/*scatter: a test looks at events*/ SELECT payload FROM control_event WHERE topic = 'billing.priceUnreached'"
                ) { try $0.text(0) }
            }
            #expect(told == [#"{"tariff":"BJ-RES","from":"2026-02-10"}"#])
            await #expect(throws: TariffRefusal.self) {
                _ = try await world.billing.uptake("SH-RES", from: day.adding(days: 1), by: world.clerk)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a price that everybody has a month later, since all were read before its day, is no alarm then`(
        _ engine: Engine
    ) async throws {
        try await YearWorld.with(engine) { world in
            let (tariff, one, two) = try await world.billedJanuary()
            let day = Day(yyyymmdd: 2026_02_10)!
            try await Self.publish("SH-RES", from: day, tariff, world)
            world.move(to: 2026_03_01)
            try await world.read(2026_02_08, [one: 150, two: 400])
            #expect(try await world.bill(202602) == 2)
            #expect(try await world.billing.unreached(by: world.clerk).map(\.counts) == [[.before: 2]])

            world.move(to: 2026_04_01)
            try await world.read(2026_03_08, [one: 200, two: 500])
            #expect(try await world.bill(202603) == 2)
            #expect(try await world.billing.unreached(by: world.clerk).isEmpty)
            let listed = try await world.billing.uptakes(months: 12, by: world.clerk)
            let row = try #require(listed.first { $0.code == "SH-RES" && $0.from == day })
            #expect(row.month == Self.month(202603) && row.counts == [.taken: 2])
            #expect(row.concern(on: day) == .none)
            let february = try await world.billing.uptake("SH-RES", from: day, by: world.clerk)
            #expect(february.counts == [.before: 2])
        }
    }

    @Test(arguments: TestEngines.all)
    func `whose bill was taken back is told apart from whoever was not read, until it is billed anew`(
        _ engine: Engine
    ) async throws {
        try await YearWorld.with(engine) { world in
            let (home, _) = try await world.twoBilledMonths()
            try await world.approve(try await world.proposal(TakeBack.of([YearWorld.id(home, 2026_02)])))
            func uptake() async throws -> TariffUptake {
                try await world.billing.uptake(
                    "SH-RES", from: Self.dayOfShanghai, month: Self.month(202602), by: world.clerk)
            }
            let found = try await uptake()
            #expect(found.counts == [.taken: 1, .takenBack: 1])
            #expect(found.others.map(\.id) == [home] && found.concern(on: Self.dayOfShanghai) == .some)
            #expect(try await world.bill(202602) == 1)
            #expect(try await uptake().counts == [.taken: 2])
        }
    }

    @Test(arguments: TestEngines.all)
    func `where nobody published a price the workbench walks no account`(_ engine: Engine) async throws {
        let statements = Mutex<[String]>([])
        try await YearWorld.with(
            engine, observer: { text in statements.withLock { $0.append(text) } }
        ) { world in
            let tariff = Tariff(control: world.control, shelf: TariffShelf(try TariffCatalogue.bundled()))
            try await tariff.install(TariffCatalogue.bundledFiles())
            let one = try await world.open(1)
            world.move(to: 2026_02_01)
            try await world.read(2026_01_31, [one: 100])
            #expect(try await world.bill(202601) == 1)
            func walked() async throws -> Bool {
                statements.withLock { $0 = [] }
                _ = try await world.billing.unreached(by: world.clerk)
                return statements.withLock { $0.contains { $0.contains("records_account") } }
            }
            // What was shipped begins in these months too, and concerns nobody.
            let begun = try await world.billing.uptakes(months: 3, by: world.clerk)
            #expect(!begun.isEmpty)
            #expect(try await walked() == false)
            try await Self.publish("SH-RES", from: Day(yyyymmdd: 2026_02_10)!, tariff, world)
            #expect(try await walked())
        }
    }

    /// The last version's copy from a day on, published by two people.
    private static func publish(_ code: String, from day: Day, _ tariff: Tariff, _ world: YearWorld)
        async throws
    {
        let standing = try await tariff.standing(by: world.clerk).first { $0.code == code }
        let text = try #require(standing?.content)
        var file = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        var versions = try #require(file["versions"] as? [[String: Any]])
        var next = try #require(versions.last)
        next["effectiveFrom"] = day.description
        versions.append(next)
        file["versions"] = versions
        let content = String(decoding: try JSONSerialization.data(withJSONObject: file), as: UTF8.self)
        let draft = try await tariff.createDraft(.content(content), by: world.clerk)
        _ = try await tariff.check(draft.id, by: world.clerk)
        let job = try await world.billing.rehearse(draft: draft.id, months: 1, by: world.clerk)
        try await world.billing.workRehearsal(job, by: world.clerk)
        let proposal = try await tariff.proposePublication(
            of: draft.id, version: draft.version, reason: "新价", by: TwoPeople.proposer)
        _ = try await world.control.approve(proposal.id, hash: proposal.hashText, by: TwoPeople.approver)
    }
}
