import Control
import Kernel
import Language
import Records
import Web

/// What was typed into one of the equipment page's forms, ready to be carried out. Field names carry the form's, since
/// all forms stand on one page.
enum EquipmentEntry {
    case change(EquipmentOrder)
    case add(NewEquipment)
    case undo(Int64, reason: String)
    case demand(DemandOrder)
    case loss(UsagePointID, Day, PointLossTerms, reason: String)

    /// Nil where a field is missing or cannot be read; the form then says which.
    init?(_ order: EquipmentPage.Order, _ form: inout Form) {
        let found: EquipmentEntry? =
            switch order {
            case .change: Self.change(&form)
            case .add: Self.add(&form)
            case .undo: Self.undo(&form)
            case .demand: Self.demand(&form)
            case .loss: Self.loss(&form)
            }
        guard let found else { return nil }
        self = found
    }

    func give(_ id: AccountID, _ version: Int64, _ principal: Principal, _ records: Records) async throws {
        switch self {
        case .change(var order):
            order.account = id
            order.version = version
            try await records.changeEquipment(order, by: principal)
        case .add(let new): try await records.addEquipment(new, to: id, version: version, by: principal)
        case .undo(let piece, let reason):
            try await records.undoEquipment(piece, of: id, reason: reason, version: version, by: principal)
        case .demand(var order):
            order.account = id
            order.version = version
            try await records.requestDemand(order, by: principal)
        case .loss(let point, let day, let terms, let reason):
            try await records.setLoss(
                of: point, of: id, from: day, terms, reason: reason, version: version, by: principal)
        }
    }

    /// Where a refusal belongs.
    static func field(of refusal: any Refusal, _ order: EquipmentPage.Order) -> String {
        let arguments = Dictionary(refusal.arguments, uniquingKeysWith: { first, _ in first })
        let isDay = arguments["least"]?.contains("-") ?? false || arguments["first"] != nil
        switch (order, arguments["field"]) {
        case (.change, "capacity_kva"): return "changeKva"
        case (.add, "equipment_name"): return "addName"
        case (.add, "equipment_kva"): return "addKva"
        case (_, "reason"): return "\(order.rawValue)Reason"
        case (.undo, _): return ""
        default: return isDay ? "\(order.rawValue)Day" : ""
        }
    }

    private static func quantity<Q: Quantity>(_ form: inout Form, _ name: String, as: Q.Type = Q.self) -> Q? {
        form.optional(name) { try? Q(text: $0) }
    }

    private static func change(_ form: inout Form) -> EquipmentEntry? {
        let piece = form.required("changePiece") { Int64($0) }
        let state = form.choice("changeState", EquipmentState.self)
        let day = form.day("changeDay")
        let until = form.optional("changeUntil") { Day(text: $0) }
        let capacity = quantity(&form, "changeKva", as: ApparentPower.self)
        let applied = form.optional("changeApplied") { Day(text: $0) }
        let reason = form.required("changeReason")
        guard let piece, let state, let day, let reason else { return nil }
        return .change(
            EquipmentOrder(
                account: AccountID(0), equipment: piece, state: state, day: day, until: until,
                capacity: capacity, isPermanent: form.ticked("changePermanent"), appliedOn: applied,
                reason: reason, version: 0))
    }

    private static func add(_ form: inout Form) -> EquipmentEntry? {
        let name = form.required("addName")
        let kind = form.choice("addKind", EquipmentKind.self)
        let capacity = form.required("addKva") { try? ApparentPower(text: $0) }
        let day = form.day("addDay")
        let plate = plate(&form, "add")
        guard let name, let kind, let capacity, let day else { return nil }
        return .add(
            NewEquipment(
                name: name, kind: kind, capacity: capacity, model: form.text("addModel") ?? "",
                plate: plate, from: day))
    }

    /// All four values of a plate, or none.
    private static func plate(_ form: inout Form, _ prefix: String) -> TransformerPlate? {
        let noLoad = quantity(&form, "\(prefix)P0", as: Power.self)
        let load = quantity(&form, "\(prefix)Pk", as: Power.self)
        let current = quantity(&form, "\(prefix)I0", as: Percent.self)
        let impedance = quantity(&form, "\(prefix)Uk", as: Percent.self)
        guard let noLoad, let load, let current, let impedance else {
            if [noLoad?.units, load?.units, current?.units, impedance?.units].contains(where: { $0 != nil }) {
                form.refuse("\(prefix)P0", "records.equipment.plateWhole")
            }
            return nil
        }
        return TransformerPlate(noLoad: noLoad, load: load, noLoadCurrent: current, impedance: impedance)
    }

    private static func undo(_ form: inout Form) -> EquipmentEntry? {
        let piece = form.required("undoPiece") { Int64($0) }
        let reason = form.required("undoReason")
        guard let piece, let reason else { return nil }
        return .undo(piece, reason: reason)
    }

    private static func demand(_ form: inout Form) -> EquipmentEntry? {
        let day = form.day("demandDay")
        let mode = form.optional("demandMode") { BasicMode(rawValue: $0) }
        let demand = quantity(&form, "demandKw", as: Power.self)
        let applied = form.optional("demandApplied") { Day(text: $0) }
        let reason = form.required("demandReason")
        guard let day, let reason else { return nil }
        return .demand(
            DemandOrder(
                account: AccountID(0), mode: mode, contractDemand: demand, from: day, appliedOn: applied,
                reason: reason, version: 0))
    }

    private static func loss(_ form: inout Form) -> EquipmentEntry? {
        let point = form.required("lossPoint") { Int64($0).map { UsagePointID($0) } }
        let day = form.day("lossDay")
        let arrangement = form.choice("lossArrangement", MeteringArrangement.self)
        let transformer = transformer(&form)
        let line = form.choice("lossLine", LineLossTerms.Method.self)
        let capacity = quantity(&form, "lossKva", as: ApparentPower.self) ?? .zero
        let fixed = quantity(&form, "lossFixed", as: Energy.self) ?? .zero
        let linePercent = quantity(&form, "lossLinePercent", as: Percent.self) ?? .zero
        let lineFixed = quantity(&form, "lossLineFixed", as: Energy.self) ?? .zero
        // Ω/km, km and kV are kept in thousandths, as powers are written.
        let resistance = quantity(&form, "lossLineR", as: Power.self)?.units ?? 0
        let length = quantity(&form, "lossLineL", as: Power.self)?.units ?? 0
        let voltage = quantity(&form, "lossLineU", as: Power.self)?.units ?? 0
        let reason = form.required("lossReason")
        guard let point, let day, let arrangement, let transformer, let line, let reason else { return nil }
        let part = form.text("lossShared").map {
            LossPart(
                shared: $0, capacity: capacity, fixed: fixed, isCharged: !form.ticked("lossNotCharged"))
        }
        return .loss(
            point, day,
            PointLossTerms(
                arrangement: arrangement, transformer: transformer,
                line: LineLossTerms(
                    method: line, published: line == .published ? form.text("lossPublished") ?? "" : "",
                    percent: linePercent, fixed: lineFixed,
                    milliohmsPerKilometre: resistance, metres: length, volts: voltage), part: part),
            reason: reason)
    }

    /// What a transformer's loss is reckoned by; what its method does not ask for is left out.
    static func transformer(_ form: inout Form) -> TransformerLossTerms? {
        let method = form.choice("lossMethod", TransformerLossTerms.Method.self)
        let shift = form.choice("lossShift", ProductionShift.self)
        let plate = plate(&form, "loss")
        let capacity = quantity(&form, "lossKva", as: ApparentPower.self) ?? .zero
        let percent = quantity(&form, "lossPercent", as: Percent.self) ?? .zero
        let fixed = quantity(&form, "lossFixed", as: Energy.self) ?? .zero
        let reactive = quantity(&form, "lossFixedReactive", as: ReactiveEnergy.self) ?? .zero
        guard let method, let shift else { return nil }
        return TransformerLossTerms(
            method: method, capacity: method == .none ? .zero : capacity,
            plate: [.formula, .published].contains(method) ? plate : nil, shift: shift,
            published: method == .none ? "" : form.text("lossPublished") ?? "",
            model: form.text("lossModel") ?? "", percent: percent, fixed: method == .fixed ? fixed : .zero,
            fixedReactive: reactive, equipment: method == .none ? nil : form.text("lossPiece"))
    }
}

extension EquipmentEntry {
    /// The fields of a form, with what was typed.
    static func fields(
        _ order: EquipmentPage.Order, _ form: Form, equipment: [Equipment], points: [UsagePoint],
        shared: [SharedTransformer], published: [PublishedLosses], _ visit: Visit
    ) -> [Field] {
        func label(_ name: String) -> String { "records.equipment.field.\(name)" }
        func line(_ name: String, _ key: String, _ style: FieldStyle = .line, required: Bool = true) -> Field
        {
            form.field(
                "\(order.rawValue)\(name)", label: label(key), style, required: required,
                longest: key == "reason" ? 200 : 40)
        }
        func choices<Value: RawRepresentable & CaseIterable>(
            _ type: Value.Type, _ prefix: String
        ) -> FieldStyle where Value.RawValue == String {
            Self.choices(Value.allCases.map(\.rawValue), prefix, visit)
        }
        let pieces = FieldStyle.select(
            equipment.map { (String($0.id), "\($0.name) \($0.capacity.text()) kVA") })
        let none = [("", visit.text("language.none"))]
        func plate() -> [Field] {
            ["P0", "Pk", "I0", "Uk"].map { line($0, $0, .amount, required: false) }
        }
        let reason = line("Reason", "reason")
        switch order {
        case .change:
            return [
                line("Piece", "piece", pieces),
                line(
                    "State", "state",
                    .select(
                        [.suspended, .running, .reduced, .replaced, .hotStandby, .coldStandby, .removed].map {
                            (state: EquipmentState) in
                            (state.rawValue, visit.text("records.equipment.order.\(state.rawValue)"))
                        })),
                line("Applied", "applied", .day, required: false), line("Day", "day", .day),
                line("Until", "until", .day, required: false),
                line("Kva", "counts", .amount, required: false),
                line("Permanent", "permanent", .tick, required: false),
                reason,
            ]
        case .add:
            return [
                line("Name", "name"),
                line("Kind", "kind", choices(EquipmentKind.self, "records.equipment.kind")),
                line("Kva", "kva", .amount), line("Model", "model", required: false),
                line("Day", "day", .day),
            ] + plate()
        case .undo: return [line("Piece", "piece", pieces), reason]
        case .demand:
            return [
                line("Day", "day", .day), line("Applied", "applied", .day, required: false),
                line(
                    "Mode", "mode",
                    .select(
                        [("", visit.text("records.equipment.unchanged"))]
                            + [.capacity, .contractDemand, .actualDemand].map { (mode: BasicMode) in
                                (mode.rawValue, visit.text("records.basicMode.\(mode.rawValue)"))
                            }), required: false),
                line("Kw", "demand", .amount, required: false), reason,
            ]
        case .loss:
            return [
                line("Point", "point", .select(points.map { ($0.id.description, $0.id.description) })),
                line("Day", "day", .day),
                line(
                    "Arrangement", "arrangement", choices(MeteringArrangement.self, "records.arrangement")),
            ] + transformerFields(form, published: published, visit) + [
                line(
                    "Piece", "piece", .select(none + equipment.map { (String($0.id), $0.name) }),
                    required: false),
                line(
                    "Shared", "shared", .select(none + shared.map { (String($0.id), $0.name) }),
                    required: false),
                line("NotCharged", "notCharged", .tick, required: false),
                line("Line", "line", choices(LineLossTerms.Method.self, "records.lineLoss")),
                line("LinePercent", "linePercent", .amount, required: false),
                line("LineFixed", "lineFixed", .amount, required: false),
                line("LineR", "lineR", .amount, required: false),
                line("LineL", "lineL", .amount, required: false),
                line("LineU", "lineU", .amount, required: false), reason,
            ]
        }
    }

    private static func choices(_ values: [String], _ prefix: String, _ visit: Visit) -> FieldStyle {
        .select(values.map { ($0, visit.text("\(prefix).\($0)")) })
    }

    /// What `transformer(_:)` reads.
    static func transformerFields(
        _ form: Form, published: [PublishedLosses], without: Set<TransformerLossTerms.Method> = [],
        _ visit: Visit
    ) -> [Field] {
        func line(_ name: String, _ key: String, _ style: FieldStyle, required: Bool = false) -> Field {
            form.field(
                "loss\(name)", label: "records.equipment.field.\(key)", style, required: required,
                longest: 40)
        }
        let methods = TransformerLossTerms.Method.allCases.filter { !without.contains($0) }
        let rules = [("", visit.text("language.none"))] + published.map { ($0.code, $0.label(visit)) }
        return [
            line("Method", "method", choices(methods.map(\.rawValue), "records.loss", visit), required: true),
            line("Published", "published", .select(rules)), line("Kva", "kva", .amount),
            line("Model", "model", .line),
        ] + ["P0", "Pk", "I0", "Uk"].map { line($0, $0, .amount) } + [
            line(
                "Shift", "shift",
                choices(ProductionShift.allCases.map(\.rawValue), "records.shift", visit), required: true),
            line("Percent", "percent", .amount), line("Fixed", "fixed", .amount),
            line("FixedReactive", "fixedReactive", .amount),
        ]
    }

    /// Terms as `transformer(_:)` would read them.
    static func typed(_ terms: TransformerLossTerms) -> [String: String] {
        var values = [
            "lossMethod": terms.method.rawValue, "lossPublished": terms.published,
            "lossModel": terms.model, "lossShift": terms.shift.rawValue,
        ]
        func add<Q: Quantity>(_ name: String, _ value: Q?) {
            if let value, value.units != 0 { values[name] = value.text() }
        }
        add("lossKva", terms.capacity)
        add("lossPercent", terms.percent)
        add("lossFixed", terms.fixed)
        add("lossFixedReactive", terms.fixedReactive)
        if let plate = terms.plate {
            values["lossP0"] = plate.noLoad.text()
            values["lossPk"] = plate.load.text()
            values["lossI0"] = plate.noLoadCurrent.text()
            values["lossUk"] = plate.impedance.text()
        }
        return values
    }
}

extension PublishedLosses {
    /// `EX-LOSS 变损线损（示例）`
    func label(_ visit: Visit) -> String {
        let name = "\(code) \(visit.language == .zh ? nameZh : nameEn)"
        return isExample ? "\(name)（\(visit.text("records.term.example"))）" : name
    }
}
