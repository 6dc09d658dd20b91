import Kernel
import Rating
import Tariff
import Testing

/// What a month that a version divides comes to, rated in its parts as the month's run does it.
@Suite struct `A divided month` {
    private func yuan(_ text: String) -> Money { (try? Money(text: text)) ?? Money(fen: .min) }

    /// The whole month and the same divided after `days` of 30.
    private func rate(
        _ usage: Usage, first days: UInt16, _ catalogue: TariffCatalogue
    ) throws -> (whole: RatedBatch, divided: RatedBatch) {
        let (first, second) = try #require(UsageSplit.byDays(usage, first: days))
        let whole = catalogue.book.rate(usage)
        var divided = whole
        _ = catalogue.book.rate(parts: [first, second], at: 0, in: &divided)
        return (whole, divided)
    }

    @Test(arguments: [PowerFactorStandard.none, .hundredths85])
    func `shares its monthly tiers, held to a power factor or not`(standard: PowerFactorStandard) throws {
        let catalogue = try Making.catalogue(
            class: "COMMERCIAL_SINGLE",
            versions: """
                {"effectiveFrom": "2020-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
                 "powerFactor": "ASSESSED", "prices": {"TOTAL": ["0.5", "0.6", "0.9"]},
                 "tiers": {"basis": "MONTH", "limitsKwh": [100, 200]}}
                """)
        var usage = try Making.usage(catalogue, "T-0", total: 270)
        usage.powerFactorStandard = standard
        // A factor of 0.85 in all parts: no adjustment.
        usage.reactive = ReactiveEnergy(kilovarHours: standard == .none ? 0 : 168)
        let (whole, divided) = try rate(usage, first: 10, catalogue)
        // 100 × 0.50 + 100 × 0.60 + 70 × 0.90
        #expect(whole.bills[0].total == yuan("173.00") && divided.bills[0].total == yuan("173.00"))
        let tiers = divided.lines(of: divided.bills[0]).filter { $0.kind == .energy }
        #expect(
            tiers.map(\.tier) == [1, 1, 2, 3] && tiers.map(\.quantity) == [90_000, 10_000, 100_000, 70_000])
        #expect(divided.bills[0].tierReached == 3)
    }

    /// 42 yuan a kW of the actual demand, 90 % of it from 260 kWh a kVA; 100 kVA and 60 kW.
    @Test(
        arguments: [
            (18_200, 30, "2520.00"), (25_999, 30, "2520.00"), (26_000, 30, "2268.00"),
            // In service for fifteen days the month has half the threshold.
            (13_000, 15, "1134.00"), (12_999, 15, "1260.00"),
        ] as [(Int64, UInt16, String)], [PowerFactorStandard.none, .hundredths90])
    func `has the discount of the demand price in all its parts or in none`(
        month: (kWh: Int64, inService: UInt16, charge: String), standard: PowerFactorStandard
    ) throws {
        let catalogue = try Making.catalogue(
            class: "COMMERCIAL_TWO_PART",
            versions: """
                {"effectiveFrom": "2020-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
                 "powerFactor": "ASSESSED", "prices": {"TOTAL": ["0.5"]},
                 "basicCharge": {"modes": ["ACTUAL_DEMAND"], "demandPrice": "42",
                  "discount": {"fromKwhPerKva": 260, "percent": "90"}}}
                """)
        var usage = try Making.usage(catalogue, "T-0", total: month.kWh)
        usage.powerFactorStandard = standard
        usage.basicChargeMode = .actualDemand
        usage.actualDemand = Power(watts: 60_000)
        usage.capacity = ApparentPower(voltAmperes: 100_000)
        usage.daysInService = month.inService
        let (whole, divided) = try rate(usage, first: 10, catalogue)
        #expect(whole.bills[0].basicCharge == yuan(month.charge))
        #expect(divided.bills[0].basicCharge == yuan(month.charge))
        let prices = divided.lines(of: divided.bills[0]).filter { $0.kind == .basic }.map(\.unitPrice)
        #expect(prices.count == 2 && Set(prices).count == 1)
    }
}
