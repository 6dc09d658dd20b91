import Foundation
import Kernel
import Rating
import Tariff
import Testing

/// The golden file's cases by id.
enum Golden {
    static let cases: [String: Case] = {
        let url = Bundle.module.bundleURL.appendingPathComponent("Golden/bills.json")
        guard let data = try? Data(contentsOf: url),
            let list = try? JSONSerialization.jsonObject(with: data) as? [[String: Any]]
        else { return [:] }
        return Dictionary(
            list.map { ($0["id"] as? String ?? "", Case(Value($0["inputs"]), Value($0["expected"]))) },
            uniquingKeysWith: { one, _ in one })
    }()

    struct Case: Sendable {
        let inputs: Value
        let expected: Value
        init(_ inputs: Value, _ expected: Value) {
            self.inputs = inputs
            self.expected = expected
        }
    }

    /// A value of the file; what is absent is null, and reads as nil.
    indirect enum Value: Sendable {
        case object([String: Value])
        case list([Value])
        /// A text, or a number as it is written.
        case text(String)
        case null

        init(_ any: Any?) {
            switch any {
            case let object as [String: Any]: self = .object(object.mapValues { Value($0) })
            case let list as [Any]: self = .list(list.map { Value($0) })
            case let text as String: self = .text(text)
            case let number as NSNumber: self = .text(number.stringValue)
            default: self = .null
            }
        }

        subscript(key: String) -> Value {
            if case .object(let values) = self { values[key] ?? .null } else { .null }
        }
        subscript(place: Int) -> Value {
            if case .list(let values) = self, values.indices.contains(place) { values[place] } else { .null }
        }
        var all: [Value] { if case .list(let values) = self { values } else { [] } }
        var text: String? { if case .text(let text) = self { text } else { nil } }
        var whole: Int? { text.flatMap { Int($0) } }
        func quantity<Q: Quantity>(_: Q.Type = Q.self) -> Q? { text.flatMap { try? Q(text: $0) } }
    }
}
