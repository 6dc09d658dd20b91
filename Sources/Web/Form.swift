package import Control
package import Kernel
package import Language

/// A form as it came in: what was typed, read into types, with what is wrong gathered by field.
///
/// A handler reads each field, then asks `isValid`; where it is not, it shows its page again with the fields of
/// `field(…)`, which hold what was typed and what is wrong with it.
package struct Form: Sendable {
    private let values: [String: [String]]
    private let language: Language
    /// What is wrong, in the reader's language, by field; the empty name is the form as a whole.
    package private(set) var errors: [String: String] = [:]
    private var order: [String] = []

    /// The fields in the order they came.
    package init(fields: [(name: String, value: String)], language: Language) {
        values = Dictionary(grouping: fields, by: \.name).mapValues { $0.map(\.value) }
        self.language = language
    }

    /// Whether nothing was found wrong so far.
    package var isValid: Bool { errors.isEmpty }

    /// What was typed, as it was typed.
    package func typed(_ name: String) -> String { values[name]?.first ?? "" }

    /// Every value of a field that may come more than once.
    package func all(_ name: String) -> [String] { values[name] ?? [] }

    /// What was typed without blanks around it; nil where nothing was.
    package func text(_ name: String) -> String? {
        let trimmed = Self.trimmed(typed(name))
        return trimmed.isEmpty ? nil : trimmed
    }

    /// Notes that a field is wrong; the first note on a field stands.
    package mutating func refuse(_ name: String, _ key: String, _ arguments: [(String, String)] = []) {
        guard errors[name] == nil else { return }
        errors[name] = language.text(key, arguments)
        order.append(name)
    }

    /// Notes a room's refusal, on a field or on the whole form.
    package mutating func refuse(_ refusal: any Refusal, on name: String = "") {
        refuse(name, refusal.code, refusal.arguments)
    }

    /// A text that must be there, of at most `limit` characters.
    package mutating func required(_ name: String, limit: Int = 200) -> String? {
        guard let text = text(name) else {
            refuse(name, "web.field.required")
            return nil
        }
        guard text.unicodeScalars.count <= limit else {
            refuse(name, "web.field.tooLong", [("limit", String(limit))])
            return nil
        }
        return text
    }

    /// A value read by `read`; what it cannot read is refused by `key`.
    package mutating func required<Value>(
        _ name: String, error key: String = "web.field.invalid", _ read: (String) -> Value?
    ) -> Value? {
        guard let text = text(name) else {
            refuse(name, "web.field.required")
            return nil
        }
        guard let value = read(text) else {
            refuse(name, key)
            return nil
        }
        return value
    }

    /// As `required`, but nil without a word where nothing was typed.
    package mutating func optional<Value>(
        _ name: String, error key: String = "web.field.invalid", _ read: (String) -> Value?
    ) -> Value? {
        text(name) == nil ? nil : required(name, error: key, read)
    }

    /// A day that exists.
    package mutating func day(_ name: String) -> Day? {
        required(name, error: "web.field.day") { Day(text: $0) }
    }

    /// A billing month.
    package mutating func month(_ name: String) -> BillingMonth? {
        required(name, error: "web.field.month") { BillingMonth(text: $0) }
    }

    /// An amount above zero and up to `most`, in plain digits with at most two decimals (no sign, no comma, no
    /// full-width digits).
    package mutating func amount(_ name: String, most: Money = Money(fen: 100_000_000_000)) -> Money? {
        let read = required(name, error: "web.field.amount") { try? Money(text: $0) }
        guard let amount = read else { return nil }
        guard amount > .zero, amount <= most else {
            refuse(name, "web.field.amount.range", [("most", most.grouped)])
            return nil
        }
        return amount
    }

    /// A whole number in `range`.
    package mutating func number(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let number = required(name, error: "web.field.number", { Int($0) }) else { return nil }
        guard range.contains(number) else {
            refuse(
                name, "web.field.number.range",
                [("least", String(range.lowerBound)), ("most", String(range.upperBound))])
            return nil
        }
        return number
    }

    /// An id.
    package mutating func id<Kind>(_ name: String) -> Identifier<Kind>? {
        required(name) { Identifier<Kind>(text: $0) }
    }

    /// One of a closed list.
    package mutating func choice<Value: RawRepresentable>(_ name: String, _ type: Value.Type) -> Value?
    where Value.RawValue == String {
        required(name, error: "web.field.choice") { Value(rawValue: $0) }
    }

    /// Whether a check box was ticked.
    package func ticked(_ name: String) -> Bool { text(name) != nil }

    /// The head of a form that came back: how many fields are wrong, and what is wrong with the whole.
    package var summary: FormSummary? {
        guard !errors.isEmpty else { return nil }
        let fields = order.filter { !$0.isEmpty }
        return FormSummary(
            count: fields.isEmpty
                ? nil : language.text("web.form.errors", [("count", String(fields.count))]),
            whole: errors[""])
    }

    func translated(_ key: String) -> String { language.text(key) }

    /// ASCII blanks and the full-width blank of Chinese keyboards are no part of what is meant.
    static func trimmed(_ text: String) -> String {
        func isBlank(_ scalar: Unicode.Scalar) -> Bool {
            scalar == " " || scalar == "\t" || scalar == "\r" || scalar == "\n" || scalar == "\u{3000}"
        }
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, isBlank(first) { scalars.removeFirst() }
        while let last = scalars.last, isBlank(last) { scalars.removeLast() }
        return String(String.UnicodeScalarView(scalars))
    }
}

/// What stands above a form that came back (partial `web.summary`).
package struct FormSummary: Sendable {
    let count: String?
    let whole: String?
}
