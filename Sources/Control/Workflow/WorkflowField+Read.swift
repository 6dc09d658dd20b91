internal import Kernel

extension WorkflowField {
    /// The plain form of what was typed; nil where it is not of this field's form.
    func read(_ text: String) -> String? {
        switch form {
        case .text(let most): text.unicodeScalars.count <= most ? text : nil
        case .number(let least, let most):
            Int64(text).flatMap { least <= $0 && $0 <= most ? String($0) : nil }
        case .day: Day(text: text)?.description
        case .choice(let choices): choices.contains(text) ? text : nil
        case .money: (try? Money(text: text)).flatMap { $0 > .zero ? String($0.fen) : nil }
        }
    }

    var faultCode: String {
        switch form {
        case .text: "control.field.tooLong"
        case .number: "control.field.number"
        case .day: "control.field.day"
        case .choice: "control.field.choice"
        case .money: "control.field.money"
        }
    }
}
