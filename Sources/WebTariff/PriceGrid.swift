import Kernel
import Language
import Rating
import Tariff

/// 批量调价: the prices of many codes as one table, a row a code, a column a part of the price or a period, and the files
/// that what was typed into it makes.
struct PriceGrid {
    /// `components.` and a part's code, or `prices.` and a period's.
    typealias Key = String
    /// What was typed, by code and column.
    typealias Values = [String: [Key: String]]

    struct Column {
        let key: Key
        let label: String
    }

    struct Row {
        let paper: Paper
        /// The version that the new one is a copy of, or that is changed where it begins on the same day.
        let version: Paper.Version
        /// The values of the version by column; a price that tiers or seasons divide has none.
        let values: [Key: String]
    }

    /// What is wrong with one box; without a column with the row.
    struct Fault: Error {
        let code: String
        let column: Key?
        let message: String
        let arguments: [(String, String)]
    }

    /// No file may say a higher one.
    private static let greatest = Price(units: RatingLimit.price)

    let columns: [Column]
    let rows: [Row]

    init(_ papers: [Paper], _ words: Words) {
        rows = papers.compactMap { paper in
            paper.versions.last.map { Row(paper: paper, version: $0, values: Self.values($0.tree)) }
        }
        var names: [(key: Key, label: String)] = []
        for row in rows {
            for component in row.version.tree["components"]?.elements ?? [] {
                let key = "components.\(component["code"]?.plain ?? "")"
                if !names.contains(where: { $0.key == key }) { names.append((key, words.name(component))) }
            }
        }
        let priced = Set(rows.flatMap(\.values.keys))
        columns =
            names.map { Column(key: $0.key, label: $0.label) }
            + Sheet.periodOrder.filter { priced.contains("prices.\($0)") }.map {
                Column(key: "prices.\($0)", label: words.period($0))
            }
    }

    private static func values(_ version: Tree) -> [Key: String] {
        var values: [Key: String] = [:]
        for component in version["components"]?.elements ?? [] {
            values["components.\(component["code"]?.plain ?? "")"] = component["price"]?.plain
        }
        for period in version["prices"]?.members ?? [] where period.value.elements.count == 1 {
            values["prices.\(period.key)"] = period.value.elements[0].plain
        }
        return values
    }

    /// The file of a row with what was typed for it from a day on; nil where nothing of it differs.
    /// - Parameters:
    ///   - notice: what the prices rest on; empty where nobody says, and the version stays the example it was.
    ///   - follows: whether published prices that were left as they are move with their parts.
    func content(
        _ row: Row, _ typed: [Key: String], from day: Day, notice: String, follows: Bool
    ) throws(Fault) -> String? {
        func fault(_ column: Key?, _ message: String, _ arguments: [(String, String)] = []) -> Fault {
            Fault(code: row.paper.code, column: column, message: message, arguments: arguments)
        }
        var changes: [Key: String] = [:]
        for column in columns {
            guard let old = row.values[column.key], let new = typed[column.key], new != old else { continue }
            guard let price = try? Price(text: new), (.zero...Self.greatest).contains(price) else {
                throw fault(column.key, "tariff.grid.badPrice")
            }
            if (try? Price(text: old)) != price { changes[column.key] = new }
        }
        guard !changes.isEmpty else { return nil }
        if follows { try follow(row, &changes, fault) }
        guard let last = row.version.begins, day >= last else {
            throw fault(
                nil, "tariff.grid.tooEarly", [("day", row.version.begins?.description ?? "—")])
        }
        var version = row.version.tree
        version["effectiveFrom"] = .text(day.description)
        if !notice.isEmpty {
            for key in ["example", "note", "noteZh", "noteEn"] { version[key] = nil }
            version["source"] = .text(notice)
        }
        for (place, component) in (version["components"]?.elements ?? []).enumerated() {
            if let new = changes["components.\(component["code"]?.plain ?? "")"] {
                version["components[\(place)].price"] = .text(new)
            }
        }
        for (key, new) in changes where key.hasPrefix("prices.") { version[key] = .list([.text(new)]) }
        var tree = row.paper.tree
        tree["versions[\(row.version.place + (day == last ? 0 : 1))]"] = version
        return tree.json
    }

    /// Moves each published price that was left as it is by what its parts moved: what floats times the period's
    /// multiplier. A period without one is asked for.
    private func follow(
        _ row: Row, _ changes: inout [Key: String],
        _ fault: (Key?, String, [(String, String)]) -> Fault
    ) throws(Fault) {
        var (fixed, floating) = (Price.zero, Price.zero)
        for component in row.version.tree["components"]?.elements ?? [] {
            let key = "components.\(component["code"]?.plain ?? "")"
            guard let new = changes[key].flatMap({ try? Price(text: $0) }),
                let old = row.values[key].flatMap({ try? Price(text: $0) })
            else { continue }
            if component["floats"] == .truth(true) { floating += new - old } else { fixed += new - old }
        }
        guard !fixed.isZero || !floating.isZero else { return }
        let decimals = row.version.tree["rounding.priceDecimals"].flatMap { Int($0.plain) } ?? 6
        for (key, text) in row.values where key.hasPrefix("prices.") && changes[key] == nil {
            let period = String(key.dropFirst("prices.".count))
            let written = row.version.tree["multipliers.\(period)"].flatMap { try? Factor(text: $0.plain) }
            let isWhole = period == "TOTAL" || floating.isZero
            guard let multiplier = isWhole ? Factor.one : written else {
                throw fault(key, "tariff.grid.noMultiplier", [])
            }
            guard let old = try? Price(text: text) else { continue }
            let whole = Int128(Factor.one.units)
            let moved = Int128(fixed.units) * whole + Int128(floating.units) * Int128(multiplier.units)
            var step: Int64 = 1
            for _ in decimals..<Price.decimals { step *= 10 }
            let sum = Int128(old.units) * whole + moved
            let new = Price(units: Int64(Rounding.halfUp.quotient(sum, whole * Int128(step))) * step)
            guard !new.isNegative else { throw fault(key, "tariff.grid.badPrice", []) }
            changes[key] = new.text(least: 4)
        }
    }
}

extension PriceGrid.Values {
    /// With what was typed for a whole column put where a row's own box was left as it is.
    func filled(_ all: [PriceGrid.Key: String], _ rows: [PriceGrid.Row]) -> PriceGrid.Values {
        var filled = self
        for (key, value) in all where !value.isEmpty {
            for row in rows where row.values[key] != nil {
                let own = filled[row.paper.code]?[key]
                if own == nil || own == row.values[key] { filled[row.paper.code, default: [:]][key] = value }
            }
        }
        return filled
    }
}
