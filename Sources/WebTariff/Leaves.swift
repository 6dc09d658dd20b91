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
    }

    struct Row: Sendable {
        let place: String
        let before: String
        let after: String
        let percent: String
        /// `up`, `down` or nothing.
        let way: String
    }

    init(_ changes: [TariffChange], _ paper: Paper, _ visit: Visit, _ words: Words) {
        var groups: [Group] = []
        var rest = changes
        for (before, version) in zip(paper.versions, paper.versions.dropFirst()) {
            guard let begins = version.begins else { continue }
            let prefix = "versions[\(begins)]."
            let own = changes.filter { $0.path.hasPrefix(prefix) }
            // A version whose every value is new is a new one; others are shown against what was published.
            guard !own.isEmpty,
                own.contains(where: { $0.path == prefix + "effectiveFrom" && $0.before == nil })
            else { continue }
            rest.removeAll { $0.path.hasPrefix(prefix) }
            let rows = TariffChange.between(before.tree.json, version.tree.json)
                .filter { $0.path != "effectiveFrom" }
                .map { Row($0, version.tree, words) }
            groups.append(
                Group(
                    heading: visit.text("tariff.difference.version", [("day", visit.language.day(begins))]),
                    hint: visit.text(
                        "tariff.difference.against", [("day", before.begins.map(visit.language.day) ?? "—")]),
                    rows: rows, hasRows: !rows.isEmpty))
        }
        if !rest.isEmpty {
            groups.append(
                Group(
                    heading: visit.text("tariff.difference.rest"),
                    hint: visit.text("tariff.difference.published"),
                    rows: rest.prefix(200).map { change in
                        Row(
                            TariffChange.placed(change, in: paper.tree), paper.tree, words)
                    }, hasRows: true))
        }
        self.groups = groups
        isEmpty = groups.isEmpty
        lead = visit.text("tariff.difference.lead", [("count", visit.language.number(changes.count))])
    }
}

extension TariffChange {
    fileprivate static func placed(_ change: TariffChange, in tree: Tree) -> (String, String?, String?) {
        (Faults.placed(change.path, in: tree), change.before, change.after)
    }
}

extension DifferenceLeaf.Row {
    fileprivate init(_ change: TariffChange, _ tree: Tree, _ words: Words) {
        self.init((change.path, change.before, change.after), tree, words)
    }

    fileprivate init(_ change: (path: String, before: String?, after: String?), _ tree: Tree, _ words: Words)
    {
        place = words.path(change.path, in: tree)
        before = Self.shown(change.before, words)
        after = Self.shown(change.after, words)
        let old = change.before.flatMap { try? Price(text: $0) }
        let new = change.after.flatMap { try? Price(text: $0) }
        if let old, let new, old.units > 0 {
            let ppm = (Int128(new.units) - Int128(old.units)) * 1_000_000 / Int128(old.units)
            let tenths = (ppm + (ppm < 0 ? -500 : 500)) / 1_000
            let size = tenths < 0 ? -tenths : tenths
            percent = "\(tenths < 0 ? "−" : "+")\(size / 10).\(size % 10)%"
            way = ppm < 0 ? "down" : "up"
        } else {
            percent = ""
            way = ""
        }
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

    init(_ check: TariffCheck, _ paper: Paper, _ visit: Visit, _ words: Words) {
        func place(_ path: String) -> String {
            let text = words.path(Faults.placed(path, in: paper.tree), in: paper.tree)
            return text.isEmpty ? visit.text("tariff.check.whole") : text
        }
        faults = check.faults.map { Faults.Line(place: place($0.path), mend: words.mend($0.mend)) }
        notes = check.notes.map {
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
    /// Where it is rehearsed and told in full.
    let link: String
    let figures: [Figure]
    let hasFigures: Bool

    struct Figure: Sendable {
        let label: String
        let value: String
    }

    init(_ sketch: TariffSketch, _ visit: Visit, _ words: Words) {
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
    let begins: String
    let proposal: String?
    let propose: Propose?
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

    init(_ sketch: TariffSketch, _ paper: Paper, faults: Int, _ form: Form?, _ visit: Visit) {
        let link = WebTariff.draftPath.link(sketch.id)
        let isOpen = sketch.state == .draft
        let done = [
            faults == 0, sketch.isRehearsed || paper.kind != "TARIFF", sketch.proposal != nil,
            sketch.state == .published,
        ]
        let now = done.firstIndex(of: false) ?? done.count
        steps = ["check", "rehearsal", "propose", "publish"].enumerated().map { place, word in
            Step(
                label: visit.text("tariff.step.\(word)"),
                state: done[place] || sketch.state == .published ? "done" : place == now ? "now" : "next")
        }
        let next = paper.open(on: visit.today).compactMap(\.begins).min()
        begins = next.map(visit.language.day) ?? "—"
        proposal = sketch.proposal.map { WebTariff.proposalPath.link($0) }
        propose =
            isOpen && visit.may(WebTariff.publishing)
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
