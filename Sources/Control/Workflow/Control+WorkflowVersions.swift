internal import Foundation
internal import Language
internal import Store

/// A workflow's next version as a person writes it: read, looked over, and published by two.
extension Control {
    /// Reads a definition from its JSON text and says what is wrong with it, or what it changes.
    /// - Throws: `ControlRefusal.forbidden`.
    package func examineWorkflow(_ text: String, by principal: Principal) async throws -> WorkflowExamination
    {
        guard principal.may("control.workflows") else {
            throw ControlRefusal.forbidden("control.workflows")
        }
        let definition: WorkflowDefinition
        do {
            definition = try JSONDecoder().decode(WorkflowDefinition.self, from: Data(text.utf8))
        } catch let error as DecodingError {
            return WorkflowExamination(
                definition: nil, latest: nil, faults: [WorkflowFault(error)], differences: [])
        }
        return try await examineWorkflow(definition, by: principal)
    }

    /// The same for one that was read already.
    package func examineWorkflow(_ definition: WorkflowDefinition, by principal: Principal) async throws
        -> WorkflowExamination
    {
        try await read("control.workflows", by: principal) { try examine(definition, in: $0) }
    }

    func examine(_ definition: WorkflowDefinition, in transaction: any Transaction) throws
        -> WorkflowExamination
    {
        let latest = try WorkflowRows.latest(definition.key, in: transaction)
        var faults = faults(of: definition) + textFaults(definition)
        let next = (latest?.version ?? 0) + 1
        if definition.version >= 1, definition.version != next {
            faults.append(.init("/version", "nextVersion", ["version": String(next)]))
        }
        return WorkflowExamination(
            definition: definition, latest: latest?.version, faults: faults,
            differences: try definition.differences(from: latest))
    }

    /// What is wrong with it in itself and with what it asks of the rooms.
    func faults(of definition: WorkflowDefinition) -> [WorkflowFault] {
        let known = Set(permissions)
        var faults = definition.faults()
        for (number, step) in definition.steps.enumerated() {
            if !known.contains(step.permission) {
                faults.append(
                    .init("/steps/\(number)/permission", "noPermission", ["code": step.permission.code]))
            }
            if let key = step.clock?.limitParameter, !isWhole(key) {
                faults.append(.init("/steps/\(number)/clock/limitParameter", "noParameter", ["code": key]))
            }
            if let name = step.handler, (try? handler(name)) == nil {
                faults.append(.init("/steps/\(number)/handler", "noHandler", ["code": name]))
            }
        }
        return faults
    }

    /// Whether a room defines the parameter, as a whole number above zero.
    private func isWhole(_ key: String) -> Bool {
        guard case .integer(let range)? = parameters[key]?.form else { return false }
        return range.lowerBound > 0
    }

    /// Every text that pages show must be there: in the catalogue, or brought by the definition in both languages.
    private func textFaults(_ definition: WorkflowDefinition) -> [WorkflowFault] {
        let own = definition.texts ?? [:]
        var faults = Set(definition.textKeys).sorted().filter { own[$0] == nil && !Catalogue.has($0) }.map {
            WorkflowFault("/texts/\($0)", "noText", ["code": $0])
        }
        for (key, text) in own.sorted(by: { $0.key < $1.key }) {
            if text.zh.isEmpty || text.en.isEmpty {
                faults.append(.init("/texts/\(key)", "emptyText", ["code": key]))
            } else if let known = Catalogue.message(key), known.zh != text.zh || known.en != text.en {
                // A page of an older version shows the text too.
                faults.append(.init("/texts/\(key)", "otherText", ["code": key, "text": known.zh]))
            }
        }
        return faults
    }
}

/// What a look over a definition found.
package struct WorkflowExamination: Sendable {
    /// Nil where the text is no definition.
    package let definition: WorkflowDefinition?
    /// The number of the version in force; nil for a workflow that is new.
    package let latest: Int?
    /// Empty where it may be published.
    package let faults: [WorkflowFault]
    /// Against the version in force.
    package let differences: [WorkflowDifference]
}

extension WorkflowFault {
    fileprivate init(_ error: DecodingError) {
        func pointer(_ keys: [any CodingKey]) -> String {
            keys.isEmpty ? "/" : keys.map { "/" + ($0.intValue.map(String.init) ?? $0.stringValue) }.joined()
        }
        switch error {
        case .keyNotFound(let key, let context):
            self.init(pointer(context.codingPath + [key]), "missing")
        case .valueNotFound(_, let context): self.init(pointer(context.codingPath), "missing")
        case .typeMismatch(_, let context): self.init(pointer(context.codingPath), "type")
        case .dataCorrupted(let context): self.init(pointer(context.codingPath), "malformed")
        @unknown default: self.init("/", "malformed")
        }
    }
}
