import Foundation
import Kernel
import Rating
import Tariff
import Testing

/// Everything at its greatest at once: a bill or a refusal, never a trap.
@Suite struct `The limits of rating` {
    /// Which of the greatest numbers a bill has.
    struct Shape: Sendable, CustomTestStringConvertible {
        let periods: UInt16
        let basis: TierBasis
        let combination: TierCombination
        let scheme: SellScheme
        let mode: BasicChargeMode
        let percent: Int64

        var testDescription: String { "\(periods) \(basis) \(combination) \(scheme) \(mode) \(percent)" }
    }

    static let shapes: [Shape] = {
        let tiers: [(UInt16, TierBasis, TierCombination)] = [
            (1, .none, .none), (1, .month, .none), (1, .year, .none), (0x1ffe, .none, .none),
            (0x1ffe, .month, .proportional), (0x1ffe, .year, .crossingAdders), (0x1ffe, .month, .periodTiers),
        ]
        return tiers.flatMap { periods, basis, combination in
            SellScheme.allCases.flatMap { scheme in
                BasicChargeMode.allCases.flatMap { mode in
                    [-1_000, -7, 0, 7, 1_000].map { percent in
                        Shape(
                            periods: periods, basis: basis, combination: combination, scheme: scheme,
                            mode: mode, percent: percent)
                    }
                }
            }
        }
    }()

    private func tariff(_ shape: Shape) -> CompiledTariff {
        let price = RatingLimit.price
        var tariff = CompiledTariff()
        tariff.periods = shape.periods
        tariff.tierBasis = shape.basis
        tariff.tierCount = shape.basis == .none ? 1 : 6
        tariff.combination = shape.combination
        let limits = (1...5).map { Int64($0) * 200_000_000_000 }
        var season = SeasonTerms()
        season.prices = season.prices.map { _ in price }
        season.sellPrices = season.sellPrices.map { _ in price }
        season.agencyPrices = season.agencyPrices.map { _ in price }
        season.limits = limits
        for slot in 0..<13 {
            for tier in 0..<5 { season.periodLimits[slot * 5 + tier] = limits[tier] }
            season.demand[slot] = DemandTiers(limits: [1], prices: [price, price])
        }
        tariff.seasons = [season]
        tariff.yearLimits = limits
        tariff.crossingAdders = tariff.crossingAdders.map { _ in price }
        tariff.surchargeFrom = 1
        tariff.surchargePrice = price
        tariff.adjustsPowerFactor = true
        tariff.basicChargeModes = 0xf
        (tariff.capacityPrice, tariff.demandPrice) = (price, price)
        tariff.overshootMultiple = 10
        tariff.agencyPremium = 9_000_000
        (tariff.fixedMonthly, tariff.minimumMonthly, tariff.minimumYearly) = (price, price, price)
        tariff.ratchetShare = 1_000_000
        tariff.sellScheme = shape.scheme
        (tariff.yearEndRule, tariff.yearEndPrice) = (.pay, price)
        return tariff
    }

    private func usages(_ shape: Shape) -> [Usage] {
        let energy = Energy(wattHours: RatingLimit.energy)
        let power = Power(watts: RatingLimit.power)
        var usage = Usage(tariff: 0, month: BillingMonth(year: 2026, month: 1), total: energy)
        if shape.periods != 1 {
            for period in TouPeriod.allCases.dropFirst() {
                usage.energy[period] = Energy(wattHours: RatingLimit.energy / 12)
            }
            usage.energy[.sharp] += Energy(wattHours: RatingLimit.energy % 12)
        }
        usage.yearToDate = energy
        usage.monthsCovered = 12
        usage.persons = 255
        usage.households = 255
        usage.paysAgencyMultiple = true
        usage.isLastOfYear = true
        usage.powerFactorStandard = .hundredths90
        usage.basicChargeMode = shape.mode
        usage.daysInPeriod = 366
        usage.daysInService = 366
        usage.reactive = ReactiveEnergy(varHours: RatingLimit.energy)
        usage.capacity = ApparentPower(voltAmperes: RatingLimit.power)
        usage.contractCapacity = usage.capacity
        usage.contractDemand = Power(watts: 1)
        usage.actualDemand = power
        usage.yearAmount = Money(fen: RatingLimit.money)
        for period in TouPeriod.allCases {
            usage.demand[period] = power
            usage.highestDemand[period] = power
        }
        var all = [usage]
        if shape.scheme != .none {
            for period in TouPeriod.allCases where shape.periods >> UInt16(period.rawValue) & 1 == 1 {
                usage.fedBack[period] = energy
                usage.carriedEnergy[period] = energy
            }
            usage.carriedMoney = Money(fen: RatingLimit.money)
            all.append(usage)
        }
        return all.flatMap { usage in
            var (chosen, rest) = (usage, usage)
            chosen.choosesSurcharge = true
            rest.total = .zero
            rest.energy = PeriodEnergy()
            return [usage, chosen, rest]
        }
    }

    @Test(arguments: shapes)
    func `every number at its limit at once is a bill that adds up, or refused`(shape: Shape) throws {
        let hundred = PowerFactor(hundredths: 100)
        let table = try #require(
            PowerFactorTable(
                runs: [.hundredths90, .hundredths85, .hundredths80].map {
                    .init(
                        standard: $0, from: hundred, to: .zero, first: Percent(ppm: shape.percent * 10_000),
                        step: .zero)
                }))
        let book = try TariffBook(
            tariffs: [tariff(shape)], powerFactors: [DatedPowerFactors(from: Making.day, table: table)])
        let batch = book.rate(all: usages(shape))
        for bill in batch.bills {
            #expect(bill.total == batch.lines(of: bill).map(\.amount).total())
            #expect(bill.refusal == nil || bill.refusal == .quantityTooLarge && bill.lineCount == 0)
            #expect(bill.refusal == nil || bill.total == .zero && bill.energyAmount == .zero)
        }
        #expect((batch.bills[0].refusal == nil) == (shape.percent.magnitude < 10))
        #expect(batch.lines.count == batch.bills.map { Int($0.lineCount) }.reduce(0, +))
    }

    @Test func `a bill that is refused for its power factor leaves its neighbours as they are`() throws {
        let factors = #"""
            {"schemaVersion": 2, "kind": "POWER_FACTOR", "source": "a test", "standards": [
              {"standard": "0.90", "runs": [{"from": "1.00", "to": "0.00", "first": "1000", "step": "0"}]},
              {"standard": "0.85", "runs": [{"from": "1.00", "to": "0.00", "first": "1000", "step": "0"}]},
              {"standard": "0.80", "runs": [{"from": "1.00", "to": "0.00", "first": "1000", "step": "0"}]}]}
            """#
        let version = #"""
            {"effectiveFrom": "2026-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
             "prices": {"TOTAL": ["10000"]}, "powerFactor": "ASSESSED",
             "components": [{"code": "AGENCY", "nameZh": "购电", "nameEn": "Agency", "price": "10000"}],
             "agency": {"component": "AGENCY", "multiple": "10"}}
            """#
        let catalogue = try TariffCatalogue(files: [
            TariffFile(name: "pf.json", content: Data(factors.utf8)),
            TariffFile(
                name: "t.json", content: Data(Making.tariff("T-0", "COMMERCIAL_SINGLE", version).utf8)),
        ])
        var great = try Making.usage(catalogue, "T-0", total: 100_000_000_000)
        great.paysAgencyMultiple = true
        great.powerFactorStandard = .hundredths90
        var small = great
        small.total = .kWh(1)
        let batch = catalogue.book.rate(all: [small, great, small])
        #expect(batch.bills.map(\.refusal) == [nil, .quantityTooLarge, nil])
        // 10 000 and 90 000 for the multiple, and ten times both.
        #expect(batch.bills.map(\.total.fen) == [1_100_000_00, 0, 1_100_000_00])
        #expect(Array(batch.lines(of: batch.bills[0])) == Array(batch.lines(of: batch.bills[2])))
    }

    @Test func `no component times its multiplier is beyond a price`() throws {
        let version = #"""
            {"effectiveFrom": "2026-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
             "prices": {"PEAK": ["1"], "VALLEY": ["1"]}, "multipliers": {"PEAK": "10", "VALLEY": "0.5"},
             "components": [{"code": "A", "nameZh": "购电", "nameEn": "A", "price": "PRICE", "floats": true}]}
            """#
        _ = try Making.catalogue(versions: version.replacing("PRICE", with: "1000"))
        let error = #expect(throws: TariffFaults.self) {
            try Making.catalogue(versions: version.replacing("PRICE", with: "1000.01"))
        }
        #expect(error?.faults.map(\.path) == ["versions[0].multipliers.PEAK"])
    }
}
