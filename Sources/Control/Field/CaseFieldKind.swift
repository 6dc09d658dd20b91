internal import Kernel
internal import Store

/// Work orders in the field: the steps in one's hands, each filled in without a line and completed when there is one.
enum CaseFieldKind {
    /// The most orders a phone takes along.
    static let most = 200

    static let kind = FieldKind(
        word: "control.case", permission: "control.workbench",
        tasks: { control, person in
            var tasks: [FieldTask] = []
            for line in try await control.cases(.mine, by: person).prefix(most) {
                let picture = try await control.workCase(line.workCase.id, by: person)
                let forms = picture.steps.map { (step: $0.step, form: $0.form) }
                let note = picture.trail.last?.note ?? ""
                tasks.append(
                    task(picture.workCase, picture.definition, forms, note: note, clock: picture.clock))
            }
            return tasks
        },
        take: { entry, act in
            let (found, definition) = try order(entry, act)
            guard let version = Int(entry.version) else { throw WorkRefusal.caseUnknown }
            if found.version != version || found.step != entry.form { return .conflict }
            guard found.state == .running else { throw WorkRefusal.caseNotIn(state: found.state.rawValue) }
            try CaseChange(act: act, was: found, definition: definition).complete(typed: entry.values)
            return .accepted
        },
        standing: { entry, act in
            let (found, definition) = try order(entry, act)
            let transaction = act.transaction
            let forms = try CaseStepRows.all(of: found.id, in: transaction).map {
                (step: $0.step, form: $0.form)
            }
            let last = try CaseTrailRows.all(of: found.id, in: transaction).last
            let change = CaseChange(act: act, was: found, definition: definition)
            var lines = [FieldLine("field.case.state", .message("field.case.state.\(found.state.rawValue)"))]
            if found.state.isOpen {
                lines.append(FieldLine("field.case.step", .message(change.step.name)))
                if let holder = found.assignee {
                    lines.append(FieldLine("field.case.holder", .text(try change.name(holder))))
                }
            }
            if let last {
                lines.append(FieldLine("field.case.changedBy", .text(try change.name(last.user))))
                lines.append(FieldLine("field.case.did", .message("field.case.did.\(last.action)")))
                lines.append(FieldLine("field.case.changedAt", .instant(last.at)))
                if !last.note.isEmpty { lines.append(FieldLine("field.case.note", .text(last.note))) }
            }
            return FieldStanding(
                task: isStillToDo(entry, change)
                    ? task(found, definition, forms, note: last?.note ?? "", clock: nil) : nil,
                lines: lines, fields: definition.step(entry.form)?.fields ?? [],
                values: forms.last { $0.step == entry.form && !$0.form.isEmpty }?.form ?? [:])
        })

    /// The order an entry is about, and its definition.
    private static func order(_ entry: FieldEntry, _ act: Act) throws -> (WorkCase, WorkflowDefinition) {
        guard let id = WorkCaseID(text: entry.task) else { throw WorkRefusal.caseUnknown }
        let found = try act.control.visibleCase(id, to: act.principal, in: act.transaction)
        guard
            let definition = try WorkflowRows.definition(
                found.workflow, version: found.workflowVersion, in: act.transaction)
        else { throw WorkRefusal.workflowUnknown(found.workflow) }
        return (found, definition)
    }

    /// Whether the same step is in this person's hands and running.
    private static func isStillToDo(_ entry: FieldEntry, _ change: CaseChange) -> Bool {
        guard change.was.state == .running, change.was.step == entry.form else { return false }
        do {
            try change.checkHolder()
            return true
        } catch {
            return false
        }
    }

    private static func task(
        _ found: WorkCase, _ definition: WorkflowDefinition,
        _ forms: [(step: String, form: [String: String])],
        note: String, clock: CaseClock?
    ) -> FieldTask {
        let step = definition.step(found.step)
        var lines = [FieldLine("field.case.workflow", .message(definition.name))]
        if !found.subject.isEmpty { lines.append(FieldLine("field.case.subject", .text(found.subject))) }
        // What the steps before filled in is what the person in the field goes by; a step done again counts last.
        let filled = forms.filter { $0.step != found.step }
            .reduce(into: [String: String]()) { $0.merge($1.form) { _, new in new } }
        for field in definition.steps.flatMap(\.fields) {
            if let value = filled[field.code] { lines.append(FieldLine(field.label, .filled(field, value))) }
        }
        if !note.isEmpty { lines.append(FieldLine("field.case.note", .text(note))) }
        return FieldTask(
            id: found.id.description, version: String(found.version), form: found.step, title: found.title,
            formName: step?.name ?? definition.name, lines: lines, due: clock?.due, light: clock?.light,
            fields: step?.fields ?? [],
            values: forms.last { $0.step == found.step && !$0.form.isEmpty }?.form ?? [:],
            obstacle: found.state == .suspended ? "field.case.suspended" : nil, about: found.subject)
    }
}
