/// The rows of a version's loss tables by the energy that each reaches, for what a row of another energy replaces.
struct LossTableRows {
    /// By the table and what is lost, rising as in the file.
    private var rows: [String: [(upTo: Int64, text: String)]] = [:]

    init(_ values: [(path: String, text: String)]) {
        for value in values {
            guard let row = Self.row(value.path) else { continue }
            rows[row.key, default: []].append((row.upTo, value.text))
        }
    }

    /// What held where a new row does: the first that reached as far, else the last; nil for what is no row's, and where
    /// there was no such table.
    func standing(_ path: String) -> String? {
        guard let row = Self.row(path), let known = rows[row.key] else { return nil }
        return (known.first { $0.upTo >= row.upTo } ?? known.last)?.text
    }

    /// Of `transformer.tables[S9 315 kVA].rows[8000 kWh].lossKwh` the path without the energy, and the energy.
    private static func row(_ path: String) -> (key: String, upTo: Int64)? {
        let steps = TariffPaths.steps(path)
        guard steps.count > 2, case .label(let label) = steps[steps.count - 2],
            case .key("rows") = steps[steps.count - 3], case .key(let last) = steps[steps.count - 1],
            last != "toKwh", label.hasSuffix(" kWh")
        else { return nil }
        let energy = label.dropLast(4)
        guard let upTo = energy == "∞" ? .max : Int64(energy) else { return nil }
        return (path.dropLast(label.count + last.count + 2) + last, upTo)
    }
}
