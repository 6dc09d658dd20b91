/// What the archive tells the house. Payloads are JSON; ids in them are decimal strings.
package enum RecordsEvents {
    /// Accounts were opened, one or a chunk of many: `first`, `last`, `count`.
    package static let opened = "records.accountsOpened"
    /// An account was closed: `account`, `day`, its last.
    package static let closed = "records.accountClosed"
    /// Terms were amended or an amendment undone: `account`, `from`, and `billed`, the months that stand billed by what
    /// held before: their bills may be wrong.
    package static let termAmended = "records.termAmended"
    /// Equipment was added or changed its state: `account`, `equipment`, `from`. Bills from that day on may be wrong.
    package static let equipmentChanged = "records.equipmentChanged"
    /// What a usage point's losses are reckoned by changed: `account`, `point`, `from`.
    package static let lossChanged = "records.lossChanged"
    /// A transformer that several points share was entered: `id`, `code`.
    package static let sharedAdded = "records.sharedTransformerAdded"
    /// How a shared transformer's loss is reckoned or divided changed: `id`, `from`.
    package static let sharedChanged = "records.sharedTransformerChanged"
    /// Name, address, phone, bank account or route changed: `account`.
    package static let detailsChanged = "records.detailsChanged"
    /// A usage point moved to another area or feeder: `account`, `node`, `from`.
    package static let moved = "records.moved"
    /// A meter was replaced: `account`, `installation`, `day`.
    package static let meterReplaced = "records.meterReplaced"
    /// The grid tree grew: `node`, or by a file `first` and `count`.
    package static let gridChanged = "records.gridChanged"

    /// A flat JSON object of texts.
    static func payload(_ pairs: [(String, String)]) -> String {
        "{" + pairs.map { "\"\($0.0)\":\"\(JSONText.escaped($0.1))\"" }.joined(separator: ",") + "}"
    }
}

/// Text inside a JSON string.
enum JSONText {
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case let control where control.value < 0x20:
                let digits = String(control.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
