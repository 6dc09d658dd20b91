import Kernel
import Rating
import Tariff
import Testing

@Suite struct `Charges` {
    let catalogue: TariffCatalogue

    init() throws { catalogue = try Making.everything() }

    private func yuan(_ text: String) -> Money { (try? Money(text: text)) ?? Money(fen: .min) }
    private func price(_ text: String) -> Price { (try? Price(text: text)) ?? Price(units: .min) }

    private func lines(_ usage: Usage) -> [RatedLine] { catalogue.book.rate(usage).lines }

    /// Peak 260, flat 300, valley 100, period 6 200 kWh.
    private func summer(_ month: Int) throws -> Usage {
        var energy = PeriodEnergy(peak: .kWh(260), flat: .kWh(300), valley: .kWh(100))
        energy[.period6] = .kWh(200)
        var usage = try Making.usage(catalogue, "EX-SUMMER-PEAK", total: 860, energy: energy)
        usage.month = BillingMonth(year: 2026, month: month)
        usage.actualDemand = Power(watts: 90_000)
        usage.demand[.peak] = Power(watts: 150_000)
        return usage
    }

    @Test func `each period fills tiers of its own, by season, and demand is tiered by period`() throws {
        let batch = catalogue.book.rate(try summer(7))
        let energy = batch.lines.filter { $0.kind == .energy }
        let written = energy.map { "\($0.period.code) \($0.tier) \($0.quantity) \($0.amount)" }
        let wanted = [
            "PEAK 1 200000 62.40", "PEAK 2 60000 20.88", "FLAT 1 300000 60.30", "VALLEY 1 100000 11.05",
            "PERIOD_6 1 150500 13.39", "PERIOD_6 2 49500 4.90",
        ]
        #expect(written == wanted)
        // 90 kW × 4.20; peak 150 kW: 50 × 9.10, 70.5 × 11.40, 29.5 × 12.75.
        let demand = batch.lines.filter { $0.kind == .demand }
        #expect(
            demand.map(\.amount) == [
                yuan("378.00"), yuan("455.00"), yuan("803.70"), yuan("376.13"),
            ])
        #expect(demand.map(\.tier) == [0, 1, 2, 3] && batch.bills[0].tierReached == 2)
        #expect(batch.lines.last?.kind == .fixed && batch.lines.last?.amount == yuan("24.50"))
        // In January the season has no peak demand charge and lower prices.
        let winter = lines(try summer(1))
        #expect(winter.first?.amount == yuan("42.40"))
        #expect(winter.filter { $0.kind == .demand }.map(\.amount) == [yuan("279.00")])
    }

    @Test func `a ratchet looks back at the highest of the months before`() throws {
        var usage = try summer(1)
        usage.highestDemand[.total] = Power(watts: 200_000)
        let demand = lines(usage).first { $0.kind == .demand }
        #expect(demand?.quantity == 160_000 && demand?.amount == yuan("496.00"))
        usage.highestDemand[.total] = Power(watts: 100_000)
        #expect(lines(usage).first { $0.kind == .demand }?.quantity == 90_000)
    }

    @Test func `the total fills the tiers and each tier is shared over the periods in proportion`() throws {
        let usage = try Making.usage(
            catalogue, "EX-NET-METERING", total: 500,
            energy: PeriodEnergy(peak: .kWh(375), valley: .kWh(125)))
        let lines = lines(usage).filter { $0.kind == .energy }
        #expect(lines.map(\.quantity) == [225_000, 75_000, 150_000, 50_000])
        #expect(lines.map(\.tier) == [1, 1, 2, 2])
        // 225 × 0.24 + 75 × 0.12 + 150 × 0.29 + 50 × 0.15
        #expect(lines.map(\.amount).total() == yuan("114.00"))
    }

    @Test func `sharing keeps every Wh, whatever the parts`() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<300 {
            var energy = PeriodEnergy()
            var total = Energy.zero
            for period in TouPeriod.allCases.dropFirst() where Bool.random(using: &random) {
                energy[period] = Energy(wattHours: Int64.random(in: 0...5_000_000, using: &random))
                total += energy[period]
            }
            var usage = try Making.usage(catalogue, "EX-TWELVE-BY-SIX", total: 0, energy: energy)
            for period in TouPeriod.allCases.dropFirst() { usage.demand[period] = Power(watts: 1_000) }
            usage.total = total
            usage.yearToDate = Energy(wattHours: Int64.random(in: 0...9_000_000, using: &random))
            let batch = catalogue.book.rate(usage)
            #expect(batch.bills[0].refusal == nil)
            for period in TouPeriod.allCases.dropFirst() {
                let lines = batch.lines.filter { $0.kind == .energy && $0.period == period }
                #expect(lines.reduce(0) { $0 + $1.quantity } == energy[period].wattHours)
            }
            let limits: [Int64] = [1_000_000, 2_000_000, 4_000_000, 8_000_000, 16_000_000, .max]
            var below = usage.yearToDate.wattHours
            for (tier, limit) in limits.enumerated() {
                let upper = Swift.min(limit, usage.yearToDate.wattHours + total.wattHours)
                let lines = batch.lines.filter { $0.kind == .energy && Int($0.tier) == tier + 1 }
                #expect(lines.reduce(0) { $0 + $1.quantity } == Swift.max(0, upper - below))
                below = Swift.max(below, upper)
            }
        }
    }

    @Test func `tiers by hours' use of demand`() throws {
        var usage = try Making.usage(catalogue, "EX-HOURS-USE", total: 10_000)
        usage.actualDemand = Power(watts: 20_000)
        // 20 kW: 4000 at 0.152, 4000 at 0.118, 2000 at 0.094, and 20 × 6.75.
        #expect(catalogue.book.rate(usage).bills[0].total == yuan("1403.00"))
        usage.highestDemand[.total] = Power(watts: 40_000)
        // 75 % of 40 kW count: 6000 at 0.152, 4000 at 0.118, and 30 × 6.75.
        #expect(catalogue.book.rate(usage).bills[0].total == yuan("1586.50"))
    }

    @Test func `a total in jiao is rounded by the rule, and a line says by how much`() throws {
        let catalogue = try Making.everything()
        var usage = try Making.usage(catalogue, "EX-HOURS-USE", total: 10_001)
        usage.actualDemand = Power(watts: 20_000)
        // 0.094 more than 1403.00 is 1403.09.
        let batch = catalogue.book.rate(usage)
        let line = try #require(batch.lines.last)
        #expect(batch.bills[0].total == yuan("1403.10"))
        #expect(line.kind == .totalRounding && line.quantity == 140_309 && line.amount == Money(fen: 1))
        usage.total = .kWh(10_000)
        #expect(catalogue.book.rate(usage).lines.allSatisfy { $0.kind != .totalRounding })
    }

    @Test func `a minimum is the larger of the lines' sum and the minimum, of the month and of the year`()
        throws
    {
        var usage = try Making.usage(catalogue, "EX-SUMMER-PEAK", total: 0)
        #expect(lines(usage).map(\.kind) == [.fixed, .minimum])
        #expect(catalogue.book.rate(usage).bills[0].total == yuan("40.00"))
        usage.daysInService = 10
        #expect(catalogue.book.rate(usage).bills[0].total == yuan("13.33"))
        var last = try Making.usage(
            catalogue, "EX-NET-METERING", total: 10, energy: PeriodEnergy(peak: .kWh(10)))
        last.yearAmount = yuan("200.00")
        #expect(catalogue.book.rate(last).bills[0].total == yuan("10.80"))
        last.isLastOfYear = true
        // 200 + 2.40 + 8.40 is 29.20 short of 240.
        #expect(catalogue.book.rate(last).lines.last?.amount == yuan("29.20"))
        last.yearAmount = yuan("300.00")
        #expect(catalogue.book.rate(last).bills[0].total == yuan("10.80"))
    }

    @Test func `heating months have limits and prices of their own, and steps for five and seven persons`()
        throws
    {
        var usage = try Making.usage(catalogue, "EX-HEATING", total: 450)
        let january = catalogue.book.rate(usage).bills[0]
        // 400 × 0.50 + 50 × 0.55
        #expect(january.total == yuan("227.50"))
        usage.month = BillingMonth(yyyymm: 202607)!
        // 210 × 0.52 + 190 × 0.57 + 50 × 0.82
        #expect(catalogue.book.rate(usage).bills[0].total == yuan("258.50"))
        let compiled = catalogue.book.tariffs[Int(usage.tariff)]
        usage.persons = 5
        #expect(compiled.tierLimits(for: usage) == [.kWh(310), .kWh(500)])
        usage.persons = 7
        #expect(compiled.tierLimits(for: usage) == [.kWh(410), .kWh(600)])
        usage.monthsCovered = 2
        usage.households = 3
        let limits = compiled.tierLimits(for: usage)
        #expect(limits == [.kWh(1_660), .kWh(2_800)])
        #expect(compiled.price(.total, month: 7) == price("0.52"))
    }

    @Test func `the agency group pays half the agency price more, floating with the period`() throws {
        var usage = try Making.usage(
            catalogue, "EX-TWO-PART", total: 300,
            energy: PeriodEnergy(sharp: .kWh(100), flat: .kWh(100), deepValley: .kWh(100)))
        usage.basicChargeMode = .actualDemand
        let plain = catalogue.book.rate(usage).bills[0]
        usage.paysAgencyMultiple = true
        let batch = catalogue.book.rate(usage)
        let premium = batch.lines.filter { $0.kind == .agencyPremium }
        #expect(premium.map(\.amount) == [yuan("40.00"), yuan("20.00"), yuan("4.00")])
        #expect(premium.allSatisfy { $0.factorNumerator == 1 && $0.factorDenominator == 2 })
        #expect(batch.bills[0].total - plain.total == yuan("64.00"))
        #expect(batch.bills[0].energyAmount - plain.energyAmount == yuan("64.00"))
    }

    @Test func `prices come from components and multipliers where none is published`() throws {
        let version = try catalogue.version("EX-TWO-PART", on: Making.day)
        let compiled = catalogue.compiled(version)
        // (0.4 + 0.015) × 1.6 + 0.255
        #expect(compiled.price(.peak) == price("0.919"))
        #expect(compiled.price(.deepValley) == price("0.338"))
        #expect(version.particulars.priceChecks.map(\.period) == [.flat])
        #expect(version.particulars.priceChecks[0].computed == price("0.67"))
    }

    @Test func `a month settled three times pays basic charge and power factor once, on its totals`() throws {
        func usage(_ kWh: Int64, _ kvarh: Int64, _ kW: Int64) throws -> Usage {
            var usage = try Making.usage(
                catalogue, "EX-TWO-PART", total: kWh, energy: PeriodEnergy(flat: .kWh(kWh)))
            usage.basicChargeMode = .contractDemand
            usage.contractDemand = Power(watts: 500_000)
            usage.capacity = ApparentPower(voltAmperes: 1_000_000)
            usage.contractCapacity = usage.capacity
            usage.powerFactorStandard = .hundredths90
            usage.reactive = ReactiveEnergy(kilovarHours: kvarh)
            usage.actualDemand = Power(watts: kW * 1_000)
            return usage
        }
        let whole = catalogue.book.rate(try usage(300_000, 90_000, 560)).bills[0]
        // 300 kWh/kVA: 90 % of the demand price. BAND: 525 kW and twice 35 kW.
        #expect(whole.basicCharge == yuan("22491.00"))
        var soFar = MonthSoFar()
        var sum = Money.zero
        let parts: [[Int64]] = [[100_000, 50_000, 400], [120_000, 10_000, 560], [80_000, 30_000, 90]]
        for (place, numbers) in parts.enumerated() {
            var part = try usage(numbers[0], numbers[1], numbers[2])
            part.monthSoFar = soFar
            part.isLastSettlement = place == 2
            let bill = catalogue.book.rate(part).bills[0]
            #expect(bill.refusal == nil && (place == 2 || bill.basicCharge.isZero))
            sum += bill.total
            soFar.total += part.total
            soFar.reactive += part.reactive
            soFar.energyBase += bill.energyBase
            soFar.demand = Swift.max(soFar.demand, part.actualDemand)
        }
        #expect((sum - whole.total).magnitude <= Money(fen: 2))
    }

    @Test func `energy is set off in kWh, carried, and paid out with the year`() throws {
        var usage = try Making.usage(
            catalogue, "EX-NET-METERING", total: 100,
            energy: PeriodEnergy(peak: .kWh(80), valley: .kWh(20)))
        usage.fedBack = PeriodEnergy(peak: .kWh(30), valley: .kWh(70))
        usage.carriedEnergy = PeriodEnergy(peak: .kWh(10))
        var batch = catalogue.book.rate(usage)
        // 40 kWh of peak are left to pay; 50 kWh of valley go on.
        #expect(batch.bills[0].total == yuan("18.00") && batch.bills[0].energy == .kWh(40))
        #expect(batch.lines.filter { $0.kind == .netted }.map(\.quantity) == [40_000, 20_000])
        #expect(batch.carriedEnergy(of: batch.bills[0]) == PeriodEnergy(valley: .kWh(50)))
        usage.isLastOfYear = true
        usage.yearAmount = yuan("500.00")
        batch = catalogue.book.rate(usage)
        #expect(batch.lines.last?.kind == .yearEnd && batch.lines.last?.amount == yuan("-1.93"))
        #expect(batch.carriedEnergy(of: batch.bills[0]) == PeriodEnergy())
    }

    @Test(arguments: [("", "0.00"), (#", "price": "0.3""#, "-147.00")])
    func `an account's final bill pays the energy it would carry on, at the price the tariff says`(
        price: String, total: String
    ) throws {
        let catalogue = try Making.catalogue(
            class: "COMMERCIAL_SINGLE",
            versions: """
                {"effectiveFrom": "2020-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
                 "prices": {"TOTAL": ["0.5"]},
                 "sell": {"scheme": "NET_METERING_KWH", "yearEnd": {"rule": "CARRY"\(price)}}}
                """)
        var usage = try Making.usage(catalogue, "T-0", total: 10)
        usage.fedBack[.total] = .kWh(500)
        func carried(_ usage: Usage) -> Energy {
            let batch = catalogue.book.rate(usage)
            return batch.carriedEnergy(of: batch.bills[0])[.total]
        }
        #expect(carried(usage) == .kWh(490))
        usage.isLastOfYear = true
        #expect(carried(usage) == .kWh(490))
        for isLastOfYear in [true, false] {
            usage.isLastOfYear = isLastOfYear
            usage.isFinalBill = true
            let line = try #require(lines(usage, catalogue).last)
            #expect(line.kind == .yearEnd && line.quantity == 490_000 && carried(usage) == .zero)
            #expect(line.amount == yuan(total) && catalogue.book.rate(usage).bills[0].total == yuan(total))
        }
        // Divided, the last part alone is the final one.
        let (first, second) = try #require(UsageSplit.byDays(usage, first: 10))
        #expect(!first.isFinalBill && second.isFinalBill)
    }

    private func lines(_ usage: Usage, _ catalogue: TariffCatalogue) -> [RatedLine] {
        catalogue.book.rate(usage).lines
    }

    @Test func `credit in money is carried, never below zero or the minimum, and used later`() throws {
        var usage = try Making.usage(catalogue, "EX-NET-MONEY", total: 50)
        usage.fedBack[.total] = .kWh(250)
        // 10.00 fixed, 200 kWh at 0.09: 8.00 go on.
        var bill = catalogue.book.rate(usage).bills[0]
        #expect(bill.total == .zero && bill.carriedMoney == yuan("8.00") && bill.charges == yuan("10.00"))
        usage.fedBack = PeriodEnergy()
        usage.carriedMoney = bill.carriedMoney
        bill = catalogue.book.rate(usage).bills[0]
        #expect(bill.total == yuan("12.50") && bill.carriedMoney == .zero)
        usage.fedBack[.total] = .kWh(250)
        usage.isLastOfYear = true
        // 10.00 − 18.00 − 8.00, paid out.
        #expect(catalogue.book.rate(usage).bills[0].total == yuan("-16.00"))
        var summer = try Making.usage(catalogue, "EX-SUMMER-PEAK", total: 0)
        summer.fedBack[.peak] = .kWh(1_000)
        let carried = catalogue.book.rate(summer).bills[0]
        #expect(carried.total == yuan("40.00") && carried.carriedMoney == yuan("90.00"))
        summer.isLastOfYear = true
        #expect(catalogue.book.rate(summer).lines.last?.kind == .creditForfeited)
    }

    @Test func `net billing at once and buy all, sell all may come below zero`() throws {
        var usage = try Making.usage(
            catalogue, "EX-NET-BILLING", total: 100, energy: PeriodEnergy(peak: .kWh(100)))
        usage.fedBack = PeriodEnergy(peak: .kWh(100), valley: .kWh(600))
        // 30.00 − 11.00 − 30.00
        #expect(catalogue.book.rate(usage).bills[0].total == yuan("-11.00"))
        var all = try Making.usage(catalogue, "EX-BUY-ALL", total: 600)
        all.fedBack[.total] = .kWh(400)
        // 500 × 0.19 + 100 × 0.17 − 400 × 0.14
        #expect(catalogue.book.rate(all).bills[0].total == yuan("56.00"))
    }

    @Test func `a power factor may be cut instead of rounded`() throws {
        let (active, reactive) = (Energy(wattHours: 995), ReactiveEnergy(varHours: 99))
        #expect(PowerFactor(active: active, reactive: reactive)?.hundredths == 100)
        #expect(PowerFactor(active: active, reactive: reactive, rounding: .down)?.hundredths == 99)
        #expect(PowerFactor(active: .kWh(5), reactive: .zero, rounding: .down)?.hundredths == 100)
    }
}
