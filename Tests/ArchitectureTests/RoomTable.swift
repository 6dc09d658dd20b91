/// The map of the house as Package.swift draws it.
struct RoomTable {
    /// A line of the table: the room, the rooms it calls, the package products it uses.
    struct Line {
        let name: String
        let calls: [String]
        let uses: [String]
    }

    /// Sources, left to right; the executable is the last.
    let rooms: [Line]
    /// Test targets and TestSupport.
    let tests: [Line]
    /// What a product is called in the table, and its module: `grdb` is `GRDB`.
    let products: [String: String]

    init(manifest: String) throws {
        let text = Array(manifest.utf8)
        rooms =
            try Self.lines(of: "let rooms: [Room] = [", in: text)
            + Self.lines(of: "let executable = ", in: text)
        tests = try Self.lines(of: "let tests: [Room] = [", in: text)
        products = Self.products(in: manifest)
    }

    init(rooms: [Line], tests: [Line] = [], products: [String: String] = [:]) {
        self.rooms = rooms
        self.tests = tests
        self.products = products
    }

    func line(named name: String) -> Line? {
        rooms.first { $0.name == name } ?? tests.first { $0.name == name }
    }

    func contains(_ name: String) -> Bool { line(named: name) != nil }

    /// Every edge that does not go left, and every room written twice.
    func disorder() -> [String] {
        var left: Set<String> = []
        var complaints: [String] = []
        for room in rooms {
            for called in room.calls where !Self.systemRooms.contains(called) && !left.contains(called) {
                complaints.append("\(room.name) calls \(called), which does not stand left of it")
            }
            if !left.insert(room.name).inserted {
                complaints.append("\(room.name) stands in the table twice")
            }
        }
        return complaints
    }

    /// System libraries and C: they import nothing of ours, so they have no place in the order.
    static let systemRooms: Set<String> = ["CLibPQ", "CArgon2", "CQREncode", "CCurl", "CFloor"]

    struct Unreadable: Error { let what: String }

    private static func lines(of head: String, in text: [UInt8]) throws -> [Line] {
        let key = Array(head.utf8)
        guard
            let start = (0..<max(0, text.count - key.count)).first(where: {
                text[$0..<$0 + key.count] == key[...]
            })
        else { throw Unreadable(what: head) }
        let isList = head.hasSuffix("[")
        var at = start + key.count
        var found: [Line] = []
        let opening = Array("Room(".utf8)
        while at < text.count, !(isList && text[at] == UInt8(ascii: "]")) {
            guard at + opening.count <= text.count, text[at..<at + opening.count] == opening[...] else {
                at += 1
                continue
            }
            at += opening.count
            let begin = at
            var depth = 1
            while at < text.count, depth > 0 {
                if text[at] == UInt8(ascii: "(") { depth += 1 }
                if text[at] == UInt8(ascii: ")") { depth -= 1 }
                at += 1
            }
            found.append(try line(String(decoding: text[begin..<at - 1], as: UTF8.self)))
            if !isList { break }
        }
        if found.isEmpty { throw Unreadable(what: head) }
        return found
    }

    /// Lines such as `case .grdb: .product(name: "GRDB", package: "GRDB.swift")`.
    private static func products(in manifest: String) -> [String: String] {
        var found: [String: String] = [:]
        for line in manifest.split(separator: "\n") where line.contains(".product(name:") {
            let text = SwiftText(String(line))
            guard text.words.count > 2, text.words[0].text == "case", let module = text.literals.first else {
                continue
            }
            found[text.words[2].text] = module.text
        }
        return found
    }

    /// `"Name", ["Room", …], [.product, …], resources: […]`
    private static func line(_ arguments: String) throws -> Line {
        let text = SwiftText(arguments)
        guard let name = text.literals.first?.text else { throw Unreadable(what: arguments) }
        let body = arguments.firstRange(of: "resources:").map { String(arguments[..<$0.lowerBound]) }
        let kept = SwiftText(body ?? arguments)
        let uses = kept.words.indices.filter { $0 > 0 && kept.words[$0 - 1].text == "." }.map {
            kept.words[$0].text
        }
        return Line(name: name, calls: kept.literals.dropFirst().map(\.text), uses: uses)
    }
}
