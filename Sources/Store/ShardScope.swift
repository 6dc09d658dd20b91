/// The tables of one query and what its conditions say of their buckets.
struct ShardScope {
    typealias Node = SQLWords.Node

    private struct Source {
        let table: String
        let alias: String
        let isDistributed: Bool
    }

    private let tables: Set<String>
    private let outer: Set<String>
    private let made: Set<String>
    private var sources: [Source] = []
    /// Aliases whose bucket an argument fixes; a nil in conditions means the one distributed table.
    private var bound: Set<String> = []
    private var isOnlyOneBound = false
    private var edges: [(String, String)] = []

    private static let joinWords: Set<String> = [
        "join", "left", "right", "full", "inner", "cross", "natural", "outer", "lateral", "only",
    ]
    private static let notAliases: Set<String> = joinWords.union(["on", "using", "indexed", "not", "as"])

    init(tables: Set<String>, outer: Set<String>, made: Set<String>) {
        self.tables = tables
        self.outer = outer
        self.made = made
    }

    var aliases: Set<String> { Set(sources.map(\.alias)) }

    /// What is wrong: the first distributed table binds its bucket, each further one hangs on a bound one.
    var complaints: [String] {
        let distributed = sources.filter(\.isDistributed)
        guard let anchor = distributed.first else { return [] }
        // What an inner query or one around this gives is examined there; an alias of its own hides the outer one.
        let given = sources.filter { $0.table.isEmpty || made.contains($0.table) }.map(\.alias)
        var reached = bound.union(given).union(outer.subtracting(aliases))
        if isOnlyOneBound, distributed.count == 1 { reached.insert(anchor.alias) }
        spread(&reached)
        var complaints: [String] = []
        if !reached.contains(anchor.alias) {
            complaints.append("\(anchor.table) needs a bound bucket = $n")
            reached.insert(anchor.alias)
            spread(&reached)
        }
        for other in distributed.dropFirst() where !reached.contains(other.alias) {
            complaints.append("the join of \(other.table) needs a.bucket = b.bucket")
        }
        return complaints
    }

    private func spread(_ reached: inout Set<String>) {
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            for (a, b) in edges where reached.contains(a) != reached.contains(b) {
                reached.formUnion([a, b])
                isGrowing = true
            }
        }
    }

    /// Reads `a x JOIN b y ON … , c`.
    mutating func read(from nodes: [Node]) {
        var rest = nodes[...]
        while !rest.isEmpty {
            var isOuterJoin = false
            while let word = rest.first?.word, word == "," || Self.joinWords.contains(word) {
                isOuterJoin = isOuterJoin || ["left", "right", "full"].contains(word)
                rest = rest.dropFirst()
            }
            guard let first = rest.popFirst() else { return }
            let alias = source(first, &rest)
            while let node = rest.first, !isJoin(rest) {
                rest = rest.dropFirst()
                if node.word == "using", rest.first?.group?.contains(.word("bucket")) == true, let alias {
                    for other in sources.dropLast() { edges.append((other.alias, alias)) }
                }
                guard node.word == "on" else { continue }
                var condition: [Node] = []
                while let node = rest.first, !isJoin(rest) {
                    condition.append(node)
                    rest = rest.dropFirst()
                }
                read(condition: condition, joined: isOuterJoin ? alias : nil)
            }
        }
    }

    /// A table, an inner query or a joined group in parentheses; gives its alias.
    private mutating func source(_ first: Node, _ rest: inout ArraySlice<Node>) -> String? {
        var table = first.name ?? ""
        if let group = first.group, first.query == nil {
            read(from: group)
            return sources.last?.alias
        }
        while rest.first == .word("."), let qualified = rest.dropFirst().first?.name {
            table = qualified
            rest = rest.dropFirst(2)
        }
        let isFunction = first.name != nil && rest.first?.group != nil
        if isFunction { rest = rest.dropFirst() }
        if rest.first == .word("as") { rest = rest.dropFirst() }
        var alias = table
        if let name = rest.first?.name, !Self.notAliases.contains(name) {
            alias = name
            rest = rest.dropFirst()
        }
        let isTable = !isFunction && !made.contains(table) && tables.contains(table)
        sources.append(Source(table: isFunction ? "()" : table, alias: alias, isDistributed: isTable))
        return alias
    }

    private func isJoin(_ rest: ArraySlice<Node>) -> Bool {
        guard let word = rest.first?.word else { return false }
        // LEFT(text, 1) is a function.
        return word == "," || Self.joinWords.contains(word) && rest.dropFirst().first?.group == nil
            || Self.joinWords.contains(word) && rest.dropFirst().first?.query != nil
    }

    /// Takes what always holds: the parts of a condition joined by AND. An OR makes all of it uncertain.
    /// - Parameter joined: In an outer join's ON, the one table the condition restricts.
    mutating func read(condition nodes: [Node], joined: String?) {
        guard !nodes.contains(.word("or")) else { return }
        var parts: [[Node]] = [[]]
        var isBetween = false
        for node in nodes {
            if node.word == "between" { isBetween = true }
            if node.word == "and", !isBetween {
                parts.append([])
                continue
            }
            if node.word == "and" { isBetween = false }
            parts[parts.count - 1].append(node)
        }
        for part in parts {
            if part.count == 1, part[0].query == nil, let group = part[0].group {
                read(condition: group, joined: joined)
            } else {
                read(part: part.map { $0.word ?? "(" }, joined: joined)
            }
        }
    }

    private mutating func read(part words: [String], joined: String?) {
        if let operatorAt = words.firstIndex(of: "between"), let left = bucket(words[..<operatorAt]) {
            let ends = words[(operatorAt + 1)...]
            guard ends.count == 3, ends.first?.hasPrefix("$") == true, ends.last?.hasPrefix("$") == true
            else { return }
            bind(left, joined)
        } else if let equals = words.firstIndex(of: "=") {
            let (a, b) = (words[..<equals], words[(equals + 1)...])
            switch (bucket(a), bucket(b)) {
            case (let left?, nil) where b.count == 1 && b.first?.hasPrefix("$") == true: bind(left, joined)
            case (nil, let right?) where a.count == 1 && a.first?.hasPrefix("$") == true: bind(right, joined)
            case (let left?, let right?):
                if let left = left.alias, let right = right.alias, left != right {
                    edges.append((left, right))
                }
            default: break
            }
        }
    }

    private struct BucketColumn {
        /// Nil where the column stands alone.
        let alias: String?
    }

    private func bucket(_ words: ArraySlice<String>) -> BucketColumn? {
        switch Array(words) {
        case ["bucket"]: return BucketColumn(alias: nil)
        case let words where words.count == 3 && words[1] == "." && words[2] == "bucket":
            return BucketColumn(alias: words[0])
        default: return nil
        }
    }

    private mutating func bind(_ column: BucketColumn, _ joined: String?) {
        if let alias = column.alias {
            if joined == nil || joined == alias { bound.insert(alias) }
        } else if joined == nil {
            isOnlyOneBound = true
        }
    }
}
