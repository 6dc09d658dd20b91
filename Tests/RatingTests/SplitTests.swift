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

    private struct NotDivided: Error {}

    @Test func `goes on in each period's own tiers, by days, by a frozen register and with energy set off`()
        throws
    {
        func version(_ more: String) -> String {
            """
            {"effectiveFrom": "2026-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"}\(more),
             "prices": {"PEAK": ["0.3", "0.6"], "VALLEY": ["0.1", "0.2"]},
             "tiers": {"basis": "MONTH", "periodLimitsKwh": {"PEAK": [100], "VALLEY": [50]},
                       "combine": {"rule": "PERIOD_TIERS"}}}
            """
        }
        let catalogue = try Making.catalogue(
            class: "COMMERCIAL_SINGLE", versions: version(""),
            version(#", "sell": {"scheme": "NET_METERING_KWH"}"#),
            version(#", "powerFactor": "ASSESSED", "sell": {"scheme": "NET_METERING_KWH"}"#))
        var usage = try Making.usage(
            catalogue, "T-0", total: 300, energy: PeriodEnergy(peak: .kWh(150), valley: .kWh(150)))
        let whole = catalogue.book.rate(usage).bills[0].total
        #expect(whole == Money(fen: 30_00 + 30_00 + 5_00 + 20_00))
        func bill(_ usage: Usage, _ halves: (first: Usage, second: Usage)?) throws -> RatedBill {
            guard let (first, second) = halves else { throw NotDivided() }
            var batch = catalogue.book.rate(usage)
            let parts = catalogue.book.rate(parts: [first, second], at: 0, in: &batch)
            #expect(parts.count == 2 && batch.bills[0].tierReached == 2)
            return batch.bills[0]
        }
        for day in UInt16(1)...29 {
            #expect(try bill(usage, UsageSplit.byDays(usage, first: day)).total == whole)
        }
        let frozen = PeriodEnergy(peak: .kWh(120), valley: .kWh(10))
        let halves = UsageSplit.byFrozen(usage, first: 7, total: .kWh(130), energy: frozen)
        #expect(try bill(usage, halves).total == whole)
        // 60 kWh of the first 120 and 10 of the other 30 are set off: 80 kWh of peak are left, all in its first tier.
        usage.tariff = try catalogue.version("T-1", on: Making.day).index
        usage.fedBack = PeriodEnergy(peak: .kWh(70))
        let back = UsageSplit.byFrozen(
            usage, first: 7, total: .kWh(130), energy: frozen, fedBack: PeriodEnergy(peak: .kWh(60)))
        #expect(try bill(usage, back).total == catalogue.book.rate(usage).bills[0].total)
        #expect(catalogue.book.rate(usage).bills[0].total == Money(fen: 24_00 + 5_00 + 20_00))
        // Nor does it matter that a customer is held to a power factor, each part to its own.
        usage.tariff = try catalogue.version("T-2", on: Making.day).index
        usage.powerFactorStandard = .hundredths90
        #expect(try bill(usage, back).energyAmount == catalogue.book.rate(usage).bills[0].energyAmount)
        #expect(catalogue.book.rate(usage).bills[0].energyAmount == Money(fen: 24_00 + 5_00 + 20_00))
        // Three parts: each goes on from all before it.
        usage = try Making.usage(
            catalogue, "T-0", total: 300, energy: PeriodEnergy(peak: .kWh(150), valley: .kWh(150)))
        let (rest, last) = try #require(UsageSplit.byDays(usage, first: 20))
        let (one, two) = try #require(UsageSplit.byDays(rest, first: 9))
        var batch = catalogue.book.rate(usage)
        #expect(catalogue.book.rate(parts: [one, two, last], at: 0, in: &batch).count == 3)
        #expect(batch.bills[0].total == whole)
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
