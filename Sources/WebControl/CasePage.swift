import Control
import Hummingbird
import Kernel
import Language
import Web

/// One work order whole: where it stands, its clock with the clause that sets the limit, the current step's form, what
/// else can be done, and everything that was done.
struct CasePage: Page {
    static let template = "control.case"
    let title: String
    let trail: [Crumb]
    let lead: String
    let source: String
    let state: Badge
    let facts: [Fact]
    let way: [Stage]
    let clock: Clock?
    let noClock: Bool
    let summary: FormSummary?
    let task: Task?
    let said: String?
    let buttons: [Button]
    let panels: [Panel]
    let kept: [Fact]
    let hasKept: Bool
    let records: [Record]
    let hasRecords: Bool
    let history: [Entry]

    struct Fact: Sendable {
        let name: String
        let value: String
        /// Whether it takes a line of its own.
        var isLong = false
    }
    struct Stage: Sendable {
        let name: String
        /// `done`, `now`, `next`.
        let state: String
    }
    struct Clock: Sendable {
        let badge: Badge
        let left: String
        let due: String
        let used: String
        let usedShare: String
        let most: String
        let basis: String
        let clause: String
        let stopReason: String?
    }
    /// The current step's form.
    struct Task: Sendable {
        let action: String
        let version: String
        let name: String
        let draft: String
        let fields: [Field]
    }
    /// What is done by one press.
    struct Button: Sendable {
        let action: String
        let version: String
        let word: String
        let label: String
    }
    /// What is done with a reason or a choice.
    struct Panel: Sendable {
        let action: String
        let version: String
        let word: String
        let label: String
        let hint: String?
        let fields: [Field]
        let isOpen: Bool
        let isGrave: Bool
    }
    struct Record: Sendable {
        let step: String
        let outcome: String
        let clock: Badge?
        let values: [Fact]
        let isEmpty: Bool
    }
    struct Entry: Sendable {
        let at: String
        let who: String
        let did: String
        let detail: String
        let note: String
    }

    /// - Parameters:
    ///   - form: what came with a refused command; empty where the page is only asked for.
    ///   - word: which command it was.
    ///   - colleagues: whom the task may be given to.
    init(
        _ visit: Visit, _ picture: WorkCasePicture, _ form: Form, word: String?,
        colleagues: [(user: UserID, name: String, organisation: String)]
    ) {
        let found = picture.workCase
        let language = visit.language
        let may = picture.actions(of: visit.principal)
        title = found.title
        trail = [Crumb(label: visit.text("control.cases.title"), link: WebControl.casesLink)]
        lead = visit.text(
            "control.case.lead",
            [
                ("workflow", visit.text(picture.names.workflow)), ("number", found.id.description),
                ("starter", picture.names.starter), ("at", language.instant(found.startedAt)),
            ])
        source = WebControl.casePath.link(found.id)
        let (action, version) = (source, String(found.version))
        state = Badge(found.state, language)
        facts = Self.facts(picture, visit)
        way = Self.way(picture, visit)
        clock = found.state.isOpen ? picture.clock.map { Self.clock($0, picture, visit) } : nil
        noClock = found.state.isOpen && picture.clock == nil
        summary = form.summary
        let step = picture.step
        if may.contains(.complete), let step {
            // A step done again begins with what it said before; what was typed stands before that.
            let before = picture.steps.last { $0.step == step.code && $0.outcome == .completed }?.form ?? [:]
            let filled: Form
            if word == CaseAction.complete.rawValue {
                filled = form
            } else {
                filled = visit.emptyForm(
                    step.fields.reduce(into: [:]) { values, field in
                        values[field.formName] = before[field.code].map(field.typed)
                    })
            }
            task = Task(
                action: action, version: version, name: visit.text(step.name),
                draft: "case-\(found.id)-\(found.stepNumber)",
                fields: step.fields.map { $0.field(in: filled, visit) })
        } else {
            task = nil
        }
        said = Self.said(picture, may, visit)
        buttons = [CaseAction.claim, .resume].filter(may.contains).map {
            Button(
                action: action, version: version, word: $0.rawValue,
                label: visit.text("control.case.\($0.rawValue)"))
        }
        panels = Self.panels(picture, may, form, word, colleagues, visit)
        // What was typed for a task that is in other hands by now is not lost.
        kept =
            task == nil && word == CaseAction.complete.rawValue
            ? picture.definition.steps.flatMap(\.fields).compactMap { field in
                form.text(field.formName).map { Fact(name: visit.text(field.label), value: $0) }
            } : []
        hasKept = !kept.isEmpty
        records = picture.steps.filter { $0.endedAt != nil }.reversed().map {
            Self.record($0, picture, visit)
        }
        hasRecords = !records.isEmpty
        history = picture.trail.reversed().map { Self.entry($0, picture, visit) }
    }

    private static func facts(_ picture: WorkCasePicture, _ visit: Visit) -> [Fact] {
        let found = picture.workCase
        var facts = [
            Fact(name: visit.text("control.case.origin"), value: picture.names.origin),
            Fact(name: visit.text("control.case.place"), value: picture.names.place),
        ]
        if found.state.isOpen {
            facts.append(
                Fact(
                    name: visit.text("control.case.holder"),
                    value: picture.names.holder ?? visit.text("control.cases.nobody")))
        }
        if !found.subject.isEmpty {
            facts.append(Fact(name: visit.text("control.case.subject"), value: found.subject))
        }
        facts.append(
            Fact(
                name: visit.text("control.case.version"),
                value: visit.text("control.case.versionNumber", [("n", String(found.workflowVersion))])))
        return facts
    }

    private static func way(_ picture: WorkCasePicture, _ visit: Visit) -> [Stage] {
        let found = picture.workCase
        let done = Set(picture.steps.filter { $0.outcome == .completed }.map(\.step))
        guard found.state.isOpen else {
            // Where a case took another branch, what it passed by is not shown once it is over.
            return picture.definition.steps.filter { done.contains($0.code) }.map {
                Stage(name: visit.text($0.name), state: "done")
            }
        }
        var isBefore = true
        return picture.definition.steps.map { step in
            let isNow = step.code == found.step
            if isNow { isBefore = false }
            return Stage(
                name: visit.text(step.name),
                state: isNow ? "now" : isBefore && done.contains(step.code) ? "done" : "next")
        }
    }

    private static func clock(_ clock: CaseClock, _ picture: WorkCasePicture, _ visit: Visit) -> Clock {
        let words = ClockWords(clock, visit)
        func length(_ count: Int) -> String {
            visit.text("control.clock.limit.\(clock.unit.rawValue)", [("n", String(count))])
        }
        return Clock(
            badge: Badge(words.light, words.tone), left: words.left, due: words.due,
            used: visit.text(
                "control.clock.used",
                [("used", length(clock.elapsed)), ("limit", length(clock.limit))]),
            usedShare: String(min(clock.elapsed, clock.limit)), most: String(max(clock.limit, 1)),
            basis: visit.text("control.basis.\(clock.basis.rawValue)"), clause: clock.clause,
            stopReason: picture.stopReason)
    }

    private static func said(_ picture: WorkCasePicture, _ may: Set<CaseAction>, _ visit: Visit) -> String? {
        if !picture.workCase.state.isOpen { return visit.text("control.case.over") }
        if may.contains(.resume) { return visit.text("control.case.suspended") }
        if may.contains(.complete) { return nil }
        guard let holder = picture.names.holder else { return visit.text("control.case.unclaimed") }
        return visit.text("control.case.waits", [("name", holder)])
    }

    private static func panels(
        _ picture: WorkCasePicture, _ may: Set<CaseAction>, _ form: Form, _ word: String?,
        _ colleagues: [(user: UserID, name: String, organisation: String)], _ visit: Visit
    ) -> [Panel] {
        let people =
            [(value: "", label: visit.text("language.choose"))]
            + colleagues.map { (value: $0.user.description, label: "\($0.name) · \($0.organisation)") }
        let steps = picture.returnable.reversed().map { (value: $0.code, label: visit.text($0.name)) }
        func panel(_ action: CaseAction, hint: String? = nil, _ fields: [(String, FieldStyle)]) -> Panel? {
            guard may.contains(action) else { return nil }
            let isOpen = word == action.rawValue
            let own = isOpen ? form : visit.emptyForm()
            return Panel(
                action: WebControl.casePath.link(picture.workCase.id),
                version: String(picture.workCase.version), word: action.rawValue,
                label: visit.text("control.case.\(action.rawValue)"),
                hint: hint.map { visit.text($0) },
                fields: fields.map { name, style in
                    own.field(
                        "\(action.rawValue)-\(name)", label: "control.case.\(action.rawValue).\(name)", style,
                        longest: 200)
                }, isOpen: isOpen, isGrave: action == .withdraw)
        }
        return [
            panel(.assign, [("to", .select(people))]),
            panel(.handOver, [("to", .select(people)), ("note", .line)]),
            panel(.sendBack, [("step", .select(steps)), ("reason", .line)]),
            panel(.suspend, hint: "control.case.suspend.hint", [("reason", .line)]),
            panel(.withdraw, [("reason", .line)]),
        ].compactMap(\.self)
    }

    /// A text above so many characters takes the width of the page.
    private static let longValue = 24

    private static func record(_ step: WorkCaseStep, _ picture: WorkCasePicture, _ visit: Visit) -> Record {
        let definition = picture.definition.step(step.step)
        let values = (definition?.fields ?? []).compactMap { field in
            step.form[field.code].map {
                Fact(
                    name: visit.text(field.label), value: field.shown($0, visit),
                    isLong: $0.count > longValue)
            }
        }
        let word =
            switch step.outcome {
            case .returned: "control.case.record.returned"
            case .withdrawn: "control.case.record.withdrawn"
            case .completed, nil: "control.case.record.by"
            }
        return Record(
            step: visit.text(definition?.name ?? step.step),
            outcome: visit.text(
                word,
                [
                    ("name", step.endedBy.flatMap { picture.people[$0] } ?? ""),
                    ("at", step.endedAt.map { visit.language.instant($0) } ?? ""),
                ]),
            clock: step.clock.map {
                $0.isOverdue
                    ? Badge(visit.text("control.case.record.late"), .bad)
                    : Badge(visit.text("control.case.record.inTime"), .good)
            }, values: values, isEmpty: values.isEmpty)
    }

    private static func entry(_ entry: WorkCaseEntry, _ picture: WorkCasePicture, _ visit: Visit) -> Entry {
        func name(_ code: String) -> String {
            visit.text(picture.definition.step(code)?.name ?? code)
        }
        var detail = [
            entry.toStep.map {
                visit.text("control.case.did.on", [("step", name(entry.step)), ("next", name($0))])
            } ?? name(entry.step)
        ]
        if let other = entry.other.flatMap({ picture.people[$0] }) {
            let isGiven = entry.action == "assign" || entry.action == "handOver"
            detail.append(visit.text("control.case.did.\(isGiven ? "to" : "for")", [("name", other)]))
        }
        return Entry(
            at: visit.language.instant(entry.at), who: picture.people[entry.user] ?? "",
            did: visit.text("control.case.did.\(entry.action)"), detail: detail.joined(separator: " · "),
            note: entry.note)
    }
}
