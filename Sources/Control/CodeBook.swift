package import Kernel

/// A code table with its whole history, to name what is on record and to judge what is given anew.
package struct CodeBook: Sendable, Hashable {
    package let table: String
    /// In the order they are shown.
    package let rows: [CodeRow]

    package init(table: String, rows: [CodeRow]) {
        self.table = table
        self.rows = rows
    }

    /// The codes that may be given on a day.
    package func holding(on day: Day) -> [CodeRow] { rows.filter { $0.holds(on: day) } }

    /// What a code is called on a day; the last name it had where it has ended, so that old records stay readable.
    package func row(_ code: String, on day: Day) -> CodeRow? {
        let own = rows.filter { $0.code == code }
        return own.first { $0.holds(on: day) } ?? own.last { $0.from <= day } ?? own.first
    }

    /// The code that is written so, by itself or by one of its names, and may be given on a day.
    package func given(_ text: String, on day: Day) -> CodeRow? {
        let held = holding(on: day)
        return held.first { $0.code == text } ?? held.first { $0.code == text.uppercased() }
            ?? held.first { $0.zh == text || $0.en == text }
    }

    /// The most codes that a refusal names.
    private static let choicesNamed = 30

    /// Why a code may not be given on a day; nil where it may.
    package func problem(_ text: String, on day: Day) -> CodeProblem? {
        if given(text, on: day) != nil { return nil }
        let held = holding(on: day).map(\.code)
        let choices = (held.prefix(Self.choicesNamed) + (held.count > Self.choicesNamed ? ["…"] : []))
            .joined(separator: " ")
        let ended = rows.last { ($0.code == text || $0.zh == text || $0.en == text) && $0.from <= day }
        return CodeProblem(text: text, ended: ended?.until, choices: choices)
    }
}

/// A code that may not be given.
package struct CodeProblem: Sendable, Hashable {
    package let text: String
    /// Its last day; nil where the table has no such code yet.
    package let ended: Day?
    /// The codes that there are, with a space between; of a long table the first.
    package let choices: String

    /// `code`, `day` and `choices` as a message takes them.
    package var arguments: [String: String] {
        var arguments = ["value": text, "choices": choices]
        if let ended { arguments["day"] = ended.description }
        return arguments
    }
}
