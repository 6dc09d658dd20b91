import Billing
import Control
import Demo
import Foundation
import Kernel
import Rating
import Reading
import Records
import Store
import Tariff
import TestSupport
import Testing

/// One account's past usage under other tariffs.
@Suite struct ComparisonTests {
    /// Four months of one household's readings on Shanghai's price for all hours, into the second tier.
    private static let dials: [(month: Int, day: Int, dial: Int64)] = [
        (202601, 2026_01_31, 1_500), (202602, 2026_02_28, 2_800), (202603, 2026_03_31, 3_333),
        (202604, 2026_04_30, 5_000),
    ]

    private func year(_ world: YearWorld) async throws -> AccountID {
        let one = try await world.open(1)
        for (month, day, dial) in Self.dials {
            world.move(to: Int(Day(yyyymmdd: day)!.adding(days: 1).yyyymmdd))
            try await world.read(day, [one: dial])
            #expect(try await world.bill(month) == 1)
        }
        return one
    }

    private func place(_ code: String, _ comparison: TariffComparison) throws -> Int {
        try #require(comparison.candidates.firstIndex { $0.code == code })
    }

    @Test(arguments: TestEngines.all)
    func `under the account's own tariff comes to the bills that were released, and writes nothing`(
        _ engine: Engine
    ) async throws {
        try await YearWorld.with(engine) { world in
            let one = try await year(world)
            let rows = try await Self.rows(world)
            let found = try await world.billing.compare(account: one, by: world.clerk)
            #expect(found.months.map(\.month.yyyymm) == Self.dials.map(\.month))
            for month in found.months {
                let bill = try await world.bill(one, Int(month.month.yyyymm))
                #expect(month.billed == bill.amount && month.own.amount == bill.amount)
                #expect(month.energy?.kilowattHours == bill.kilowattHours)
                #expect(month.own.lines.map(\.amount).total() == bill.amount)
            }
            // Nothing else that is open to it could be reckoned: there is no cheapest of one.
            #expect(found.cheapest == nil)
            let total = found.total(of: try place("SH-RES", found))
            #expect(total.months == 4 && total.left == 0 && total.difference == .zero)
            #expect(total.other == found.months.compactMap(\.billed).total())
            #expect(found.candidates[0].isOwn && found.candidates[0].code == "SH-RES")
            #expect(try await Self.rows(world) == rows)

            // The last two; those up to February.
            let two = try await world.billing.compare(account: one, months: 2, by: world.clerk)
            #expect(two.months.map(\.month.yyyymm) == [202603, 202604])
            let early = try await world.billing.compare(
                account: one, through: BillingMonth(yyyymm: 202602)!, by: world.clerk)
            #expect(early.months.map(\.month.yyyymm) == [202601, 202602])
        }
    }

    /// How many rows each table has.
    private static func rows(_ world: YearWorld) async throws -> [Int64] {
        let tables = world.control.schema.tables.map(\.name)
        return try await world.database.read { transaction in
            try tables.map { table in
                try transaction.one(
                    SQL(stringLiteral: "/*scatter: a test counts every row*/ SELECT count(*) FROM \(table)")
                ) { try $0.int64(0) }
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func
        `a price by peak and valley is not guessed from a total register, but estimated where a share is given`(
            _ engine: Engine
        ) async throws
    {
        try await YearWorld.with(engine) { world in
            let one = try await world.open(1)
            world.move(to: 2026_02_01)
            try await world.read(2026_01_31, [one: 101])
            #expect(try await world.bill(202601) == 1)
            let plain = try await world.billing.compare(
                account: one, with: [.published("SH-RES-TOU")], by: world.clerk)
            #expect(plain.months[0].others[0].gap == .noPeriods)
            #expect(plain.total(of: 0).left == 1 && plain.total(of: 0).months == 0)
            #expect(plain.cheapest == nil)

            // 38 % of 101 kWh are 38.38, 38 whole: 63 × 0.617 + 38 × 0.307 = 38.871 → 38.87, 11.666 → 11.67.
            let guessed = try await world.billing.compare(
                account: one, with: [.published("SH-RES-TOU"), .published("SH-RES")], valleyPercent: 38,
                by: world.clerk)
            let side = guessed.months[0].others[0]
            #expect(side.gap == nil && side.assumptions == [.valleyShare])
            #expect(side.amount == Money(fen: 5_054))
            #expect(side.lines.map(\.quantity) == [63_000, 38_000])
            // 101 × 0.617 = 62.317.
            #expect(guessed.months[0].own.amount == Money(fen: 6_232))
            #expect(guessed.total(of: 0).difference == Money(fen: -1_178))
            #expect(guessed.cheapest == 0)
            // The total register serves the price for all hours as it is.
            #expect(guessed.months[0].others[1].assumptions.isEmpty)
        }
    }

    @Test(arguments: TestEngines.all)
    func `metered periods are rated as they were read, whatever share is given`(_ engine: Engine) async throws
    {
        try await YearWorld.with(engine) { world in
            let kinds: [RegisterKind] = [.total, .peak, .valley]
            let one = try await world.records.open(
                NewAccount(
                    consumerNo: "100009", name: "住户9", kind: .person, address: "灯塔路9号",
                    organisation: OrganisationID(2), node: world.area.id, accountClass: .residential,
                    route: "R1", openedOn: Day(yyyymmdd: 2025_12_31)!,
                    terms: TermValues(tariffCode: "SH-RES-TOU"),
                    meters: [
                        NewMeter(
                            assetNo: "E9", multiplier: .one,
                            registers: kinds.map { .init($0, digits: 6, decimals: 2, value: .zero) })
                    ]), by: world.clerk)
            world.move(to: 2026_02_01)
            let values: [Int64] = [100, 70, 30]
            let read = try await world.reading.load(
                BillingMonth(yyyymm: 202601)!,
                [
                    AccountReadings(
                        one, on: Day(yyyymmdd: 2026_01_31)!,
                        zip(kinds, values).map { RegisterReading($0, RegisterValue(whole: $1)) })
                ], approvesReviews: true, by: world.clerk)
            #expect(read.errors.isEmpty)
            #expect(try await world.bill(202601) == 1)
            let found = try await world.billing.compare(
                account: one, with: [.published("SH-RES"), .published("SH-RES-TOU")], valleyPercent: 90,
                by: world.clerk)
            // 70 × 0.617 + 30 × 0.307 against 100 × 0.617.
            #expect(found.months[0].others.map(\.amount.fen) == [6_170, 5_240])
            #expect(found.months[0].others.allSatisfy { $0.assumptions.isEmpty })
            #expect(found.months[0].billed == Money(fen: 5_240))
            #expect(found.cheapest == 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `an open draft comes to what its rehearsal says of the account`(_ engine: Engine) async throws {
        try await YearWorld.with(engine) { world in
            let tariff = Tariff(control: world.control, shelf: TariffShelf(try TariffCatalogue.bundled()))
            try await tariff.install(TariffCatalogue.bundledFiles())
            let one = try await year(world)
            let standing = try await tariff.standing(by: world.clerk).first { $0.code == "SH-RES" }
            let content = try #require(standing?.content)
            let draft = try await tariff.createDraft(
                .content(content.replacingOccurrences(of: "\"0.617\"", with: "\"0.637\"")), by: world.clerk)
            #expect(draft.content != content)
            let job = try await world.billing.rehearse(draft: draft.id, months: 12, by: world.clerk)
            try await world.billing.workRehearsal(job, by: world.clerk)
            let rehearsal = try #require(
                try await world.billing.rehearsal(of: draft.id, by: world.clerk))
            let found = try await world.billing.compare(
                account: one, with: [.draft(draft.id)], by: world.clerk)
            let total = found.total(of: 0)
            #expect(total.own == rehearsal.before && total.other == rehearsal.after)
            #expect(total.difference > .zero && total.months == rehearsal.bills)

            // Offered with the published ones that fit: households of Shanghai's low voltage, no farm and no factory.
            let all = try await world.billing.compare(account: one, by: world.clerk)
            #expect(all.candidates.last?.choice == .draft(draft.id))
            #expect(all.candidates.filter(\.isOpen).map(\.code) == ["SH-RES-TOU"])
            #expect(all.candidates.allSatisfy { $0.tariffClass == .residential })
            // Nobody who may not see drafts is told of them.
            let counter = Self.person(["billing.compare"], "/1/2/")
            let seen = try await world.billing.compare(account: one, by: counter)
            #expect(!seen.candidates.contains { $0.choice == .draft(draft.id) })
            await #expect(throws: ControlRefusal.self) {
                try await world.billing.compare(account: one, with: [.draft(draft.id)], by: counter)
            }
            try await tariff.dropDraft(draft.id, version: draft.version, by: world.clerk)
            await #expect(throws: TariffRefusal.draftClosed) {
                try await world.billing.compare(account: one, with: [.draft(draft.id)], by: world.clerk)
            }
        }
    }

    private static func person(_ permissions: Set<Permission>, _ scope: String) -> Principal {
        Principal(
            user: UserID(12), login: "u12", name: "u12", organisation: OrganisationID(2),
            organisationName: "", scope: OrganisationPath(scope), roles: [], permissions: permissions,
            address: "test")
    }

    @Test(arguments: TestEngines.all)
    func `nobody compares an account outside the scope, without the permission, or with what does not fit`(
        _ engine: Engine
    ) async throws {
        try await YearWorld.with(engine) { world in
            let one = try await world.open(1)
            await #expect(throws: RecordsRefusal.accountUnknown(one.description)) {
                try await world.billing.compare(
                    account: one, by: Self.person(["billing.compare"], "/1/3/"))
            }
            await #expect(throws: ControlRefusal.forbidden("billing.compare")) {
                try await world.billing.compare(
                    account: one, by: Self.person(["billing.read", "tariff.read"], "/1/2/"))
            }
            await #expect(throws: BillingRefusal.tariffDoesNotFit(code: "HB-AGR")) {
                try await world.billing.compare(
                    account: one, with: [.published("HB-AGR")], by: world.clerk)
            }
            await #expect(throws: TariffRefusal.unknownTariff(code: "NO-SUCH")) {
                try await world.billing.compare(
                    account: one, with: [.published("NO-SUCH")], by: world.clerk)
            }
            // Nothing billed yet: nothing to say.
            let empty = try await world.billing.compare(account: one, by: world.clerk)
            #expect(empty.months.isEmpty && empty.cheapest == nil)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a price of two parts is reckoned by the capacity in the archive, and not at all without one`(
        _ engine: Engine
    ) async throws {
        try await CapacityWorld.with(engine) { world in
            let firm = try await world.open(1, "HB-COM-10KV", mode: .none, kva: 200)
            let none = try await world.open(2, "HB-COM-10KV", mode: .none, kva: 0)
            let plant = try await world.open(3, "HB-IND-10KV", kva: 200)
            let works = try await world.open(4, "HB-IND-10KV", kva: 630)
            world.move(to: 2025_07_01)
            for id in [firm, none, plant, works] {
                try await world.read(id, 2025_06_30, [.total: 10_000, .reactive: 0, .demand: 100])
            }
            #expect(try await world.bill() == 4)
            let (billing, clerk) = (world.doors.billing, world.clerk)
            func other(_ id: AccountID, _ code: String) async throws -> TariffComparison.Side {
                try await billing.compare(account: id, with: [.published(code)], by: clerk).months[0].others[
                    0]
            }
            // 10 000 × 0.651886 + 200 × 26.3.
            let firmSide = try await other(firm, "HB-IND-10KV")
            #expect(firmSide.amount == Money(fen: 1_177_886) && firmSide.assumptions == [.byCapacity])
            #expect(try await other(none, "HB-IND-10KV").gap == .noBasicMode)
            // 10 000 × 0.715686, without a basic charge; nothing is assumed in that.
            let plantSide = try await other(plant, "HB-COM-10KV")
            #expect(plantSide.amount == Money(fen: 715_686) && plantSide.assumptions.isEmpty)
            // By hours, where only a total was metered.
            #expect(try await other(plant, "HB-IND-10KV-TOU").gap == .noPeriods)
            // Who may choose: 100 to 315 kVA both ways, below nobody, above no way back.
            func open(_ id: AccountID) async throws -> [String] {
                try await billing.compare(account: id, by: clerk).candidates.filter(\.isOpen).map(\.code)
            }
            let both = ["HB-COM-10KV", "HB-COM-10KV-TOU", "HB-IND-10KV", "HB-IND-10KV-TOU"]
            #expect(try await open(firm) == both.filter { $0 != "HB-COM-10KV" })
            #expect(try await open(none) == ["HB-COM-10KV-TOU"])
            #expect(try await open(plant) == both.filter { $0 != "HB-IND-10KV" })
            #expect(try await open(works) == ["HB-IND-10KV-TOU"])
        }
    }

    @Test(arguments: TestEngines.all)
    func `equipment in service counts under the other tariff as it counted in the bill`(_ engine: Engine)
        async throws
    {
        try await CapacityWorld.with(engine) { world in
            let plant = try await world.open(1, assessed: true)
            let big = try await world.add(1_000, to: plant)
            _ = try await world.add(630, to: plant)
            world.move(to: 2025_07_01)
            try await world.order(plant, big, .suspended, 2025_06_11)
            try await world.read(plant, 2025_06_30, [.total: 100_000, .reactive: 30_000, .demand: 500])
            #expect(try await world.bill() == 1)
            let bill = try await world.bill(of: plant)
            let found = try await world.doors.billing.compare(
                account: plant, with: [.published("HB-IND-10KV"), .published("IND15")], by: world.clerk)
            let month = try #require(found.months.first)
            #expect(month.own.lines == bill.lines && month.others[1].lines == bill.lines)
            // The thousand for ten days, the other for the month: 26.3 × (1 000 × 10/30 + 630).
            let basic = month.others[0].lines.filter { $0.kind == .basic }
            #expect(
                basic.map(\.quantity).sorted()
                    == bill.lines.filter { $0.kind == .basic }.map(\.quantity).sorted())
            #expect(basic.map(\.amount).total() == Money(fen: 2_533_567))
            #expect(month.others[0].lines.contains { $0.kind == .powerFactor })
        }
    }

    @Test(arguments: TestEngines.all)
    func `a month without a bill between others keeps the year's tiers as the bills had them`(
        _ engine: Engine
    ) async throws {
        try await YearWorld.with(engine) { world in
            let one = try await world.open(1)
            for (month, day, dial) in [(202601, 2026_01_31, 3_000), (202603, 2026_03_31, 4_000)]
                as [(
                    Int, Int, Int64
                )]
            {
                world.move(to: Int(Day(yyyymmdd: day)!.adding(days: 1).yyyymmdd))
                try await world.read(day, [one: dial])
                #expect(try await world.bill(month) == 1)
            }
            let found = try await world.billing.compare(
                account: one, with: [.published("SH-RES")], by: world.clerk)
            #expect(found.months.map(\.month.yyyymm) == [202601, 202603])
            #expect(found.months.map(\.own.amount) == found.months.compactMap(\.billed))
            #expect(found.total(of: 0).difference == .zero)
            // 120 kWh of the first tier were left when the second month began.
            #expect(found.months[1].own.amount > Money(fen: 61_700))
        }
    }

    @Test(arguments: TestEngines.all)
    func `what a month settled twice was billed is both of its bills`(_ engine: Engine) async throws {
        try await CapacityWorld.with(engine) { world in
            let plant = try await world.open(1, "HB-COM-10KV", mode: .none, kva: 0, settlements: 2)
            world.move(to: 2025_07_01)
            try await world.read(plant, 2025_06_15, [.total: 4_000, .reactive: 0, .demand: 0])
            #expect(try await world.bill() == 1)
            try await world.read(plant, 2025_06_30, [.total: 10_000, .reactive: 0, .demand: 0])
            #expect(try await world.bill() == 1)
            let found = try await world.doors.billing.compare(
                account: plant, with: [.published("HB-COM-10KV")], by: world.clerk)
            let month = try #require(found.months.first)
            // 10 000 × 0.715686, by the month and by its two bills.
            #expect(month.own.amount == Money(fen: 715_686) && month.billed == month.own.amount)
        }
    }
}
