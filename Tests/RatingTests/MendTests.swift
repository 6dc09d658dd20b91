import Foundation
import Language
import Testing

@Suite struct `Mends of tariff files and usage lines` {
    private static let tariff = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources/Tariff")

    /// Whatever the readers can say, whether or not a test meets it: read from their source.
    @Test func `every sentence the readers can say is said in Chinese too`() throws {
        var sentences = Set<String>()
        let files = try #require(
            FileManager.default.enumerator(at: Self.tariff, includingPropertiesForKeys: nil))
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for opening in ["fault(", "mend:", ".value(", "let notJSON =", "extension RatingRefusal {"] {
                var rest = text[...]
                while let found = rest.firstRange(of: opening) {
                    rest = rest[found.upperBound...]
                    sentences.formUnion(Self.literals(of: rest, toEnd: opening.hasSuffix("{")))
                }
            }
        }
        let spoken = sentences.filter {
            $0.contains(" ") && $0.matches(of: /[a-z]{2,}/).count > 1 && !$0.hasPrefix("line")
        }
        #expect(spoken.count > 120, "\(spoken.count) found")
        for sentence in spoken.sorted() {
            let told = Language.zh.mend(sentence)
            #expect(told.isChinese, "\(sentence) → \(told)")
            #expect(Language.en.mend(sentence) == sentence)
        }
    }

    @Test(arguments: [
        (
            "no window holds at 08:00 for RESIDENTIAL, month 7, rest day, SPRING; add one",
            "7 月、休息日、SPRING 08:00（RESIDENTIAL）没有时段：请补一个窗口"
        ),
        (
            #""1,5" is not a decimal from 0 to 1000 with at most 8 decimals"#,
            "“1,5”不可用：请填 0 至 1000 的数，最多 8 位小数"
        ),
        ("write one of MONTH, YEAR", "此处没有这个值：请填下列之一：MONTH、YEAR"),
    ])
    func `values stand in their places`(english: String, chinese: String) {
        #expect(Language.zh.mend(english) == chinese)
    }

    /// The string literals up to the end of an argument list, `7` where a value is put in.
    private static func literals(of text: Substring, toEnd: Bool) -> [String] {
        var literals: [String] = []
        var depth = 1
        var place = text.startIndex
        func next() { place = text.index(after: place) }
        while place < text.endIndex, depth > 0 || toEnd {
            switch text[place] {
            case "(": depth += 1
            case ")": depth -= 1
            case "\n" where depth == 1 && !literals.isEmpty && !toEnd: return literals
            case "\"":
                var literal = ""
                next()
                while place < text.endIndex, text[place] != "\"" {
                    if text[place] == "\\" {
                        next()
                        if text[place] == "(" {
                            var inner = 0
                            repeat {
                                if text[place] == "(" { inner += 1 }
                                if text[place] == ")" { inner -= 1 }
                                next()
                            } while inner > 0
                            literal += "7"
                            continue
                        }
                    }
                    literal.append(text[place])
                    next()
                }
                literals.append(literal)
            default: break
            }
            next()
        }
        return literals
    }
}

extension String {
    /// Whether it is a Chinese sentence, with names of the format in it but no English words.
    var isChinese: Bool {
        unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) }
            && firstMatch(of: /[A-Za-z]{2,} [a-z]{2,}/) == nil && !contains("{1}")
    }
}
