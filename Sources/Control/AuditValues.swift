/// Values of an audit entry as JSON.
package enum AuditValues {
    /// An object of texts, in the order given; a nil value is left out.
    package static func json(_ values: [(String, String?)]) -> String {
        let members = values.compactMap { name, value in value.map { "\(quoted(name)):\(quoted($0))" } }
        return "{" + members.joined(separator: ",") + "}"
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
