import Control
import Kernel

/// What the paths of a tariff file are about.
enum TariffPaths {
    /// Whether a path leads to something that bills are worked out by as money: a price, what is added to one, or what
    /// multiplies one. Below a version, such as `seasons[SUMMER].prices.PEAK[0]`.
    static func isPrice(_ path: String) -> Bool {
        let keys = keys(of: path)
        guard let last = keys.last else { return false }
        if keys.contains(where: ["prices", "sellPrices", "multipliers", "adders"].contains) { return true }
        switch last {
        case "capacityPrice", "demandPrice", "fixedMonthly", "minimumMonthly", "minimumYearly": return true
        case "price": return ["components", "surcharge", "yearEnd"].contains { keys.contains($0) }
        case "multiple": return keys.contains("agency")
        default: return false
        }
    }

    /// A number by which a loss is worked out.
    static func isLoss(_ path: String) -> Bool {
        let keys = keys(of: path)
        guard let last = keys.last, ["transformer", "line"].contains(where: keys.contains) else {
            return false
        }
        if keys.contains("shiftFactors") { return true }
        return [
            "percent", "fixedKwh", "noLoadKw", "loadKw", "noLoadCurrentPercent", "impedancePercent",
            "lossKwh",
            "lossKvarh", "ohmsPerKm", "km", "kv",
        ].contains(last)
    }

    /// How soon a person who decides reads it: prices, then what they are made of, then rules, then words.
    static func rank(_ path: String) -> Int {
        let keys = keys(of: path)
        let last = keys.last ?? ""
        if ["source", "note", "noteZh", "noteEn", "nameZh", "nameEn", "example"].contains(last) { return 4 }
        guard isPrice(path) else { return keys.contains("components") ? 3 : 2 }
        return keys.contains("components") || keys.contains("multipliers") ? 1 : 0
    }

    /// A path's keys without places: `seasons`, `prices`, `PEAK`.
    static func keys(of path: String) -> [String] {
        steps(path).compactMap { if case .key(let key) = $0 { key } else { nil } }
    }

    enum Step: Hashable {
        case key(String)
        /// In brackets: a place, or what an element is known by.
        case label(String)
    }

    static func steps(_ path: String) -> [Step] {
        var steps: [Step] = []
        var word = ""
        func key() {
            if !word.isEmpty { steps.append(.key(word)) }
            word = ""
        }
        var isLabel = false
        for character in path {
            switch character {
            case "[" where !isLabel:
                key()
                isLabel = true
            case "]" where isLabel:
                steps.append(.label(word))
                word = ""
                isLabel = false
            case "." where !isLabel: key()
            default: word.append(character)
            }
        }
        key()
        return steps
    }

    /// A path in words, for whoever reads it in whatever language.
    /// - Parameter node: what the path leads through; what it leads out of is told by its keys alone.
    static func words(_ path: String, in node: TariffNode) -> [CommandPicture.Word] {
        var words: [CommandPicture.Word] = []
        var parent = ""
        var here: TariffNode? = node
        for step in steps(path) {
            switch step {
            case .key(let key):
                if case .object(let values)? = here { here = values[key] } else { here = nil }
                if periods.contains(key) {
                    words.append(.message(["tariff.period.\(key)"], orElse: key))
                } else if key != "versions" {
                    words.append(.message(["tariff.key.\(parent).\(key)", "tariff.key.\(key)"], orElse: key))
                }
                parent = key
            case .label(let label):
                let (element, count) = element(label, of: here)
                here = element
                // The only one of its list needs no number.
                if let word = word(label, element, parent), count > 1 || Int(label) == nil {
                    words.append(word)
                }
            }
        }
        return words
    }

    private static func element(_ label: String, of node: TariffNode?) -> (TariffNode?, Int) {
        guard case .list(let list)? = node else { return (nil, 0) }
        if let found = list.first(where: { TariffFlat.label($0) == label }) { return (found, list.count) }
        return (Int(label).flatMap { list.indices.contains($0) ? list[$0] : nil }, list.count)
    }

    private static func word(_ label: String, _ element: TariffNode?, _ parent: String)
        -> CommandPicture.Word?
    {
        if let day = Day(asWritten: label) { return .day(day) }
        if case .object(let values)? = element, case .text(let zh)? = values["nameZh"], !zh.isEmpty {
            if case .text(let en)? = values["nameEn"], !en.isEmpty { return .name(zh: zh, en: en) }
            return .name(zh: zh, en: zh)
        }
        if case .object(let values)? = element, case .text(let standard)? = values["standard"] {
            return .message([], orElse: standard)
        }
        if case .object(let values)? = element, case .text(let from)? = values["from"],
            TariffFlat.label(.object(values)) == label
        {
            return .message([], orElse: from)
        }
        guard let place = Int(label) else { return .message([], orElse: label) }
        if periods.contains(parent) || ["limitsKwh", "monthLimitsKwh"].contains(parent) {
            return .numbered("tariff.page.tier", Int64(place + 1))
        }
        return .numbered(
            parent == "adders" ? "tariff.page.tier" : "tariff.page.row",
            Int64(place + (parent == "adders" ? 2 : 1)))
    }

    private static let periods =
        Set(["TOTAL", "SHARP", "PEAK", "FLAT", "VALLEY", "DEEP_VALLEY"] + (6...12).map { "PERIOD_\($0)" })
}
