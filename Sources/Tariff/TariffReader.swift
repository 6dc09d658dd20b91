import Kernel

/// Reads one file's values and collects what is wrong with them; what cannot be read answers nil and is in
/// the list.
final class TariffReader {
    let file: String
    private(set) var faults: [TariffFault] = []
    private var told: Set<TariffFault> = []

    /// Faults of a file that are told; one more says that there are others. A file of 1 MiB may have 100,000.
    static let greatestFaultCount = 1_000

    /// Whether no more is told: there is no use in reading on.
    var isFull: Bool { faults.count > Self.greatestFaultCount }

    init(file: String) { self.file = file }

    func fault(_ path: String, _ mend: String) {
        if isFull { return }
        let fault = TariffFault(file: file, path: path, mend: mend)
        // What several seasons share is read for each of them.
        guard told.insert(fault).inserted else { return }
        faults.append(
            faults.count < Self.greatestFaultCount
                ? fault
                : TariffFault(
                    file: file, path: path,
                    mend: "there are more faults than \(Self.greatestFaultCount); mend these and check again")
        )
    }

    /// An object of the file and where it stands.
    struct Object {
        let values: [String: TariffNode]
        let path: String

        func path(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
    }

    /// - Parameter parameters: keys that files once had, and the house's parameters that say it now.
    func object(
        _ node: TariffNode, _ path: String, keys: Set<String>, parameters: [String: String] = [:]
    ) -> Object? {
        guard case .object(let values) = node else {
            fault(path, "write an object here")
            return nil
        }
        let keys = keys.contains("note") ? keys.union(Self.notes) : keys
        for key in values.keys.sorted() where !keys.contains(key) {
            let place = path.isEmpty ? key : "\(path).\(key)"
            if let parameters = parameters[key] {
                fault(place, "it is the parameters \(parameters) now, for every tariff; remove it")
            } else {
                fault(place, "unknown key; known here are \(keys.sorted().joined(separator: ", "))")
            }
        }
        return Object(values: values, path: path)
    }

    func child(
        _ object: Object, _ key: String, keys: Set<String>, parameters: [String: String] = [:]
    ) -> Object? {
        guard let node = object.values[key] else { return nil }
        return self.object(node, object.path(key), keys: keys, parameters: parameters)
    }

    func need(
        _ object: Object, _ key: String, keys: Set<String>, parameters: [String: String] = [:]
    ) -> Object? {
        if object.values[key] == nil { fault(object.path(key), "missing; write an object") }
        return child(object, key, keys: keys, parameters: parameters)
    }

    func text(
        _ object: Object, _ key: String, orElse fallback: String? = nil, mayBeEmpty: Bool = false
    ) -> String? {
        switch object.values[key] {
        case .text(let text) where !text.isEmpty || mayBeEmpty: return text
        case nil where fallback != nil: return fallback
        default:
            fault(object.path(key), "write a text that is not empty")
            return nil
        }
    }

    /// Keys of a note: whatever may have one may have it in both languages, and the notice that it is of.
    private static let notes: Set = ["noteZh", "noteEn", "source"]

    /// A note in both languages; `note` alone, as it was before there were two, is English.
    func note(_ object: Object) -> VersionNote {
        func text(_ key: String) -> String { self.text(object, key, orElse: "", mayBeEmpty: true) ?? "" }
        if object.values["note"] != nil, object.values["noteEn"] != nil {
            fault(object.path("note"), "noteEn says it; remove this")
        }
        return VersionNote(
            chinese: text("noteZh"), english: text(object.values["noteEn"] == nil ? "note" : "noteEn"),
            source: text("source"))
    }

    func truth(_ object: Object, _ key: String, orElse fallback: Bool) -> Bool {
        switch object.values[key] {
        case .truth(let value): return value
        case nil: return fallback
        default:
            fault(object.path(key), "write true or false")
            return fallback
        }
    }

    func whole(_ object: Object, _ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let node = object.values[key] else {
            fault(
                object.path(key),
                "missing; write a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return whole(node, object.path(key), in: range)
    }

    func whole(_ node: TariffNode, _ path: String, in range: ClosedRange<Int>) -> Int? {
        guard case .whole(let value) = node, range.contains(value) else {
            fault(path, "write a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return value
    }

    func list(_ object: Object, _ key: String, orElse fallback: [TariffNode]? = nil) -> [TariffNode]? {
        switch object.values[key] {
        case .list(let list): return list
        case nil where fallback != nil: return fallback
        default:
            fault(object.path(key), "write a list")
            return nil
        }
    }

    /// A quantity between bounds, in quotes so that no decimal is lost on the way.
    func quantity<Q: Quantity>(_ node: TariffNode?, _ path: String, _ type: Q.Type, in range: ClosedRange<Q>)
        -> Q?
    {
        let (least, most) = (range.lowerBound.text(), range.upperBound.text())
        guard case .text(let text) = node else {
            fault(path, "write a decimal in quotes from \(least) to \(most)")
            return nil
        }
        guard let value = Self.decimal(text, type, isSigned: range.lowerBound.units < 0),
            range.contains(value)
        else {
            fault(
                path,
                "\"\(text)\" is not a decimal from \(least) to \(most) with at most \(Q.decimals) decimals")
            return nil
        }
        return value
    }

    /// A decimal as the schema writes it: digits, with a point between digits.
    private static func decimal<Q: Quantity>(_ text: String, _ type: Q.Type, isSigned: Bool = false) -> Q? {
        let digits = isSigned && text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard digits.wholeMatch(of: /[0-9]+(\.[0-9]+)?/) != nil else { return nil }
        return try? Q(text: text)
    }

    func choice<Choice>(
        _ object: Object, _ key: String, among known: [String: Choice], orElse fallback: Choice? = nil
    ) -> Choice? {
        if object.values[key] == nil, let fallback { return fallback }
        guard case .text(let text) = object.values[key], let value = known[text] else {
            fault(object.path(key), "write one of \(known.keys.sorted().joined(separator: ", "))")
            return nil
        }
        return value
    }

    /// A day as it describes itself: versions are known by its text, to whoever compares two files of a code.
    func day(_ object: Object, _ key: String) -> Day? {
        guard case .text(let text) = object.values[key], let day = Day(asWritten: text) else {
            fault(object.path(key), "write a day such as \"2026-01-01\"")
            return nil
        }
        guard Self.years.contains(day.year) else {
            fault(
                object.path(key),
                "write a day of the years \(Self.years.lowerBound) to \(Self.years.upperBound)")
            return nil
        }
        return day
    }

    /// Wide enough for the oldest notice that still holds (1983), and short of 2341-04, the last billing month.
    static let years = 1900...2199

    /// Energy or power above zero: a whole number of kWh or kW, or a decimal in quotes; as units of the type.
    func amount<Q: Quantity>(_ node: TariffNode, _ path: String, _ type: Q.Type) -> Int64? {
        if case .whole(let value) = node, (1...1_000_000).contains(value) { return Int64(value) * 1_000 }
        if case .text(let text) = node, let value = Self.decimal(text, type),
            (1...1_000_000_000).contains(value.units)
        {
            return value.units
        }
        fault(path, "write a number above 0 and at most 1000000, whole or in quotes with at most 3 decimals")
        return nil
    }

    /// A code of capital letters, digits and underscores.
    func word(_ object: Object, _ key: String) -> String? {
        guard let text = text(object, key) else { return nil }
        return word(text, object.path(key))
    }

    func word(_ text: String, _ path: String) -> String? {
        let isWord =
            (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || $0 == 95 }
        if !isWord { fault(path, "write 1 to 40 of A–Z, 0–9 and _") }
        return isWord ? text : nil
    }

    /// A minute of the day, `"00:00"` to `"24:00"`.
    func minute(_ object: Object, _ key: String) -> Int? {
        if case .text(let text) = object.values[key] {
            let bytes = Array(text.utf8)
            func digit(_ place: Int) -> Int? {
                (48...57).contains(bytes[place]) ? Int(bytes[place]) - 48 : nil
            }
            if bytes.count == 5, bytes[2] == UInt8(ascii: ":"), let a = digit(0), let b = digit(1),
                let c = digit(3), let d = digit(4), c < 6
            {
                let minute = (a * 10 + b) * 60 + c * 10 + d
                if minute <= 1_440 { return minute }
            }
        }
        fault(object.path(key), "write a time such as \"06:00\", at most \"24:00\"")
        return nil
    }

    /// A flag that must be said.
    func truth(_ object: Object, _ key: String) -> Bool {
        if object.values[key] == nil { fault(object.path(key), "missing; write true or false") }
        return truth(object, key, orElse: false)
    }
}

extension Day {
    /// Reads `2026-11-22`, and nothing that is written in another way.
    init?(asWritten text: String) {
        guard let day = Day(text: text), day.description == text else { return nil }
        self = day
    }
}
