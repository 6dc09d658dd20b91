package import Kernel

extension String: SelfDescribed {
    package static var schema: JSONSchema { .text() }
    package static var blank: String { "" }
}

extension Bool: SelfDescribed {
    package static var schema: JSONSchema { .flag }
    package static var blank: Bool { false }
}

extension Int: SelfDescribed {
    package static var schema: JSONSchema { .whole() }
    package static var blank: Int { 0 }
}

extension Int32: SelfDescribed {
    package static var schema: JSONSchema { .whole() }
    package static var blank: Int32 { 0 }
}

extension Int64: SelfDescribed {
    package static var schema: JSONSchema { .whole() }
    package static var blank: Int64 { 0 }
}

extension Array: SelfDescribed where Element: Decodable {
    package static var schema: JSONSchema { .list(SchemaProbe.schema(of: Element.self)) }
    package static var blank: [Element] { [] }
}

extension Dictionary: SelfDescribed where Key == String, Value: Decodable {
    package static var schema: JSONSchema { .map(SchemaProbe.schema(of: Value.self)) }
    package static var blank: [String: Value] { [:] }
}

extension Identifier: SelfDescribed {
    package static var schema: JSONSchema { .id }
    package static var blank: Identifier { Identifier(0) }
}

extension Day: SelfDescribed {
    package static var schema: JSONSchema { .day }
    package static var blank: Day { Day(daysSinceEpoch: 0) }
}

extension BillingMonth: SelfDescribed {
    package static var schema: JSONSchema { .month }
    package static var blank: BillingMonth { BillingMonth(year: 2000, month: 1) }
}

/// A decimal string with at most the unit's decimals, and its unit.
private func decimal<Amount: Quantity>(_ type: Amount.Type, _ unit: String) -> JSONSchema {
    let places = Amount.decimals
    return .text(
        pattern: places == 0 ? "^-?[0-9]+$" : "^-?[0-9]+(\\.[0-9]{1,\(places)})?$",
        about: "\(unit), a decimal string.")
}

extension Money: SelfDescribed {
    package static var schema: JSONSchema { decimal(Self.self, "Yuan") }
    package static var blank: Money { .zero }
}

extension Energy: SelfDescribed {
    package static var schema: JSONSchema { decimal(Self.self, "kWh") }
    package static var blank: Energy { .zero }
}

extension ReactiveEnergy: SelfDescribed {
    package static var schema: JSONSchema { decimal(ReactiveEnergy.self, "kvarh") }
    package static var blank: ReactiveEnergy { .zero }
}

extension Percent: SelfDescribed {
    package static var schema: JSONSchema { decimal(Self.self, "Percent") }
    package static var blank: Percent { .zero }
}

extension PowerFactor: SelfDescribed {
    package static var schema: JSONSchema { decimal(Self.self, "A power factor") }
    package static var blank: PowerFactor { .zero }
}

extension ApparentPower: SelfDescribed {
    package static var schema: JSONSchema { decimal(Self.self, "kVA") }
    package static var blank: ApparentPower { .zero }
}

extension Power: SelfDescribed {
    package static var schema: JSONSchema { decimal(Self.self, "kW") }
    package static var blank: Power { .zero }
}

extension RegisterValue: SelfDescribed {
    package static var schema: JSONSchema { decimal(Self.self, "What the register shows") }
    package static var blank: RegisterValue { .zero }
}

extension Multiplier: SelfDescribed {
    package static var schema: JSONSchema {
        decimal(Self.self, "What a register's difference is multiplied by")
    }
    package static var blank: Multiplier { .one }
}
