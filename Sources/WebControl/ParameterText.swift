import Control
import Kernel
import Language

/// A parameter's value as people read and type it: percent, yuan, a whole number with its unit, the name of a choice.
struct ParameterText {
    let definition: ParameterDefinition
    let language: Language

    var name: String { language.text("control.parameter.\(definition.key)") }

    /// What the value is counted in; empty for a choice and for a bare number.
    var unit: String {
        switch definition.form {
        case .percent: return "%"
        case .money: return language.text("control.parameterUnit.yuan")
        case .choice: return ""
        case .integer:
            let key = "control.parameterUnit.\(definition.key)"
            return Catalogue.has(key) ? language.text(key) : ""
        }
    }

    /// The stored text as it is read, with its unit.
    func shown(_ stored: String) -> String {
        if case .choice = definition.form { return choice(stored) }
        let value = typed(stored)
        return unit.isEmpty ? value : unit == "%" ? value + "%" : "\(value) \(unit)"
    }

    /// The stored text as it is typed.
    func typed(_ stored: String) -> String {
        guard let number = Int64(stored) else { return stored }
        return switch definition.form {
        case .integer, .choice: stored
        case .percent: Percent(ppm: number).text()
        case .money: Money(fen: number).description
        }
    }

    /// What was typed, as it is stored; nil where it cannot be read.
    func stored(_ typed: String) -> String? {
        switch definition.form {
        case .integer: Int64(typed).map { String($0) }
        case .choice: typed
        case .percent: (try? Percent(text: typed)).map { String($0.ppm) }
        case .money: (try? Money(text: typed)).map { String($0.fen) }
        }
    }

    func choice(_ value: String) -> String { language.text("control.parameter.\(definition.key).\(value)") }

    /// What values the form takes.
    var range: String {
        func span(_ range: ClosedRange<Int64>) -> String {
            "\(shown(String(range.lowerBound))) – \(shown(String(range.upperBound)))"
        }
        return switch definition.form {
        case .integer(let range), .percent(let range), .money(let range): span(range)
        case .choice(let choices): language.list(choices.map(choice))
        }
    }
}
