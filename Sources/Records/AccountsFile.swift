internal import Control
internal import Kernel

/// The accounts file: its columns (docs/import.md) and how a row becomes a new account.
enum AccountsFile {
    static let form = CSVForm([
        .init("consumer_no", "户号", required: true), .init("old_no", "原户号"),
        .init("name", "户名", required: true),
        .init("kind", "客户类型"), .init("identity", "证件号码"), .init("phone", "联系电话"),
        .init("bank_account", "银行账号"), .init("address", "用电地址", required: true),
        .init("organisation", "供电单位", required: true), .init("area", "台区"), .init("feeder", "线路"),
        .init("class", "用电类别", required: true), .init("tariff_code", "电价码", required: true),
        .init("household_persons", "户籍人数"), .init("low_income", "低保户"), .init("capacity_kva", "运行容量"),
        .init("contract_demand_kw", "合同需量"), .init("basic_mode", "基本电费方式"),
        .init("power_factor", "功率因数标准"), .init("first_tier_month", "阶梯起始年月"), .init("route", "抄表段"),
        .init("meter_asset_no", "表号"), .init("meter_maker", "表厂"), .init("multiplier", "综合倍率"),
        .init("registers", "示数"), .init("opened_on", "立户日期", required: true),
    ])

    /// Reads one row.
    /// - Parameter problems: takes what is wrong with it.
    /// - Returns: The account; nil where a field could not be read.
    static func account(
        _ row: CSVForm.Row, places: LoadPlaces, problems: inout [ImportProblem]
    ) -> NewAccount? {
        var reader = RowReader(row: row)
        let accountClass = reader.choice("class", classes, default: nil)
        let kind = reader.choice("kind", kinds, default: accountClass == .residential ? .person : .company)
        let organisation = reader.organisation(places)
        let node = reader.node(places)
        let opened = reader.day("opened_on")
        let terms = TermValues(
            tariffCode: reader.required("tariff_code"),
            householdPersons: Int(reader.whole("household_persons")),
            isLowIncome: reader.choice("low_income", flags, default: false) ?? false,
            capacity: reader.quantity("capacity_kva"), contractDemand: reader.quantity("contract_demand_kw"),
            basicMode: reader.choice("basic_mode", modes, default: BasicMode.none) ?? .none,
            powerFactorStandard: reader.quantity("power_factor"),
            firstTierMonth: reader.month("first_tier_month"))
        let meter = reader.meter()
        let values = (
            number: reader.required("consumer_no"), name: reader.required("name"),
            address: reader.required("address")
        )
        guard let accountClass, let kind, let organisation, let node, let opened else {
            problems += reader.sorted
            return nil
        }
        let account = NewAccount(
            consumerNo: values.number, oldNo: reader.optional("old_no"), name: values.name, kind: kind,
            identity: reader.optional("identity").map { $0.uppercased() },
            phone: reader.optional("phone").map(PersonalData.digits),
            bankAccount: reader.optional("bank_account").map(PersonalData.digits), address: values.address,
            organisation: organisation.id, node: node.id, accountClass: accountClass, route: row["route"],
            openedOn: opened, terms: terms, meters: meter.map { [$0] } ?? [])
        // A field that could not be read has its problem already.
        for problem in account.problems() where !reader.fields.contains(problem.field) { reader.add(problem) }
        problems += reader.sorted
        return reader.found.isEmpty ? account : nil
    }

    private static let classes: [String: AccountClass] = [
        "RESIDENTIAL": .residential, "居民": .residential, "AGRICULTURAL": .agricultural, "农业": .agricultural,
        "COMMERCIAL": .commercial, "商业": .commercial, "INDUSTRIAL": .industrial, "工业": .industrial,
    ]
    private static let kinds: [String: CustomerKind] = [
        "PERSON": .person, "个人": .person, "COMPANY": .company, "单位": .company,
    ]
    private static let flags: [String: Bool] = ["1": true, "是": true, "0": false, "否": false]
    private static let modes: [String: BasicMode] = [
        "NONE": .none, "无": .none, "CAPACITY": .capacity, "按容量": .capacity,
        "CONTRACT_DEMAND": .contractDemand, "按合同需量": .contractDemand,
        "ACTUAL_DEMAND": .actualDemand, "按实际需量": .actualDemand,
    ]
}

/// Reads the fields of one row and keeps what is wrong with them.
private struct RowReader {
    let row: CSVForm.Row
    private(set) var found: [FieldProblem] = []

    init(row: CSVForm.Row) { self.row = row }

    var fields: Set<String> { Set(found.map(\.field)) }

    /// In the order of the form's columns.
    var sorted: [ImportProblem] {
        let places = Dictionary(
            AccountsFile.form.columns.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        return found.enumerated()
            .sorted {
                (places[$0.element.field] ?? 99, $0.offset) < (places[$1.element.field] ?? 99, $1.offset)
            }
            .map { _, problem in
                ImportProblem(
                    line: row.line, column: problem.field, code: problem.code, arguments: problem.arguments)
            }
    }

    mutating func add(_ problem: FieldProblem) { found.append(problem) }

    mutating func required(_ column: String) -> String {
        let text = row[column]
        if text.isEmpty { add(FieldProblem(column, "missing")) }
        return text
    }

    func optional(_ column: String) -> String? {
        let text = row[column]
        return text.isEmpty ? nil : text
    }

    mutating func choice<Value>(_ column: String, _ values: [String: Value], default standard: Value?)
        -> Value?
    {
        let text = row[column]
        if text.isEmpty {
            if standard == nil { add(FieldProblem(column, "missing")) }
            return standard
        }
        if let value = values[text] ?? values[text.uppercased()] { return value }
        add(
            FieldProblem(
                column, "choice", ["value": text, "choices": values.keys.sorted().joined(separator: " ")]))
        return nil
    }

    mutating func whole(_ column: String) -> Int32 {
        let text = row[column]
        if text.isEmpty { return 0 }
        if FieldRules.isNumber(text, digits: 1...9), let number = Int32(text) { return number }
        add(FieldProblem(column, "number", ["value": text]))
        return 0
    }

    mutating func quantity<Q: Quantity>(_ column: String, as: Q.Type = Q.self) -> Q {
        let text = row[column]
        if text.isEmpty { return .zero }
        do {
            return try Q(text: text)
        } catch {
            add(FieldProblem(column, error == .tooPrecise ? "tooPrecise" : "number", ["value": text]))
            return .zero
        }
    }

    mutating func day(_ column: String) -> Day? {
        let text = required(column)
        if text.isEmpty { return nil }
        if let day = Day(text: text.replacing("/", with: "-")), (1949...2099).contains(day.year) {
            return day
        }
        add(FieldProblem(column, "day", ["value": text]))
        return nil
    }

    mutating func month(_ column: String) -> BillingMonth? {
        let text = row[column]
        if text.isEmpty { return nil }
        if let month = BillingMonth(text: text) { return month }
        add(FieldProblem(column, "month", ["value": text]))
        return nil
    }

    mutating func organisation(_ places: LoadPlaces) -> Organisation? {
        let text = required("organisation")
        if text.isEmpty { return nil }
        if let found = places.organisationsByCode[text] { return found }
        let named = places.organisations.values.filter { $0.name == text }
        if named.count == 1 { return named.first }
        add(
            FieldProblem(
                "organisation", named.isEmpty ? "organisation" : "organisationAmbiguous", ["value": text]))
        return nil
    }

    /// The area, or the feeder of a customer with a transformer of its own; exactly one of the two.
    mutating func node(_ places: LoadPlaces) -> GridNode? {
        let (area, feeder) = (row["area"], row["feeder"])
        let (column, text, kind) =
            area.isEmpty
            ? ("feeder", feeder, GridNode.Kind.feeder) : ("area", area, GridNode.Kind.area)
        guard area.isEmpty != feeder.isEmpty else {
            add(FieldProblem("area", "areaOrFeeder"))
            return nil
        }
        if let node = places.nodesByCode[text], node.kind == kind { return node }
        add(FieldProblem(column, column, ["value": text]))
        return nil
    }

    /// The meter; nil where the row has none or its registers could not be read.
    mutating func meter() -> NewMeter? {
        let assetNo = row["meter_asset_no"]
        if assetNo.isEmpty {
            if !row["registers"].isEmpty { add(FieldProblem("meter_asset_no", "missing")) }
            return nil
        }
        let multiplier =
            row["multiplier"].isEmpty ? Multiplier.one : quantity("multiplier", as: Multiplier.self)
        var registers: [NewMeter.NewRegister] = []
        for part in required("registers").split(separator: ";") {
            guard let register = Self.register(part) else {
                add(FieldProblem("registers", "registersText", ["value": String(part)]))
                return nil
            }
            registers.append(register)
        }
        return NewMeter(
            assetNo: assetNo, maker: row["meter_maker"], multiplier: multiplier, registers: registers)
    }

    /// `110:6.2:000123.45`: kind, digits before and after the point, what it shows.
    private static func register(_ text: Substring) -> NewMeter.NewRegister? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map {
            $0.filter { $0 != " " }
        }
        guard parts.count == 3, let kind = Int(parts[0]).flatMap(RegisterKind.init(rawValue:)) else {
            return nil
        }
        let form = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(form.count), let digits = Int(form[0]),
            let decimals = form.count == 2 ? Int(form[1]) : 0
        else { return nil }
        do {
            return NewMeter.NewRegister(
                kind, digits: digits, decimals: decimals, value: try RegisterValue(text: parts[2]))
        } catch {
            return nil
        }
    }
}
