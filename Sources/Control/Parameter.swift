package import Kernel

/// A parameter's value on a day, with the clause it came from; what a released bill keeps.
package struct ParameterValue: Sendable, Hashable {
    package let key: String
    package let text: String
    package let clause: String

    package init(key: String, text: String, clause: String) {
        self.key = key
        self.text = text
        self.clause = clause
    }

    /// The whole number, or parts per million, or fen, by the parameter's form.
    /// - Precondition: the parameter is not a choice (its definition was checked when it was set).
    package var number: Int64 { Int64(text)! }
    package var percent: Percent { Percent(ppm: number) }
    package var money: Money { Money(fen: number) }
}

extension ParameterDefinition {
    /// Whether the written value is one this parameter may have.
    package func accepts(_ value: String) -> Bool {
        switch form {
        case .integer(let range), .percent(let range), .money(let range):
            Int64(value).map(range.contains) ?? false
        case .choice(let choices): choices.contains(value)
        }
    }
}
