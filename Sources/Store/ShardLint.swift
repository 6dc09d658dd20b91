/// Checks that a statement would run on a sharded database: the rules of the sharded schema as a program.
///
/// In every query, inner ones too, the first distributed table (kind account or own) binds its bucket to an argument and
/// each further one is joined to it by bucket, in conditions that always hold (not under OR or NOT); an INSERT gives the
/// bucket; nothing changes a row's bucket, replaces a row, upserts without the bucket in the conflict's columns, or pages
/// by OFFSET. A statement that crosses buckets carries `/*scatter: why*/`, which the month run and the payment path may
/// not.
package struct ShardLint: Sendable {
    private let tables: Set<String>
    private static let shortestReason = 8
    /// Statements that touch no rows of a bucket.
    private static let unexamined: Set<String> = [
        "create", "drop", "alter", "pragma", "begin", "commit", "rollback", "savepoint", "release", "revoke",
        "grant",
        "copy", "set", "analyze", "vacuum", "explain", "comment", "deallocate",
    ]

    package init(tables: [Table]) {
        self.tables = Set(tables.filter(\.kind.isDistributed).map { $0.name.lowercased() })
    }

    /// What is wrong with the statement; empty where nothing is.
    package func complaints(_ text: String) -> [String] {
        let words = SQLWords(text)
        guard let verb = words.nodes.first?.word, !Self.unexamined.contains(verb) else { return [] }
        var examination = Examination(tables: tables)
        examination.page(words.nodes)
        examination.statement(words.nodes, outer: [], made: [])
        if let reason = words.scatterReason {
            if reason.count < Self.shortestReason {
                examination.rules.append("a scatter marker gives its reason")
            }
            return examination.rules
        }
        return examination.rules + examination.crossings
    }

    /// One statement being examined.
    private struct Examination {
        typealias Node = SQLWords.Node
        let tables: Set<String>
        /// What no marker excuses.
        var rules: [String] = []
        /// What a scatter marker excuses.
        var crossings: [String] = []

        /// Paging by counting, at any depth.
        mutating func page(_ nodes: [Node]) {
            var isAfterLimit = false
            for (index, node) in nodes.enumerated() {
                if let group = node.group { page(group) }
                if index > 0, nodes[index - 1] == .word(".") { continue }
                if node.word == "limit" { isAfterLimit = true }
                if node.word == "offset" { rules.append("OFFSET is refused; page by key") }
                if node.word == ",", isAfterLimit { rules.append("LIMIT m, n is an OFFSET; page by key") }
            }
        }

        /// - Parameters:
        ///   - outer: Aliases of the queries around this one.
        ///   - made: Names of the common table expressions in sight.
        mutating func statement(_ nodes: [Node], outer: Set<String>, made: Set<String>) {
            var nodes = nodes[...]
            var made = made
            if nodes.first == .word("with") {
                nodes = nodes.dropFirst()
                if nodes.first == .word("recursive") { nodes = nodes.dropFirst() }
                while let name = nodes.popFirst()?.name {
                    made.insert(name)
                    while let node = nodes.popFirst() {
                        guard let query = node.query else { continue }
                        statement(query, outer: outer, made: made)
                        break
                    }
                    guard nodes.first == .word(",") else { break }
                    nodes = nodes.dropFirst()
                }
            }
            let main = Array(nodes)
            switch main.first?.word {
            case "insert": insert(main, outer: outer, made: made)
            case "replace": rules.append("REPLACE is refused")
            case "update": update(main, outer: outer, made: made)
            case "delete":
                let clauses = SQLClauses(Array(main.dropFirst()))
                query(clauses.from + [.word(",")] + clauses["using"], clauses, outer: outer, made: made)
            default:
                for arm in main.pieces({ ["union", "intersect", "except"].contains($0.word) }) {
                    let clauses = SQLClauses(arm)
                    query(clauses.from, clauses, outer: outer, made: made)
                }
            }
        }

        private mutating func update(_ nodes: [Node], outer: Set<String>, made: Set<String>) {
            if nodes.dropFirst().first == .word("or") { rules.append("UPDATE OR … is refused") }
            let clauses = SQLClauses(Array(nodes.dropFirst()))
            assignments(clauses["set"], of: clauses.head.first?.name)
            query(clauses.head + [.word(",")] + clauses.from, clauses, outer: outer, made: made)
        }

        private mutating func insert(_ nodes: [Node], outer: Set<String>, made: Set<String>) {
            if nodes.dropFirst().first == .word("or") {
                rules.append("INSERT OR … is refused; use ON CONFLICT")
            }
            guard let into = nodes.firstIndex(of: .word("into")), into + 1 < nodes.count else { return }
            let table = nodes[into + 1].name ?? ""
            let rest = Array(nodes[(into + 2)...])
            let conflict = rest.indices.first {
                rest[$0] == .word("on") && $0 + 1 < rest.count && rest[$0 + 1] == .word("conflict")
            }
            let source = Array(rest[..<(conflict ?? rest.endIndex)])
            if tables.contains(table) {
                let start = source.first?.word == "as" ? source.dropFirst(2) : source[...]
                let columns = start.first.flatMap { $0.query == nil ? $0.group : nil } ?? []
                if !columns.contains(.word("bucket")) {
                    rules.append("an INSERT into \(table) gives its bucket")
                }
            }
            if let start = source.firstIndex(where: { ["select", "with"].contains($0.word) }) {
                let end = source.firstIndex(of: .word("returning")) ?? source.endIndex
                statement(Array(source[start..<max(start, end)]), outer: outer, made: made)
            } else {
                inner(source, outer: outer, made: made)
            }
            guard let conflict else { return }
            let upsert = Array(rest[(conflict + 2)...])
            if tables.contains(table), upsert.first?.group?.contains(.word("bucket")) != true {
                rules.append("ON CONFLICT of \(table) names the columns of its key, bucket among them")
            }
            assignments(SQLClauses(upsert)["set"], of: table)
            inner(upsert, outer: outer.union([table]), made: made)
        }

        private mutating func assignments(_ nodes: [Node], of table: String?) {
            guard let table, tables.contains(table) else { return }
            for assignment in nodes.pieces({ $0.word == "," }) {
                let target = assignment.first
                let isBucket = target == .word("bucket") || target?.group?.contains(.word("bucket")) == true
                if isBucket { rules.append("a row of \(table) never changes its bucket") }
            }
        }

        /// One SELECT, UPDATE or DELETE: its sources against its conditions, then the queries inside it.
        private mutating func query(
            _ from: [Node], _ clauses: SQLClauses, outer: Set<String>, made: Set<String>
        ) {
            var scope = ShardScope(tables: tables, outer: outer, made: made)
            scope.read(from: from)
            scope.read(condition: clauses["where"], joined: nil)
            crossings += scope.complaints
            let seen = outer.union(scope.aliases)
            inner(from, outer: seen, made: made)
            for (keyword, clause) in clauses.all where keyword != "from" && keyword != "using" {
                inner(clause, outer: seen, made: made)
            }
        }

        /// The queries in parentheses anywhere in `nodes`.
        private mutating func inner(_ nodes: [Node], outer: Set<String>, made: Set<String>) {
            for node in nodes {
                if let query = node.query {
                    statement(query, outer: outer, made: made)
                } else if let group = node.group {
                    inner(group, outer: outer, made: made)
                }
            }
        }
    }
}

/// The clauses of one SELECT, UPDATE or DELETE, cut at the words that begin them.
struct SQLClauses {
    private(set) var all: [(keyword: String, nodes: [SQLWords.Node])] = [("", [])]

    private static let keywords: Set<String> = [
        "select", "from", "where", "group", "having", "window", "order", "limit", "set", "values",
        "returning", "for",
    ]

    /// - Parameter nodes: A statement; USING begins a clause only before any FROM's JOIN, which is DELETE's.
    init(_ nodes: [SQLWords.Node]) {
        for (index, node) in nodes.enumerated() {
            // `a IS DISTINCT FROM b` is a condition.
            let isComparison =
                node.word == "from" && index > 1 && nodes[index - 1].word == "distinct"
                && ["is", "not"].contains(nodes[index - 2].word)
            let isDeleteUsing =
                node.word == "using" && index + 1 < nodes.count && nodes[index + 1].name != nil
            if let word = node.word, Self.keywords.contains(word) && !isComparison || isDeleteUsing {
                all.append((word, []))
            } else {
                all[all.count - 1].nodes.append(node)
            }
        }
    }

    /// What stands before the first keyword.
    var head: [SQLWords.Node] { all[0].nodes }
    var from: [SQLWords.Node] { self["from"] }
    subscript(keyword: String) -> [SQLWords.Node] { all.first { $0.keyword == keyword }?.nodes ?? [] }
}
