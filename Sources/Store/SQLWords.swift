/// A statement's text as words, marks and parenthesised groups: as much of SQL's shape as the shard lint needs.
struct SQLWords {
    indirect enum Node: Equatable {
        /// A word in lower case, a number, `$1`, or a single mark.
        case word(String)
        case group([Node])
    }

    let nodes: [Node]
    /// What `/*scatter: …*/` gives as its reason; nil where the statement has no such comment.
    let scatterReason: String?

    init(_ text: String) {
        var scanner = Scanner(rest: text.unicodeScalars[...])
        nodes = scanner.nodes(nested: false)
        scatterReason = scanner.scatterReason
    }

    private struct Scanner {
        var rest: Substring.UnicodeScalarView
        var scatterReason: String?

        /// The nodes up to the end, or up to the closing parenthesis.
        mutating func nodes(nested: Bool) -> [Node] {
            var nodes: [Node] = []
            while let scalar = rest.popFirst() {
                switch scalar {
                case "(": nodes.append(.group(self.nodes(nested: true)))
                case ")":
                    if nested { return nodes }
                case "'":
                    _ = through("'")
                    nodes.append(.word("''"))
                case "\"": nodes.append(.word(String(through("\"")).lowercased()))
                case "/" where rest.first == "*": comment()
                case "-" where rest.first == "-": _ = through("\n")
                case " ", "\n", "\t", "\r": break
                case _ where Self.isWord(scalar):
                    let tail = rest.prefix(while: Self.isWord)
                    rest = rest[tail.endIndex...]
                    nodes.append(.word((String(scalar) + String(tail)).lowercased()))
                default: nodes.append(.word(String(scalar)))
                }
            }
            return nodes
        }

        /// What comes before `end`, which is passed over too.
        private mutating func through(_ end: Unicode.Scalar) -> Substring.UnicodeScalarView {
            let passed = rest.prefix { $0 != end }
            rest = rest[passed.endIndex...].dropFirst()
            return passed
        }

        private mutating func comment() {
            rest = rest.dropFirst()
            var said = ""
            while let scalar = rest.popFirst() {
                if scalar == "*", rest.first == "/" {
                    rest = rest.dropFirst()
                    break
                }
                said.unicodeScalars.append(scalar)
            }
            let marker = "scatter:"
            if said.hasPrefix(marker) {
                scatterReason = String(said.dropFirst(marker.count).drop { $0 == " " })
            }
        }

        private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
            scalar == "_" || scalar == "$" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
                || ("0"..."9").contains(scalar)
        }
    }
}

extension SQLWords.Node {
    var word: String? {
        if case .word(let word) = self { word } else { nil }
    }

    var group: [SQLWords.Node]? {
        if case .group(let nodes) = self { nodes } else { nil }
    }

    /// A name, not a mark, number or argument.
    var name: String? { word.flatMap { $0.first.map { $0.isLetter || $0 == "_" } == true ? $0 : nil } }

    /// The query in these parentheses, where it is one.
    var query: [SQLWords.Node]? {
        guard let group, let verb = group.first?.word, ["select", "with", "values"].contains(verb) else {
            return nil
        }
        return group
    }
}

extension Sequence<SQLWords.Node> {
    /// Splits where `isEnd` holds for a node; the node itself is left out.
    func pieces(_ isEnd: (SQLWords.Node) -> Bool) -> [[SQLWords.Node]] {
        split(omittingEmptySubsequences: false, whereSeparator: isEnd).map { Array($0) }
    }
}
