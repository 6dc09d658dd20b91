internal import Language

/// Text cut into what the full-text index holds.
///
/// Chinese has no spaces, so a text is cut into units (a character, or a run of ASCII letters and digits) and each unit
/// is joined with the next: 张伟强 → 张伟 伟强 强. A query of two characters, the commonest there is, is then one word
/// of the index instead of two long lists to be crossed, and a town's name that stands in every address costs nothing
/// where what follows it is rare (docs/adr/0010-search-words.md has the measurement).
enum SearchWords {
    /// The longest text that is looked at, in units.
    static let unitLimit = 240

    /// Units in order; full-width forms as ASCII, letters in lower case, everything that is no letter or digit left out.
    static func units(_ text: String) -> [String] {
        var units: [String] = []
        var run = ""
        func flush() {
            if !run.isEmpty { units.append(run) }
            run = ""
        }
        for scalar in text.unicodeScalars {
            let value = (0xFF01...0xFF5E).contains(scalar.value) ? scalar.value - 0xFEE0 : scalar.value
            switch value {
            case 48...57, 97...122: run.unicodeScalars.append(Unicode.Scalar(UInt8(value)))
            case 65...90: run.unicodeScalars.append(Unicode.Scalar(UInt8(value + 32)))
            case 0x4E00...0x9FA5:
                flush()
                units.append(String(scalar))
            case 0..<0x80: flush()
            default:
                flush()
                // Other characters stand by their number: what counts as a letter differs between the engines' tables.
                if scalar.properties.isAlphabetic || scalar.properties.isIdeographic {
                    units.append("u" + String(value, radix: 16))
                }
            }
            if units.count >= unitLimit { break }
        }
        flush()
        return units
    }

    /// Each unit joined with the next, the last alone.
    static func pairs(_ units: [String]) -> [String] {
        units.indices.map { $0 + 1 < units.count ? units[$0] + units[$0 + 1] : units[$0] }
    }

    /// The words of a name: pairs, then each unit but the last alone, so that one character finds it too.
    static func name(_ name: String) -> [String] {
        let units = units(name)
        return pairs(units) + units.dropLast()
    }

    static func address(_ address: String) -> [String] { pairs(units(address)) }

    /// The words of a long name's initials (a firm), by which its middle is found: 海港东方水产 is hg gd df fs sc c.
    /// A short name is found by the beginning of its initials alone.
    static func initials(_ initials: String) -> [String] {
        initials.utf8.count > 4 ? pairs(initials.map(String.init)) : []
    }

    /// The organisations of a path as words: `/1/3/` → o1 o3.
    static func scope(_ path: String) -> [String] { path.split(separator: "/").map { "o\($0)" } }

    /// What a query's units are looked for by.
    static func phrase(_ units: [String]) -> Phrase {
        Phrase(words: units.count > 1 ? pairs(units).dropLast() : units, isLone: units.count == 1)
    }

    /// Words of a query; all of them must follow each other.
    struct Phrase: Hashable, Sendable {
        let words: [String]
        /// One unit by itself. An address holds only its last one alone; the others begin a pair.
        let isLone: Bool

        /// The unit by itself of letters or digits. What begins like it need not be it: 1 begins 1号 and 12号.
        var run: String? {
            isLone ? words.first.flatMap { $0.utf8.allSatisfy { $0 < 0x80 } ? $0 : nil } : nil
        }
    }

    /// What the index holds of one account.
    struct Entry: Sendable, Hashable {
        let account: Int64
        let path: String
        let name: [String]
        let initials: [String]
        let address: [String]

        init(account: Int64, path: String, name: String, initials: String, address: String) {
            self.account = account
            self.path = path
            self.name = SearchWords.name(name)
            self.initials = SearchWords.initials(initials)
            self.address = SearchWords.address(address)
        }
    }

    /// The initials of a name as the archive keeps them.
    static func initials(of name: String) -> String { PinyinInitials.of(name) }
}
