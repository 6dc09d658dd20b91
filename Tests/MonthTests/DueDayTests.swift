import Billing
import Control
import Kernel
import Payment
import Records
import Store
import TestSupport
import Testing

/// Which days bills are due on, and which values a released bill says that it was made with.
@Suite struct `A released bill` {
    private func day(_ number: Int) -> Day { Day(yyyymmdd: number)! }

    private func bill(_ world: YearWorld, _ account: AccountID, _ month: Int) async throws -> BillDetail {
        try await world.billing.bill(
            BillID(account: account, month: BillingMonth(yyyymm: month)!, sequence: 0)!, by: world.clerk)
    }

    private func set(_ world: YearWorld, _ key: String, _ value: String, from: Int) async throws {
        try await world.control.setParameter(
            key, organisation: OrganisationPath("/1/"), from: day(from), value: value, clause: "试验",
            by: world.clerk)
    }

    @Test(arguments: TestEngines.all)
    func `is due on the next working day where its term ends on a holiday`(_ engine: Engine) async throws {
        try await YearWorld.with(engine) { world in
            let home = try await world.open(1)
            // Fifteen days from 21 September end in the week of National Day.
            world.move(to: 2026_09_21)
            try await world.read(2026_08_31, [home: 300])
            #expect(try await world.bill(2026_08) == 1)
            #expect(try await bill(world, home, 2026_08).bill.dueDay == day(2026_10_08))
            let kept = try await world.billing.parameters(
                of: bill(world, home, 2026_08).bill.id, by: world.clerk)
            #expect(kept.first { $0.key == "billing.dueOnHoliday" }?.text == "NEXT_WORKDAY")
            try await set(world, "billing.dueOnHoliday", "AS_IS", from: 2026_09_21)
            try await world.read(2026_09_21, [home: 500])
            #expect(try await world.bill(2026_09) == 1)
            #expect(try await bill(world, home, 2026_09).bill.dueDay == day(2026_10_06))
            // Nobody knows yet which days of 2031 are worked.
            try await set(world, "billing.dueOnHoliday", "NEXT_WORKDAY", from: 2026_10_01)
            world.move(to: 2030_12_25)
            try await world.read(2030_12_25, [home: 700])
            #expect(try await world.bill(2030_12) == 1)
            #expect(try await bill(world, home, 2030_12).bill.dueDay == day(2031_01_09))
        }
    }

    @Test(arguments: TestEngines.all)
    func `says by which values its energy was worked out, whatever anybody wants to set since`(
        _ engine: Engine
    ) async throws {
        try await YearWorld.with(engine) { world in
            let home = try await world.open(1)
            world.move(to: 2026_01_31)
            try await world.read(2026_01_31, [home: 300])
            for (key, value) in [
                ("reading.registerUnits", "CARRY"), ("reading.chargeNoLoadWhenIdle", "YES"),
                ("reading.lossShift.ONE", "2000000"), ("reading.averageMonths", "2"),
            ] {
                await #expect(throws: ControlRefusal.parameterReached(day(2026_02_01))) {
                    try await set(world, key, value, from: 2026_01_31)
                }
                await #expect(throws: ControlRefusal.parameterReached(day(2026_02_01))) {
                    try await world.control.checkParameter(
                        key, organisation: OrganisationID(2), from: day(2026_01_15), value: value,
                        clause: "试验", by: world.clerk)
                }
            }
            // A station that nobody read yet may still choose, and so may everybody from the next month on.
            try await world.control.setParameter(
                "reading.registerUnits", organisation: OrganisationPath("/1/3/"), from: day(2026_01_01),
                value: "CARRY", clause: "试验", by: world.clerk)
            try await set(world, "reading.registerUnits", "CARRY", from: 2026_02_01)
            // What is looked for beside the energy may change at any time.
            try await set(world, "reading.change.residentialPercent", "900000", from: 2026_01_31)
            let run = try await world.billing.start(
                month: BillingMonth(year: 2026, month: 1), organisation: OrganisationID(1), by: world.clerk)
            try await world.billing.work(run, by: world.clerk)
            // The checks were made by then.
            try await set(world, "billing.check.amountMultiple", "7", from: 2026_01_01)
            try await world.billing.check(run, by: world.clerk)
            try await world.billing.release(run, by: world.clerk)
            try await world.billing.work(run, by: world.clerk)
            let kept = try await world.billing.parameters(
                of: bill(world, home, 2026_01).bill.id, by: world.clerk)
            func value(_ key: String) -> String? { kept.first { $0.key == key }?.text }
            #expect(value("reading.registerUnits") == "CUT")
            #expect(value("reading.chargeNoLoadWhenIdle") == "NO")
            #expect(value("reading.lossShift.ONE") == "3600000")
            #expect(value("reading.averageMonths") == "3")
            #expect(value("records.capacity.shareYears") == "2")
            #expect(value("billing.check.amountMultiple") == "3")
        }
    }
}
