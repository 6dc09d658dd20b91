internal import Control
package import Kernel
package import Rating
internal import Store
package import Tariff

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
        /// What an energy line is made of (其中); empty for other lines and where the tariff names no components.
        package internal(set) var components: [LineComponent] = []
    }

    package let steps: [Step]
    /// Upper limits of the tiers that the bill was held against; empty where tiers do not apply.
    package let tierLimits: [Energy]
    /// Energy of the tier year before this bill.
    package let yearToDateBefore: Energy
    /// Whether any version that priced it has numbers of no notice: the bill says 示例.
    package let isExampleTariff: Bool
    /// The power factor that the account was held to: the standard whose row has the bill's percent. Nil where it was
    /// not assessed, or where a table of the utility's own has that percent in several.
    package let standard: PowerFactor?
    /// Value-added tax inside the amount, a rate each; empty where the tariff does not say its rate.
    package let taxes: [TaxInside]
}

extension Billing {
    /// Opens a bill; its stored terms and the tariff versions it names say everything.
    package func explain(_ detail: BillDetail) -> BillExplanation {
        let bill = detail.bill
        let catalogue = tariffs.latest
        var limits: [Energy] = []
        if let version = try? catalogue.version(bill.tariff, on: bill.tariffFrom) {
            var usage = Usage(tariff: version.index, month: bill.month, total: bill.energy)
            usage.persons = UInt8(clamping: bill.persons)
            usage.tierMonths = UInt8(clamping: bill.tierMonths)
            usage.monthsCovered = UInt8(clamping: detail.months)
            usage.households = UInt8(clamping: detail.state.households)
            limits = catalogue.compiled(version).tierLimits(for: usage)
        }
        var steps = detail.lines.map(Self.step)
        for part in detail.parts {
            for place in part.lines.clamped(to: steps.indices) { steps[place].tariffFrom = part.tariffFrom }
        }
        var isExample = false
        var gross: [(rate: Percent, amount: Money)] = []
        for (from, lines) in Self.versions(of: detail) {
            guard let version = try? catalogue.version(bill.tariff, on: from) else { continue }
            isExample = isExample || version.isExample
            let rounding = catalogue.compiled(version).rounding
            for place in lines {
                steps[place].components = version.components(
                    of: detail.lines[place], in: bill.month, rounding: rounding)
            }
            guard let tax = version.tax(inside: detail.lines[lines], in: bill.month, rounding: rounding)
            else { continue }
            if let known = gross.firstIndex(where: { $0.rate == tax.rate }) {
                gross[known].amount += tax.gross
            } else {
                gross.append((tax.rate, tax.gross))
            }
        }
        return BillExplanation(
            steps: steps, tierLimits: limits,
            yearToDateBefore: bill.yearToDate - bill.energy,
            isExampleTariff: isExample, standard: Self.standard(of: bill, catalogue.book.powerFactors),
            taxes: gross.map { TaxInside(rate: $0.rate, gross: $0.amount) })
    }

    private static func standard(of bill: Bill, _ table: PowerFactorTable) -> PowerFactor? {
        guard let factor = bill.powerFactor else { return nil }
        let fitting = PowerFactorStandard.allCases.filter {
            table.percent(standard: $0, factor: factor) == bill.adjustmentPercent
        }
        return fitting.count == 1 ? fitting[0].factor : nil
    }

    /// Which lines each version priced.
    private static func versions(of detail: BillDetail) -> [(from: Day, lines: Range<Int>)] {
        detail.parts.isEmpty
            ? [(detail.bill.tariffFrom, detail.lines.indices)]
            : detail.parts.map { ($0.tariffFrom, $0.lines.clamped(to: detail.lines.indices)) }
    }

    /// Whether a bill says 示例: whether any version that priced it has numbers of no notice. For lists; from the
    /// bill's days and its version alone, without reading its parts.
    package func isExample(_ bill: Bill) -> Bool {
        guard let versions = tariffs.latest.tariff(bill.tariff)?.versions else { return false }
        return TariffVersions(bill.tariff, tariffs.latest)
            .parts(from: bill.firstDay, to: bill.tariffFrom)
            .contains { part in versions.contains { $0.index == part.index && $0.isExample } }
    }

    /// Which of some receivables are bills that say 示例: for a receipt, whose reader sees it anyway.
    package func examples(among numbers: [Int64]) async throws -> Set<Int64> {
        try await control.house.database.read { transaction in
            _ = try tariffs.catalogue(in: transaction)
            return Set(
                try numbers.filter { number in
                    guard number > 0, let bill = try BillRows.find(BillID(number), in: transaction)
                    else { return false }
                    return isExample(bill)
                })
        }
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
            case .powerFactor, .minimum, .yearMinimum, .creditUsed, .creditCarried, .creditForfeited,
                .totalRounding:
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
