import Control
import Hummingbird
import Kernel
import Language
import Records
import Web

/// The transformers that several usage points share 共用变压器, and the form that enters one.
struct SharedListPage: Page {
    static let template = "records.shared-list"
    let title: String
    let trail: [Crumb]
    let summary: FormSummary?
    let lines: [Line]
    let hasLines: Bool
    let adding: SharedPage.Order?

    struct Line: Sendable {
        let link: String
        let code: String
        let name: String
        let station: String
        let method: String
        let terms: String
    }

    static func answer(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        try await visit.show(SharedListPage(nil, visit, room))
    }

    static func add(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        var form = try visit.form()
        let code = form.required("code", limit: 32)
        let name = form.required("name", limit: 100)
        let organisation: OrganisationID? = form.id("organisation")
        let terms = SharedPage.terms(&form)
        var status = HTTPResponse.Status.unprocessableContent
        if form.isValid, let code, let name, let organisation, let terms {
            do {
                let id = try await room.records.addSharedTransformer(
                    code: code, name: name, organisation: organisation, terms, by: visit.principal)
                return visit.redirect(
                    to: WebRecords.sharedPath.link(id), notice: "records.shared.added", [("name", name)])
            } catch let refusal as any Refusal where refusal.kind == .invalid || refusal.kind == .conflict {
                form.refuse(refusal, on: SharedPage.field(of: refusal))
                status = refusal.httpStatus
            }
        }
        return try await visit.show(SharedListPage(form, visit, room), status: status)
    }

    private init(_ form: Form?, _ visit: Visit, _ room: WebRecords) async throws {
        let places = try await room.control.organisations(under: visit.principal.scope)
        let names = Dictionary(places.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        title = visit.text("records.shared.title")
        trail = [Crumb(label: visit.text("records.search.title"), link: WebRecords.searchLink)]
        summary = form?.summary
        lines = try await room.records.sharedTransformers(by: visit.principal).map {
            let terms = $0.terms(on: visit.today)
            return Line(
                link: WebRecords.sharedPath.link($0.id), code: $0.code, name: $0.name,
                station: names[$0.organisation] ?? "",
                method: visit.text("records.share.\(terms.method.rawValue)"),
                terms: EquipmentPage.words(terms.transformer, visit).joined(separator: " · "))
        }
        hasLines = !lines.isEmpty
        let typed =
            form
            ?? visit.emptyForm([
                "shareMethod": "ENERGY", "lossMethod": "PUBLISHED", "lossShift": "CONTINUOUS",
            ])
        adding =
            visit.may(WebRecords.equipping)
            ? SharedPage.Order(
                action: WebRecords.sharedLink, version: "", isOpen: form != nil,
                fields: [
                    typed.field("code", label: "records.grid.code", longest: 32),
                    typed.field("name", label: "records.grid.name", longest: 100),
                    typed.field(
                        "organisation", label: "records.station",
                        .select(places.map { ($0.id.description, $0.name) })),
                ] + SharedPage.fields(typed, try await room.records.publishedLosses(), visit)) : nil
    }
}

/// One shared transformer: how its loss is reckoned and divided, from which day, the points behind it, and the form that
/// changes it.
struct SharedPage: Page {
    static let template = "records.shared"
    let title: String
    let trail: [Crumb]
    let lead: String
    let summary: FormSummary?
    let changes: [Change]
    let points: [Point]
    let hasPoints: Bool
    let outside: String?
    let changing: Order?

    /// A form that gives an order.
    struct Order: Sendable {
        let action: String
        let version: String
        let isOpen: Bool
        let fields: [Field]
    }

    struct Change: Sendable {
        let from: String
        let method: String
        let terms: String
        let reason: String
        let isNow: Bool
    }

    struct Point: Sendable {
        let link: String
        let account: String
        let number: String
        let point: String
        let from: String
        let part: String
        let charged: Badge
    }

    static func answer(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        try await visit.show(SharedPage(try id(visit), nil, visit, room))
    }

    static func id(_ visit: Visit) throws -> Int64 {
        guard let id = visit.parameters["transformer"].flatMap({ Int64($0) }) else {
            throw WebRefusal.notFound
        }
        return id
    }

    static func change(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let id = try id(visit)
        _ = try await room.records.sharedTransformer(id, by: visit.principal)
        var form = try visit.form()
        let version = form.required("version") { Int($0) }
        let day = form.day("day")
        let terms = terms(&form)
        let reason = form.required("reason")
        var status = HTTPResponse.Status.unprocessableContent
        if form.isValid, let version, let day, let terms, let reason {
            do {
                try await room.records.changeSharedTransformer(
                    id, from: day, terms, reason: reason, version: version, by: visit.principal)
                return visit.redirect(to: WebRecords.sharedPath.link(id), notice: "records.shared.changed")
            } catch let refusal as any Refusal where refusal.kind == .invalid || refusal.kind == .conflict {
                form.refuse(refusal, on: field(of: refusal))
                status = refusal.httpStatus
            }
        }
        return try await visit.show(SharedPage(id, form, visit, room), status: status)
    }

    static func terms(_ form: inout Form) -> SharedTransformer.Terms? {
        let method = form.choice("shareMethod", SharedTransformer.Method.self)
        let transformer = EquipmentEntry.transformer(&form)
        guard let method, let transformer else { return nil }
        return SharedTransformer.Terms(method: method, transformer: transformer)
    }

    static func fields(_ form: Form, _ published: [PublishedLosses], _ visit: Visit) -> [Field] {
        let methods = SharedTransformer.Method.allCases.map {
            ($0.rawValue, visit.text("records.share.\($0.rawValue)"))
        }
        return [form.field("shareMethod", label: "records.shared.method", .select(methods))]
            + EquipmentEntry.transformerFields(form, published: published, without: [.none], visit)
    }

    /// Where a refusal belongs.
    static func field(of refusal: any Refusal) -> String {
        switch refusal as? RecordsRefusal {
        case .gridCodeTaken: "code"
        case .invalid(let field, _, _):
            [
                "code": "code", "name": "name", "reason": "reason", "loss_kva": "lossKva",
                "loss_published": "lossPublished",
                "loss_plate": "lossP0", "loss_percent": "lossPercent", "loss_fixed": "lossFixed",
                "loss_method": "lossMethod",
            ][field] ?? ""
        default: ""
        }
    }

    private init(_ id: Int64, _ form: Form?, _ visit: Visit, _ room: WebRecords) async throws {
        let found = try await room.records.sharedTransformer(id, by: visit.principal)
        let shared = found.transformer
        title = shared.name
        lead = shared.code
        trail = [
            Crumb(label: visit.text("records.search.title"), link: WebRecords.searchLink),
            Crumb(label: visit.text("records.shared.title"), link: WebRecords.sharedLink),
        ]
        summary = form?.summary
        let now = shared.terms(on: visit.today)
        changes = shared.changes.reversed().map {
            Change(
                from: $0.from.map { visit.language.day($0) } ?? visit.text("records.shared.beginning"),
                method: visit.text("records.share.\($0.terms.method.rawValue)"),
                terms: EquipmentPage.words($0.terms.transformer, visit).joined(separator: " · "),
                reason: $0.reason, isNow: $0.terms == now)
        }
        visit.shows(found.points.map(\.account.id))
        points = found.points.map { point in
            let part: String =
                switch now.method {
                case .capacity: "\(point.part.capacity.text()) kVA"
                case .fixed: "\(point.part.fixed.text()) kWh"
                case .energy: visit.text("records.share.ENERGY")
                }
            return Point(
                link: WebRecords.equipmentPath.link(point.account.id), account: point.account.name,
                number: point.account.consumerNo, point: point.usagePoint.description,
                from: visit.language.day(point.from), part: part,
                charged: point.part.isCharged
                    ? Badge(visit.text("records.shared.charged"), .good)
                    : Badge(visit.text("records.loss.notCharged"), .plain))
        }
        hasPoints = !points.isEmpty
        outside =
            found.outside == 0
            ? nil : visit.text("records.shared.outside", [("count", visit.language.number(found.outside))])
        let typed =
            form
            ?? visit.emptyForm(
                EquipmentEntry.typed(now.transformer).merging([
                    "shareMethod": now.method.rawValue, "day": visit.today.description,
                ]) { first, _ in first })
        changing =
            visit.may(WebRecords.equipping)
            ? Order(
                action: WebRecords.sharedPath.link(id),
                version: form?.typed("version") ?? String(shared.changes.count), isOpen: form != nil,
                fields: [typed.field("day", label: "records.equipment.field.day", .day)]
                    + Self.fields(typed, try await room.records.publishedLosses(), visit)
                    + [typed.field("reason", label: "records.equipment.field.reason", longest: 200)]) : nil
    }
}
