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
        .init("class", "用电类别", required: true), .init("industry", "行业分类"),
        .init("voltage", "供电电压"), .init("tariff_code", "电价码", required: true),
        .init("household_persons", "户籍人数"), .init("low_income", "低保户"), .init("capacity_kva", "运行容量"),
        .init("contract_demand_kw", "合同需量"), .init("basic_mode", "基本电费方式"),
        .init("power_factor", "功率因数标准"), .init("first_tier_month", "阶梯起始年月"), .init("route", "抄表段"),
        .init("settlements", "结算次数"), .init("agency_multiple", "代理购电倍数"), .init("surcharge", "多人口加价"),
        .init("households", "合表户数"), .init("household_until", "多人口到期日"),
        .init("meter_asset_no", "表号"), .init("meter_maker", "表厂"), .init("multiplier", "综合倍率"),
        .init("registers", "示数"), .init("equipment", "受电设备"), .init("arrangement", "计量方式"),
        .init("transformer_loss", "变损"), .init("shift", "生产班次"), .init("line_loss", "线损"),
        .init("opened_on", "立户日期", required: true),
    ])

    /// Reads one row and judges it by itself: everything that is wrong with it is told at once, whichever of its fields
    /// could not be read.
    static func read(_ row: CSVForm.Row, places: LoadPlaces) -> (row: ReadRow, problems: [ImportProblem]) {
        var reader = RowReader(row, of: form)
        let use = reader.code(
            "class", words[row["class"].uppercased()], places.codes.useClasses, on: places.codes.today)
        if row["class"].isEmpty { reader.add(FieldProblem("class", "missing")) }
        let accountClass = use.flatMap { AccountClass(rawValue: $0.means ?? "") }
        let industry = reader.code("industry", nil, places.codes.industries, on: places.codes.today)
        let voltage = reader.code("voltage", nil, places.codes.voltages, on: places.codes.today)
        // Whose account it is follows from the class where it is not said; an unreadable class then tells neither.
        let kind =
            accountClass == nil && row["kind"].isEmpty
            ? nil
            : reader.choice("kind", kinds, default: accountClass == .residential ? .person : .company)
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
            firstTierMonth: reader.month("first_tier_month"),
            settlements: Int(reader.whole("settlements", orElse: 1)),
            paysAgencyMultiple: reader.choice("agency_multiple", flags, default: false) ?? false,
            choosesSurcharge: reader.choice("surcharge", flags, default: false) ?? false,
            households: Int(reader.whole("households", orElse: 1)),
            householdUntil: reader.optionalDay("household_until"))
        let meter = reader.meter()
        let equipment = reader.equipment(from: opened ?? Day(yyyymmdd: 2000_01_01)!)
        let loss = reader.loss(equipment)
        // What could not be read stands here as nothing: it has its problem, and the account is not handed on.
        let account = NewAccount(
            consumerNo: reader.required("consumer_no"), oldNo: reader.optional("old_no"),
            name: reader.required("name"), kind: kind ?? .person,
            identity: kind == nil ? nil : reader.optional("identity").map { $0.uppercased() },
            phone: reader.optional("phone").map(PersonalData.digits),
            bankAccount: reader.optional("bank_account").map(PersonalData.digits),
            address: reader.required("address"), organisation: organisation?.id ?? OrganisationID(0),
            node: node?.id ?? GridNodeID(0), accountClass: accountClass ?? .residential, route: row["route"],
            openedOn: opened ?? Day(yyyymmdd: 2000_01_01)!, terms: terms, meters: meter.map { [$0] } ?? [],
            equipment: equipment, loss: loss,
            useCode: use.flatMap { AccountClass(rawValue: $0.code) == nil ? $0.code : nil },
            industry: industry?.code, voltage: voltage?.code)
        // A field that could not be read has its problem already.
        let unread = reader.fields
        for problem in account.problems() + places.problems(of: account)
        where !unread.contains(problem.field) { reader.add(problem) }
        let bad = reader.fields
        let names = [
            ReadRow.Name(kind: RecordsName.consumerNo, column: "consumer_no", name: account.consumerNo),
            ReadRow.Name(kind: RecordsName.oldNo, column: "old_no", name: account.oldNo ?? ""),
            ReadRow.Name(kind: RecordsName.meter, column: "meter_asset_no", name: meter?.assetNo ?? ""),
        ]
        return (
            ReadRow(
                line: row.line, names: names.filter { !$0.name.isEmpty && !bad.contains($0.column) },
                account: bad.isEmpty ? account : nil),
            reader.sorted
        )
    }

    /// One row as far as it could be understood.
    struct ReadRow: Sendable {
        /// A name that nobody else may have.
        struct Name: Sendable {
            /// In control's registry.
            let kind: String
            let column: String
            let name: String
        }

        let line: Int
        let names: [Name]
        /// Nil where something is wrong with the row by itself.
        let account: NewAccount?
    }

    /// Short words for the four standard classes of use.
    private static let words = [
        "居民": "RESIDENTIAL", "农业": "AGRICULTURAL", "商业": "COMMERCIAL", "工业": "INDUSTRIAL",
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

extension RowReader {
    /// A code of a table, written as itself or by its name; `word` stands in for what is written.
    mutating func code(_ column: String, _ word: String?, _ book: CodeBook, on day: Day) -> CodeRow? {
        let text = word ?? row[column]
        if text.isEmpty { return nil }
        if let problem = AccountCodes.problem(column, text, book, on: day) { add(problem) }
        return book.given(text, on: day)
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

    /// The meter with the registers that could be read; nil where the row has none.
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
            if let register = Self.register(part) {
                registers.append(register)
            } else {
                add(FieldProblem("registers", "registersText", ["value": String(part)]))
            }
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
