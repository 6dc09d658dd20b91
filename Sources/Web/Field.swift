/// A labelled field of a form as a template shows it: `{{#month}}{{>web.field}}{{/month}}`.
package struct Field: Sendable {
    package let name: String
    package let label: String
    package let value: String
    package let hint: String?
    package let error: String?
    package let type: String
    package let inputMode: String?
    package let autocomplete: String
    package let required: Bool
    /// Whether the label says that it may stay empty.
    package let isOptional: Bool
    package let focus: Bool
    package let isLine: Bool
    package let isSelect: Bool
    package let isArea: Bool
    package let isTick: Bool
    package let ticked: Bool
    package let options: [Option]
    package let describedBy: String?
    package let longest: Int

    /// A choice of a list.
    package struct Option: Sendable {
        package let value: String
        package let label: String
        package let chosen: Bool
    }
}

/// How a field looks and what the browser helps with.
package enum FieldStyle: Sendable {
    case line
    case password
    case search
    case day
    case month
    case amount
    case whole
    case area
    case tick
    /// Values with their texts.
    case select([(value: String, label: String)])
    /// A one-time code.
    case code
}

extension Form {
    /// A field with what was typed and what is wrong with it. `label` and `hint` are keys.
    /// - Parameter isOptional: whether it may stay empty; false beside `required: false` for a field that is needed with
    ///   some choices or orders of the form and not with others.
    package func field(
        _ name: String, label: String, _ style: FieldStyle = .line, hint: String? = nil,
        required: Bool = true, isOptional: Bool? = nil,
        focus: Bool = false, longest: Int = 200, autocomplete: String = "off"
    ) -> Field {
        var options: [Field.Option] = []
        if case .select(let choices) = style {
            options = choices.map {
                Field.Option(value: $0.value, label: $0.label, chosen: $0.value == typed(name))
            }
        }
        let error = errors[name]
        let described = [hint == nil ? nil : "\(name)-hint", error == nil ? nil : "\(name)-error"].compactMap(
            \.self)
        return Field(
            name: name, label: translated(label), value: style.isSecret ? "" : typed(name),
            hint: hint.map(translated), error: error, type: style.type, inputMode: style.inputMode,
            autocomplete: autocomplete, required: required, isOptional: isOptional ?? !required, focus: focus,
            isLine: style.isLine,
            isSelect: style.isSelect, isArea: style.isArea, isTick: style.isTick, ticked: ticked(name),
            options: options, describedBy: described.isEmpty ? nil : described.joined(separator: " "),
            longest: longest)
    }
}

extension FieldStyle {
    fileprivate var type: String {
        switch self {
        case .password: "password"
        case .search: "search"
        case .day: "date"
        case .month: "month"
        default: "text"
        }
    }

    fileprivate var inputMode: String? {
        switch self {
        case .amount: "decimal"
        case .whole, .code: "numeric"
        default: nil
        }
    }

    /// What must not be sent back to the page.
    fileprivate var isSecret: Bool {
        switch self {
        case .password, .code: true
        default: false
        }
    }

    fileprivate var isSelect: Bool { if case .select = self { true } else { false } }
    fileprivate var isArea: Bool { if case .area = self { true } else { false } }
    fileprivate var isTick: Bool { if case .tick = self { true } else { false } }
    fileprivate var isLine: Bool { !isSelect && !isArea && !isTick }
}
