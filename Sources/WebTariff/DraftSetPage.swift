import Control
import Hummingbird
import Kernel
import Language
import Tariff
import Web

/// 批量草案: the drafts of one notice, checked, rehearsed, proposed and approved together, each by itself two people's.
struct DraftSetPage: Page {
    static let template = "tariff.draft-set"
    let title: String
    let trail: [Crumb]
    let lead: String
    let source: String
    let rows: [Row]
    /// What the clerk may order; nil where nothing is left to.
    let work: Work?
    let propose: Propose?
    /// What the second person decides here; nil for whoever may decide on none.
    let approve: Approve?

    struct Row: Sendable {
        let code: String
        let name: String
        let link: String
        let state: Badge
        let example: Badge?
        let changes: [Change]
        /// The first fault or the number of remarks of the check.
        let found: String?
        let rehearsal: String?
        let proposal: String?
        /// What an approval carries, and what it is bound to.
        let decision: Decision?
    }

    struct Change: Sendable {
        let label: String
        let text: String
    }

    struct Decision: Sendable {
        let name: String
        let hash: String
    }

    struct Work: Sendable {
        let check: String
        /// Nil where nobody rehearses, or nothing is left to.
        let rehearse: String?
    }

    struct Propose: Sendable {
        let link: String
        let versions: [PriceGridPage.Kept]
        let summary: FormSummary?
        let reason: Field
    }

    struct Approve: Sendable {
        let link: String
        let count: String
    }

    static func answer(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        let set = try await room.tariff.draftSet(try visit.set, by: visit.principal)
        return try visit.show(try await DraftSetPage(set, nil, visit, room))
    }

    static func check(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        let set = try await room.tariff.draftSet(try visit.set, by: visit.principal)
        let faulty = try await room.checked(set, by: visit.principal).filter { !$0.1.isClean }.count
        let link = WebTariff.setPath.link(set.id)
        return faulty == 0
            ? visit.redirect(to: link, notice: "tariff.set.checked")
            : visit.redirect(to: link, notice: "tariff.set.faulty", [("count", String(faulty))], tone: .warn)
    }

    static func rehearse(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        let set = try await room.tariff.draftSet(try visit.set, by: visit.principal)
        let link = WebTariff.setPath.link(set.id)
        let begun = try await room.rehearsed(set, months: 1, by: visit.principal)
        if let refusal = begun.refusals.first {
            return visit.redirect(to: link, notice: refusal.code, refusal.arguments, tone: .warn)
        }
        return visit.redirect(to: link, notice: "tariff.set.rehearsed", [("count", String(begun.count))])
    }

    static func propose(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        var form = try visit.form()
        let set = try await room.tariff.draftSet(try visit.set, by: visit.principal)
        var status = HTTPResponse.Status.unprocessableContent
        if let reason = form.required("reason", limit: 500) {
            do {
                let versions = Dictionary(
                    set.drafts.map { ($0.id, Int(form.typed("version:\($0.id)")) ?? 0) },
                    uniquingKeysWith: { first, _ in first })
                let made = try await room.tariff.proposePublications(
                    of: set, versions: versions, reason: reason, by: visit.principal)
                return visit.redirect(
                    to: WebTariff.setPath.link(set.id), notice: "tariff.set.proposed",
                    [("count", String(made.count))])
            } catch let refusal as any Refusal where refusal.kind != .notFound {
                form.refuse(refusal)
                status = refusal.httpStatus
            }
        }
        let now = try await room.tariff.draftSet(set.id, by: visit.principal)
        return try visit.show(try await DraftSetPage(now, form, visit, room), status: status)
    }

    static func approve(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        let form = try visit.form()
        let set = try await room.tariff.draftSet(try visit.set, by: visit.principal)
        let link = WebTariff.setPath.link(set.id)
        let hashes = Dictionary(
            set.drafts.compactMap { draft in
                form.text("approve:\(draft.id)").map { (draft.id, $0) }
            }, uniquingKeysWith: { first, _ in first })
        let done = try await room.approved(set, hashes, by: visit.principal)
        if let refusal = done.refusals.first {
            return visit.redirect(to: link, notice: refusal.code, refusal.arguments, tone: .warn)
        }
        return visit.redirect(to: link, notice: "tariff.set.approved", [("count", String(done.count))])
    }

    init(_ set: DraftSet, _ form: Form?, _ visit: Visit, _ room: WebTariff) async throws {
        let words = Words(language: visit.language)
        let link = WebTariff.setPath.link(set.id)
        title = set.name
        trail = [
            Crumb(label: visit.text("tariff.page.title"), link: WebTariff.home),
            Crumb(label: visit.text("tariff.grid.title"), link: WebTariff.gridLink),
        ]
        lead = visit.text(
            "tariff.set.lead",
            [
                ("count", visit.language.number(set.drafts.count)), ("name", set.madeName),
                ("at", visit.language.instant(set.madeAt)),
            ])
        source = link
        var rows: [Row] = []
        for draft in set.drafts { rows.append(try await Row(draft, visit, room, words)) }
        self.rows = rows
        let open = set.drafts.filter { $0.state == .draft && !$0.isProposed }
        work =
            open.isEmpty || !visit.may(WebTariff.drafting)
            ? nil
            : Work(
                check: link + "/check",
                rehearse: room.rehearse != nil && open.contains { !$0.isRehearsed }
                    ? link + "/rehearse" : nil)
        propose =
            open.isEmpty || !visit.may(WebTariff.publishing)
            ? nil
            : Propose(
                link: link + "/propose",
                versions: open.map { .init(name: "version:\($0.id)", value: String($0.version)) },
                summary: form?.summary,
                reason: (form ?? visit.emptyForm()).field(
                    "reason", label: "tariff.publish.reason", .area, hint: "tariff.publish.reason.hint",
                    longest: 500))
        let decidable = rows.filter { $0.decision != nil }.count
        approve =
            decidable == 0
            ? nil : Approve(link: link + "/approve", count: visit.language.number(decidable))
    }
}

extension DraftSetPage.Row {
    fileprivate init(_ draft: TariffSketch, _ visit: Visit, _ room: WebTariff, _ words: Words) async throws {
        let paper = Paper(draft.content, code: draft.code)
        code = draft.code
        name = words.name(paper.tree)
        link = WebTariff.draftPath.link(draft.id)
        state = Badge(draft, visit.language)
        example = draft.isExample ? Badge(visit.text("tariff.page.example"), .warn) : nil
        let steps = try await room.tariff.steps(draft.id, by: visit.principal)
        changes = steps.versions.flatMap { step in
            let version = paper.versions.first { $0.begins == step.day }?.tree ?? paper.tree
            return step.changes.filter { $0.percent != nil }.map { change in
                DraftSetPage.Change(
                    label: words.path(Faults.placed(change.path, in: version), in: version),
                    text: "\(change.before ?? "—") → \(change.after ?? "—") (\(change.percent ?? ""))")
            }
        }
        var found: String?
        if draft.state == .draft {
            let check = try await room.tariff.check(draft, by: visit.principal)
            if let first = check.faults.first {
                found = words.mend(first)
            } else if !check.notes.isEmpty {
                found = visit.text("tariff.set.notes", [("count", String(check.notes.count))])
            }
        }
        self.found = found
        rehearsal = draft.kind.isRehearsed && draft.state == .draft ? "/billing/rehearsals/\(draft.id)" : nil
        let proposal = try await room.proposal(of: draft, by: visit.principal)
        self.proposal = proposal.map { WebTariff.proposalPath.link($0.id) }
        decision = proposal.flatMap { proposal in
            draft.isProposed && proposal.state(on: visit.today) == .waiting
                && proposal.mayDecide(visit.principal)
                ? .init(name: "approve:\(draft.id)", hash: proposal.hashText) : nil
        }
    }
}

extension Visit {
    /// The set that the path names. What is no number is not found.
    var set: Int64 {
        get throws {
            guard let id = parameters["set"].flatMap({ Int64($0) }) else { throw WebRefusal.notFound }
            return id
        }
    }
}

extension WebTariff {
    var setRoutes: [Route] {
        let path = Self.setPath.description
        return [
            .get(Self.gridLink, Self.drafting) { try await PriceGridPage.answer($0, self) },
            .post(Self.setsLink, Self.drafting) { try await PriceGridPage.create($0, self) },
            .get(path, Self.reading) { try await DraftSetPage.answer($0, self) },
            .post(path + "/check", Self.drafting) { try await DraftSetPage.check($0, self) },
            .post(path + "/rehearse", Self.drafting) { try await DraftSetPage.rehearse($0, self) },
            .post(path + "/propose", Self.publishing) { try await DraftSetPage.propose($0, self) },
            .post(path + "/approve", Self.reading) { try await DraftSetPage.approve($0, self) },
        ]
    }

    /// Each open draft of a set with what its check found.
    func checked(_ set: DraftSet, by principal: Principal) async throws -> [(TariffSketch, TariffCheck)] {
        var found: [(TariffSketch, TariffCheck)] = []
        for draft in set.drafts where draft.state == .draft {
            found.append((draft, try await tariff.check(draft.id, by: principal)))
        }
        return found
    }

    /// Has each open draft of a set rehearsed that was not as it stands; what is under way goes on.
    func rehearsed(_ set: DraftSet, months: Int, by principal: Principal) async throws -> (
        count: Int, refusals: [any Refusal]
    ) {
        var (count, refusals): (Int, [any Refusal]) = (0, [])
        for draft in set.drafts
        where draft.state == .draft && draft.kind.isRehearsed && !draft.isRehearsed {
            do {
                try await rehearse?(draft.id, months, principal)
                count += 1
            } catch let refusal as any Refusal {
                refusals.append(refusal)
            }
        }
        return (count, refusals)
    }

    /// Approves each proposal of a set whose hash the second person sends, one by one: what is refused keeps no other.
    func approved(_ set: DraftSet, _ hashes: [Int64: String], by principal: Principal) async throws -> (
        count: Int, refusals: [any Refusal]
    ) {
        guard !hashes.isEmpty else { throw WebTariffRefusal.nothingTicked }
        var (count, refusals): (Int, [any Refusal]) = (0, [])
        for draft in set.drafts {
            guard let hash = hashes[draft.id], let proposal = draft.proposal else { continue }
            do {
                let decided = try await control.approve(proposal, hash: hash, by: principal)
                if decided.decision?.kind == .approved {
                    count += 1
                } else {
                    refusals.append(WebTariffRefusal.decidedOtherwise(code: draft.code))
                }
            } catch let refusal as any Refusal {
                refusals.append(refusal)
            }
        }
        return (count, refusals)
    }

    /// The proposal to publish a draft; nil where there is none that the reader may see.
    func proposal(of draft: TariffSketch, by principal: Principal) async throws -> Proposal? {
        guard let id = draft.proposal else { return nil }
        do {
            return try await control.proposal(id, by: principal)
        } catch let refusal as any Refusal where refusal.kind == .notFound {
            return nil
        }
    }
}
