import Control
import Foundation
import Hummingbird
import Kernel
import Language
import Tariff
import Web

/// 电价草案: one draft on five leaves, from the forms to the proposal.
struct DraftPage: Page {
    static let template = "tariff.draft"
    let title: String
    let trail: [Crumb]
    let code: String
    let lead: String
    let state: Badge
    /// The mark 示例 where its newest numbers are of no notice.
    let example: Badge?
    let tabs: [Tab]
    /// Said where nothing can be changed any more, or where a change undoes what waits for a second person.
    let closed: String?
    let edit: EditLeaf?
    let difference: DifferenceLeaf?
    let check: CheckLeaf?
    let rehearsal: RehearsalLeaf?
    let publish: PublishLeaf?

    /// The leaves, in the order of the work.
    enum Leaf: String, CaseIterable { case edit, difference, check, rehearsal, publish }

    struct Tab: Sendable {
        let label: String
        let link: String
        let isHere: Bool
    }

    static func answer(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        let sketch = try await room.tariff.draft(try visit.draft, by: visit.principal)
        // Who may not write in an open draft, such as the second person, comes for what it changes.
        let decides = sketch.state == .draft && !visit.may(WebTariff.drafting)
        let leaf = visit.query("tab").flatMap { Leaf(rawValue: $0) } ?? (decides ? .difference : .edit)
        return try visit.show(try await DraftPage(sketch, leaf, nil, visit, room))
    }

    /// Saves what was typed, and does what was asked besides.
    static func save(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        var form = try visit.form()
        let id = try visit.draft
        let sketch = try await room.tariff.draft(id, by: visit.principal)
        guard sketch.state == .draft else { throw TariffRefusal.draftClosed }
        let words = Words(language: visit.language)
        var status = HTTPResponse.Status.unprocessableContent
        let place = Int(form.typed("at"))
        let beginning = try await room.tariff.beginning(of: id, by: visit.principal)
        if let changed = DraftEdit.content(of: sketch, &form, today: visit.today, beginning, words) {
            do {
                let saved = try await room.tariff.editDraft(
                    id, content: changed.content, version: Int(form.typed("version")) ?? 0,
                    by: visit.principal)
                let check = try await room.tariff.check(saved.id, by: visit.principal)
                let (faults, notes) = (check.faults.count, check.notes.count)
                let link =
                    WebTariff.draftPath.link(id) + (changed.place ?? place).map { "?at=\($0)" }.orEmpty
                if faults == 0, notes > 0 {
                    return visit.redirect(
                        to: link, notice: "tariff.edit.savedNoted", [("count", String(notes))], tone: .info)
                }
                return faults == 0
                    ? visit.redirect(to: link, notice: "tariff.edit.saved")
                    : visit.redirect(
                        to: link, notice: "tariff.edit.savedFaulty", [("count", String(faults))], tone: .warn)
            } catch let refusal as any Refusal where refusal.kind != .notFound {
                form.refuse(refusal)
                status = refusal.httpStatus
            } catch let faults as TariffFaults {
                form.refuse(
                    "", "tariff.edit.faults", [("first", faults.faults.first.map { words.mend($0) } ?? "")])
            }
        }
        // Meanwhile somebody else may have changed it: what was typed stands over what it is now.
        let now = try await room.tariff.draft(id, by: visit.principal)
        return try visit.show(try await DraftPage(now, .edit, form, visit, room), status: status)
    }

    /// Asks a second person to publish it.
    static func propose(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        var form = try visit.form()
        let id = try visit.draft
        let sketch = try await room.tariff.draft(id, by: visit.principal)
        var status = HTTPResponse.Status.unprocessableContent
        if let reason = form.required("reason", limit: 500) {
            do {
                let proposal = try await room.tariff.proposePublication(
                    of: id, version: Int(form.typed("version")) ?? 0, reason: reason, by: visit.principal)
                return visit.redirect(
                    to: WebTariff.proposalPath.link(proposal.id), notice: "tariff.publish.done")
            } catch TariffRefusal.draftFaulty {
                // The refusal tells the fault by its path in the file; the leaf of the check tells it in words.
                form.refuse("", "tariff.publish.waits.faulty")
            } catch let refusal as any Refusal where refusal.kind != .notFound {
                form.refuse(refusal)
                status = refusal.httpStatus
            }
        }
        return try visit.show(try await DraftPage(sketch, .publish, form, visit, room), status: status)
    }

    static func drop(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        let form = try visit.form()
        let id = try visit.draft
        do {
            try await room.tariff.dropDraft(
                id, version: Int(form.typed("version")) ?? 0, by: visit.principal)
            return visit.redirect(to: WebTariff.home, notice: "tariff.publish.dropped")
        } catch let refusal as any Refusal where refusal.kind != .notFound {
            return visit.redirect(
                to: WebTariff.draftPath.link(id) + "?tab=publish", notice: refusal.code, refusal.arguments,
                tone: .warn)
        }
    }

    init(_ sketch: TariffSketch, _ leaf: Leaf, _ form: Form?, _ visit: Visit, _ room: WebTariff) async throws
    {
        let words = Words(language: visit.language)
        let paper = Paper(sketch.content, code: sketch.code)
        let name = words.name(paper.tree)
        let link = WebTariff.draftPath.link(sketch.id)
        let isOpen = sketch.state == .draft
        title = name == sketch.code || name.isEmpty ? words.value(paper.kind) : name
        trail = [Crumb(label: visit.text("tariff.page.title"), link: WebTariff.home)]
        code = sketch.code
        lead = visit.text(
            "tariff.draft.lead",
            [
                ("base", sketch.base == 0 ? visit.text("tariff.draft.new") : "№ \(sketch.base)"),
                ("name", sketch.changedName), ("at", visit.language.instant(sketch.changedAt)),
            ])
        state = Badge(sketch, visit.language)
        example = sketch.isExample ? Badge(visit.text("tariff.page.example"), .warn) : nil
        tabs = Leaf.allCases.map {
            Tab(
                label: visit.text("tariff.draft.\($0.rawValue)"), link: link + "?tab=\($0.rawValue)",
                isHere: $0 == leaf)
        }
        closed =
            isOpen
            ? leaf == .edit && sketch.isProposed ? visit.text("tariff.draft.proposed") : nil
            : visit.text("tariff.draft.closed.\(sketch.state.rawValue)")
        let found =
            [.edit, .check, .publish].contains(leaf)
            ? try await room.tariff.check(sketch, by: visit.principal) : nil
        edit =
            leaf == .edit
            ? EditLeaf(
                sketch, paper, found,
                try await room.tariff.standing(by: visit.principal).map { Paper($0) },
                reach: try await room.reached(sketch, visit),
                try await room.tariff.beginning(of: sketch.id, by: visit.principal), form, visit, words)
            : nil
        difference =
            leaf == .difference
            ? DifferenceLeaf(
                try await room.tariff.steps(sketch.id, by: visit.principal), paper, visit, words) : nil
        check = leaf == .check ? found.map { CheckLeaf($0, paper, visit, words) } : nil
        rehearsal = leaf == .rehearsal ? RehearsalLeaf(sketch, visit, words) : nil
        publish =
            leaf == .publish
            ? PublishLeaf(
                sketch, paper, faults: found?.faults.count ?? 0, reach: try await room.reached(sketch, visit),
                try await room.tariff.publication(of: sketch.id, by: visit.principal),
                try await room.tariff.beginning(of: sketch.id, by: visit.principal), form, visit) : nil
    }
}

extension Visit {
    /// The draft that the path names. What is no number is not found.
    fileprivate var draft: Int64 {
        get throws {
            guard let id = parameters["draft"].flatMap({ Int64($0) }) else { throw WebRefusal.notFound }
            return id
        }
    }
}

extension String? {
    fileprivate var orEmpty: String { self ?? "" }
}

extension WebTariff {
    var draftRoutes: [Route] {
        let path = Self.draftPath.description
        return [
            .get(Self.newLink, Self.drafting) { try await NewDraftPage.answer($0, self) },
            .post(Self.draftsLink, Self.drafting) { try await NewDraftPage.create($0, self) },
            .get(path, Self.reading) { try await DraftPage.answer($0, self) },
            .post(path, Self.drafting) { try await DraftPage.save($0, self) },
            .post(path + "/propose", Self.publishing) { try await DraftPage.propose($0, self) },
            .post(path + "/drop", Self.drafting) { try await DraftPage.drop($0, self) },
        ]
    }
}
