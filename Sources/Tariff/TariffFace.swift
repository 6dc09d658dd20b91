internal import Foundation
package import Kernel

/// What a file says of itself at its head, read without believing the rest.
package struct TariffFace: Sendable, Hashable {
    package let code: String
    package let kind: String
    /// When each of its versions begins, in the order of the file.
    package let begins: [Day]
    package var lastBegin: Day? { begins.max() }
    /// Whether the version that begins last is marked as an example 示例.
    package let isExample: Bool

    /// The code of the power-factor table, which has none in its file.
    static let powerFactorCode = "POWER-FACTOR"

    /// - Throws: `TariffFaults` where the text is not JSON or says no kind and code.
    init(_ file: TariffFile) throws(TariffFaults) {
        guard let node = try? JSONDecoder().decode(TariffNode.self, from: file.content),
            case .object(let values) = node.versioned
        else {
            let place = JSONPlace(firstFaultOf: file.content)?.text ?? "line 1, column 1"
            throw TariffFaults(faults: [TariffFault(file: file.name, path: place, mend: Self.notJSON)])
        }
        guard case .text(let kind) = values["kind"] else {
            throw TariffFaults(faults: [TariffFault(file: file.name, path: "kind", mend: "write the kind")])
        }
        self.kind = kind
        if case .text(let code) = values["code"] {
            self.code = code
        } else if kind == "POWER_FACTOR" {
            code = Self.powerFactorCode
        } else {
            throw TariffFaults(faults: [TariffFault(file: file.name, path: "code", mend: "write the code")])
        }
        var begins: [Day] = []
        var newest: (day: Day, isExample: Bool)?
        if case .list(let versions) = values["versions"] {
            for case .object(let version) in versions {
                if case .text(let text) = version["effectiveFrom"], let day = Day(asWritten: text) {
                    begins.append(day)
                    var isExample = false
                    if case .truth(true) = version["example"] { isExample = true }
                    if newest.map({ $0.day < day }) ?? true { newest = (day, isExample) }
                }
            }
        }
        self.begins = begins
        isExample = newest?.isExample ?? false
    }

    private static let notJSON = "not a JSON object; check commas, quotes and brackets"
}

extension TariffSketch {
    /// Whether what it would publish is marked as an example 示例; false for what is no tariff file yet.
    package var isExample: Bool {
        (try? TariffFace(TariffFile(name: code, content: Data(content.utf8))))?.isExample ?? false
    }
}

/// A file's values by their paths, for comparing two files.
struct TariffFlat {
    /// In the order of the file; an object's keys by name.
    private(set) var values: [(path: String, text: String)] = []

    init?(_ text: String) {
        guard let node = try? JSONDecoder().decode(TariffNode.self, from: Data(text.utf8)) else { return nil }
        self.init(node.versioned)
    }

    init(_ node: TariffNode) { add(node, "") }

    private mutating func add(_ node: TariffNode, _ path: String) {
        switch node {
        case .object(let values):
            for key in values.keys.sorted() {
                if let value = values[key] { add(value, path.isEmpty ? key : "\(path).\(key)") }
            }
        case .list(let list):
            let labels = list.map(Self.label)
            // Two that are known by the same say nothing of each other: each by its place.
            let areApart = Set(labels).count == list.count
            for (place, value) in list.enumerated() {
                add(value, "\(path)[\(areApart ? labels[place] ?? "\(place)" : "\(place)")]")
            }
        case .text(let text): values.append((path, text))
        case .whole(let whole): values.append((path, String(whole)))
        case .truth(let truth): values.append((path, String(truth)))
        case .fraction: values.append((path, "?"))
        case .null: values.append((path, "null"))
        }
    }

    /// What an element of a list is known by, so that one put in front of others changes nothing about them: a version
    /// by its day, a part of the price or a season by its code, a power-factor standard by itself, a run by its first
    /// factor, a window by its period and first minute, a transformer by its type and capacity, a row of its table by the
    /// energy up to which it holds.
    static func label(_ node: TariffNode) -> String? {
        guard case .object(let values) = node else { return nil }
        for key in ["effectiveFrom", "code", "standard"] {
            if case .text(let text) = values[key] { return text }
        }
        if case .text(let type) = values["type"], let capacity = number(values["ratedKva"]) {
            // A bracket would end the label.
            return type.contains(where: "[]".contains) ? nil : "\(type) \(capacity) kVA"
        }
        if values["lossKwh"] != nil { return "\(number(values["toKwh"]) ?? "∞") kWh" }
        guard case .text(let from) = values["from"] else { return nil }
        if case .text(let period) = values["period"] { return "\(period) \(from)" }
        return from
    }

    private static func number(_ node: TariffNode?) -> String? {
        switch node {
        case .whole(let whole): String(whole)
        case .text(let text): text.contains(where: "[]".contains) ? nil : text
        default: nil
        }
    }

    /// The values of one version, without the version's own part of the path; empty where there is none.
    func version(_ day: Day) -> [String: String] {
        Dictionary(below(day).map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
    }

    /// The same in the order of the file.
    func below(_ day: Day) -> [(path: String, text: String)] {
        let prefix = "versions[\(day)]."
        return values.filter { $0.path.hasPrefix(prefix) }.map {
            (path: String($0.path.dropFirst(prefix.count)), text: $0.text)
        }
    }

    /// What stands at a path; nil where nothing does.
    func value(_ path: String) -> String? { values.first { $0.path == path }?.text }

    /// The days on which versions begin.
    var days: [Day] {
        values.filter { $0.path.hasPrefix("versions[") && $0.path.hasSuffix("].effectiveFrom") }
            .compactMap { Day(asWritten: $0.text) }
    }
}

/// A value that differs between two files.
package struct TariffChange: Sendable, Hashable, Codable {
    /// Such as `versions[2026-12-01].prices.PEAK[0]`: versions by their day, parts of the price by their code.
    package let path: String
    /// Nil where the value is new.
    package let before: String?
    /// Nil where the value is gone.
    package let after: String?

    package init(path: String, before: String?, after: String?) {
        self.path = path
        self.before = before
        self.after = after
    }

    /// What differs, in the order of the newer file, then what is gone.
    /// - Parameter before: empty for a file that had no predecessor.
    package static func between(_ before: String, _ after: String) -> [TariffChange] {
        between(TariffFlat(before)?.values ?? [], TariffFlat(after)?.values ?? [])
    }

    static func between(_ old: [(path: String, text: String)], _ new: [(path: String, text: String)])
        -> [TariffChange]
    {
        let (old, new) = aligned(old, new)
        let was = Dictionary(old.map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
        let known = Set(new.map(\.path))
        let changed = new.filter { was[$0.path] != $0.text }.map {
            TariffChange(path: $0.path, before: was[$0.path], after: $0.text)
        }
        return changed
            + old.filter { !known.contains($0.path) }.map {
                TariffChange(path: $0.path, before: $0.text, after: nil)
            }
    }

    /// Lists of values that grew or shrank, such as the limits of tiers: what is alike at their beginning and end is no
    /// change, so that one more tier is one more value and not another value in every later place.
    private static func aligned(
        _ old: [(path: String, text: String)], _ new: [(path: String, text: String)]
    ) -> (old: [(path: String, text: String)], new: [(path: String, text: String)]) {
        let (before, after) = (lists(old), lists(new))
        var (gone, come): (Set<String>, Set<String>) = ([], [])
        for (path, was) in before {
            guard let now = after[path], now.count != was.count else { continue }
            let shorter = min(was.count, now.count)
            let head = zip(was, now).prefix { $0 == $1 }.count
            let tail = zip(was.reversed(), now.reversed()).prefix(shorter - head).prefix { $0 == $1 }.count
            for place in (was.count - tail)..<was.count { gone.insert("\(path)[\(place)]") }
            for place in (now.count - tail)..<now.count { come.insert("\(path)[\(place)]") }
        }
        return (old.filter { !gone.contains($0.path) }, new.filter { !come.contains($0.path) })
    }

    /// The lists of plain values by their path.
    private static func lists(_ values: [(path: String, text: String)]) -> [String: [String]] {
        var lists: [String: [String]] = [:]
        for (path, text) in values {
            guard path.hasSuffix("]"), let open = path.lastIndex(of: "["),
                path[path.index(after: open)...].dropLast().allSatisfy(\.isNumber)
            else { continue }
            lists[String(path[..<open]), default: []].append(text)
        }
        return lists
    }
}
