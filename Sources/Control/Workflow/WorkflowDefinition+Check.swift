extension WorkflowDefinition {
    /// What is wrong with the definition, in words for who writes it; empty where it is sound.
    package func faults() -> [String] {
        var faults: [String] = []
        let codes = steps.map(\.code)
        if version < 1 { faults.append("the version is below 1") }
        for code in Set(codes).sorted() where codes.filter({ $0 == code }).count > 1 {
            faults.append("step \(code) stands twice")
        }
        if step(start) == nil { faults.append("the start \(start) is no step") }
        let fields = steps.flatMap(\.fields).map(\.code)
        for code in Set(fields).sorted() where fields.filter({ $0 == code }).count > 1 {
            faults.append("field \(code) stands twice")
        }
        for step in steps { faults += self.faults(of: step, fields: fields) }
        let reached = reachable(from: start)
        for code in codes where !reached.contains(code) { faults.append("step \(code) is never reached") }
        if !codes.contains(where: { reached.contains($0) && ends($0) }) {
            faults.append("no way ends the case")
        }
        return faults
    }

    private func faults(of step: WorkflowStep, fields: [String]) -> [String] {
        var faults: [String] = []
        for branch in step.branches {
            if let next = branch.next, self.step(next) == nil {
                faults.append("step \(step.code) goes on to \(next), which is no step")
            }
            if let field = branch.condition?.field, !fields.contains(field) {
                faults.append("step \(step.code) asks for the field \(field), which no step has")
            }
        }
        if let last = step.branches.last, last.condition != nil {
            faults.append("step \(step.code) may have nowhere to go: its last branch has a condition")
        }
        for field in step.fields {
            if case .choice(let choices) = field.form, choices.isEmpty {
                faults.append("field \(field.code) has no choices")
            }
        }
        if let clock = step.clock {
            if clock.basis == .statutory, clock.clause.isEmpty {
                faults.append("the statutory clock of step \(step.code) has no clause")
            }
            if clock.basis == .statutory, clock.limitField != nil {
                faults.append("the statutory clock of step \(step.code) takes its limit from a field")
            }
            if let field = clock.limitField, !fields.contains(field) {
                faults.append("the clock of step \(step.code) asks for the field \(field), which no step has")
            }
            if clock.limits.isEmpty || clock.limits.last?.condition != nil {
                faults.append("the clock of step \(step.code) has no limit for every case")
            }
            if clock.limits.contains(where: { $0.limit < 1 }) {
                faults.append("a limit of step \(step.code) is below 1")
            }
        } else if step.stopsForCustomer {
            faults.append("step \(step.code) stops a clock that it does not have")
        }
        return faults
    }

    private func ends(_ code: String) -> Bool {
        guard let step = step(code) else { return false }
        return step.branches.isEmpty || step.branches.contains { $0.next == nil }
    }

    private func reachable(from start: String) -> Set<String> {
        var reached: Set<String> = []
        var waiting = [start]
        while let code = waiting.popLast() {
            guard reached.insert(code).inserted, let step = step(code) else { continue }
            waiting += step.branches.compactMap(\.next)
        }
        return reached
    }
}

extension WorkflowStep {
    /// Reads a filled-in form.
    /// - Returns: the values, each in its plain form (a day yyyy-mm-dd, money in fen).
    /// - Throws: `WorkRefusal.formInvalid` with every wrong field.
    func read(_ typed: [String: String]) throws(WorkRefusal) -> [String: String] {
        var values: [String: String] = [:]
        var faults: [WorkRefusal.FieldFault] = []
        for field in fields {
            guard let text = typed[field.code], !text.isEmpty else {
                if field.isRequired {
                    faults.append(.init(field: field.code, code: "control.field.required"))
                }
                continue
            }
            if let value = field.read(text) {
                values[field.code] = value
            } else {
                faults.append(.init(field: field.code, code: field.faultCode))
            }
        }
        for code in typed.keys.sorted() where !fields.contains(where: { $0.code == code }) {
            faults.append(.init(field: code, code: "control.field.unknown"))
        }
        guard faults.isEmpty else { throw .formInvalid(faults) }
        return values
    }

    /// The step that follows, given every value of the case; nil: done.
    func next(_ values: [String: String]) -> String? {
        branches.first { $0.condition?.holds(values) ?? true }?.next
    }
}
