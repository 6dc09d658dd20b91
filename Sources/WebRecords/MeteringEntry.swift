import Control
import Kernel
import Language
import Records
import Web

/// What was typed into the forms that replace a meter and move a usage point.
enum MeteringEntry {
    /// A replacement has the registers of the meter before unless it says otherwise, and begins at zero.
    static func proposed(_ meter: Installation, _ visit: Visit) -> Form {
        var values = ["day": visit.today.description, "multiplier": meter.multiplier.text()]
        for register in meter.registers {
            values["digits\(register.kind.rawValue)"] = "\(register.digits).\(register.decimals)"
            values["first\(register.kind.rawValue)"] = "0"
        }
        return visit.emptyForm(values)
    }

    /// Nil where a field is missing or cannot be read; the form then says which.
    static func replacement(of record: AccountRecord, _ version: Int64, _ form: inout Form) -> ReplaceMeter? {
        let meter = form.required("installation") { text in
            record.installations.first { $0.removedOn == nil && String($0.id) == text }
        }
        let day = form.day("day")
        let assetNo = form.required("assetNo", limit: 32)
        let multiplier = form.required("multiplier") { try? Multiplier(text: $0) }
        guard let meter else { return nil }
        var removal: [RegisterKind: RegisterValue] = [:]
        var registers: [NewMeter.NewRegister] = []
        for register in meter.registers {
            let kind = register.kind.rawValue
            let last = form.required("last\(kind)", error: "records.close.number") {
                try? RegisterValue(text: $0)
            }
            let digits = form.required("digits\(kind)", error: "records.metering.digits.invalid") {
                Self.digits($0)
            }
            let first = form.required("first\(kind)", error: "records.close.number") {
                try? RegisterValue(text: $0)
            }
            removal[register.kind] = last
            if let digits, let first {
                registers.append(
                    NewMeter.NewRegister(
                        register.kind, digits: digits.before, decimals: digits.after, value: first))
            }
        }
        guard form.isValid, let day, let assetNo, let multiplier else { return nil }
        return ReplaceMeter(
            account: record.account.id, installation: meter.id, day: day, removalValues: removal,
            meter: NewMeter(
                assetNo: assetNo, maker: form.text("maker") ?? "", multiplier: multiplier,
                registers: registers),
            version: version)
    }

    /// `6.2`: digits before and after the point.
    static func digits(_ text: String) -> (before: Int, after: Int)? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let before = Int(parts[0]), (1...12).contains(before),
            let after = parts.count == 2 ? Int(parts[1]) : 0, (0...4).contains(after)
        else { return nil }
        return (before, after)
    }

    /// Where a refusal belongs: at its register, at the day, or above the form.
    static func field(of refusal: any Refusal, _ order: MeteringPage.Order) -> String {
        let arguments = Dictionary(refusal.arguments, uniquingKeysWith: { first, _ in first })
        switch arguments["field"] {
        case "removal_values": return "last\(arguments["kind"] ?? "")"
        case "registers": return arguments["kind"].map { "first\($0)" } ?? ""
        case "meter_asset_no": return "assetNo"
        case "multiplier": return "multiplier"
        default: break
        }
        if case .nameTaken? = refusal as? ControlRefusal { return "assetNo" }
        switch refusal as? RecordsRefusal {
        case .dayTooEarly, .dayTooLate: return order == .replace ? "day" : "moveDay"
        case .nothingChanged, .placeWrong: return order == .move ? "node" : ""
        default: return ""
        }
    }

    /// Every node of the tree by id, with its code.
    static func names(_ tree: [GridTree]) -> [GridNodeID: String] {
        var names: [GridNodeID: String] = [:]
        func add(_ branch: GridTree) {
            names[branch.node.id] = "\(branch.node.name) \(branch.node.code)"
            for child in branch.children { add(child) }
        }
        for branch in tree { add(branch) }
        return names
    }

    /// Where a point may stand: areas, and feeders for customers with a transformer of their own.
    static func targets(_ tree: [GridTree], _ scope: OrganisationPath) -> [(value: String, label: String)] {
        tree.flatMap { top in
            top.children.flatMap { feeder in [feeder] + feeder.children }
        }
        .filter { scope.contains($0.node.organisationPath) }
        .map { ($0.node.id.description, "\($0.node.code) \($0.node.name)") }
    }
}
