import Control
import Hummingbird
import Kernel
import Language
import Records
import Web

/// An account's power-receiving equipment 受电设备: what there is, how it stood, what the month counts of it, and the
/// forms that seal, unseal, reduce, replace and add; its contract demand and what its losses are reckoned by.
struct EquipmentPage: Page {
    static let template = "records.equipment"
    let title: String
    let trail: [Crumb]
    let lead: String
    let back: String
    let summary: FormSummary?
    let pieces: [EquipmentPiece]
    let hasPieces: Bool
    let monthTitle: String
    let month: [String]
    let hasMonth: Bool
    let losses: [LossLine]
    let hasLosses: Bool
    let forms: [Part]

    /// What a usage point's losses are reckoned by from a day on.
    struct LossLine: Sendable {
        let from: String
        let point: String
        let terms: String
        let reason: String
    }

    /// One form of the page.
    struct Part: Sendable {
        let title: String
        let hint: String
        let action: String
        let version: String
        let isOpen: Bool
        let fields: [Field]
        let submit: String
    }

    static func answer(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let id: AccountID = try visit.id("account")
        return try visit.show(try await EquipmentPage(id, visit.emptyForm(), nil, visit, room))
    }

    /// The orders that the page's forms give.
    enum Order: String, CaseIterable {
        case change, add, undo, demand, loss
    }

    /// Carries a form's order out, or shows it again with what is wrong.
    static func give(_ order: Order, _ visit: Visit, _ room: WebRecords) async throws -> Response {
        let id: AccountID = try visit.id("account")
        _ = try await room.records.equipment(of: id, by: visit.principal)
        var form = try visit.form()
        let version = form.required("version") { Int64($0) }
        var status = HTTPResponse.Status.unprocessableContent
        if let version {
            let entry = EquipmentEntry(order, &form)
            if form.isValid, let entry {
                do {
                    try await entry.give(id, version, visit.principal, room.records)
                    return visit.redirect(
                        to: WebRecords.equipmentPath.link(id), notice: "records.equipment.done")
                } catch let refusal as any Refusal where refusal.kind == .invalid || refusal.kind == .conflict
                {
                    form.refuse(refusal, on: EquipmentEntry.field(of: refusal, order))
                    status = refusal.httpStatus
                }
            }
        }
        return try visit.show(try await EquipmentPage(id, form, order, visit, room), status: status)
    }

    private init(
        _ id: AccountID, _ form: Form, _ posted: Order?, _ visit: Visit, _ room: WebRecords
    ) async throws {
        let record = try await room.records.account(id, by: visit.principal)
        let equipment = try await room.records.equipment(of: id, by: visit.principal)
        let changes = try await room.records.losses(of: id, by: visit.principal)
        let counted = try await room.records.capacityMonth(
            visit.today.billingMonth, of: id, by: visit.principal)
        let account = record.account
        title = visit.text("records.equipment")
        trail = [
            Crumb(label: visit.text("records.search.title"), link: WebRecords.searchLink),
            Crumb(label: account.name, link: WebRecords.accountPath.link(id)),
        ]
        lead = "\(account.name) · \(account.consumerNo) · \(account.address)"
        back = WebRecords.accountPath.link(id)
        let version = posted == nil ? String(account.version) : form.typed("version")
        summary = form.summary
        pieces = equipment.map { EquipmentPiece($0, visit) }
        hasPieces = !pieces.isEmpty
        monthTitle = visit.text(
            "records.equipment.month", [("month", visit.language.month(visit.today.billingMonth))])
        month = (counted?.parts ?? []).map { EquipmentPiece.sentence($0, visit) }
        hasMonth = !month.isEmpty
        losses = changes.reversed().map {
            LossLine(
                from: visit.language.day($0.from), point: $0.usagePoint.description,
                terms: Self.words($0.terms, visit), reason: $0.reason)
        }
        hasLosses = !losses.isEmpty
        let isOpenAccount = account.state == .active
        let orders = Order.allCases.filter { order in
            switch order {
            case .change, .undo: !equipment.isEmpty
            case .demand:
                visit.may(.may("records.edit"))
                    && record.terms.term(on: visit.today)?.values.basicMode != BasicMode.none
            case .add, .loss: true
            }
        }
        let shared = try await room.records.sharedTransformers(by: visit.principal)
        let published = try await room.records.publishedLosses()
        forms =
            !isOpenAccount || !visit.may(WebRecords.equipping)
            ? []
            : orders.map { order in
                Part(
                    title: visit.text("records.equipment.form.\(order.rawValue)"),
                    hint: visit.text("records.equipment.hint.\(order.rawValue)"),
                    action: "\(WebRecords.equipmentPath.link(id))/\(order.rawValue)", version: version,
                    isOpen: posted == order || posted == nil && order == orders.first,
                    fields: EquipmentEntry.fields(
                        order, form, equipment: equipment, points: record.usagePoints, shared: shared,
                        published: published, visit),
                    submit: visit.text("records.equipment.submit.\(order.rawValue)"))
            }
    }

    /// Loss terms in a line of words.
    private static func words(_ terms: PointLossTerms, _ visit: Visit) -> String {
        var words =
            [visit.text("records.arrangement.\(terms.arrangement.rawValue)")]
            + Self.words(terms.transformer, visit)
        if let part = terms.part {
            words.append(visit.text("records.loss.shared"))
            if !part.isCharged { words.append(visit.text("records.loss.notCharged")) }
        }
        if terms.line.method != .none {
            words.append(visit.text("records.lineLoss.\(terms.line.method.rawValue)"))
            switch terms.line.method {
            case .percent: words.append("\(terms.line.percent.text())%")
            case .published: words.append(terms.line.published)
            case .none, .fixed, .formula: break
            }
        }
        return words.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    /// What a transformer's loss is reckoned by; nothing where it has none.
    static func words(_ transformer: TransformerLossTerms, _ visit: Visit) -> [String] {
        if transformer.method == .none { return [] }
        var words = [visit.text("records.loss.\(transformer.method.rawValue)"), transformer.published]
        if !transformer.capacity.isZero { words.append("\(transformer.capacity.text()) kVA") }
        switch transformer.method {
        case .formula, .published, .table:
            words.append(transformer.model)
            if let plate = transformer.plate {
                words.append(
                    "P0 \(plate.noLoad.text()) kW, Pk \(plate.load.text()) kW, I0 \(plate.noLoadCurrent.text())%, Uk \(plate.impedance.text())%"
                )
            }
            if transformer.method != .table {
                words.append(visit.text("records.shift.\(transformer.shift.rawValue)"))
            }
        case .percent: words.append("\(transformer.percent.text())%")
        case .fixed: words.append("\(transformer.fixed.text()) kWh")
        case .none: break
        }
        return words.filter { !$0.isEmpty }
    }
}

/// A piece of equipment with its states, as pages show it.
struct EquipmentPiece: Sendable {
    let name: String
    let kind: String
    let capacity: String
    let model: String
    let plate: String
    let state: Badge
    let states: [StateLine]

    /// One dated state.
    struct StateLine: Sendable {
        let from: String
        let text: String
        let reason: String
        let isVoid: Bool
    }

    init(_ item: Equipment, _ visit: Visit) {
        name = item.name
        kind = visit.text("records.equipment.kind.\(item.kind.rawValue)")
        capacity = item.capacity.text()
        model = item.model
        plate =
            item.plate.map {
                "P0 \($0.noLoad.text()) kW · Pk \($0.load.text()) kW · I0 \($0.noLoadCurrent.text())% · Uk \($0.impedance.text())%"
            } ?? ""
        let now = item.state(on: visit.today)?.state
        let tone: Tone =
            switch now {
            case .running, .hotStandby: .good
            case .suspended, .reduced, .replaced: .warn
            case .coldStandby, .removed, nil: .plain
            }
        state = Badge(
            visit.text("records.equipment.state.\(now?.rawValue ?? "NOT_YET")"), tone)
        states = item.changes.map { change in
            var text = visit.text("records.equipment.state.\(change.state.rawValue)")
            if [.suspended, .reduced, .replaced].contains(change.state) {
                text +=
                    " · "
                    + visit.text("records.equipment.counts", [("kva", change.capacity.text())])
            }
            if let until = change.until {
                text += " · " + visit.text("records.equipment.until", [("day", visit.language.day(until))])
            }
            if change.isPermanent { text += " · " + visit.text("records.equipment.permanent") }
            return StateLine(
                from: visit.language.day(change.from), text: text, reason: change.reason,
                isVoid: change.isVoid)
        }
    }

    /// What a part of the month counts, in a sentence.
    static func sentence(_ part: CapacityMonth.Part, _ visit: Visit) -> String {
        visit.text(
            "records.equipment.part",
            [
                ("name", part.name), ("kva", part.capacity.text()), ("days", String(part.days)),
                ("kind", visit.text("records.capacity.kind.\(part.kind.rawValue)")),
                ("percent", part.share.text()),
            ])
    }
}
