import Control
import Kernel
import Language
import Web

/// A case's clock in words: the light, the due date, what is left.
struct ClockWords: Sendable {
    let tone: Tone
    /// The light's name; colour alone says nothing to some.
    let light: String
    let due: String
    let left: String

    init(_ clock: CaseClock?, _ visit: Visit) {
        guard let clock else {
            tone = .plain
            light = visit.text("control.light.none")
            due = "—"
            left = ""
            return
        }
        tone = clock.tone
        light = visit.text("control.light.\(clock.word)")
        due = Self.due(clock, visit)
        left = Self.left(clock, visit)
    }

    private static func due(_ clock: CaseClock, _ visit: Visit) -> String {
        guard let due = clock.due else {
            if clock.isStopped { return visit.text("control.clock.stopped") }
            return clock.unknownYear.map { visit.text("control.clock.unknown", [("year", String($0))]) }
                ?? visit.text("control.clock.unknownNext")
        }
        if clock.unit == .hours { return visit.language.instant(due) }
        // The period ends with the day: its end is the next day's beginning.
        let day = due.adding(milliseconds: -1).day
        return visit.text(
            "control.clock.dueDay",
            [("day", visit.language.day(day)), ("weekday", visit.language.weekday(day))])
    }

    private static func left(_ clock: CaseClock, _ visit: Visit) -> String {
        if clock.unknownYear != nil { return "" }
        let unit = clock.unit.rawValue
        if clock.isOverdue {
            return clock.left < 0
                ? visit.text("control.clock.late.\(unit)", [("n", String(-clock.left))])
                : visit.text("control.clock.over")
        }
        if clock.left > 0 { return visit.text("control.clock.left.\(unit)", [("n", String(clock.left))]) }
        return visit.text(clock.unit == .hours ? "control.clock.soon" : "control.clock.today")
    }
}

extension CaseClock {
    var tone: Tone {
        if isStopped, !isOverdue { return .info }
        return switch light {
        case .green: .good
        case .amber: .warn
        case .red: .bad
        }
    }

    /// `green`, `amber`, `red`, or `stopped` while it stands still in time.
    var word: String {
        if isStopped, !isOverdue { return "stopped" }
        return switch light {
        case .green: "green"
        case .amber: "amber"
        case .red: "red"
        }
    }
}

/// A page's form; inside a field of a definition its own form bears the name.
typealias PageForm = Form

extension WorkflowField {
    /// A filled-in value as people read it.
    func shown(_ value: String, _ visit: Visit) -> String {
        switch form {
        case .text: value
        case .number: Int64(value).map { visit.language.number($0) } ?? value
        case .day: Day(text: value).map(visit.language.day) ?? value
        case .choice: visit.text("\(label).\(value)")
        case .money: Int64(value).map { visit.language.money(Money(fen: $0)) } ?? value
        }
    }

    /// The name of its field in a page's form; a definition's codes cannot meet the page's own.
    var formName: String { "f-\(code)" }

    /// The field of a form, with what was typed.
    func field(in form: PageForm, _ visit: Visit) -> Field {
        let style: FieldStyle
        var longest = 200
        switch self.form {
        case .text(let most):
            style = most > 120 ? .area : .line
            longest = most
        case .number:
            style = .whole
            longest = 20
        case .day: style = .day
        case .choice(let choices):
            style = .select(
                [(value: "", label: visit.text("language.choose"))]
                    + choices.map { (value: $0, label: visit.text("\(label).\($0)")) })
        case .money:
            style = .amount
            longest = 20
        }
        return form.field(formName, label: label, style, required: isRequired, longest: longest)
    }

    /// What was filled in as one would type it.
    func typed(_ value: String) -> String {
        guard case .money = form, let fen = Int64(value) else { return value }
        return Money(fen: fen).description
    }

    /// Notes on a page's form what is wrong with this field.
    func refuse(_ fault: WorkRefusal.FieldFault, on form: inout PageForm) {
        switch (fault.code, self.form) {
        case ("control.field.number", .number(let least, let most)):
            form.refuse(
                formName, "web.field.number.range", [("least", String(least)), ("most", String(most))])
        case ("control.field.tooLong", .text(let most)):
            form.refuse(formName, "web.field.tooLong", [("limit", String(most))])
        default: form.refuse(formName, fault.code)
        }
    }
}

extension WorkflowStep {
    /// What was typed into the step's fields, blanks around it taken away.
    func typed(in form: Form) -> [String: String] {
        fields.reduce(into: [:]) { values, field in values[field.code] = form.text(field.formName) }
    }
}

extension Visit {
    /// Notes a refusal of a case on a form: wrong fields each in its place, the rest on the whole.
    func note(_ refusal: any Refusal, of step: WorkflowStep?, on form: inout Form) {
        guard let work = refusal as? WorkRefusal else { return form.refuse(refusal) }
        switch work {
        case .formInvalid(let faults):
            for fault in faults {
                step?.fields.first { $0.code == fault.field }?.refuse(fault, on: &form)
            }
            if form.isValid { form.refuse(work) }
        case .caseNotIn(let state):
            form.refuse("", work.code, [("state", text("control.caseState.\(state)"))])
        default: form.refuse(work)
        }
    }
}
