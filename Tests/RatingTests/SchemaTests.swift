import Foundation
import Tariff
import Testing

/// The part of JSON Schema that the tariff file's schema uses.
struct SmallSchema {
    private let root: [String: Any]

    init(_ data: Data) throws {
        root = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    /// Where a value is not as the schema says; empty where it is.
    func faults(_ value: Any) -> [String] { faults(value, root, "") }

    private func faults(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
        var found: [String] = []
        if let reference = schema["$ref"] as? String {
            let name = reference.replacingOccurrences(of: "#/$defs/", with: "")
            let target = (root["$defs"] as? [String: Any])?[name] as? [String: Any]
            found += target.map { faults(value, $0, path) } ?? ["\(path): no \(reference)"]
        }
        for (key, least, most) in [("oneOf", 1, 1), ("anyOf", 1, Int.max)] {
            guard let choices = schema[key] as? [[String: Any]] else { continue }
            let fitting = choices.filter { faults(value, $0, path).isEmpty }.count
            if fitting < least || fitting > most { found.append("\(path): \(fitting) of \(key)") }
        }
        if let constant = schema["const"] as? NSObject, constant != value as? NSObject {
            found.append("\(path): const")
        }
        if let known = schema["enum"] as? [NSObject], !known.contains(where: { $0 == value as? NSObject }) {
            found.append("\(path): \(value) is none of the known")
        }
        if let kinds = schema["type"] as? [String] {
            // A number or the same as a text: what is said of numbers holds for either.
            let fitting = kinds.filter {
                var one = schema
                one["type"] = $0
                return faults(value, one, path).isEmpty
            }
            return fitting.isEmpty ? found + ["\(path): \(value) is none of \(kinds)"] : found
        }
        switch schema["type"] as? String {
        case "number": if !(value is NSNumber) { found.append("\(path): no number") }
        case "object": found += object(value, schema, path)
        case "array": found += array(value, schema, path)
        case "string":
            guard let text = value as? String else { return found + ["\(path): no string"] }
            if let pattern = schema["pattern"] as? String,
                text.range(of: pattern, options: .regularExpression) == nil
            {
                found.append("\(path): \(text) is not like \(pattern)")
            }
            if text.count < schema["minLength"] as? Int ?? 0 { found.append("\(path): empty") }
        case "integer":
            guard let number = value as? Int else { return found + ["\(path): no whole number"] }
            if number < schema["minimum"] as? Int ?? .min || number > schema["maximum"] as? Int ?? .max {
                found.append("\(path): \(number) is out of range")
            }
        case "boolean": if !(value is Bool) { found.append("\(path): no boolean") }
        default: break
        }
        return found
    }

    private func object(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
        guard let object = value as? [String: Any] else { return ["\(path): no object"] }
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        var found: [String] = []
        for key in schema["required"] as? [String] ?? [] where object[key] == nil {
            found.append("\(path): without \(key)")
        }
        for (key, child) in object {
            if let property = properties[key] {
                found += faults(child, property, "\(path).\(key)")
            } else if schema["additionalProperties"] as? Bool == false {
                found.append("\(path): unknown \(key)")
            }
        }
        return found
    }

    private func array(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
        guard let list = value as? [Any] else { return ["\(path): no array"] }
        var found: [String] = []
        if list.count < schema["minItems"] as? Int ?? 0 || list.count > schema["maxItems"] as? Int ?? .max {
            found.append("\(path): \(list.count) elements")
        }
        for (place, child) in list.enumerated() {
            found += faults(child, schema["items"] as? [String: Any] ?? [:], "\(path)[\(place)]")
        }
        return found
    }
}

@Suite struct `The tariff file's schema` {
    @Test func `every file of the catalogue and every example is as the schema says`() throws {
        let schema = try SmallSchema(TariffCatalogue.schema())
        let files = try TariffCatalogue.bundledFiles() + Making.examples()
        for file in files {
            let value = try JSONSerialization.jsonObject(with: file.content)
            #expect(schema.faults(value).isEmpty, "\(file.name)")
        }
        #expect(files.count > 30)
    }

    @Test(arguments: [
        ("sh-res-tou.json", "\"basis\": \"YEAR\"", "\"basis\": \"QUARTER\""),
        ("sh-res-tou.json", "\"0.617\"", "0.617"), ("sh-res-tou.json", "\"versions\"", "\"version\""),
        ("example-summer-peak.json", "\"scheme\": ", "\"schemes\": "),
        ("example-calendar.json", "\"21:30\"", "\"21:60\""),
        ("example-two-part.json", "\"fromKwhPerKva\": 260", "\"fromKwhPerKva\": 2600"),
        ("example-loss.json", "\"0.45\"", "0.45"), ("example-loss.json", "\"kv\"", "\"kV\""),
        ("power-factor.json", "\"0.90\"", "\"0.91\""),
        ("power-factor.json", "\"1983-12-02\"", "\"19831202\""),
        ("sh-res-tou.json", "\"2013-01-01\"", "\"20130101\""),
        ("sh-res-tou.json", "\"2013-01-01\"", "\"2342-01-01\""),
        ("example-calendar.json", "\"2020-01-01\"", "\"20200101\""),
        ("example-loss.json", "\"2020-01-01\"", "\"20200101\""),
    ])
    func `what the program refuses for its form the schema refuses too`(
        name: String, from: String, to: String
    ) throws {
        let schema = try SmallSchema(TariffCatalogue.schema())
        let files = try TariffCatalogue.bundledFiles() + Making.examples()
        let file = try #require(files.first { $0.name == name })
        let text = String(decoding: file.content, as: UTF8.self)
        let range = try #require(text.range(of: from))
        let wrong = Data(text.replacingCharacters(in: range, with: to).utf8)
        #expect(!schema.faults(try JSONSerialization.jsonObject(with: wrong)).isEmpty)
        let others = files.filter { $0.name != name }
        #expect(throws: TariffFaults.self) {
            try TariffCatalogue(files: others + [TariffFile(name: name, content: wrong)])
        }
    }
}
