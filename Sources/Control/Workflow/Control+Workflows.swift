package import Kernel
package import Store

extension Control {
    /// Publishes every definition the rooms bring that is not yet there; doing it again changes nothing.
    /// - Throws: `WorkRefusal.workflowInvalid`; `.workflowPublished` where a version is there with another text.
    package func installWorkflows() async throws {
        let definitions = rooms.flatMap(\.workflows)
        try await record(as: Self.system()) { act in
            for definition in definitions { try publish(definition, act) }
        }
    }

    /// Publishes a definition; cases that run stay on the version they began with.
    /// - Throws: as `installWorkflows`.
    package func publishWorkflow(_ definition: WorkflowDefinition, by principal: Principal) async throws {
        try await command("control.workflows", by: principal) { act in try publish(definition, act) }
    }

    private func publish(_ definition: WorkflowDefinition, _ act: Act) throws {
        let known = Set(rooms.flatMap(\.permissions).map(\.permission))
        var faults = definition.faults()
        for step in definition.steps {
            if !known.contains(step.permission) {
                faults.append("step \(step.code) asks for \(step.permission), which no room has")
            }
            if let name = step.handler, (try? handler(name)) == nil {
                faults.append("step \(step.code) runs \(name), which no room has")
            }
        }
        guard faults.isEmpty else { throw WorkRefusal.workflowInvalid(faults) }
        if let stored = try WorkflowRows.definition(
            definition.key, version: definition.version, in: act.transaction)
        {
            guard stored == definition else {
                throw WorkRefusal.workflowPublished(definition.key, version: definition.version)
            }
            return
        }
        try WorkflowRows.insert(definition, by: act.principal.user, at: act.now, in: act.transaction)
        try act.audit(
            bucket: OrganisationID(1).bucket, action: "control.publishWorkflow",
            subject: "workflow \(definition.key) \(definition.version)")
    }

    /// Every published definition, the newest version of each first.
    package func workflows(by principal: Principal) async throws -> [WorkflowDefinition] {
        try await read("control.workbench", by: principal) { try WorkflowRows.all(in: $0) }
    }

    /// The newest version of a definition.
    /// - Throws: `WorkRefusal.workflowUnknown`.
    package func workflow(_ key: String, in transaction: any Transaction) throws -> WorkflowDefinition {
        guard let found = try WorkflowRows.latest(key, in: transaction) else {
            throw WorkRefusal.workflowUnknown(key)
        }
        return found
    }

    /// Hands a person's work to a colleague for a time; both must be in the setter's scope.
    /// - Throws: `WorkRefusal.leaveInvalid`, `.personUnknown`, `.reasonInvalid`; `ControlRefusal.forbidden` where it is
    ///   another's work and the person may not arrange that.
    package func coverLeave(
        of user: UserID, by cover: UserID, from: Day, until: Day, reason: String, as principal: Principal
    ) async throws {
        let id = house.ids.nextNumber()
        try await command(user == principal.user ? "control.workbench" : "control.leave", by: principal) {
            act in
            try Self.check(reason: reason)
            guard until >= from, user != cover else { throw WorkRefusal.leaveInvalid }
            for person in [user, cover] where person != principal.user {
                guard let found = try self.principal(person, address: "", in: act.transaction),
                    principal.scope.contains(found.scope)
                else { throw WorkRefusal.personUnknown(person.description) }
            }
            try WorkflowRows.insertLeave(
                id: id, of: user, cover: cover, from: from, until: until, reason: reason, by: principal.user,
                at: act.now, in: act.transaction)
            try act.audit(
                bucket: user.bucket, action: "control.coverLeave", subject: "user \(user)",
                after: "cover \(cover) \(from) \(until)")
        }
    }

    /// The most characters of a reason or note.
    static let longestReason = 200

    static func check(reason: String) throws(WorkRefusal) {
        guard !reason.isEmpty, reason.unicodeScalars.count <= longestReason else {
            throw .reasonInvalid(most: longestReason)
        }
    }
}
