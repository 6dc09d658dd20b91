package import Kernel

/// An account to be opened, with its customer, terms, usage point and meters.
package struct NewAccount: Sendable, Hashable {
    package var consumerNo: String
    package var oldNo: String?
    package var name: String
    package var kind: CustomerKind
    /// Identity number of a person, credit code of a company. Accounts with the same one have the same customer.
    package var identity: String?
    package var phone: String?
    package var bankAccount: String?
    package var address: String
    package var organisation: OrganisationID
    /// The area it stands in, or the feeder where it has a transformer of its own (专变).
    package var node: GridNodeID
    package var accountClass: AccountClass
    package var route: String
    package var openedOn: Day
    /// In force from the day it is opened.
    package var terms: TermValues
    package var meters: [NewMeter]
    /// Transformers and motors, running from their day.
    package var equipment: [NewEquipment]
    /// What its losses are reckoned by from the day it is opened; a formula or table without a piece of its own takes
    /// the first transformer.
    package var loss: PointLossTerms?
    /// A code of `records.useClass` that falls under the class; nil for the class's own.
    package var useCode: String?
    /// A code of `records.industry`.
    package var industry: String?
    /// A code of `records.voltage`.
    package var voltage: String?

    package init(
        consumerNo: String, oldNo: String? = nil, name: String, kind: CustomerKind, identity: String? = nil,
        phone: String? = nil, bankAccount: String? = nil, address: String, organisation: OrganisationID,
        node: GridNodeID, accountClass: AccountClass, route: String, openedOn: Day, terms: TermValues,
        meters: [NewMeter], equipment: [NewEquipment] = [], loss: PointLossTerms? = nil,
        useCode: String? = nil, industry: String? = nil, voltage: String? = nil
    ) {
        self.useCode = useCode
        self.industry = industry
        self.voltage = voltage
        self.equipment = equipment
        self.loss = loss
        self.consumerNo = consumerNo
        self.oldNo = oldNo
        self.name = name
        self.kind = kind
        self.identity = identity
        self.phone = phone
        self.bankAccount = bankAccount
        self.address = address
        self.organisation = organisation
        self.node = node
        self.accountClass = accountClass
        self.route = route
        self.openedOn = openedOn
        self.terms = terms
        self.meters = meters
    }
}

/// What is wrong with one field: its column name and the key of the message.
struct FieldProblem: Hashable {
    let field: String
    let code: String
    let arguments: [String: String]

    init(_ field: String, _ code: String, _ arguments: [String: String] = [:]) {
        self.field = field
        self.code = "records.invalid.\(code)"
        self.arguments = arguments
    }

    /// The rule without its room's prefix.
    var rule: String { String(code.dropFirst("records.invalid.".count)) }

    var refusal: RecordsRefusal { .invalid(field: field, code: code, arguments: arguments) }
}

extension NewAccount {
    /// Everything that is wrong with the values by themselves, in the order of the form's columns.
    func problems() -> [FieldProblem] {
        var found: [FieldProblem] = []
        func check(_ isGood: Bool, _ field: String, _ code: String, _ arguments: [String: String] = [:]) {
            if !isGood { found.append(FieldProblem(field, code, arguments)) }
        }
        check(FieldRules.isNumber(consumerNo, digits: 1...16), "consumer_no", "consumerNo")
        if let oldNo { check(FieldRules.isNumber(oldNo, digits: 1...20), "old_no", "oldNo") }
        check(FieldRules.isLine(name, 1...100), "name", "text", ["least": "1", "most": "100"])
        switch (kind, identity) {
        case (_, nil): break
        case (.person, .some(let number)): check(IdentityNumber.isValid(number), "identity", "identityNumber")
        case (.company, .some(let code)): check(CreditCode.isValid(code), "identity", "creditCode")
        }
        if let phone { check(FieldRules.isNumber(phone, digits: 7...15), "phone", "phone") }
        if let bankAccount {
            check(FieldRules.isNumber(bankAccount, digits: 8...30), "bank_account", "bankAccount")
        }
        check(FieldRules.isLine(address, 1...200), "address", "text", ["least": "1", "most": "200"])
        check(FieldRules.isLine(route, 0...32), "route", "text", ["least": "0", "most": "32"])
        found += terms.problems()
        var assets: Set<String> = []
        for meter in meters {
            found += meter.problems()
            check(
                assets.insert(meter.assetNo).inserted, "meter_asset_no", "meterTwice", ["name": meter.assetNo]
            )
        }
        for piece in equipment {
            found += piece.problems().map { FieldProblem("equipment", $0.rule, $0.arguments) }
            check(piece.from >= openedOn, "equipment", "equipmentEarly")
        }
        if let loss {
            found += loss.problems().map { FieldProblem("transformer_loss", $0.rule, $0.arguments) }
        }
        return found
    }
}

extension TermValues {
    /// 水电财字〔1983〕215号 knows three standards.
    private static let powerFactors: Set<Int64> = [0, 80, 85, 90]

    func problems() -> [FieldProblem] {
        var found: [FieldProblem] = []
        func check(_ isGood: Bool, _ field: String, _ code: String, _ arguments: [String: String] = [:]) {
            if !isGood { found.append(FieldProblem(field, code, arguments)) }
        }
        check(
            !tariffCode.isEmpty && tariffCode.utf8.count <= 40 && FieldRules.isCode(tariffCode),
            "tariff_code",
            "tariffCode")
        check(
            (0...99).contains(householdPersons), "household_persons", "range", ["least": "0", "most": "99"])
        check(
            (0...10_000_000_000).contains(capacity.units), "capacity_kva", "range",
            ["least": "0", "most": "10000000"])
        check(
            (0...10_000_000_000).contains(contractDemand.units), "contract_demand_kw", "range",
            ["least": "0", "most": "10000000"])
        check((1...3).contains(settlements), "settlements", "range", ["least": "1", "most": "3"])
        if let until = householdUntil {
            check((1949...2099).contains(until.year), "household_until", "standingOver", ["least": "1949"])
        }
        check((1...99).contains(households), "households", "range", ["least": "1", "most": "99"])
        if basicMode == .capacity { check(capacity.units > 0, "capacity_kva", "capacityMissing") }
        if basicMode == .contractDemand {
            check(contractDemand.units > 0, "contract_demand_kw", "demandMissing")
        }
        check(Self.powerFactors.contains(powerFactorStandard.hundredths), "power_factor", "powerFactor")
        return found
    }
}

extension NewMeter {
    func problems() -> [FieldProblem] {
        var found: [FieldProblem] = []
        func check(_ isGood: Bool, _ field: String, _ code: String, _ arguments: [String: String] = [:]) {
            if !isGood { found.append(FieldProblem(field, code, arguments)) }
        }
        check(
            (1...32).contains(assetNo.utf8.count) && FieldRules.isCode(assetNo), "meter_asset_no", "assetNo")
        check(
            (1...1_000_000_000).contains(multiplier.units), "multiplier", "range",
            ["least": "0.001", "most": "1000000"])
        check(registers.contains { $0.kind == .total }, "registers", "registerTotal")
        check(Set(registers.map(\.kind)).count == registers.count, "registers", "registerTwice")
        for register in registers {
            let kind = ["kind": String(register.kind.rawValue)]
            guard (1...12).contains(register.digits), (0...4).contains(register.decimals) else {
                check(false, "registers", "registerForm", kind)
                continue
            }
            check(
                register.value.units >= 0 && register.value < Register.limit(digits: register.digits),
                "registers",
                "registerRange", kind)
            let finest = (register.decimals..<4).reduce(Int64(1)) { product, _ in product * 10 }
            check(register.value.units % finest == 0, "registers", "registerDecimals", kind)
        }
        return found
    }
}

/// Rules of single fields.
enum FieldRules {
    static func isNumber(_ text: String, digits: ClosedRange<Int>) -> Bool {
        digits.contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    /// One line of text without control characters.
    static func isLine(_ text: String, _ length: ClosedRange<Int>) -> Bool {
        length.contains(text.count)
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f && $0 != "\u{2028}" }
            && (length.lowerBound == 0 || text.contains { !$0.isWhitespace })
    }

    /// ASCII letters, digits, `-`, `_` and `.`.
    static func isCode(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
        }
    }
}
