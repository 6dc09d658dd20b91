/// Any JSON value, for documents whose form is not a Swift type: schemas and the description of the API.
package indirect enum JSONValue: Sendable, Hashable, Codable, SelfDescribed {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([JSONValue])
    case object([String: JSONValue])

    package static var schema: JSONSchema { .anything }
    package static var blank: JSONValue { .flag(false) }

    /// - Throws: `DecodingError` for null and for numbers with decimals, which no answer of ours has.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .flag(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .list(value)
        } else if let value = try? container.decode([String: JSONValue].self) {
            self = .object(value)
        } else {
            self = .number(try container.decode(Int.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let value): try value.encode(to: encoder)
        case .number(let value): try value.encode(to: encoder)
        case .flag(let value): try value.encode(to: encoder)
        case .list(let values): try values.encode(to: encoder)
        case .object(let fields): try fields.encode(to: encoder)
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    package init(stringLiteral value: String) { self = .text(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .list(elements) }
    /// - Precondition: no name comes twice.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(uniqueKeysWithValues: elements))
    }
}
