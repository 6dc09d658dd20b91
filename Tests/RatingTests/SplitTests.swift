import Kernel
import Rating
import Tariff
import Testing

@Suite struct `Splitting a period` {
    let catalogue: TariffCatalogue
    let seed: UInt64 = 20_261_123

    init() throws { catalogue = try Making.everything() }

    @Test(arguments: ["SH-RES", "ZJ-RES", "BJ-RES", "SZ-RES", "HB-COM-LV", "HB-COM-LV-TOU", "EX-HEATING"])
    func `at any day changes no more than the rounding allows`(code: String) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            var energy = PeriodEnergy()
            var usage = try Making.usage(catalogue, code, total: Int64.random(in: 0...900, using: &random))
            let compiled = catalogue.book.tariffs[Int(usage.tariff)]
            if compiled.isTimeOfUse {
                energy = PeriodEnergy(peak: .kWh(Int64.random(in: 0...500, using: &random)))
                energy.valley = .kWh(Int64.random(in: 0...500, using: &random))
                usage.energy = energy
                usage.total = energy.peak + energy.valley
            }
            usage.month = BillingMonth(year: 2026, month: Int.random(in: 1...12, using: &random))
            usage.yearToDate = .kWh(Int64.random(in: 0...5_200, using: &random))
            usage.daysInPeriod = 31
            usage.daysInService = 31
            let day = UInt16.random(in: 1...30, using: &random)
            let (first, second) = try #require(UsageSplit.byDays(usage, first: day))
            #expect(first.total + second.total == usage.total)
            let whole = catalogue.book.rate(usage)
            let parts = catalogue.book.rate(all: [first, second])
            let difference = parts.bills.map(\.total).total() - whole.bills[0].total
            let lines = Int64(parts.lines.count + whole.lines.count)
            #expect(
                difference.magnitude.fen <= lines, "seed \(seed), day \(day), \(usage): \(difference)")
        }
    }

    @Test(arguments: ["SH-RES", "BJ-RES", "SZ-RES", "HB-COM-LV", "HB-COM-LV-TOU", "EX-HEATING"])
    func `at any frozen register changes no more than the rounding allows`(code: String) throws {
        var random = SeededGenerator(seed: seed)
        var divided = 0
        for _ in 0..<300 {
            var usage = try Making.usage(catalogue, code, total: 0)
            let compiled = catalogue.book.tariffs[Int(usage.tariff)]
            var frozen = PeriodEnergy()
            var before = Energy.zero
            for period in TouPeriod.allCases where compiled.hasPrice(period) {
                let energy = Energy(wattHours: Int64.random(in: 0...900_000, using: &random))
                let part = Energy(wattHours: Int64.random(in: 0...energy.wattHours, using: &random))
                if period != .total {
                    usage.energy[period] = energy
                    frozen[period] = part
                }
                usage.total += energy
                before += part
            }
            usage.month = BillingMonth(year: 2026, month: Int.random(in: 1...12, using: &random))
            usage.yearToDate = .kWh(Int64.random(in: 0...5_200, using: &random))
            let day = UInt16.random(in: 1...29, using: &random)
            let halves = UsageSplit.byFrozen(usage, first: day, total: before, energy: frozen)
            let (first, second) = try #require(halves)
            #expect(first.total == before && first.total + second.total == usage.total)
            let whole = catalogue.book.rate(usage)
            let parts = catalogue.book.rate(all: [first, second])
            #expect(parts.bills.allSatisfy { $0.refusal == nil } && whole.bills[0].refusal == nil)
            let difference = parts.bills.map(\.total).total() - whole.bills[0].total
            let lines = Int64(parts.lines.count + whole.lines.count)
            #expect(difference.magnitude.fen <= lines, "seed \(seed), day \(day), \(usage): \(difference)")
            if !first.total.isZero, !second.total.isZero { divided += 1 }
        }
        #expect(divided > 250)
    }

    @Test func `by a frozen register, and refuses one that says more than the period`() throws {
        var usage = try Making.usage(
            catalogue, "SH-RES-TOU", total: 300, energy: PeriodEnergy(peak: .kWh(200), valley: .kWh(100)))
        usage.daysInPeriod = 30
        let halves = UsageSplit.byFrozen(
            usage, first: 10, total: .kWh(90), energy: PeriodEnergy(peak: .kWh(60), valley: .kWh(30)))
        let (first, second) = try #require(halves)
        #expect(first.energy.peak == .kWh(60) && second.energy.peak == .kWh(140) && second.total == .kWh(210))
        #expect(first.daysInService == 10 && second.daysInService == 20)
        #expect(second.yearToDate == .kWh(90) && second.monthSoFar.total == .kWh(90))
        #expect(UsageSplit.byFrozen(usage, first: 10, total: .kWh(301)) == nil)
        #expect(UsageSplit.byDays(usage, first: 30) == nil && UsageSplit.byDays(usage, first: 0) == nil)
    }

    @Test func `charges by the month are paid for each part's days`() throws {
        var usage = try Making.usage(
            catalogue, "EX-TWO-PART", total: 3_000, energy: PeriodEnergy(flat: .kWh(3_000)))
        usage.basicChargeMode = .capacity
        usage.capacity = ApparentPower(voltAmperes: 400_000)
        let (first, second) = try #require(UsageSplit.byDays(usage, first: 12))
        let charges = catalogue.book.rate(all: [first, second]).bills.map(\.basicCharge)
        #expect(charges == [Money(fen: 2_400_00), Money(fen: 3_600_00)])
    }
}

extension TariffBook {
    func rate(all usages: [Usage]) -> RatedBatch {
        var batch = RatedBatch()
        rate(usages, into: &batch)
        return batch
    }
}
