package import Kernel
package import Rating
internal import Tariff

/// A bill opened into how each amount came about: each step can be re-worked by hand from what is shown.
package struct BillExplanation: Sendable {
    /// One line: quantity × unit price × factor = amount.
    package struct Step: Sendable {
        package let kind: LineKind
        package let period: TouPeriod
        package let tier: Int
        /// `1850`, `1000`, or for the power factor the base in yuan.
        package let quantity: String
        /// `kWh`, `kVA`, `kW`, `CNY`.
        package let unit: String
        /// Yuan per unit, without trailing zeros; empty where there is none.
        package let price: String
        /// `30/30`, `-0.75%`; empty where the factor is one.
        package let factor: String
        package let amount: Money
        /// From when the version is in force that priced it, on a bill in parts; nil on all others.
        package internal(set) var tariffFrom: Day?
    }

    package let steps: [Step]
    /// Upper limits of the tiers that the bill was held against; empty where tiers do not apply.
    package let tierLimits: [Energy]
    /// Energy of the tier year before this bill.
    package let yearToDateBefore: Energy
    package let isExampleTariff: Bool
}

extension Billing {
    /// Opens a bill; its stored terms and the tariff version it names say everything.
    package func explain(_ detail: BillDetail) -> BillExplanation {
        let bill = detail.bill
        let catalogue = tariffs.latest
        var limits: [Energy] = []
        var isExample = false
        if let version = try? catalogue.version(bill.tariff, on: bill.tariffFrom) {
            var usage = Usage(tariff: version.index, month: bill.month, total: bill.energy)
            usage.persons = UInt8(clamping: bill.persons)
            usage.tierMonths = UInt8(clamping: bill.tierMonths)
            usage.monthsCovered = UInt8(clamping: detail.months)
            usage.households = UInt8(clamping: detail.state.households)
            limits = catalogue.compiled(version).tierLimits(for: usage)
            isExample = version.isExample
        }
        var steps = detail.lines.map(Self.step)
        for part in detail.parts {
            for place in part.lines.clamped(to: steps.indices) { steps[place].tariffFrom = part.tariffFrom }
        }
        return BillExplanation(
            steps: steps, tierLimits: limits,
            yearToDateBefore: bill.yearToDate - bill.energy,
            isExampleTariff: isExample)
    }

    /// Rated lines, as an explanation shows them.
    package func steps(of lines: [RatedLine]) -> [BillExplanation.Step] { lines.map(Self.step) }

    private static func step(_ line: RatedLine) -> BillExplanation.Step {
        let (quantity, unit): (String, String) =
            switch line.kind {
            case .energy, .tierAdder, .freeEnergy, .surcharge, .agencyPremium, .netted, .feedIn, .yearEnd:
                (Energy(units: line.quantity).text(), "kWh")
            case .basic: (Power(units: line.quantity).text(), "kW·kVA")
            case .overshoot, .demand: (Power(units: line.quantity).text(), "kW")
            // Thousandths of a month.
            case .fixed: (Power(units: line.quantity).text(), "month")
            case .powerFactor, .minimum, .yearMinimum, .creditUsed, .creditCarried, .creditForfeited:
                (Money(fen: line.quantity).description, "CNY")
            case .rounding: ("", "")
            }
        let factor: String =
            switch line.factorDenominator {
            case 1_000_000: Percent(ppm: Int64(line.factorNumerator)).text() + "%"
            case 1 where line.factorNumerator == 1: ""
            case 1 where line.factorNumerator == -1: "-1"
            default: "\(line.factorNumerator)/\(line.factorDenominator)"
            }
        return BillExplanation.Step(
            kind: line.kind, period: line.period, tier: Int(line.tier), quantity: quantity, unit: unit,
            price: line.unitPrice == 0 ? "" : Price(units: line.unitPrice).text(least: 2), factor: factor,
            amount: line.amount)
    }
}
