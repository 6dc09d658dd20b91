import Control
import Kernel
import Language
import Records
import Web

/// The form of an account's terms: its fields, what was typed, and every term in words.
enum TermsEntry {
    struct Order {
        let day: Day
        let values: TermValues
        let reason: String
    }

    /// Nil where a field is missing or cannot be read; the form then says which.
    static func read(_ form: inout Form) -> Order? {
        func quantity<Q: Quantity>(_ name: String, _: Q.Type) -> Q {
            form.optional(name) { try? Q(text: $0) } ?? .zero
        }
        let day = form.day("day")
        let tariff = form.required("tariff", limit: 40)
        let persons = form.text("persons") == nil ? 0 : form.number("persons", in: 0...99)
        let until = form.optional("until", error: "web.field.day") { Day(text: $0) }
        let households = form.number("households", in: 1...99)
        let tierMonth = form.optional("tierMonth", error: "web.field.month") { BillingMonth(text: $0) }
        let capacity = quantity("capacity", ApparentPower.self)
        let demand = quantity("demand", Power.self)
        let mode = form.choice("mode", BasicMode.self)
        let factor = quantity("powerFactor", PowerFactor.self)
        let settlements = form.number("settlements", in: 1...3)
        let reason = form.required("reason")
        guard let day, let tariff, let persons, let households, let mode, let settlements, let reason else {
            return nil
        }
        return Order(
            day: day,
            values: TermValues(
                tariffCode: tariff, householdPersons: persons, isLowIncome: form.ticked("lowIncome"),
                capacity: capacity, contractDemand: demand, basicMode: mode, powerFactorStandard: factor,
                firstTierMonth: tierMonth, settlements: settlements,
                paysAgencyMultiple: form.ticked("agencyMultiple"),
                choosesSurcharge: form.ticked("surcharge"), households: households, householdUntil: until),
            reason: reason)
    }

    /// An order in a line: the same order is the same line.
    static func token(_ order: Order) -> String {
        typed(order.values, from: order.day).sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }.joined(separator: "&")
    }

    /// What the form begins with: the terms that hold today.
    static func typed(_ values: TermValues?, from day: Day) -> [String: String] {
        guard let values else { return ["day": day.description] }
        return [
            "day": day.description, "tariff": values.tariffCode,
            "persons": String(values.householdPersons),
            "until": values.householdUntil?.description ?? "", "households": String(values.households),
            "tierMonth": values.firstTierMonth?.description ?? "",
            "lowIncome": values.isLowIncome ? "1" : "", "surcharge": values.choosesSurcharge ? "1" : "",
            "capacity": values.capacity.isZero ? "" : values.capacity.text(),
            "demand": values.contractDemand.isZero ? "" : values.contractDemand.text(),
            "mode": values.basicMode.rawValue,
            "powerFactor": values.powerFactorStandard.isZero
                ? "" : values.powerFactorStandard.text(least: 2),
            "settlements": String(values.settlements),
            "agencyMultiple": values.paysAgencyMultiple ? "1" : "",
        ]
    }

    /// The fields in three groups: what always counts, what counts for a household, what for a larger customer.
    static func fields(_ form: Form, _ tariffs: [TermTariff], _ visit: Visit) -> ([Field], [Field], [Field]) {
        func field(_ name: String, _ style: FieldStyle, hint: Bool = false, required: Bool = false) -> Field {
            form.field(
                name, label: "records.terms.field.\(name)", style,
                hint: hint ? "records.terms.hint.\(name)" : nil, required: required, longest: 40)
        }
        var choices = tariffs.map { (value: $0.code, label: "\($0.code) \(name(of: $0, visit))") }
        let present = form.typed("tariff")
        // A code that no tariff has today stays as it is until another is chosen.
        if !present.isEmpty, !choices.contains(where: { $0.value == present }) {
            choices.insert((value: present, label: present), at: 0)
        }
        let none = (value: "", label: visit.text("language.none"))
        let modes = BasicMode.allCases.map {
            (value: $0.rawValue, label: visit.text("records.basicMode.\($0.rawValue)"))
        }
        return (
            [
                field("day", .day, hint: true, required: true),
                field("tariff", .select(choices), required: true),
                field("settlements", .select((1...3).map { (String($0), String($0)) }), required: true),
            ],
            [
                field("persons", .whole), field("until", .day, hint: true), field("lowIncome", .tick),
                field("surcharge", .tick), field("households", .whole, required: true),
                field("tierMonth", .month, hint: true),
            ],
            [
                field("capacity", .amount), field("mode", .select(modes), hint: true, required: true),
                field("demand", .amount),
                field("powerFactor", .select([none] + ["0.80", "0.85", "0.90"].map { ($0, $0) })),
                field("agencyMultiple", .tick),
            ]
        )
    }

    private static func name(of tariff: TermTariff, _ visit: Visit) -> String {
        visit.language == .zh ? tariff.nameZh : tariff.nameEn
    }

    /// Where a refusal belongs.
    static func field(of refusal: any Refusal) -> String {
        if refusal as? EquipmentRefusal == .byDemandForm { return "mode" }
        switch refusal as? RecordsRefusal {
        case .dayTooEarly, .dayTooLate: return "day"
        case .invalid(let column, _, _):
            return [
                "tariff_code": "tariff", "household_persons": "persons", "household_until": "until",
                "capacity_kva": "capacity", "contract_demand_kw": "demand", "power_factor": "powerFactor",
                "settlements": "settlements", "households": "households", "reason": "reason",
            ][column] ?? ""
        default: return ""
        }
    }

    /// Every term with its value in words, in the order of the form.
    static func words(_ values: TermValues, _ visit: Visit) -> [(name: String, value: String)] {
        let none = visit.text("language.none")
        func flag(_ isSet: Bool) -> String { visit.text(isSet ? "language.yes" : "language.no") }
        let words: [(String, String)] = [
            ("tariff", values.tariffCode), ("settlements", String(values.settlements)),
            ("persons", String(values.householdPersons)),
            ("until", values.householdUntil.map { visit.language.day($0) } ?? none),
            ("lowIncome", flag(values.isLowIncome)), ("surcharge", flag(values.choosesSurcharge)),
            ("households", String(values.households)),
            ("tierMonth", values.firstTierMonth.map { visit.language.month($0) } ?? none),
            ("capacity", "\(values.capacity.text()) kVA"),
            ("mode", visit.text("records.basicMode.\(values.basicMode.rawValue)")),
            ("demand", "\(values.contractDemand.text()) kW"),
            (
                "powerFactor",
                values.powerFactorStandard.isZero ? none : values.powerFactorStandard.text(least: 2)
            ), ("agencyMultiple", flag(values.paysAgencyMultiple)),
        ]
        return words.map { (visit.text("records.terms.field.\($0.0)"), $0.1) }
    }

    /// Months in a line; many as the first, the last and how many.
    static func months(_ months: [BillingMonth], _ visit: Visit) -> String {
        let language = visit.language
        guard months.count > 6, let first = months.first, let last = months.last else {
            return months.map { language.month($0) }.joined(separator: language == .zh ? "、" : ", ")
        }
        return visit.text(
            "records.terms.months",
            [
                ("first", language.month(first)), ("last", language.month(last)),
                ("count", language.number(months.count)),
            ])
    }

    /// `2026-07-01.2`: a day and a revision of it.
    static func revision(_ text: String) -> (day: Day, revision: Int)? {
        let parts = text.split(separator: ".")
        guard parts.count == 2, let day = Day(text: String(parts[0])), let number = Int(parts[1]) else {
            return nil
        }
        return (day, number)
    }
}
