import Kernel
import Rating

/// What came of one usage line, written for a program or a person (docs/rate.md).
struct RatedAnswer {
    /// A line that was taken.
    struct Entry {
        let line: Int
        let id: String?
        let outcome: Outcome

        enum Outcome {
            case usage(
                place: Int, tariff: CatalogueTariff, version: TariffVersion, losses: LossesFound,
                deductions: DeductionsFound?)
            case fault(UsageFault)
        }
    }

    let entry: Entry
    let usages: [Usage]
    let batch: RatedBatch
    let book: TariffBook
    /// Puts a mend into the reader's language.
    let told: (String) -> String

    /// - Returns: whether there was a bill.
    func write(_ form: RateStream.Form, to output: inout [UInt8]) -> Bool {
        switch entry.outcome {
        case .fault(let fault):
            write(fault, form, to: &output)
            return false
        case .usage(let place, let tariff, let version, let losses, let deductions):
            let bill = batch.bills[place]
            if let refusal = bill.refusal {
                write(
                    refusal.fault(usages[place], under: book.tariffs[Int(version.index)]), form, to: &output)
                return false
            }
            let answer = Bill(
                tariff: tariff, version: version, compiled: book.tariffs[Int(version.index)],
                usage: usages[place],
                bill: bill, lines: batch.lines(of: bill), losses: losses,
                deductions: deductions, carried: batch.carriedEnergy(of: bill))
            switch form {
            case .json: json(answer, to: &output)
            case .text: text(answer, to: &output)
            }
            return true
        }
    }

    /// A bill and where it came from.
    struct Bill {
        let tariff: CatalogueTariff
        let version: TariffVersion
        let compiled: CompiledTariff
        let usage: Usage
        let bill: RatedBill
        let lines: ArraySlice<RatedLine>
        let losses: LossesFound
        let deductions: DeductionsFound?
        let carried: PeriodEnergy

        func components(of line: RatedLine) -> [LineComponent] {
            version.components(of: line, in: usage.month, rounding: compiled.rounding)
        }
        var tax: TaxInside? { version.tax(inside: lines, in: usage.month, rounding: compiled.rounding) }
    }

    private func write(_ fault: UsageFault, _ form: RateStream.Form, to output: inout [UInt8]) {
        switch form {
        case .json:
            var writer = JSONWriter(head(), to: &output)
            if let id = entry.id { writer.field("id", id) }
            writer.raw(",\"error\":{")
            writer.field("code", fault.code, isFirst: true)
            writer.field("field", fault.field)
            writer.field("mend", told(fault.mend))
            writer.raw("}}\n")
            output = writer.taken()
        case .text:
            let name = entry.id.map { " (\($0))" } ?? ""
            let field = fault.field.isEmpty ? "" : "\(fault.field): "
            output += "line \(entry.line)\(name): \(field)\(told(fault.mend)) [\(fault.code)]\n\n".utf8
        }
    }

    private func head() -> String { "{\"line\":\(entry.line)" }

    private func json(_ answer: Bill, to output: inout [UInt8]) {
        let bill = answer.bill
        var writer = JSONWriter(head(), to: &output)
        if let id = entry.id { writer.field("id", id) }
        writer.field("month", answer.usage.month.description)
        writer.field("tariff", answer.tariff.code)
        writer.field("version", answer.version.effectiveFrom.description)
        writer.raw(",\"example\":\(answer.version.isExample),\"rounding\":{")
        writer.field("rule", answer.compiled.rounding.rawValue, isFirst: true)
        writer.field("adjustmentRule", answer.compiled.adjustmentRounding.rawValue)
        writer.field("place", answer.compiled.roundingPlace == .total ? "TOTAL" : "PER_LINE")
        writer.field("total", answer.compiled.totalUnit == .jiao ? "JIAO" : "FEN")
        writer.raw("}")
        writer.field("kwh", answer.usage.total.text())
        if !answer.usage.reactive.isZero { writer.field("reactiveKvarh", answer.usage.reactive.text()) }
        let losses = answer.losses
        if !losses.transformer.isZero { writer.field("transformerLossKwh", losses.transformer.text()) }
        if !losses.reactive.isZero { writer.field("transformerLossKvarh", losses.reactive.text()) }
        if !losses.line.isZero { writer.field("lineLossKwh", losses.line.text()) }
        if let deductions = answer.deductions { write(deductions, to: &writer) }
        writer.raw(",\"lines\":[")
        var isFirst = true
        for line in answer.lines {
            writer.raw(isFirst ? "{" : ",{")
            isFirst = false
            let printed = PrintedLine(line, mode: answer.usage.basicChargeMode)
            writer.field("kind", line.kind.code, isFirst: true)
            writer.field("period", line.period.code)
            writer.raw(",\"tier\":\(line.tier)")
            writer.field("quantity", printed.quantity)
            writer.field("unit", printed.unit)
            writer.field("price", printed.price)
            writer.field("factor", printed.factor)
            writer.field("amount", line.amount.description)
            components(answer.components(of: line), to: &writer)
            writer.raw("}")
        }
        writer.raw("]")
        writer.field("energyAmount", bill.energyAmount.description)
        writer.field("fundsIncluded", bill.fundsIncluded.description)
        writer.field("basicCharge", bill.basicCharge.description)
        if let factor = bill.powerFactor {
            writer.field("powerFactor", factor.description)
            writer.field("adjustmentPercent", bill.adjustmentPercent.text(least: 2))
            writer.field("adjustmentBase", bill.adjustmentBase.description)
            writer.field("energyBase", bill.energyBase.description)
        }
        writer.field("powerFactorAdjustment", bill.powerFactorAdjustment.description)
        writer.field("otherAmount", bill.otherAmount.description)
        writer.field("total", bill.total.description)
        if let tax = answer.tax {
            writer.raw(",\"vat\":{")
            writer.field("percent", tax.rate.text(), isFirst: true)
            writer.field("gross", tax.gross.description)
            writer.field("net", tax.net.description)
            writer.field("tax", tax.tax.description)
            writer.raw("}")
        }
        writer.raw(",\"tierReached\":\(bill.tierReached)")
        writer.field("yearToDateKwh", bill.yearToDate.text())
        if !bill.carriedMoney.isZero { writer.field("carriedMoney", bill.carriedMoney.description) }
        if answer.carried != PeriodEnergy() {
            writer.raw(",\"carriedKwh\":{")
            var isFirst = true
            for period in TouPeriod.allCases where !answer.carried[period].isZero {
                writer.field(period.code, answer.carried[period].text(), isFirst: isFirst)
                isFirst = false
            }
            writer.raw("}")
        }
        writer.field("charges", bill.charges.description)
        writer.raw("}\n")
        output = writer.taken()
    }

    private func write(_ deductions: DeductionsFound, to writer: inout JSONWriter) {
        writer.field("meteredKwh", deductions.metered.text())
        writer.raw(",\"deductions\":[")
        for (place, step) in deductions.steps.enumerated() {
            writer.raw(place == 0 ? "{" : ",{")
            writer.field("kind", step.kind, isFirst: true)
            if let percent = step.percent { writer.field("percent", percent.text()) }
            writer.field("kwh", step.energy.text())
            writer.raw("}")
        }
        writer.raw("]")
    }

    /// What an energy line is made of (其中); nothing where the tariff names no components.
    private func components(_ parts: [LineComponent], to writer: inout JSONWriter) {
        guard !parts.isEmpty else { return }
        writer.raw(",\"components\":[")
        for (place, part) in parts.enumerated() {
            writer.raw(place == 0 ? "{" : ",{")
            writer.field("code", part.code, isFirst: true)
            writer.field("nameZh", part.nameZh)
            writer.field("nameEn", part.nameEn)
            writer.field("quantity", part.quantity.text())
            writer.field("price", part.price.text())
            writer.field("amount", part.amount.description)
            writer.raw(",\"fund\":\(part.isFund)}")
        }
        writer.raw("]")
    }

    private func text(_ answer: Bill, to output: inout [UInt8]) {
        let bill = answer.bill
        let example = answer.version.isExample ? "  示例 example" : ""
        var rows = [
            "\(entry.id ?? "line \(entry.line)")  \(answer.usage.month)  \(answer.tariff.code) \(answer.tariff.nameZh)"
                + "  from \(answer.version.effectiveFrom)\(example)"
        ]
        let losses = [("transformer", answer.losses.transformer), ("line", answer.losses.line)].filter {
            !$0.1.isZero
        }
        .map { ", of which \($0.0) loss \($0.1.text()) kWh" }.joined()
        rows.append("  \(answer.usage.total.text()) kWh\(losses)")
        if let deductions = answer.deductions {
            let taken = deductions.steps.map {
                "\($0.kind)\($0.percent.map { " \($0.text()) %" } ?? "") \($0.energy.text())"
            }
            rows.append(
                "  main meter \(deductions.metered.text()) kWh less \(taken.joined(separator: ", less ")) kWh"
            )
        }
        for line in answer.lines {
            let printed = PrintedLine(line, mode: answer.usage.basicChargeMode)
            let tier = line.tier == 0 ? "" : " tier \(line.tier)"
            let price = printed.price.isEmpty ? "" : " × \(printed.price)"
            let factor = printed.factor == "1" ? "" : " × \(printed.factor)"
            rows.append(
                "  \(line.kind.code) \(line.period.code)\(tier): \(printed.quantity) \(printed.unit)\(price)\(factor)"
                    + " = \(line.amount)")
            for part in answer.components(of: line) {
                rows.append(
                    "    \(part.nameZh) \(part.nameEn): \(part.quantity.text()) kWh × \(part.price.text()) = \(part.amount)"
                )
            }
        }
        if !bill.fundsIncluded.isZero { rows.append("  government funds included \(bill.fundsIncluded)") }
        if let factor = bill.powerFactor {
            rows.append("  power factor \(factor), adjustment \(bill.adjustmentPercent.text(least: 2)) %")
        }
        if let tax = answer.tax {
            rows.append("  net \(tax.net), value-added tax \(tax.rate.text()) % \(tax.tax) inside")
        }
        rows.append("  total \(bill.total.grouped)  \(bill.total.chineseCapital)\n")
        output += (rows.joined(separator: "\n") + "\n").utf8
    }
}

/// A bill line's numbers as they are printed: what it is worked out from again.
struct PrintedLine {
    let quantity: String
    let unit: String
    let price: String
    let factor: String

    init(_ line: RatedLine, mode: BasicChargeMode) {
        (unit, quantity) =
            switch line.kind {
            case .basic: (mode == .capacity ? "kVA" : "kW", Power(units: line.quantity).text())
            case .overshoot, .demand: ("kW", Power(units: line.quantity).text())
            // Thousandths of a month.
            case .fixed: ("month", Power(units: line.quantity).text())
            case .energy, .tierAdder, .freeEnergy, .surcharge, .agencyPremium, .netted, .feedIn, .yearEnd:
                ("kWh", Energy(units: line.quantity).text())
            case .powerFactor, .rounding, .minimum, .yearMinimum, .creditUsed, .creditCarried,
                .creditForfeited, .totalRounding:
                ("CNY", Money(fen: line.quantity).description)
            }
        price = unit == "CNY" && line.unitPrice == 0 ? "" : Price(units: line.unitPrice).text()
        factor =
            switch line.factorDenominator {
            case 1: "\(line.factorNumerator)"
            case 1_000_000: DecimalText.write(Int64(line.factorNumerator), decimals: 6, least: 0)
            default: "\(line.factorNumerator)/\(line.factorDenominator)"
            }
    }
}

extension RatingRefusal {
    /// The refusal of a usage as an answer line tells it: the field and its mend.
    func fault(_ usage: Usage, under tariff: CompiledTariff) -> UsageFault {
        func unpriced(_ energy: PeriodEnergy) -> TouPeriod? {
            TouPeriod.allCases.first { !energy[$0].isZero && !tariff.hasPrice($0) }
        }
        let (field, mend) =
            switch self {
            case .unknownTariff: ("tariff", "write a tariff that was given")
            case .negativeQuantity: ("", "write energies, demands and capacities of zero or more")
            case .quantityTooLarge:
                (
                    "",
                    "write energies up to 100 TWh, demands and capacities up to 1 TW, and so that the power factor moves the bill by at most 10^15 yuan"
                )
            case .periodsDoNotAddUp:
                ("periodsKwh", "the tariff has periods; write the energy of each, so that they add up to kwh")
            case .periodNotPriced:
                (
                    unpriced(usage.energy).map { "periodsKwh.\($0.code)" }
                        ?? unpriced(usage.fedBack).map { "fedBackKwh.\($0.code)" } ?? "periodsKwh",
                    "there is energy in a period that the tariff has no price for; write it in another"
                )
            case .monthsOutOfRange: ("monthsCovered", "write 1 to 12")
            case .daysOutOfRange: ("daysInService", "write at most the days of the period")
            case .basicChargeModeNotOffered:
                ("basicChargeMode", "write one that the tariff offers; a two-part tariff needs one")
            case .basicChargeQuantityMissing:
                ("basicChargeMode", "write capacityKva for CAPACITY, contractDemandKw for CONTRACT_DEMAND")
            case .surchargeNotOpen:
                (
                    "choosesSurcharge",
                    "the tariff has no surcharge for so many persons; write persons, or false"
                )
            case .fedBackNotPriced: ("fedBackKwh", "the tariff does not buy; remove it")
            case .agencyMultipleNotOffered: ("agencyMultiple", "the tariff has no multiple; write false")
            case .capacityStateOutOfRange:
                ("capacityStates", "write at most 30 days for each month covered, shares of 0 to 100")
            case .settlementNotOpen:
                ("monthSoFar", "a month under tiers by period is settled once; remove it")
            case .periodDemandMissing:
                ("periodDemandKw", "the tariff charges each period's own demand; write the highest of each")
            }
        return UsageFault(code: code, field: field, mend: mend)
    }
}

/// Writes a JSON object behind what is there already.
struct JSONWriter {
    private var bytes: [UInt8] = []

    /// Takes the buffer, so that nothing is copied; `taken` gives it back.
    init(_ head: String, to output: inout [UInt8]) {
        swap(&bytes, &output)
        bytes += head.utf8
    }

    consuming func taken() -> [UInt8] { bytes }

    mutating func raw(_ text: String) { bytes += text.utf8 }

    mutating func field(_ key: String, _ value: String, isFirst: Bool = false) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        bytes += key.utf8
        bytes += "\":\"".utf8
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                bytes += ("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits).utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
