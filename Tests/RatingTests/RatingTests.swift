import Kernel
import Rating
import Tariff
import Testing

@Suite struct `Rating` {
    let catalogue: TariffCatalogue
    let seed: UInt64 = 20_261_122

    init() throws { catalogue = try Making.everything() }

    /// Usages of every tariff, believable and not.
    private func usages(_ count: Int) -> [Usage] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            let tariff = Int.random(in: 0..<catalogue.book.tariffs.count, using: &random)
            let compiled = catalogue.book.tariffs[tariff]
            var energy = PeriodEnergy()
            var total: Int64 = 0
            // One in twenty draws next to nothing: what a minimum is for.
            let most: Int64 = Int.random(in: 0..<20, using: &random) == 0 ? 1_000 : 900_000
            for period in TouPeriod.allCases where period != .total && compiled.hasPrice(period) {
                energy[period] = Energy(wattHours: Int64.random(in: 0...most, using: &random))
                total += energy[period].wattHours
            }
            if !compiled.isTimeOfUse { total = Int64.random(in: 0...2 * most, using: &random) }
            var usage = Usage(
                tariff: Int32(tariff),
                month: BillingMonth(year: 2026, month: Int.random(in: 1...12, using: &random)),
                total: Energy(wattHours: total), energy: energy)
            usage.yearToDate = .kWh(Int64.random(in: 0...6_000, using: &random))
            usage.persons = UInt8.random(in: 0...8, using: &random)
            usage.isLowIncome = Bool.random(using: &random)
            usage.choosesSurcharge = usage.persons >= compiled.surchargeFrom && Bool.random(using: &random)
            usage.tierMonths = UInt8.random(in: 0...12, using: &random)
            usage.monthsCovered = UInt8.random(in: 1...2, using: &random)
            usage.reactive = ReactiveEnergy(varHours: Int64.random(in: 0...1_000_000, using: &random))
            usage.capacity = ApparentPower(voltAmperes: Int64.random(in: 1...900_000, using: &random))
            usage.contractDemand = Power(watts: Int64.random(in: 1...500_000, using: &random))
            usage.actualDemand = Power(watts: Int64.random(in: 0...900_000, using: &random))
            usage.daysInService = UInt16.random(in: 0...30, using: &random)
            usage.powerFactorStandard = PowerFactorStandard.allCases.randomElement(using: &random)!
            usage.basicChargeMode =
                BasicChargeMode.allCases.filter { compiled.offers($0) }.randomElement(using: &random)!
            more(&usage, compiled, &random)
            return usage
        }
    }

    /// What few tariffs ask for.
    private func more(_ usage: inout Usage, _ compiled: CompiledTariff, _ random: inout SeededGenerator) {
        usage.households = UInt8.random(in: 1...3, using: &random)
        usage.paysAgencyMultiple = compiled.agencyPremium > 0 && Bool.random(using: &random)
        usage.isLastOfYear = Bool.random(using: &random)
        usage.isLastSettlement = Int.random(in: 0..<5, using: &random) > 0
        usage.contractCapacity = ApparentPower(voltAmperes: Int64.random(in: 0...4_000, using: &random))
        usage.yearAmount = Money(fen: Int64.random(in: 0...100_000, using: &random))
        for period in TouPeriod.allCases where compiled.hasPrice(period) {
            usage.demand[period] = Power(watts: Int64.random(in: 0...300_000, using: &random))
            usage.highestDemand[period] = Power(watts: Int64.random(in: 0...300_000, using: &random))
            guard compiled.sellScheme != .none, Bool.random(using: &random) else { continue }
            usage.fedBack[period] = Energy(wattHours: Int64.random(in: 0...900_000, using: &random))
            if compiled.sellScheme == .netMeteringEnergy {
                usage.carriedEnergy[period] = Energy(wattHours: Int64.random(in: 0...300_000, using: &random))
            }
        }
        if compiled.sellScheme.carriesMoney {
            usage.carriedMoney = Money(fen: Int64.random(in: 0...30_000, using: &random))
        }
        if compiled.combination != .periodTiers, Bool.random(using: &random) {
            usage.monthSoFar.total = Energy(wattHours: Int64.random(in: 0...500_000, using: &random))
            usage.monthSoFar.reactive = ReactiveEnergy(
                varHours: Int64.random(in: 0...500_000, using: &random))
            usage.monthSoFar.energyBase = Money(fen: Int64.random(in: 0...50_000, using: &random))
            usage.monthSoFar.demand = Power(watts: Int64.random(in: 0...900_000, using: &random))
            usage.monthSoFar.freeEnergy = Energy(wattHours: Int64.random(in: 0...20_000, using: &random))
        }
        if usage.basicChargeMode == .capacity, Bool.random(using: &random) {
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                _ = usage.capacityStates.append(
                    CapacityState(
                        capacity: ApparentPower(voltAmperes: Int64.random(in: 1...900_000, using: &random)),
                        days: Int16.random(in: 0...30, using: &random),
                        sharePpm: [0, 500_000, 1_000_000, 333_333].randomElement(using: &random)!))
            }
        }
    }

    @Test func `every bill is the sum of its lines and every line its quantity times price times factor`()
        throws
    {
        let usages = usages(20_000)
        var batch = RatedBatch()
        catalogue.book.rate(usages, into: &batch)
        #expect(batch.bills.count == usages.count)
        for (usage, bill) in zip(usages, batch.bills) {
            let lines = batch.lines(of: bill)
            #expect(
                bill.refusal == nil && bill.total == lines.map(\.amount).total(), "seed \(seed), \(usage)")
            #expect(
                bill.total
                    == bill.energyAmount + bill.basicCharge + bill.powerFactorAdjustment + bill.otherAmount)
            let energy = lines.filter { [.energy, .freeEnergy, .netted].contains($0.kind) }
            #expect(energy.reduce(0) { $0 + $1.quantity } == usage.total.wattHours, "seed \(seed), \(usage)")
            for line in lines where line.kind != .rounding {
                #expect(reworked(line) == Int128(line.amount.fen), "seed \(seed), \(line)")
            }
        }
        #expect(Set(batch.lines.map(\.kind)) == Set(LineKind.allCases))
    }

    /// A line worked out again from what it says.
    private func reworked(_ line: RatedLine) -> Int128 {
        let factor = Int128(line.factorNumerator)
        let parts = Int128(line.factorDenominator)
        switch line.kind {
        case .powerFactor, .creditUsed, .creditCarried, .creditForfeited:
            return Rounding.halfUp.quotient(Int128(line.quantity) * factor, parts)
        case .minimum, .yearMinimum:
            return Rounding.halfUp.quotient(Int128(line.unitPrice) * factor, 1_000_000 * parts)
                - Int128(line.quantity)
        case .totalRounding:
            return Rounding.halfUp.quotient(Int128(line.quantity), 10) * 10 - Int128(line.quantity)
        default:
            let exact = Int128(line.unitPrice) * Int128(line.quantity) * factor
            return Rounding.halfUp.quotient(exact, 1_000_000_000 * parts)
        }
    }

    /// Time of use under Shanghai's rule is left out: its crossing month adds 0.05 where the month before
    /// added 0.06 at peak, so by the notice itself a kWh more can cost less.
    @Test(arguments: [
        "SH-RES", "ZJ-RES", "ZJ-RES-TOU", "BJ-RES", "SZ-RES", "HB-COM-LV", "EX-HEATING", "EX-NET-METERING",
        "EX-SUMMER-PEAK", "EX-TWELVE-BY-SIX",
    ])
    func `more energy never costs less under rising tiers`(code: String) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            var usage = try Making.usage(catalogue, code, total: 0)
            usage.yearToDate = .kWh(Int64.random(in: 0...5_000, using: &random))
            for period in [TouPeriod.peak, .valley] { usage.demand[period] = Power(watts: 1_000) }
            var last = Money.zero
            for _ in 0..<200 {
                let step = Energy.kWh(Int64.random(in: 1...20, using: &random))
                usage.total += step
                if catalogue.book.tariffs[Int(usage.tariff)].isTimeOfUse {
                    usage.energy[Bool.random(using: &random) ? .peak : .valley] += step
                }
                let bill = catalogue.book.rate(usage).bills[0]
                #expect(bill.refusal == nil && bill.total >= last, "seed \(seed), \(usage)")
                last = bill.total
            }
        }
    }

    @Test func `Shanghai's crossing month adds flat amounts whatever the period`() throws {
        var usage = try Making.usage(
            catalogue, "SH-RES-TOU", total: 300, energy: PeriodEnergy(peak: .kWh(200), valley: .kWh(100)))
        usage.yearToDate = .kWh(3_000)
        // 200 × 0.617 + 100 × 0.307 + 180 × 0.05
        var bill = catalogue.book.rate(usage).bills[0]
        #expect(bill.total == Money(fen: 123_40 + 30_70 + 9_00) && bill.tierReached == 2)
        #expect(bill.yearToDate == .kWh(3_300))
        // From tier 2 into tier 3: 100 of tier 2, 200 of tier 3.
        usage.yearToDate = .kWh(4_700)
        bill = catalogue.book.rate(usage).bills[0]
        #expect(bill.total == Money(fen: 123_40 + 30_70 + 5_00 + 60_00) && bill.tierReached == 3)
        // A month that ends on the limit has not crossed it, the next one begins above it.
        usage.yearToDate = .kWh(2_820)
        #expect(catalogue.book.rate(usage).bills[0].total == Money(fen: 154_10))
        usage.yearToDate = .kWh(3_120)
        #expect(catalogue.book.rate(usage).bills[0].total == Money(fen: 135_40 + 33_70))
    }

    @Test func `a large household has higher limits or the surcharge, and says no to what it may not choose`()
        throws
    {
        var usage = try Making.usage(catalogue, "SH-RES", total: 100)
        usage.yearToDate = .kWh(4_300)
        usage.persons = 4
        #expect(catalogue.book.rate(usage).bills[0].total == Money(fen: 66_70))
        usage.persons = 7
        #expect(catalogue.book.rate(usage).bills[0].total == Money(fen: 20 * 61_7 / 10 + 80 * 66_7 / 10))
        usage.choosesSurcharge = true
        #expect(catalogue.book.rate(usage).bills[0].total == Money(fen: 64_10))
        usage.persons = 6
        #expect(catalogue.book.rate(usage).bills[0].refusal == .surchargeNotOpen)
    }

    @Test func `free energy comes from peak first, then valley, and never more than was used`() throws {
        var usage = try Making.usage(
            catalogue, "SH-RES-TOU", total: 30, energy: PeriodEnergy(peak: .kWh(10), valley: .kWh(20)))
        usage.isLowIncome = true
        #expect(catalogue.book.rate(usage).bills[0].total == Money(fen: 4_61))
        usage.energy = PeriodEnergy(peak: .kWh(4), valley: .kWh(5))
        usage.total = .kWh(9)
        #expect(catalogue.book.rate(usage).bills[0].total == .zero)
        #expect(catalogue.book.rate(usage).bills[0].yearToDate == .kWh(9))
    }

    @Test func `impossible usage is refused, each for its reason, and spoils no neighbour`() throws {
        let good = try Making.usage(catalogue, "SH-RES", total: 100)
        let tou = try Making.usage(catalogue, "SH-RES-TOU", total: 5, energy: PeriodEnergy(flat: .kWh(5)))
        let two = try Making.usage(catalogue, "HB-IND-10KV", total: 5)
        let solar = try Making.usage(catalogue, "EX-NET-BILLING", total: 0)
        let summer = try Making.usage(catalogue, "EX-SUMMER-PEAK", total: 0)
        func with(_ usage: Usage, _ change: (inout Usage) -> Void) -> Usage {
            var usage = usage
            change(&usage)
            return usage
        }
        let twelve = try Making.usage(
            catalogue, "EX-TWELVE-BY-SIX", total: 10, energy: PeriodEnergy(peak: .kWh(10)))
        let wrong: [(Usage, RatingRefusal)] = [
            (with(good) { $0.tariff = -1 }, .unknownTariff),
            (with(good) { $0.tariff = .max }, .unknownTariff),
            (with(good) { $0.total = .kWh(-1) }, .negativeQuantity),
            (with(good) { $0.reactive = ReactiveEnergy(units: .min) }, .negativeQuantity),
            (with(good) { $0.total = Energy(units: .max) }, .quantityTooLarge),
            (with(good) { $0.yearToDate = Energy(units: .max) }, .quantityTooLarge),
            (with(tou) { $0.total = .kWh(6) }, .periodsDoNotAddUp), (tou, .periodNotPriced),
            (with(good) { $0.monthsCovered = 0 }, .monthsOutOfRange),
            (with(good) { $0.tierMonths = 13 }, .monthsOutOfRange),
            (with(good) { $0.daysInPeriod = 0 }, .daysOutOfRange),
            (with(good) { $0.daysInService = 31 }, .daysOutOfRange),
            (with(good) { $0.choosesSurcharge = true }, .surchargeNotOpen),
            (with(good) { $0.basicChargeMode = .capacity }, .basicChargeModeNotOffered),
            (two, .basicChargeModeNotOffered),
            (with(two) { $0.basicChargeMode = .capacity }, .basicChargeQuantityMissing),
            (with(good) { $0.fedBack[.total] = .kWh(1) }, .fedBackNotPriced),
            (with(good) { $0.carriedEnergy[.peak] = .kWh(-1) }, .negativeQuantity),
            (with(good) { $0.carriedMoney = Money(fen: -1) }, .negativeQuantity),
            (with(solar) { $0.fedBack[.flat] = .kWh(1) }, .periodNotPriced),
            (with(solar) { $0.fedBack[.peak] = .kWh(-1) }, .negativeQuantity),
            (with(solar) { $0.demand[.peak] = Power(units: .max) }, .quantityTooLarge),
            (twelve, .periodDemandMissing),
            (with(good) { $0.paysAgencyMultiple = true }, .agencyMultipleNotOffered),
            (with(good) { $0.monthSoFar.total = .kWh(-1) }, .negativeQuantity),
            (with(good) { $0.monthSoFar.total = Energy(units: .max) }, .quantityTooLarge),
            (with(summer) { $0.monthSoFar.total = .kWh(1) }, .settlementNotOpen),
            (
                with(summer) {
                    $0.monthSoFar.total = .kWh(1)
                    $0.energySoFar = PeriodEnergy(peak: .kWh(2), valley: .kWh(-1))
                }, .settlementNotOpen
            ),
            (
                with(two) {
                    $0.basicChargeMode = .capacity
                    _ = $0.capacityStates.append(CapacityState(capacity: .zero, days: 31))
                }, .capacityStateOutOfRange
            ),
        ]
        var batch = RatedBatch()
        catalogue.book.rate(wrong.flatMap { [$0.0, good] }, into: &batch)
        for (place, (_, refusal)) in wrong.enumerated() {
            #expect(batch.bills[2 * place].refusal == refusal && batch.bills[2 * place].lineCount == 0)
            #expect(batch.bills[2 * place + 1].total == Money(fen: 61_70))
        }
        #expect(Set(wrong.map(\.1)) == Set(RatingRefusal.allCases))
    }

    @Test func `overshoot is read in two ways`() throws {
        func version(_ base: String, from day: String) -> String {
            """
            {"effectiveFrom": "\(day)", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
             "prices": {"TOTAL": ["0.5"]}, "basicCharge": {"modes": ["CONTRACT_DEMAND"],
             "demandPrice": "36.1",
             "overshoot": {"base": "\(base)", "abovePercent": "105", "multiple": 2}}}
            """
        }
        let catalogue = try Making.catalogue(
            class: "COMMERCIAL_TWO_PART",
            versions: version("CONTRACT", from: "2020-01-01"), version("BAND", from: "2020-01-01"))
        for (code, fen) in [("T-0", 79_420_00 + 13_718_00), ("T-1", 83_391_00 + 13_718_00)]
            as [(String, Int64)]
        {
            var usage = try Making.usage(catalogue, code, total: 0)
            usage.basicChargeMode = .contractDemand
            usage.contractDemand = Power(watts: 2_200_000)
            usage.actualDemand = Power(watts: 2_500_000)
            #expect(catalogue.book.rate(usage).bills[0].basicCharge == Money(fen: fen))
            usage.actualDemand = .zero
            usage.contractDemand = Power(watts: 4_000_000)
            #expect(catalogue.book.rate(usage).bills[0].basicCharge == Money(fen: 144_400_00))
            usage.daysInService = 10
            #expect(catalogue.book.rate(usage).bills[0].basicCharge == Money(fen: 48_133_33))
        }
    }

    @Test func `the power factor is rounded to the nearest hundredth without a square root`() throws {
        // 3-4-5 is 0.60 and 119-120-169 is 0.704; 77-36-85 is 0.9059, 995-99 is 0.9951.
        func factor(_ active: Int64, _ reactive: Int64) -> Int64? {
            PowerFactor(active: Energy(wattHours: active), reactive: ReactiveEnergy(varHours: reactive))?
                .hundredths
        }
        #expect(factor(3, 4) == 60 && factor(119, 120) == 70 && factor(5, 0) == 100 && factor(0, 5) == 0)
        #expect(factor(0, 0) == nil && factor(-1, 0) == nil)
        #expect(factor(77, 36) == 91 && factor(RatingLimit.energy, RatingLimit.energy) == 71)
        #expect(factor(995, 99) == 100 && factor(250_000, 82_000) == 95)
    }
}
