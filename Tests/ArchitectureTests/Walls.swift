/// What a file may say by where it stands. A function over path and text, so that the walls are tested themselves.
struct Walls {
    let table: RoomTable

    /// One breach: the rule, the place, a sentence.
    struct Breach: Equatable, CustomStringConvertible {
        let rule: Rule
        let path: String
        let line: Int
        let sentence: String
        var description: String { "\(path):\(line): \(sentence) (\(rule.rawValue))" }
    }

    enum Rule: String, CaseIterable {
        case imports, foundation, access, safety, clock, output, sqlPlace, tableOwner, length, escaping,
            engine
    }

    /// Every breach of the file at `path`, which is relative to the package: `Sources/Billing/Bill.swift`.
    func breaches(path: String, text: String) -> [Breach] {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count >= 3 else { return [] }
        if path.hasSuffix(".mustache") { return escaping(path: path, template: text) }
        guard path.hasSuffix(".swift") else { return [] }
        let place = Place(
            path: path, room: parts[1], isSource: parts[0] == "Sources", file: parts[parts.count - 1])
        let swift = SwiftText(text)
        var found = imports(swift, place)
        if swift.lineCount > Self.greatestLength {
            found.append(place.breach(.length, 1, "\(swift.lineCount) lines, above \(Self.greatestLength)"))
        }
        guard place.isSource else { return found }
        found += words(swift, place)
        found += statements(swift, place, readsAcross: text.contains("/*reads across"))
        return found
    }

    /// STYLE: ask why at 300, stop at 400.
    static let greatestLength = 400

    struct Place {
        let path: String
        let room: String
        let isSource: Bool
        let file: String

        func breach(_ rule: Rule, _ line: Int, _ sentence: String) -> Breach {
            Breach(rule: rule, path: path, line: line, sentence: sentence)
        }
    }

    // MARK: Imports

    /// Modules that a product brings besides the one of its own name.
    static let companions: [String: Set<String>] = ["Hummingbird": ["HummingbirdCore", "HTTPTypes"]]

    /// The modules that a room may name for having declared `product` in the table.
    static func modules(of product: String, in table: RoomTable) -> Set<String> {
        guard let name = table.products[product] else { return [] }
        return companions[name, default: []].union([name])
    }

    /// Comes with the toolchain.
    static let toolchain: Set<String> = [
        "Swift", "Foundation", "FoundationEssentials", "FoundationNetworking", "Synchronization", "Dispatch",
        "Glibc",
    ]

    /// Walls that stand whatever the table says: a module and the rooms that may name it.
    static func mayName(_ module: String, room: String) -> Bool {
        switch module {
        case "GRDB", "GRDBSQLite": room == "StoreSQLite"
        case "CLibPQ": room == "StorePostgres"
        case "CArgon2": room == "Control"
        case "CQREncode": room == "Web"
        case "CFloor": room == "Bench"
        case "Hummingbird", "HummingbirdCore", "HTTPTypes", "Mustache":
            room.hasPrefix("Web") || room == "lamplight"
        case "Testing": room.hasSuffix("Tests") || room == "TestSupport"
        default: true
        }
    }

    /// Rooms whose arithmetic must not depend on a library's release: no Foundation.
    static let plain: Set<String> = ["Kernel", "Rating"]

    private static let importKinds: Set<String> = [
        "struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor",
    ]

    /// The modules a file imports, with their lines.
    static func importedModules(_ swift: SwiftText) -> [SwiftText.Word] {
        let words = swift.words
        return words.indices.compactMap { index in
            guard words[index].text == "import", index + 1 < words.count else { return nil }
            if index > 0, words[index - 1].text == "." { return nil }
            let next = importKinds.contains(words[index + 1].text) ? index + 2 : index + 1
            return next < words.count ? words[next] : nil
        }
    }

    private func imports(_ swift: SwiftText, _ place: Place) -> [Breach] {
        guard let own = table.line(named: place.room) else {
            return [place.breach(.imports, 1, "\(place.room) is no room of Package.swift")]
        }
        var found: [Breach] = []
        for module in Self.importedModules(swift) {
            let name = module.text
            func refuse(_ rule: Rule, _ sentence: String) {
                found.append(place.breach(rule, module.line, sentence))
            }
            let isRoom = table.contains(name) || RoomTable.systemRooms.contains(name)
            if Self.plain.contains(place.room), name.hasPrefix("Foundation") {
                refuse(.foundation, "\(place.room) does without \(name)")
            } else if place.isSource, !Self.mayName(name, room: place.room) {
                refuse(.imports, "\(name) stays behind its own door, \(place.room) may not name it")
            } else if isRoom, !own.calls.contains(name) {
                refuse(.imports, "\(place.room) imports \(name) and does not declare it")
            } else if !isRoom, !Self.toolchain.contains(name), name != "Testing",
                !own.uses.contains(where: { Self.modules(of: $0, in: table).contains(name) })
            {
                refuse(.imports, "\(place.room) imports \(name) and declares no product that brings it")
            }
        }
        for (index, word) in swift.words.enumerated() where word.text == "testable" && index > 0 {
            if swift.words[index - 1].text == "@" {
                found.append(
                    place.breach(.imports, word.line, "tests come in by the front door, not @testable"))
            }
        }
        return found
    }

    // MARK: Words

    private func words(_ swift: SwiftText, _ place: Place) -> [Breach] {
        var found: [Breach] = []
        let words = swift.words
        func follows(_ index: Int, _ expected: String...) -> Bool {
            index + expected.count < words.count
                && expected.indices.allSatisfy { words[index + 1 + $0].text == expected[$0] }
        }
        for (index, word) in words.enumerated() {
            let before = index > 0 ? words[index - 1].text : ""
            if before == ".", word.text == "sqlite" || word.text == "postgres", !Self.knowsEngines(place) {
                found.append(
                    place.breach(
                        .engine, word.line,
                        "a room does not ask which engine it stands on: TwoTexts, BucketTexts, or the seam"))
            }
            if before == "." || before == "func" { continue }
            func refuse(_ rule: Rule, _ sentence: String) {
                found.append(place.breach(rule, word.line, sentence))
            }
            switch word.text {
            // A call of a function `open`; the access level in brackets is `open(set)`.
            case "open" where follows(index, "(") && !follows(index, "(", "set"): break
            case "public", "open":
                if !Self.plain.contains(place.room), index + 1 < words.count,
                    Self.declares(words[index + 1].text)
                {
                    refuse(.access, "`\(word.text)` is for Kernel and Rating; a room's door is `package`")
                }
            case "try" where follows(index, "!") && words[index + 1].isJoined: refuse(.safety, "bare try!")
            case "as" where follows(index, "!") && words[index + 1].isJoined: refuse(.safety, "bare as!")
            case "unchecked" where before == "@": refuse(.safety, "@unchecked")
            case "nonisolated" where follows(index, "(", "unsafe"): refuse(.safety, "nonisolated(unsafe)")
            case "Date" where follows(index, "(", ")") || follows(index, ".", "now"):
                refuse(.clock, "the clock is a parameter")
            case "print", "debugPrint":
                if follows(index, "(") { refuse(.output, "print: use the log, or the command's own output") }
            default: break
            }
        }
        for literal in swift.literals where literal.text.contains("{{{") {
            found.append(place.breach(.escaping, literal.line, "{{{ writes without escaping"))
        }
        return found
    }

    /// The seam, what measures and opens databases, migrations, and tests, whose argument an engine is.
    private static func knowsEngines(_ place: Place) -> Bool {
        !place.isSource || place.room.hasPrefix("Store") || ["Bench", "lamplight"].contains(place.room)
            || place.file.hasSuffix("Schema.swift") || place.file.hasSuffix("Schema+Parameters.swift")
    }

    /// Whether a word can come after an access level.
    private static func declares(_ word: String) -> Bool {
        [
            "struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor", "init",
            "static",
            "final", "extension", "import", "subscript", "associatedtype", "mutating", "nonmutating",
            "indirect",
            "nonisolated", "override", "convenience", "required", "lazy", "weak", "operator", "private",
            "internal",
            "package", "(", "@", "borrowing", "consuming", "case", "macro", "async", "isolated",
        ].contains(word)
    }

    private func escaping(path: String, template: String) -> [Breach] {
        template.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
            index, line in
            line.contains("{{{") || line.contains("{{&")
                ? Breach(rule: .escaping, path: path, line: index + 1, sentence: "writes without escaping")
                : nil
        }
    }

    // MARK: Statements

    /// Rooms that speak SQL everywhere: the seam itself and the measuring of it.
    static func speaksSQL(_ room: String) -> Bool { room.hasPrefix("Store") || room == "Bench" }

    private func statements(_ swift: SwiftText, _ place: Place, readsAcross: Bool) -> [Breach] {
        if Self.speaksSQL(place.room) { return [] }
        var found: [Breach] = []
        let isStatementFile = place.file.hasSuffix("+SQL.swift") || place.file.hasSuffix("Schema.swift")
        let prefix = place.room.lowercased() + "_"
        for literal in swift.literals {
            let statement = StatementText(literal.text)
            if !isStatementFile {
                if let word = statement.statementWord {
                    found.append(
                        place.breach(
                            .sqlPlace, literal.line, "\(word) belongs in a …+SQL.swift or …Schema.swift"))
                }
                continue
            }
            for table in statement.tables where !table.name.hasPrefix(prefix) {
                if place.room == "Reports", readsAcross, !table.isWritten { continue }
                found.append(
                    place.breach(
                        .tableOwner, literal.line, "\(table.name) is not \(place.room)'s: \(prefix)…"))
            }
        }
        return found
    }
}
