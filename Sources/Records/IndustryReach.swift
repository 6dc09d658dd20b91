internal import Store

/// What an industry stands for when accounts are sought by it: GB/T 4754—2017's section 门类 has its divisions 大类, and a
/// division has the groups and classes whose numbers begin with its own.
struct IndustryReach {
    let code: String
    /// The division numbers from and up to, without the last; nil for a code that has none below it.
    private let below: (from: String, end: String)?

    init(_ code: String) {
        self.code = code
        // A group or class of three and four digits stands for itself.
        let isDivision = code.count == 2 && code.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let divisions = Self.sections[code] ?? (isDivision ? Int(code).map { $0...$0 } : nil)
        below = divisions.map { (Self.number($0.lowerBound), Self.number($0.upperBound + 1)) }
    }

    func contains(_ industry: String?) -> Bool {
        guard let industry else { return false }
        return industry == code || below.map { industry >= $0.from && industry < $0.end } ?? false
    }

    var sql: SQL {
        guard let below else { return "industry = \(code)" }
        return "(industry = \(code) OR industry >= \(below.from) AND industry < \(below.end))"
    }

    private static func number(_ division: Int) -> String {
        division < 10 ? "0\(division)" : String(division)
    }

    private static let sections: [String: ClosedRange<Int>] = [
        "A": 1...5, "B": 6...12, "C": 13...43, "D": 44...46, "E": 47...50, "F": 51...52, "G": 53...60,
        "H": 61...62, "I": 63...65, "J": 66...69, "K": 70...70, "L": 71...72, "M": 73...75, "N": 76...79,
        "O": 80...82, "P": 83...83, "Q": 84...85, "R": 86...90, "S": 91...96, "T": 97...97,
    ]
}
