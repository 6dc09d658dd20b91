internal import Foundation

/// Values before and after as the audit log holds them: one flat JSON object, keys in order.
package enum AuditJSON {
    /// The fields of an object written by anybody, in the order of their names, each as text; what is no object is one
    /// field without a name.
    package static func fields(_ text: String) -> [(name: String, value: String)] {
        guard let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
            return [("", text)]
        }
        return object.sorted { $0.key < $1.key }.map { ($0.key, Self.text($0.value)) }
    }

    private static func text(_ value: Any) -> String {
        if let text = value as? String { return text }
        guard
            let data = try? JSONSerialization.data(
                withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes])
        else { return "\(value)" }
        return String(decoding: data, as: UTF8.self)
    }
}
