import Foundation
import Kernel
import Language
import Tariff
import Web

/// 差异: what a draft changes, each new version beside the one before it.
struct DifferenceLeaf: Sendable {
    let lead: String
    let groups: [Group]
    let isEmpty: Bool

    struct Group: Sendable {
        let heading: String
        let hint: String
        let rows: [Row]
        let hasRows: Bool
        /// Said where not every change is listed.
        let more: String?
    }

    struct Row: Sendable {
        let place: String
        let before: String
        let after: String
        let percent: String
        /// `up`, `down` or nothing.
        let way: String
    }

    /// How many of the changes to what was published one page lists, and of those of a version.
    private static let longest = 200
    private static let longestVersion = 1_000

    /// That only so many of a list's entries are told; nil where all are.
    static func more(_ count: Int, shown: Int, _ visit: Visit) -> String? {
        guard count > shown else { return nil }
        return visit.text(
            "tariff.difference.more",
            [("shown", visit.language.number(shown)), ("left", visit.language.number(count - shown))])
    }

    init(_ steps: TariffSteps, _ paper: Paper, _ visit: Visit, _ words: Words) {
        var groups: [Group] = []
        for step in steps.versions {
            let version = paper.versions.first { $0.begins == step.day }?.tree ?? paper.tree
            let rows = step.changes.prefix(Self.longestVersion).map {
                Row(TariffChange.placed($0, in: version), version, words)
            }
            groups.append(
                Group(
                    heading: visit.text("tariff.difference.version", [("day", visit.language.day(step.day))]),
                    hint: visit.text(
                        "tariff.difference.against", [("day", step.against.map(visit.language.day) ?? "—")]),
                    rows: rows, hasRows: !rows.isEmpty,
                    more: Self.more(step.changes.count, shown: Self.longestVersion, visit)))
        }
        if !steps.rest.isEmpty {
            groups.append(
                Group(
                    heading: visit.text("tariff.difference.rest"),
                    hint: visit.text("tariff.difference.published"),
                    rows: steps.rest.prefix(Self.longest).map { change in
                        Row(TariffChange.placed(change, in: paper.tree), paper.tree, words)
                    }, hasRows: true,
                    more: Self.more(steps.rest.count, shown: Self.longest, visit)))
        }
        self.groups = groups
        isEmpty = groups.isEmpty
        lead = visit.text(
            "tariff.difference.lead",
            [
                (
                    "count",
                    visit.language.number(
                        steps.rest.count + steps.versions.reduce(0) { $0 + $1.changes.count })
                )
            ])
    }
}

extension TariffChange {
    fileprivate static func placed(_ change: TariffChange, in tree: Tree) -> TariffChange {
        TariffChange(
            path: Faults.placed(change.path, in: tree), before: change.before, after: change.after)
    }
}

extension DifferenceLeaf.Row {
    fileprivate init(_ change: TariffChange, _ tree: Tree, _ words: Words) {
        place = words.path(change.path, in: tree)
        before = Self.shown(change.before, words)
        after = Self.shown(change.after, words)
        percent = change.percent ?? ""
        way = percent.isEmpty ? "" : percent.hasPrefix("−") ? "down" : "up"
    }

    private static func shown(_ text: String?, _ words: Words) -> String {
        guard let text, !text.isEmpty else { return "—" }
        if text == "true" || text == "false" { return words.language.flag(text == "true") }
        return words.value(text)
    }
}

/// 校验: what keeps a draft from being published, and what a person should have seen.
struct CheckLeaf: Sendable {
    let verdict: String
    let tone: Tone
    let faults: [Faults.Line]
    let hasFaults: Bool
    let notes: [Faults.Line]
    let hasNotes: Bool
    /// Said where not every remark is listed.
    let moreNotes: String?

    /// How many remarks the page lists.
    private static let longest = 200

    init(_ check: TariffCheck, _ paper: Paper, _ visit: Visit, _ words: Words) {
        func place(_ path: String) -> String {
            let text = words.path(Faults.placed(path, in: paper.tree), in: paper.tree)
            return text.isEmpty ? visit.text("tariff.check.whole") : text
        }
        faults = check.faults.map { Faults.Line(place: place($0.path), mend: words.mend($0)) }
        moreNotes = DifferenceLeaf.more(check.notes.count, shown: Self.longest, visit)
        notes = check.notes.prefix(Self.longest).map {
            Faults.Line(
                place: place($0.path),
                mend: visit.text($0.code, $0.arguments.map { ($0.key, $0.value) }))
        }
        hasFaults = !faults.isEmpty
        hasNotes = !notes.isEmpty
        verdict =
            hasFaults
            ? visit.text("tariff.check.faulty", [("count", String(faults.count))])
            : visit.text(hasNotes ? "tariff.check.noted" : "tariff.check.clean")
        tone = hasFaults ? .bad : hasNotes ? .warn : .good
    }
}

/// 测算: what the rehearsal of this content came to.
struct RehearsalLeaf: Sendable {
    let verdict: String
    let tone: Tone
    /// How to have it rehearsed, where it was not.
    let how: String?
    /// Where it is rehearsed and told in full; nil for what bills nobody by itself.
    let link: String?
    let figures: [Figure]
    let hasFigures: Bool

    struct Figure: Sendable {
        let label: String
        let value: String
    }

    init(_ sketch: TariffSketch, _ visit: Visit, _ words: Words) {
        guard sketch.kind.isRehearsed else {
            verdict = visit.text("tariff.refusal.notRehearsable.\(sketch.kind.rawValue)")
            (tone, how, link, figures, hasFigures) = (.plain, nil, nil, [], false)
            return
        }
        link = "/billing/rehearsals/\(sketch.id)"
        let isStale = sketch.rehearsal != nil && !sketch.isRehearsed
        verdict = visit.text(
            sketch.isRehearsed
                ? "tariff.rehearsal.done" : isStale ? "tariff.rehearsal.stale" : "tariff.rehearsal.none")
        tone = sketch.isRehearsed ? .good : .warn
        how = sketch.isRehearsed ? nil : visit.text("tariff.rehearsal.how", [("draft", String(sketch.id))])
        // Only the summary's own figures; lists behind them are the rehearsal's pages.
        figures = (sketch.rehearsal.flatMap { Tree($0) }?.members ?? []).filter(\.value.isScalar).map {
            Figure(
                label: words.key($0.key, in: "rehearsal"),
                value: Self.shown($0.key, $0.value.plain, visit.language))
        }
        hasFigures = !figures.isEmpty
    }
}

extension RehearsalLeaf {
    /// A figure of the summary as a person reads it.
    private static func shown(_ key: String, _ value: String, _ language: Language) -> String {
        guard let number = Int64(value) else { return value }
        switch key {
        case "beforeFen", "afterFen": return Money(fen: number).grouped
        case "energyWh": return DecimalText.grouped(Energy(wattHours: number).text())
        case "firstMonth", "lastMonth":
            return BillingMonth(yyyymm: Int(number)).map { language.month($0) } ?? value
        default: return language.number(number)
        }
    }
}

/// 发布: how far it is, and the order to a second person.
struct PublishLeaf: Sendable {
    let steps: [Step]
    /// How many accounts it would hit.
    let reach: String?
    let begins: String
    let proposal: String?
    let propose: Propose?
    /// Why it cannot be proposed yet, or not again; nil where it can.
    let waits: String?
    let drop: Drop?
    let document: String?

    struct Step: Sendable {
        let label: String
        /// `done`, `now` or `next`.
        let state: String
    }

    struct Propose: Sendable {
        let link: String
        let version: String
        let summary: FormSummary?
        let reason: Field
    }

    struct Drop: Sendable {
        let link: String
        let version: String
    }

    init(
        _ sketch: TariffSketch, _ paper: Paper, faults: Int, reach: String?,
        _ publication: (mustBeRehearsed: Bool, isWaiting: Bool), _ beginning: TariffBeginning,
        _ form: Form?, _ visit: Visit
    ) {
        let isWaiting = publication.isWaiting
        self.reach = reach
        let link = WebTariff.draftPath.link(sketch.id)
        let isOpen = sketch.state == .draft
        let done = [
            faults == 0, sketch.isRehearsed || !sketch.kind.isRehearsed, isWaiting,
            sketch.state == .published,
        ]
        let now = done.firstIndex(of: false) ?? done.count
        steps = ["check", "rehearsal", "propose", "publish"].enumerated().map { place, word in
            Step(
                label: visit.text("tariff.step.\(word)"),
                state: done[place] || sketch.state == .published ? "done" : place == now ? "now" : "next")
        }
        let next = paper.open(on: visit.today, published: beginning.published)
            .compactMap(\.begins).min()
        begins = next.map(visit.language.day) ?? "—"
        proposal = sketch.proposal.map { WebTariff.proposalPath.link($0) }
        let isUnrehearsed = publication.mustBeRehearsed && sketch.kind.isRehearsed && !sketch.isRehearsed
        let hurdle = isWaiting ? "proposed" : faults > 0 ? "faulty" : isUnrehearsed ? "unrehearsed" : nil
        waits = isOpen ? hurdle.map { visit.text("tariff.publish.waits.\($0)") } : nil
        propose =
            isOpen && visit.may(WebTariff.publishing) && (hurdle == nil || form != nil)
            ? Propose(
                link: link + "/propose", version: String(sketch.version), summary: form?.summary,
                reason: (form ?? visit.emptyForm()).field(
                    "reason", label: "tariff.publish.reason", .area, hint: "tariff.publish.reason.hint",
                    longest: 500)) : nil
        drop =
            isOpen && visit.may(WebTariff.drafting)
            ? Drop(link: link + "/drop", version: String(sketch.version)) : nil
        document = sketch.document == nil ? nil : WebTariff.tariffPath.link(sketch.code)
    }
}
