import Foundation
import Testing

/// `docs/features.md` says where each feature is and what shows it: both must be there.
@Suite struct `The list of features` {
    private struct Line {
        let number: String
        let place: String
        let shown: String
    }

    private static func lines(_ house: House) throws -> [Line] {
        try house.text("docs/features.md").split(separator: "\n").compactMap { row in
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 4, cells[0].first?.isNumber == true else { return nil }
            return Line(number: cells[0], place: cells[2], shown: cells[3])
        }
    }

    /// What stands between backticks.
    private static func quoted(_ text: String) -> [String] {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    @Test func `names pages, orders and types of the program that there are`() throws {
        let house = House()
        let sources = try house.files(below: "Sources").filter { $0.hasSuffix(".swift") }
            .map { try house.text($0) }.joined(separator: "\n")
        let lines = try Self.lines(house)
        #expect(lines.count > 50)
        for line in lines {
            for name in Self.quoted(line.place) {
                let words = name.split(separator: " ").map { String($0) }
                if name.hasPrefix("/") {
                    // Whatever stands for a name in a path.
                    let path = name.replacing("…", with: "{").split(separator: "/")
                        .map {
                            $0 == "{" ? #"\{[a-z]+\}"# : NSRegularExpression.escapedPattern(for: String($0))
                        }
                    let pattern = "\"/" + path.joined(separator: "/") + "[\"/]"
                    let isThere =
                        sources.range(of: pattern, options: .regularExpression) != nil
                        || sources.contains(
                            "\"/" + path.joined(separator: "/").replacing("\\", with: "") + "\"")
                    #expect(isThere, "\(line.number): no route \(name)")
                } else if words.first == "lamplight", words.count > 1 {
                    let isOrder = sources.contains("commandName: \"\(words[1])\"")
                    let type = words[1].prefix(1).uppercased() + words[1].dropFirst() + "Command"
                    let isThere = isOrder || sources.contains("struct \(type)")
                    #expect(isThere, "\(line.number): no order \(name)")
                } else if words.first == "make" {
                    #expect(
                        try house.text("Makefile").contains("\n\(words[1]):"), "\(line.number): no \(name)")
                } else if let first = name.split(separator: ".").last {
                    let isThere = sources.contains(String(first))
                    #expect(isThere, "\(line.number): nothing is called \(name)")
                }
            }
        }
    }

    @Test func `names suites and cases of the tests that there are`() throws {
        let house = House()
        let targets = try house.folders(in: "Tests")
        let cases = try house.text("Tests/RatingTests/Golden/bills.json")
        for line in try Self.lines(house) {
            // `RecordsTests, \`ImportTests\`; cases LATE-01, LATE-03`.
            for part in line.shown.split(whereSeparator: { $0 == ";" }).map({ String($0) }) {
                let words = part.split(whereSeparator: { " ,`()[]".contains($0) }).map { String($0) }
                let named = words.filter { targets.contains($0) }
                for suite in Self.quoted(part) {
                    let places = named.isEmpty ? Array(targets) : named
                    let isThere = places.contains {
                        FileManager.default.fileExists(
                            atPath: house.root.appendingPathComponent("Tests/\($0)/\(suite).swift").path)
                    }
                    #expect(isThere, "\(line.number): no suite \(suite) in \(places.sorted())")
                }
                for word in words where word.hasSuffix("Tests") && !targets.contains(word) {
                    #expect(Self.quoted(part).contains(word), "\(line.number): \(word) is no target of tests")
                }
                for word in words where word.contains("-") && word.prefix(2).allSatisfy(\.isUppercase) {
                    let begin = word.hasSuffix("*") ? String(word.dropLast()) : word + "\""
                    #expect(cases.contains("\"\(begin)"), "\(line.number): no case \(word)")
                }
                let shows =
                    !named.isEmpty || !Self.quoted(part).isEmpty || part.contains("case")
                    || part.contains("](")
                #expect(shows, "\(line.number): nothing shows it")
            }
        }
    }
}
