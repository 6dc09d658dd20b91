import Foundation
import Kernel
import Rating
import Tariff
import Testing

/// What an energy line is made of (其中), and the tax inside a bill.
@Suite struct `A line's components` {
    private func parts(
        _ catalogue: TariffCatalogue, _ code: String, _ usage: Usage
    ) throws -> [(line: RatedLine, parts: [LineComponent])] {
        let version = try catalogue.version(code, on: Making.day)
        let rounding = catalogue.compiled(version).rounding
        return catalogue.book.rate(usage).lines.filter { $0.kind == .energy }.map {
            ($0, version.components(of: $0, in: usage.month, rounding: rounding))
        }
    }

    @Test func `Hubei's price by period is its published components, floating ones times the multiplier`()
        throws
    {
        let catalogue = try TariffCatalogue.bundled()
        let usage = try Making.usage(
            catalogue, "HB-IND-10KV-TOU", total: 4_000,
            energy: PeriodEnergy(
                sharp: .kWh(1_000), peak: .kWh(1_000), flat: .kWh(1_000), valley: .kWh(1_000)))
        var asked = usage
        asked.basicChargeMode = .actualDemand
        let found = try parts(catalogue, "HB-IND-10KV-TOU", asked)
        #expect(found.map(\.line.period) == [.sharp, .peak, .flat, .valley])
        func prices(_ place: Int) -> [String] { found[place].parts.map { "\($0.code) \($0.price.text())" } }
        let fixed = [
            "TRANSMISSION 0.1263", "SYSTEM_OPERATION 0.082273", "RURAL_GRID_LOAN 0.02",
            "RESERVOIR_RESETTLEMENT 0.0062", "RENEWABLE 0.019",
        ]
        #expect(prices(0) == ["AGENCY_PURCHASE 0.76894", "LINE_LOSS 0.027286"] + fixed)
        #expect(prices(2).dropLast() == ["AGENCY_PURCHASE 0.38447", "LINE_LOSS 0.013643"] + fixed)
        // 384.47 + 13.64 + 126.30 + 82.27 + 20.00 + 6.20 + 19.00 are 651.88 of 651.89.
        #expect(
            found[2].parts.map(\.amount.description)
                == ["384.47", "13.64", "126.30", "82.27", "20.00", "6.20", "19.00", "0.01"])
        #expect(found[2].parts.last?.code == LineComponent.restCode && prices(2).last == "REST 0")
        // The peak price is published without a multiplier: 0.595188 by 0.384470 to 0.013643.
        #expect(prices(1).prefix(2) == ["AGENCY_PURCHASE 0.5747914", "LINE_LOSS 0.0203966"])
        #expect(found.flatMap(\.parts).filter(\.isFund).map(\.code).count == 12)
    }

    @Test func `what components leave of a published price is a component of its own`() throws {
        let catalogue = try TariffCatalogue.bundled()
        // Single-part rows are 0.0002 below the sum of their components.
        let found = try parts(
            catalogue, "HB-COM-LV", try Making.usage(catalogue, "HB-COM-LV", total: 10_000))
        let rest = try #require(found.first?.parts.last)
        #expect(rest.code == LineComponent.restCode && rest.price.text() == "-0.0002")
        #expect(rest.amount.description == "-2.00")
    }

    @Test func `components add up to every line's price and amount, whatever the tariff and usage`() throws {
        let catalogue = try Making.everything()
        var random = SeededGenerator(seed: 20_261_129)
        var lines = 0
        for tariff in catalogue.tariffs {
            for version in tariff.versions where !version.components.isEmpty {
                let compiled = catalogue.compiled(version)
                for _ in 0..<60 {
                    var usage = Usage(
                        tariff: version.index,
                        month: BillingMonth(year: 2026, month: Int.random(in: 1...12, using: &random)),
                        total: .zero)
                    for period in TouPeriod.allCases where compiled.hasPrice(period) {
                        let energy = Energy(wattHours: Int64.random(in: 0...9_000_000_000, using: &random))
                        if period != .total { usage.energy[period] = energy }
                        usage.total += energy
                    }
                    usage.actualDemand = Power(watts: 1_000)
                    usage.capacity = ApparentPower(voltAmperes: 1_000)
                    usage.basicChargeMode = BasicChargeMode.allCases.last { compiled.offers($0) } ?? .none
                    let batch = catalogue.book.rate(usage)
                    #expect(batch.bills[0].refusal == nil)
                    for line in batch.lines where line.kind == .energy {
                        let parts = version.components(
                            of: line, in: usage.month, rounding: compiled.rounding)
                        #expect(parts.map(\.price.units).reduce(0, +) == line.unitPrice)
                        #expect(parts.map(\.amount).total() == line.amount)
                        #expect(parts.allSatisfy { $0.quantity.wattHours == line.quantity })
                        lines += 1
                    }
                }
            }
        }
        #expect(lines > 1_000)
    }

    @Test func `a floating part outside the power-factor base leaves it at the period's own price`() throws {
        let version = """
            {"effectiveFrom": "2026-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
             "prices": {"PEAK": ["0.8"], "VALLEY": ["0.3"]}, "multipliers": {"PEAK": "1.6", "VALLEY": "0.4"},
             "powerFactor": "ASSESSED", "vatPercent": "13", "components": [
              {"code": "MARKET", "nameZh": "市场电量", "nameEn": "Market energy", "price": "0.4", "floats": true,
               "inPowerFactorBase": false},
              {"code": "WIRES", "nameZh": "输配电价", "nameEn": "Wires", "price": "0.1"},
              {"code": "FUND", "nameZh": "基金", "nameEn": "Fund", "price": "0.02", "fund": true,
               "vat": "EXEMPT"}]}
            """
        let catalogue = try Making.catalogue(class: "COMMERCIAL_SINGLE", versions: version)
        var usage = try Making.usage(
            catalogue, "T-0", total: 3_000, energy: PeriodEnergy(peak: .kWh(1_000), valley: .kWh(2_000)))
        usage.powerFactorStandard = .hundredths90
        usage.reactive = ReactiveEnergy(varHours: 3_000_000)
        let bill = catalogue.book.rate(usage).bills[0]
        // 800 + 600 less 1,000 × 0.64 and 2,000 × 0.16 of the market's and 3,000 × 0.02 of the fund.
        #expect(bill.energyAmount.description == "1400.00")
        #expect(bill.energyBase.description == "380.00" && bill.adjustmentBase == bill.energyBase)
        // A period without a multiplier cannot say what floats in it.
        let wrong = version.replacingOccurrences(of: #", "VALLEY": "0.4""#, with: "")
        let faults = #expect(throws: TariffFaults.self) {
            try Making.catalogue(class: "COMMERCIAL_SINGLE", versions: wrong)
        }
        #expect(faults?.faults.first?.path == "versions[0].components[0].floats")
        let named = version.replacingOccurrences(of: "WIRES", with: LineComponent.restCode)
        #expect(throws: TariffFaults.self) {
            try Making.catalogue(class: "COMMERCIAL_SINGLE", versions: named)
        }
    }

    @Test func `the tax inside is gross less net, and exempt components stay out of it`() throws {
        let tax = TaxInside(rate: Percent(ppm: 130_000), gross: Money(fen: 100_00))
        #expect(tax.net.description == "88.50" && tax.tax.description == "11.50")
        let negative = TaxInside(rate: Percent(ppm: 130_000), gross: Money(fen: -100_00))
        #expect(negative.net.description == "-88.50" && negative.tax.description == "-11.50")
        let catalogue = try Making.catalogue(
            class: "COMMERCIAL_SINGLE",
            versions: """
                {"effectiveFrom": "2026-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
                 "prices": {"TOTAL": ["0.5"]}, "vatPercent": "13", "components": [
                  {"code": "FUND", "nameZh": "基金", "nameEn": "Fund", "price": "0.05", "fund": true,
                   "vat": "EXEMPT"}]}
                """)
        let version = try catalogue.version("T-0", on: Making.day)
        let lines = catalogue.book.rate(try Making.usage(catalogue, "T-0", total: 1_000)).lines
        let found = version.tax(inside: lines, in: Making.month, rounding: .halfUp)
        #expect(found?.gross.description == "450.00" && found?.net.description == "398.23")
        #expect(found?.tax.description == "51.77")
    }
}
