import Kernel
import Rating

/// What is taken from a main meter before it is billed 套扣, as a usage line writes it and as the answer keeps it.
struct UsageDeductions {
    private var deduction = SubMeterDeduction()

    private enum Field: String, CaseIterable { case fixedKwh, fixedPercent, subMeterKwh }

    /// Most numbers that each list may have.
    private static let most = 100

    mutating func read(_ scanner: inout JSONScanner) throws(UsageFault) {
        var seen = FieldsSeen()
        var isFirst = true
        while let key = try scanner.key(&isFirst, in: "deductions") {
            let field: Field = try seen.take(key, in: "deductions")
            switch field {
            case .fixedKwh: deduction.fixedQuantities = try Self.list(key, &scanner)
            case .fixedPercent: deduction.fixedRatios = try Self.list(key, &scanner)
            case .subMeterKwh: deduction.subMeters = try Self.list(key, &scanner)
            }
        }
    }

    private static func list<Q: Quantity>(_ key: String, _ scanner: inout JSONScanner) throws(UsageFault)
        -> [Q]
    {
        var values: [Q] = []
        var isFirst = true
        while try scanner.element(&isFirst, in: "deductions.\(key)") {
            guard values.count < most else {
                throw .value("deductions.\(key)", "write at most \(most) of them")
            }
            values.append(try scanner.quantity("deductions.\(key)[\(values.count)]"))
        }
        return values
    }

    /// Takes what they come to from the line: from its total, and without periods of their own from flat first.
    /// - Parameter metered: what the main meter counted, losses not included; all of them are the main meter's.
    func take(from line: inout UsageLine, metered: Energy, hasPeriods: Bool) throws(UsageFault) {
        guard deduction != SubMeterDeduction() else { return }
        guard let result = deduction.result(main: metered) else {
            throw .value("deductions", "write energies up to 100 TWh and ratios of 0 to 100")
        }
        guard !result.isShort else {
            throw .value("deductions", "they are more than the main meter counted; look at both meters")
        }
        let taken = metered - result.billed
        if hasPeriods {
            guard let energy = SubMeterDeduction.taking(taken, from: line.usage.energy) else {
                throw .value("deductions", "the periods have less than what is taken; look at the meters")
            }
            line.usage.energy = energy
        }
        line.usage.total -= taken
        line.deductions = DeductionsFound(
            metered: metered, deduction: deduction, ratios: result.ratioEnergies)
    }
}

/// What was taken from a main meter, in the order it was taken.
struct DeductionsFound {
    let metered: Energy
    let deduction: SubMeterDeduction
    /// Of each ratio, in the order given.
    let ratios: [Energy]

    /// Kind, energy, and the ratio in percent where it is one.
    var steps: [(kind: String, energy: Energy, percent: Percent?)] {
        deduction.fixedQuantities.map { ("FIXED_QUANTITY", $0, nil) }
            + zip(deduction.fixedRatios, ratios).map { ("FIXED_RATIO", $1, $0) }
            + deduction.subMeters.map { ("SUB_METER", $0, nil) }
    }
}
