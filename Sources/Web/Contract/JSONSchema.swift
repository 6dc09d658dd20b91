/// The form of a JSON value, in the part of JSON Schema 2020-12 that our answers and orders need.
package indirect enum JSONSchema: Sendable, Hashable {
    /// A field of an object; one that is not required is left out, never null.
    package struct Field: Sendable, Hashable {
        package let name: String
        package let schema: JSONSchema
        package let isRequired: Bool

        package init(_ name: String, _ schema: JSONSchema, isRequired: Bool = true) {
            self.name = name
            self.schema = schema
            self.isRequired = isRequired
        }
    }

    /// A string, all of which fits `pattern` (ECMA 262) where there is one; `about` tells what it holds.
    case text(pattern: String? = nil, about: String = "")
    /// One of these words.
    case words([String])
    /// A whole number, not below `least` nor above `most`.
    case whole(least: Int? = nil, most: Int? = nil)
    /// One of these whole numbers.
    case numbers([Int])
    case flag
    case list(JSONSchema)
    /// An object whose names are data.
    case map(JSONSchema)
    case object([Field])
    /// A form with a name of its own; the document tells it once.
    case named(String, JSONSchema)
    case either([JSONSchema])
    case anything

    /// An id: a decimal string, for JavaScript has no 64-bit numbers.
    package static let id = JSONSchema.text(pattern: "^[0-9]{1,19}$", about: "An id, a decimal string.")
    package static let day = JSONSchema.text(
        pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", about: "A day, ISO 8601.")
    package static let month = JSONSchema.text(pattern: "^[0-9]{4}-[0-9]{2}$", about: "A billing month.")

    /// The fields of two objects in one.
    ///
    /// - Precondition: both are objects.
    package func joined(with other: JSONSchema) -> JSONSchema { .object(fields + other.fields) }

    private var fields: [Field] {
        switch self {
        case .object(let fields): fields
        case .named(_, let form): form.fields
        default: preconditionFailure("fields are an object's")
        }
    }

    /// As JSON Schema; named forms become references into the document's components.
    package var value: JSONValue {
        switch self {
        case .text(let pattern, let about):
            var fields: [String: JSONValue] = ["type": "string"]
            if let pattern { fields["pattern"] = .text(pattern) }
            if !about.isEmpty { fields["description"] = .text(about) }
            return .object(fields)
        case .words(let words): return ["type": "string", "enum": .list(words.map { .text($0) })]
        case .whole(let least, let most):
            var fields: [String: JSONValue] = ["type": "integer"]
            if let least { fields["minimum"] = .number(least) }
            if let most { fields["maximum"] = .number(most) }
            return .object(fields)
        case .numbers(let numbers): return ["type": "integer", "enum": .list(numbers.map { .number($0) })]
        case .flag: return ["type": "boolean"]
        case .list(let element): return ["type": "array", "items": element.value]
        case .map(let element): return ["type": "object", "additionalProperties": element.value]
        case .named(let name, _): return ["$ref": .text("#/components/schemas/\(name)")]
        case .anything: return [:]
        case .either(let forms): return ["anyOf": .list(forms.map(\.value))]
        case .object(let fields):
            var object: [String: JSONValue] = [
                "type": "object",
                "properties": .object(
                    Dictionary(
                        fields.map { ($0.name, $0.schema.value) }, uniquingKeysWith: { first, _ in first })
                ),
            ]
            let required = fields.filter(\.isRequired).map { JSONValue.text($0.name) }
            if !required.isEmpty { object["required"] = .list(required) }
            return .object(object)
        }
    }

    /// Adds the named forms within this one to `all`.
    ///
    /// - Precondition: one name, one form.
    func collect(into all: inout [String: JSONSchema]) {
        switch self {
        case .text, .words, .whole, .numbers, .flag, .anything: return
        case .list(let element), .map(let element): element.collect(into: &all)
        case .either(let forms): forms.forEach { $0.collect(into: &all) }
        case .object(let fields): fields.forEach { $0.schema.collect(into: &all) }
        case .named(let name, let form):
            precondition(all[name] == nil || all[name] == form, "two forms are named \(name)")
            guard all.updateValue(form, forKey: name) == nil else { return }
            form.collect(into: &all)
        }
    }
}
