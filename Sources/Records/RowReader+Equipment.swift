internal import Control
internal import Kernel

extension RowReader {
    /// `T:1号变:630:S11-M-630/10:0.81/6.2/0.9/4.5`, separated by `;`: kind, name, kVA, and where known the model and the
    /// plate's P0 and Pk in kW, I0 and Uk in percent. A motor is `M:1号电动机:250`.
    mutating func equipment(from day: Day) -> [NewEquipment] {
        row["equipment"].split(separator: ";").compactMap { part in
            if let piece = Self.piece(part, from: day) { return piece }
            add(FieldProblem("equipment", "equipmentText", ["value": String(part)]))
            return nil
        }
    }

    private static func piece(_ text: Substring, from day: Day) -> NewEquipment? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { trimmed($0) }
        guard (3...5).contains(parts.count), ["T", "M"].contains(parts[0]),
            let capacity = try? ApparentPower(text: parts[2])
        else { return nil }
        var plate: TransformerPlate?
        if parts.count == 5, !parts[4].isEmpty {
            let values = parts[4].split(separator: "/")
            guard values.count == 4, let noLoad = try? Power(text: values[0]),
                let load = try? Power(text: values[1]), let current = try? Percent(text: values[2]),
                let impedance = try? Percent(text: values[3])
            else { return nil }
            plate = TransformerPlate(
                noLoad: noLoad, load: load, noLoadCurrent: current, impedance: impedance)
        }
        return NewEquipment(
            name: parts[1], kind: parts[0] == "M" ? .motor : .transformer, capacity: capacity,
            model: parts.count > 3 ? parts[3] : "", plate: plate, from: day)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// Loss terms of the row; nil where it names neither arrangement nor loss.
    mutating func loss(_ equipment: [NewEquipment]) -> PointLossTerms? {
        let (transformer, line) = (row["transformer_loss"], row["line_loss"])
        if row["arrangement"].isEmpty, transformer.isEmpty, line.isEmpty { return nil }
        let arrangement = choice("arrangement", Self.arrangements, default: .highLow) ?? .highLow
        var terms = PointLossTerms(arrangement: arrangement)
        terms.transformer.shift = choice("shift", Self.shifts, default: .continuous) ?? .continuous
        let first = equipment.first { $0.kind == .transformer }
        if let percent = Self.percent(transformer) {
            terms.transformer.method = .percent
            terms.transformer.percent = percent
        } else if ["FORMULA", "公式"].contains(transformer) {
            terms.transformer.method = .formula
            terms.transformer.capacity = first?.capacity ?? .zero
            terms.transformer.plate = first?.plate
        } else if transformer.hasPrefix("TABLE:") || transformer.hasPrefix("查表:") {
            terms.transformer.method = .table
            terms.transformer.capacity = first?.capacity ?? .zero
            terms.transformer.published = Self.code(transformer)
            terms.transformer.model = first?.model ?? ""
        } else if Self.isPublished(transformer) {
            terms.transformer.method = .published
            terms.transformer.capacity = first?.capacity ?? .zero
            terms.transformer.plate = first?.plate
            terms.transformer.published = Self.code(transformer)
            terms.transformer.model = first?.model ?? ""
        } else if !transformer.isEmpty {
            add(FieldProblem("transformer_loss", "lossText", ["value": transformer]))
        }
        if let percent = Self.percent(line) {
            terms.line = LineLossTerms(method: .percent, percent: percent)
        } else if Self.isPublished(line) {
            terms.line = LineLossTerms(method: .published, published: Self.code(line))
        } else if !line.isEmpty {
            add(FieldProblem("line_loss", "lossText", ["value": line]))
        }
        return terms
    }

    /// `PUBLISHED:EX-LOSS`, `公布:EX-LOSS`
    private static func isPublished(_ text: String) -> Bool {
        text.hasPrefix("PUBLISHED:") || text.hasPrefix("公布:")
    }

    private static func code(_ text: String) -> String { String(text.split(separator: ":").last ?? "") }

    /// `1.5%`
    private static func percent(_ text: String) -> Percent? {
        guard text.last == "%" else { return nil }
        return try? Percent(text: text.dropLast())
    }

    private static let arrangements: [String: MeteringArrangement] = [
        "HIGH_HIGH": .highHigh, "高供高计": .highHigh, "HIGH_LOW": .highLow, "高供低计": .highLow,
        "LOW_LOW": .lowLow, "低供低计": .lowLow,
    ]
    private static let shifts: [String: ProductionShift] = [
        "ONE": .one, "单班": .one, "TWO": .two, "两班": .two, "THREE": .three, "三班": .three,
        "CONTINUOUS": .continuous, "连续": .continuous,
    ]
}
