/// A tariff file's JSON as it stands, its keys in their order and its numbers as they are written, so that what no form
/// shows is kept.
indirect enum Tree: Sendable, Hashable {
    case object([Member])
    case list([Tree])
    case text(String)
    case number(String)
    case truth(Bool)
    case null

    struct Member: Sendable, Hashable {
        let key: String
        var value: Tree
    }

    /// One step into the file: a key, or a place in a list.
    enum Step: Sendable, Hashable {
        case key(String)
        case place(Int)
    }

    /// The steps of a path such as `versions[0].prices.PEAK[1]`.
    static func steps(_ path: String) -> [Step] {
        var steps: [Step] = []
        var word = ""
        var isPlace = false
        func end() {
            if !word.isEmpty {
                steps.append(isPlace ? Int(word).map { .place($0) } ?? .key(word) : .key(word))
            }
            word = ""
        }
        for character in path {
            switch character {
            // What an element is known by may have a point in it, such as `runs[0.94]`.
            case "." where !isPlace: end()
            case "[":
                end()
                isPlace = true
            case "]":
                end()
                isPlace = false
            default: word.append(character)
            }
        }
        end()
        return steps
    }

    /// The value at a path; nil where there is none.
    subscript(path: String) -> Tree? {
        get { value(Self.steps(path)[...]) }
        set { set(Self.steps(path)[...], newValue) }
    }

    var members: [Member] { if case .object(let members) = self { members } else { [] } }
    var elements: [Tree] { if case .list(let list) = self { list } else { [] } }
    var isScalar: Bool {
        switch self {
        case .object, .list: false
        default: true
        }
    }

    /// A scalar as it is written; empty for what has parts.
    var plain: String {
        switch self {
        case .text(let text), .number(let text): text
        case .truth(let truth): truth ? "true" : "false"
        case .object, .list, .null: ""
        }
    }

    private func value(_ steps: ArraySlice<Step>) -> Tree? {
        guard let step = steps.first else { return self }
        switch (step, self) {
        case (.key(let key), .object(let members)):
            return members.first { $0.key == key }?.value.value(steps.dropFirst())
        case (.place(let place), .list(let list)) where list.indices.contains(place):
            return list[place].value(steps.dropFirst())
        default: return nil
        }
    }

    /// Sets, adds or (nil) removes what is at the end of a path; objects on the way are made.
    private mutating func set(_ steps: ArraySlice<Step>, _ new: Tree?) {
        guard let step = steps.first else {
            if let new { self = new }
            return
        }
        let rest = steps.dropFirst()
        switch step {
        case .key(let key):
            var members = self.members
            if let place = members.firstIndex(where: { $0.key == key }) {
                if rest.isEmpty, new == nil {
                    members.remove(at: place)
                } else {
                    members[place].value.set(rest, new)
                }
            } else if new != nil {
                var value = Tree.object([])
                value.set(rest, new)
                members.append(Member(key: key, value: value))
            }
            self = .object(members)
        case .place(let place):
            var list = self.elements
            if list.indices.contains(place) {
                if rest.isEmpty, new == nil { list.remove(at: place) } else { list[place].set(rest, new) }
            } else if place == list.count, new != nil {
                var value = Tree.object([])
                value.set(rest, new)
                list.append(value)
            }
            self = .list(list)
        }
    }
}

extension Tree {
    /// The file again: two blanks a level, a line a value, as the product's own files are written.
    var json: String { written("") + "\n" }

    private func written(_ indent: String) -> String {
        let inner = indent + "  "
        switch self {
        case .object(let members) where members.isEmpty: return "{}"
        case .object(let members):
            let lines = members.map { "\(inner)\(Self.quoted($0.key)): \($0.value.written(inner))" }
            return "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
        case .list(let list) where list.isEmpty: return "[]"
        case .list(let list):
            return "[\n\(list.map { inner + $0.written(inner) }.joined(separator: ",\n"))\n\(indent)]"
        case .text(let text): return Self.quoted(text)
        case .number(let text): return text
        case .truth(let truth): return truth ? "true" : "false"
        case .null: return "null"
        }
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
