import Language

/// A part of a tariff file laid out for a person: fields under headings, prices as a grid, rows as a table. The same
/// sheet is read on a tariff's page and typed into on a draft's.
struct Sheet: Sendable {
    /// One value of the file.
    struct Cell: Sendable {
        enum Kind: Sendable, Hashable {
            case text
            case area
            case day
            /// A decimal that stands in quotes.
            case decimal
            case whole
            case truth
            /// One of a closed list of codes.
            case choice([String])
            /// Several of a closed list of codes, ticked.
            case several([String])
            /// A list written in one line; whether its values are whole numbers.
            case line(whole: Bool)
        }

        let path: String
        let label: String
        let kind: Kind
        /// As it stands in the file; a list with a comma between its values.
        let value: String
        /// A part that may be left out: nothing typed leaves it out.
        let isOptional: Bool
    }

    struct Row: Sendable {
        let label: String?
        /// The code of a period's row of prices; empty for the row that adds one.
        let period: String?
        let cells: [Cell]
        /// The row that is not in the file yet.
        let isNew: Bool
    }

    struct Part: Sendable {
        let path: String
        var heading: String
        var cells: [Cell]
        let head: [String]
        let rows: [Row]
        let isPrices: Bool
        /// Whether the part as a whole may be taken out of the version.
        var isRemovable: Bool
    }

    private(set) var parts: [Part] = []
    private let words: Words
    private let isForm: Bool
    /// The classes that a calendar's version serves: its rows are for some of these.
    private let served: [String]

    static let periodOrder =
        ["TOTAL", "SHARP", "PEAK", "FLAT", "VALLEY", "DEEP_VALLEY"] + (6...12).map { "PERIOD_\($0)" }

    /// - Parameters:
    ///   - tree: a version, or a whole file that has none.
    ///   - path: where it stands in the file.
    ///   - skips: keys of it that the page shows in a way of its own.
    ///   - isForm: with an empty row wherever one may be added.
    init(_ tree: Tree, at path: String, heading: String, skips: Set<String>, words: Words, isForm: Bool) {
        self.words = words
        self.isForm = isForm
        served = (tree["classes"]?.elements ?? []).map(\.plain)
        walk(tree, path, [], heading: heading, skips: skips, tiers: Self.tierCount(tree))
    }

    /// How many prices a period has: one a tier, or one where the tiers add to it.
    static func tierCount(_ version: Tree) -> Int {
        var places: [Tree] = [version]
        if let tiers = version["tiers"] { places.append(tiers) }
        for key in ["tiers.seasons", "seasons"] { places += version[key]?.elements ?? [] }
        var limits = 0
        for place in places {
            for key in ["limitsKwh", "limitsKwhPerKw"] {
                limits = max(limits, place[key]?.elements.count ?? 0)
            }
            for period in place["periodLimitsKwh"]?.members ?? [] {
                limits = max(limits, period.value.elements.count)
            }
        }
        return version["tiers.adders"] == nil ? limits + 1 : 1
    }

    private mutating func walk(
        _ tree: Tree, _ path: String, _ trail: [String], heading: String?, skips: Set<String>, tiers: Int
    ) {
        let parent = trail.last ?? ""
        let place = parts.count
        let title = heading ?? words.path(path, in: tree)
        parts.append(
            Part(
                path: path, heading: title, cells: [], head: [], rows: [], isPrices: false,
                isRemovable: false))
        var cells: [Cell] = []
        for member in tree.members where !skips.contains(member.key) {
            let at = path.isEmpty ? member.key : "\(path).\(member.key)"
            let key = member.key
            switch member.value {
            case let value where value.isScalar: cells.append(cell(value, key, parent, at))
            case .list(let list) where list.allSatisfy(\.isScalar) && !Self.tables.contains(key):
                cells.append(line(list, key, parent, at))
            case .list(let list) where list.allSatisfy(Self.isFlat):
                var part = table(list, key, parent, at, trail)
                // Which of several such tables it is, the element it belongs to says.
                if !trail.isEmpty { part.heading = "\(title) · \(words.key(key, in: parent))" }
                parts.append(part)
            case .list(let list):
                for (number, element) in list.enumerated() {
                    let name = words.name(element)
                    let label =
                        name.isEmpty
                        ? words.language.text("tariff.page.row", [("number", String(number + 1))]) : name
                    walk(
                        element, "\(at)[\(number)]", trail + [key],
                        heading: headline(trail + [key]) + " · " + label, skips: [], tiers: tiers)
                }
            case .object(let members) where parent != "sell" && Self.isPrices(key, members):
                parts.append(grid(member.value, key, at, trail, tiers))
            default:
                walk(
                    member.value, at, trail + [key], heading: headline(trail + [key]), skips: [], tiers: tiers
                )
            }
        }
        if isForm, trail.isEmpty, path.hasPrefix("versions") {
            if tree["example"] == nil { cells.append(cell(.truth(false), "example", "", "\(path).example")) }
            for key in ["source", "noteZh", "noteEn"]
            where tree[key] == nil && (key != "noteEn" || tree["note"] == nil) {
                cells.append(cell(.text(""), key, "", "\(path).\(key)"))
            }
        }
        parts[place].cells = cells
        parts[place].isRemovable = !trail.isEmpty
        if cells.isEmpty, !(isForm && trail.count == 1) { parts.remove(at: place) }
    }

    private func headline(_ trail: [String]) -> String {
        trail.enumerated().map { words.key($1, in: $0 > 0 ? trail[$0 - 1] : "") }.joined(separator: " · ")
    }

    /// Lists whose rows are a table even while there are none.
    private static let tables: Set<String> = [
        "components", "runs", "windows", "manyPersons", "transformers", "rows",
    ]

    private static func isFlat(_ tree: Tree) -> Bool {
        guard case .object(let members) = tree else { return false }
        return members.allSatisfy { $0.value.isScalar || $0.value.elements.allSatisfy(\.isScalar) }
            && !members.contains {
                if case .object = $0.value { true } else { tables.contains($0.key) }
            }
    }

    private static func isPrices(_ key: String, _ members: [Tree.Member]) -> Bool {
        key == "prices"
            && members.allSatisfy { if case .list = $0.value { true } else { false } }
    }

    private func grid(_ tree: Tree, _ key: String, _ at: String, _ trail: [String], _ tiers: Int) -> Part {
        let known = tree.members.map(\.key).sorted {
            (Self.periodOrder.firstIndex(of: $0) ?? 99, $0) < (Self.periodOrder.firstIndex(of: $1) ?? 99, $1)
        }
        let width = max(tiers, tree.members.map { $0.value.elements.count }.max() ?? 0)
        func cells(_ period: String, _ list: [Tree], _ label: String) -> [Cell] {
            (0..<width).map { tier in
                Cell(
                    path: "\(at).\(period)[\(tier)]",
                    label: width > 1 ? "\(label) \(words.tier(tier + 1))" : label,
                    kind: .decimal, value: list.indices.contains(tier) ? list[tier].plain : "",
                    isOptional: true
                )
            }
        }
        var rows = known.map { period in
            Row(
                label: words.period(period), period: period,
                cells: cells(period, tree[period]?.elements ?? [], words.period(period)), isNew: false)
        }
        if isForm {
            rows.append(
                Row(
                    label: nil, period: "", cells: cells("+", [], words.language.text("tariff.page.add")),
                    isNew: true))
        }
        return Part(
            path: at, heading: headline(trail + [key]), cells: [],
            head: [words.language.text("tariff.page.period")]
                + (width > 1
                    ? (1...width).map(words.tier) : [words.language.text("tariff.page.price")]),
            rows: rows, isPrices: true, isRemovable: false)
    }

    private func table(
        _ list: [Tree], _ key: String, _ parent: String, _ at: String, _ trail: [String]
    ) -> Part {
        var columns = Self.columns[key] ?? []
        for member in list.flatMap(\.members) where !columns.contains(member.key) {
            columns.append(member.key)
        }
        if !isForm {
            columns = columns.filter { column in list.contains { $0[column] != nil } }
        }
        var rows = list.enumerated().map { number, element in
            row(element, columns, key, "\(at)[\(number)]", isNew: false)
        }
        if isForm {
            rows.append(row(Self.blank(list.first), columns, key, "\(at)[\(list.count)]", isNew: true))
        }
        return Part(
            path: at, heading: headline(trail + [key]), cells: [],
            head: columns.map { words.key($0, in: key) },
            rows: rows, isPrices: false, isRemovable: trail.isEmpty)
    }

    /// A row like another, with nothing in it: its numbers stay numbers and its lists lists.
    private static func blank(_ row: Tree?) -> Tree {
        .object(
            (row?.members ?? []).compactMap { member in
                switch member.value {
                case .number: .init(key: member.key, value: .number(""))
                case .list: .init(key: member.key, value: .list([]))
                default: nil
                }
            })
    }

    private func row(
        _ element: Tree, _ columns: [String], _ parent: String, _ at: String, isNew: Bool
    ) -> Row {
        Row(
            label: nil, period: nil,
            cells: columns.map { column in
                let path = "\(at).\(column)"
                switch element[column] {
                case .list(let list): return line(list, column, parent, path)
                case let value?: return cell(value, column, parent, path)
                case nil where Self.lines[column] != nil: return line([], column, parent, path)
                case nil:
                    let blank: Tree =
                        Self.flags.contains(column)
                        ? .truth(
                            column == "inPowerFactorBase" && !isNew && element["fund"] != .truth(true))
                        : Self.wholes.contains(column) || (parent == "manyPersons" && column == "from")
                            ? .number("") : .text("")
                    return cell(blank, column, parent, path)
                }
            }, isNew: isNew)
    }

    private func cell(_ value: Tree, _ key: String, _ parent: String, _ at: String) -> Cell {
        let kind: Cell.Kind =
            switch value {
            case _ where key == "restDay": .choice(["true", "false"])
            case .truth: .truth
            case .number: .whole
            case _ where key == "effectiveFrom": .day
            case _ where ["note", "noteZh", "noteEn", "source"].contains(key): .area
            case _ where Self.choices["\(parent).\(key)"] != nil:
                .choice(Self.choices["\(parent).\(key)"] ?? [])
            case _ where Self.choices[key] != nil: .choice(Self.choices[key] ?? [])
            default: Self.words.contains(key) ? .text : .decimal
            }
        return Cell(
            path: at, label: words.key(key, in: parent), kind: kind, value: value.plain,
            isOptional: Self.optional.contains(key) || Self.periodOrder.contains(key)
                || (key == "source" && at.hasPrefix("versions["))
                || (parent == "sell" && key == "price"))
    }

    private func line(_ list: [Tree], _ key: String, _ parent: String, _ at: String) -> Cell {
        let isWhole =
            list.first.map { if case .number = $0 { true } else { false } } ?? Self.lines[key]
            ?? (parent == "periodLimitsKwh")
        let values = list.map(\.plain)
        let isNamed = ["periodOrder", "holidays"].contains(key)
        let kind: Cell.Kind =
            isNamed
            ? .line(whole: false)
            : choices(key, parent, values).map { .several($0) } ?? .line(whole: isWhole)
        return Cell(
            path: at, label: words.key(key, in: parent), kind: kind,
            value: isNamed
                ? words.language.list(values.map { words.choice($0, key: key) })
                : values.joined(separator: ", "),
            isOptional: ["weekdays", "holidays", "monthLimitsKwh", "limitsKwhPerKw", "limitsKw", "limitsKwh"]
                .contains(key)
                || (["windows", "floats"].contains(parent) && ["months", "classes"].contains(key))
                || key == "holidaySets")
    }

    /// What of a list may be ticked: of a row of a calendar the classes that the version serves, and always what stands
    /// in it.
    private func choices(_ key: String, _ parent: String, _ values: [String]) -> [String]? {
        guard let all = Self.choices[key] else { return nil }
        let isRow = key == "classes" && ["windows", "floats"].contains(parent) && !served.isEmpty
        return all.filter { !isRow || served.contains($0) || values.contains($0) }
            + values.filter { !all.contains($0) }
    }
}
