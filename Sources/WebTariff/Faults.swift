import Kernel
import Tariff

/// What a check found, beside the fields it is about.
struct Faults: Sendable {
    private var byCell: [String: String] = [:]
    private var byPart: [String: String] = [:]
    /// What no field of the sheet is about.
    private(set) var rest: [Line] = []
    let count: Int

    /// One fault in words: where, and what to do.
    struct Line: Sendable {
        let place: String
        let mend: String
    }

    init(_ faults: [TariffFault], _ sheets: [Sheet], in tree: Tree, _ words: Words) {
        count = faults.count
        let parts = sheets.flatMap(\.parts)
        let cells = parts.flatMap { $0.cells + $0.rows.flatMap(\.cells) }.map(\.path)
        for fault in faults {
            let path = Self.placed(fault.path, in: tree)
            let mend = words.mend(fault)
            if let cell = Self.nearest(path, cells) {
                byCell[cell] = byCell[cell] ?? mend
            } else if let part = Self.nearest(path, parts.map(\.path)), !path.isEmpty {
                byPart[part] = byPart[part] ?? mend
            } else {
                rest.append(Line(place: words.path(path, in: tree), mend: mend))
            }
        }
    }

    func of(cell path: String) -> String? { byCell[path] }
    func of(part path: String) -> String? { byPart[path] }

    /// Elements by their days, codes and what else they are known by as elements by their places.
    static func placed(_ path: String, in tree: Tree) -> String {
        var placed = ""
        var rest = path[...]
        while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
            placed += rest[..<open]
            let label = String(rest[rest.index(after: open)..<close])
            let place = tree[placed]?.elements.firstIndex { element in
                ["effectiveFrom", "code", "standard", "from"].contains { element[$0]?.plain == label }
                    || "\(element["period"]?.plain ?? "") \(element["from"]?.plain ?? "")" == label
                    || "\(element["type"]?.plain ?? "") \(element["ratedKva"]?.plain ?? "") kVA" == label
                    || "\(element["toKwh"]?.plain ?? "∞") kWh" == label
            }
            placed += "[\(place.map { String($0) } ?? label)]"
            rest = rest[rest.index(after: close)...]
        }
        return placed + rest
    }

    /// The path itself or the longest above it.
    private static func nearest(_ path: String, _ known: [String]) -> String? {
        known.filter { $0 == path || path.hasPrefix($0 + ".") || path.hasPrefix($0 + "[") }
            .max { $0.count < $1.count }
    }
}
