/// One thing that is wrong with a definition: where in its document, and what; the text under `key` says how to mend it.
package struct WorkflowFault: Sendable, Hashable {
    /// A JSON pointer (RFC 6901): `/steps/1/branches/0/next`.
    package let path: String
    let word: String
    package let arguments: [String: String]

    package var key: String { "control.workflow.fault.\(word)" }

    init(_ path: String, _ word: String, _ arguments: [String: String] = [:]) {
        self.path = path
        self.word = word
        self.arguments = arguments
    }
}

extension WorkflowDefinition {
    /// What own texts begin with, so that none takes the place of the program's.
    static let ownTexts = "own."

    /// What is wrong with the definition in itself; empty where it is sound.
    package func faults() -> [WorkflowFault] {
        var faults: [WorkflowFault] = []
        if !Self.isKey(key) { faults.append(.init("/key", "key")) }
        if version < 1 { faults.append(.init("/version", "version")) }
        var steps: Set<String> = []
        var fields: Set<String> = []
        for (number, step) in self.steps.enumerated() {
            if step.code.isEmpty || !steps.insert(step.code).inserted {
                faults.append(.init("/steps/\(number)/code", "twice", ["code": step.code]))
            }
            for (place, field) in step.fields.enumerated()
            where field.code.isEmpty || !fields.insert(field.code).inserted {
                faults.append(
                    .init("/steps/\(number)/fields/\(place)/code", "twice", ["code": field.code]))
            }
        }
        if step(start) == nil { faults.append(.init("/start", "noStep", ["code": start])) }
        let reached = reachable(from: start)
        for (number, step) in self.steps.enumerated() {
            let path = "/steps/\(number)"
            faults += self.faults(of: step, at: path, fields: fields)
            if !reached.contains(step.code) {
                faults.append(.init(path, "unreached", ["code": step.code]))
            }
        }
        if !self.steps.contains(where: { reached.contains($0.code) && ends($0.code) }) {
            faults.append(.init("/steps", "endless"))
        }
        for key in (texts ?? [:]).keys.sorted() where !key.hasPrefix(Self.ownTexts) {
            faults.append(.init("/texts/\(key)", "textKey", ["code": key]))
        }
        return faults
    }

    private static func isKey(_ key: String) -> Bool {
        (1...60).contains(key.utf8.count)
            && key.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0)
                    || $0 == 0x2e
            }
    }

    private func faults(of step: WorkflowStep, at path: String, fields: Set<String>) -> [WorkflowFault] {
        var faults: [WorkflowFault] = []
        func ask(_ condition: WorkflowCondition?, _ place: String) {
            guard let field = condition?.field, !fields.contains(field) else { return }
            faults.append(.init(place + "/condition/field", "noField", ["code": field]))
        }
        for (number, branch) in step.branches.enumerated() {
            let place = "\(path)/branches/\(number)"
            if let next = branch.next, self.step(next) == nil {
                faults.append(.init(place + "/next", "noStep", ["code": next]))
            }
            ask(branch.condition, place)
        }
        if let last = step.branches.last, last.condition != nil {
            faults.append(.init("\(path)/branches/\(step.branches.count - 1)/condition", "stuck"))
        }
        for (number, field) in step.fields.enumerated() {
            let place = "\(path)/fields/\(number)/form"
            switch field.form {
            case .choice(let choices) where choices.isEmpty: faults.append(.init(place, "noChoices"))
            case .text(let most) where most < 1: faults.append(.init(place, "emptyRange"))
            case .number(let least, let most) where least > most:
                faults.append(.init(place, "emptyRange"))
            default: break
            }
        }
        guard let clock = step.clock else {
            if step.stopsForCustomer { faults.append(.init(path + "/stopsForCustomer", "noClock")) }
            return faults
        }
        if clock.basis == .statutory, clock.clause.isEmpty {
            faults.append(.init(path + "/clock/clause", "noClause"))
        }
        if let field = clock.limitField {
            if clock.basis == .statutory { faults.append(.init(path + "/clock/limitField", "lawful")) }
            if !fields.contains(field) {
                faults.append(.init(path + "/clock/limitField", "noField", ["code": field]))
            }
        }
        if let from = clock.from {
            if self.step(from) == nil {
                faults.append(.init(path + "/clock/from", "noStep", ["code": from]))
            } else if from == step.code || !reachable(from: from).contains(step.code) {
                faults.append(.init(path + "/clock/from", "notBefore", ["code": from]))
            }
        }
        if clock.limitParameter == nil, clock.limits.isEmpty || clock.limits.last?.condition != nil {
            faults.append(.init(path + "/clock/limits", "noLimit"))
        }
        for (number, limit) in clock.limits.enumerated() {
            let place = "\(path)/clock/limits/\(number)"
            if limit.limit < 1 { faults.append(.init(place + "/limit", "limit")) }
            ask(limit.condition, place)
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
