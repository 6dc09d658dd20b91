extension Language {
    /// What is wrong in a tariff file or a usage line, and its mend, in this language. The files' readers speak English.
    package func mend(_ mend: String) -> String {
        guard self == .zh else { return mend }
        for (english, chinese) in Mends.file + Mends.usage {
            guard let values = Mends.values(of: mend, in: english) else { continue }
            return Placeholder.fill(
                chinese, values.enumerated().map { ("\($0 + 1)", Mends.words(of: $1)) })
        }
        return mend
    }
}

/// The sentences of the files' readers, `{}` where one has a value, and their Chinese, `{1}` for its first value.
/// What is special stands before what is general.
enum Mends {
    /// What stands in the places `{}` of a pattern; nil where the text is another.
    static func values(of text: String, in pattern: String) -> [String]? {
        let pieces = pattern.split(separator: "{}", omittingEmptySubsequences: false).map(String.init)
        guard text.hasPrefix(pieces[0]) else { return nil }
        var rest = text.dropFirst(pieces[0].count)
        var values: [String] = []
        for (number, piece) in pieces.enumerated().dropFirst() {
            if piece.isEmpty, number == pieces.count - 1 {
                values.append(String(rest))
                return values
            }
            guard let found = rest.firstRange(of: piece) else { return nil }
            values.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        return rest.isEmpty ? values : nil
    }

    /// A value that is itself words: the kind of day on which a calendar has a gap.
    static func words(of value: String) -> String {
        value.split(separator: ", ", omittingEmptySubsequences: false).map { part in
            for (english, chinese) in days {
                if let values = values(of: String(part), in: english) {
                    return Placeholder.fill(chinese, values.map { ("1", $0) })
                }
            }
            return String(part)
        }.joined(separator: "、")
    }

    private static let days = [
        ("month {}", "{1} 月"), ("rest day", "休息日"), ("hot day", "高温日"), ("weekday 2", "星期二"),
        ("weekday 3", "星期三"), ("weekday 4", "星期四"), ("weekday 5", "星期五"), ("weekday 6", "星期六"),
        ("weekday 7", "星期日"),
    ]
}
