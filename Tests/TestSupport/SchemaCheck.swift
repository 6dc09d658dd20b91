import Foundation

/// Holds JSON values to schemas of a document, in the part of JSON Schema 2020-12 that the house uses. A keyword it does
/// not know is a fault of its own, so that nothing is silently let through; so is a field that an object's schema does
/// not tell of, for a description that keeps something back is no description.
package struct SchemaCheck {
    private let components: [String: Any]

    /// - Parameter document: an OpenAPI document, with schemas under `components`.
    package init(document: [String: Any]) {
        let all = document["components"] as? [String: Any]
        components = all?["schemas"] as? [String: Any] ?? [:]
    }

    /// What is wrong with `value`, each with its place; empty where it fits.
    package func problems(of value: Any, against schema: Any, at place: String = "") -> [String] {
        guard let schema = schema as? [String: Any] else { return ["\(place): no schema"] }
        if let reference = schema["$ref"] as? String {
            let name = reference.split(separator: "/").last.map { String($0) } ?? ""
            guard let named = components[name] else { return ["\(place): nothing under \(reference)"] }
            return problems(of: value, against: named, at: place)
        }
        var found: [String] = []
        for (keyword, rule) in schema.sorted(by: { $0.key < $1.key }) {
            switch keyword {
            case "description", "properties", "required", "additionalProperties", "minimum", "maximum":
                continue
            case "type": found += type(of: value, rule as? String ?? "", place)
            case "enum":
                let words = (rule as? [Any] ?? []).map { "\($0)" }
                if !words.contains("\(value)") { found.append("\(place): \(value) is none of \(words)") }
            case "pattern": found += pattern(value, rule as? String ?? "", place)
            case "minLength":
                if let text = value as? String, text.count < rule as? Int ?? 0 {
                    found.append("\(place): too short")
                }
            case "maxLength":
                if let text = value as? String, text.count > rule as? Int ?? .max {
                    found.append("\(place): too long")
                }
            case "items":
                for (index, element) in (value as? [Any] ?? []).enumerated() {
                    found += problems(of: element, against: rule, at: "\(place)/\(index)")
                }
            case "anyOf":
                let tried = (rule as? [Any] ?? []).map { problems(of: value, against: $0, at: place) }
                if !tried.contains(where: \.isEmpty) { found += tried.min { $0.count < $1.count } ?? [] }
            default: found.append("\(place): the check does not know \(keyword)")
            }
        }
        found += range(of: value, schema, place)
        if schema["type"] as? String == "object" { found += fields(of: value, schema, place) }
        return found
    }

    private func type(of value: Any, _ name: String, _ place: String) -> [String] {
        let number = value as? NSNumber
        let isFlag = number.map { isBoolean($0) } ?? false
        let fits =
            switch name {
            case "string": value is String
            case "boolean": isFlag
            case "integer": number != nil && !isFlag && number?.doubleValue.rounded() == number?.doubleValue
            case "array": value is [Any]
            case "object": value is [String: Any]
            default: false
            }
        return fits ? [] : ["\(place): no \(name) but \(value)"]
    }

    private func isBoolean(_ number: NSNumber) -> Bool {
        String(cString: number.objCType) == "c"
    }

    private func pattern(_ value: Any, _ pattern: String, _ place: String) -> [String] {
        guard let text = value as? String else { return [] }
        return text.range(of: pattern, options: .regularExpression) == text.startIndex..<text.endIndex
            ? [] : ["\(place): \(text) does not fit \(pattern)"]
    }

    private func range(of value: Any, _ schema: [String: Any], _ place: String) -> [String] {
        guard let number = (value as? NSNumber)?.int64Value, !(value is String) else { return [] }
        if let least = schema["minimum"] as? Int, number < least { return ["\(place): below \(least)"] }
        if let most = schema["maximum"] as? Int, number > most { return ["\(place): above \(most)"] }
        return []
    }

    private func fields(of value: Any, _ schema: [String: Any], _ place: String) -> [String] {
        guard let object = value as? [String: Any] else { return [] }
        let told = schema["properties"] as? [String: Any] ?? [:]
        var found = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }
            .map { "\(place)/\($0): missing" }
        for (name, field) in object.sorted(by: { $0.key < $1.key }) {
            if let rule = told[name] ?? schema["additionalProperties"] {
                found += problems(of: field, against: rule, at: "\(place)/\(name)")
            } else {
                found.append("\(place)/\(name): not told of")
            }
        }
        return found
    }
}
