import Control
import Hummingbird
import Kernel
import Language
import Records
import Web

/// 换表与移台区: where an account's usage points stand and stood, the meters they have, and the forms that replace a meter
/// and move a point.
struct MeteringPage: Page {
    static let template = "records.metering"
    let title: String
    let trail: [Crumb]
    let lead: String
    let back: String
    let summary: FormSummary?
    let places: [PlaceLine]
    let replacements: [Replacement]
    let move: Move?

    /// Where a usage point stood.
    struct PlaceLine: Sendable {
        let point: String
        let node: String
        let from: String
        let until: String
        let state: Badge
    }

    /// The form that replaces one meter.
    struct Replacement: Sendable {
        let title: String
        let action: String
        let version: String
        let isOpen: Bool
        let head: [Field]
        let registers: [RegisterLine]
        let installation: String
    }

    /// A register of the old meter, and what the new one's shows.
    struct RegisterLine: Sendable {
        let name: String
        let last: Field
        let digits: Field
        let first: Field
    }

    /// The form that moves a point.
    struct Move: Sendable {
        let action: String
        let version: String
        let isOpen: Bool
        let fields: [Field]
    }

    /// The orders that the page's forms give.
    enum Order: String, CaseIterable {
        case replace, move
    }

    static func ask(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let record = try await ClosePage.open(visit, room)
        return try visit.show(try await MeteringPage(record, nil, nil, visit, room))
    }

    static func give(_ order: Order, _ visit: Visit, _ room: WebRecords) async throws -> Response {
        let record = try await ClosePage.open(visit, room)
        var form = try visit.form()
        var status = HTTPResponse.Status.unprocessableContent
        let version = form.required("version") { Int64($0) }
        do {
            switch order {
            case .replace:
                let change = version.flatMap { MeteringEntry.replacement(of: record, $0, &form) }
                if form.isValid, let change {
                    try await room.records.replaceMeter(change, by: visit.principal)
                    return visit.redirect(
                        to: WebRecords.accountPath.link(record.account.id),
                        notice: "records.metering.replaced",
                        [("number", change.meter.assetNo)])
                }
            case .move:
                let point = form.required("point") { Int64($0).map { UsagePointID($0) } }
                let node = form.required("node") { Int64($0).map { GridNodeID($0) } }
                let day = form.day("moveDay")
                if form.isValid, let version, let point, let node, let day {
                    try await room.records.move(
                        record.account.id, point, to: node, from: day, version: version, by: visit.principal)
                    return visit.redirect(
                        to: WebRecords.accountPath.link(record.account.id), notice: "records.metering.moved")
                }
            }
        } catch let refusal as any Refusal where refusal.kind == .invalid || refusal.kind == .conflict {
            form.refuse(refusal, on: MeteringEntry.field(of: refusal, order))
            status = refusal.httpStatus
        }
        return try visit.show(try await MeteringPage(record, form, order, visit, room), status: status)
    }

    private init(
        _ record: AccountRecord, _ form: Form?, _ posted: Order?, _ visit: Visit, _ room: WebRecords
    ) async throws {
        let account = record.account
        title = visit.text("records.metering.title")
        trail = [
            Crumb(label: visit.text("records.search.title"), link: WebRecords.searchLink),
            Crumb(label: account.name, link: WebRecords.accountPath.link(account.id)),
        ]
        lead = "\(account.name) · \(account.consumerNo) · \(account.address)"
        back = WebRecords.accountPath.link(account.id)
        summary = form?.summary
        let path = WebRecords.meteringPath.link(account.id)
        let version = form.map { $0.typed("version") } ?? String(account.version)
        let tree = try await room.records.gridTree(by: visit.principal)
        let names = MeteringEntry.names(tree)
        places = Self.places(record, names, visit)
        let empty = visit.emptyForm(["day": visit.today.description, "moveDay": visit.today.description])
        replacements = record.installations.filter { $0.removedOn == nil }.enumerated().map { place, meter in
            let isOwn = posted == .replace && form?.typed("installation") == String(meter.id)
            return Replacement(
                title: visit.text("records.metering.replace", [("number", meter.assetNo)]),
                action: "\(path)/replace", version: version, isOpen: isOwn || posted == nil && place == 0,
                meter, isOwn ? form ?? empty : MeteringEntry.proposed(meter, visit), visit)
        }
        let typed = posted == .move ? form ?? empty : empty
        let targets = MeteringEntry.targets(tree, visit.principal.scope)
        move =
            record.usagePoints.isEmpty || targets.isEmpty
            ? nil
            : Move(
                action: "\(path)/move", version: version, isOpen: posted == .move,
                fields: [
                    typed.field(
                        "point", label: "records.point",
                        .select(record.usagePoints.map { ($0.id.description, $0.id.description) })),
                    typed.field("node", label: "records.metering.node", .select(targets)),
                    typed.field(
                        "moveDay", label: "records.metering.moveDay", .day,
                        hint: "records.metering.moveDay.hint"),
                ])
    }

    /// Where the points stand and stood, the newest first.
    static func places(_ record: AccountRecord, _ names: [GridNodeID: String], _ visit: Visit) -> [PlaceLine]
    {
        record.memberships.reversed().map { place in
            PlaceLine(
                point: place.usagePoint.description, node: names[place.node] ?? place.node.description,
                from: visit.language.day(place.from),
                until: place.to.map { visit.language.day($0) } ?? "—",
                state: place.to == nil
                    ? Badge(visit.text("records.terms.now"), .good)
                    : Badge(visit.text("records.terms.past")))
        }
    }
}

extension MeteringPage.Replacement {
    fileprivate init(
        title: String, action: String, version: String, isOpen: Bool, _ meter: Installation, _ form: Form,
        _ visit: Visit
    ) {
        self.title = title
        self.action = action
        self.version = version
        self.isOpen = isOpen
        installation = String(meter.id)
        head = [
            form.field("day", label: "records.metering.day", .day, hint: "records.metering.day.hint"),
            form.field("assetNo", label: "records.metering.assetNo", longest: 32),
            form.field("maker", label: "records.metering.maker", required: false, longest: 40),
            form.field("multiplier", label: "records.meter.multiplier", .amount, longest: 12),
        ]
        registers = meter.registers.map { register in
            let kind = register.kind.rawValue
            return MeteringPage.RegisterLine(
                name: visit.text("records.register.\(kind)"),
                last: form.field("last\(kind)", label: "records.metering.last", .amount, longest: 20),
                digits: form.field("digits\(kind)", label: "records.metering.digits", .amount, longest: 5),
                first: form.field("first\(kind)", label: "records.metering.first", .amount, longest: 20))
        }
    }
}
