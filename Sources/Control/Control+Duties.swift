package import Kernel
package import Store

/// Somebody's duty on a matter, as the trail keeps it.
package struct DutyDone: Sendable, Hashable {
    package let duty: Duty
    package let user: UserID
    package let at: Instant
}

extension Control {
    /// The pairs of these roles that one person may not carry at a place: standard rows and an organisation's own, less
    /// those that a parameter allows there.
    package func conflicts(
        of roles: [String], at organisation: OrganisationPath, on day: Day, in transaction: any Transaction
    ) throws -> [DutyConflict] {
        let carried = Set(roles)
        return try DutyRows.conflicts(in: transaction).filter { conflict in
            guard conflict.kind == .person, carried.contains(conflict.one), carried.contains(conflict.other)
            else { return false }
            guard let key = conflict.allowedBy else { return true }
            return try parameter(key, organisation: organisation, on: day, in: transaction).text != "YES"
        }
    }

    package func conflicts(of roles: [String], at organisation: OrganisationPath) async throws
        -> [DutyConflict]
    {
        let today = house.clock.today
        return try await house.database.read {
            try conflicts(of: roles, at: organisation, on: today, in: $0)
        }
    }

    /// Every rule of separation, those of persons first.
    package func dutyConflicts(by principal: Principal) async throws -> [DutyConflict] {
        try await read("control.people", by: principal) { try DutyRows.conflicts(in: $0) }
    }

    /// Adds an organisation's own rule of separation.
    /// - Throws: `ControlRefusal.nameTaken` where the pair has one, `.roleUnknown` where a role is none.
    package func addDutyConflict(
        _ kind: DutyConflict.Kind, _ one: String, _ other: String, clause: String, by principal: Principal
    ) async throws {
        guard one != other else { throw ControlRefusal.roleUnknown(other) }
        try await command("control.roles", by: principal) { act in
            if kind == .person {
                for role in [one, other]
                where try RoleRows.role(role, in: act.transaction) == nil {
                    throw ControlRefusal.roleUnknown(role)
                }
            }
            let pair = [one, other].sorted()
            let conflict = DutyConflict(
                kind: kind, one: pair[0], other: pair[1], allowedBy: nil, clause: clause)
            do {
                try act.transaction.savepoint { try DutyRows.insert(conflict, in: act.transaction) }
            } catch StoreFault.unique {
                throw ControlRefusal.nameTaken(kind: "conflict", name: pair.joined(separator: " – "))
            }
            try act.audit(
                bucket: principal.organisation.bucket, action: "control.addDutyConflict",
                subject: "conflict \(kind.rawValue) \(pair[0]) \(pair[1])",
                after: AuditValues.json([("clause", clause)]))
        }
    }

    /// Who did what on a matter, the first first.
    package func duties(on subject: String, in transaction: any Transaction) throws -> [DutyDone] {
        try DutyRows.all(on: subject, in: transaction)
    }

    /// - Throws: `PeopleRefusal.dutiesConflict` at the first pair that one person may not carry.
    func refuseConflicts(
        of roles: [String], at organisation: OrganisationPath, on day: Day, in transaction: any Transaction
    ) throws {
        if let first = try conflicts(of: roles, at: organisation, on: day, in: transaction).first {
            throw PeopleRefusal.dutiesConflict(one: first.one, other: first.other, clause: first.clause)
        }
    }
}

extension Act {
    /// Refuses where the acting person did another duty on this matter that may not be the same person's.
    /// - Parameter subject: the matter, such as `reading 1002 202610`; the same text for all its duties.
    /// - Throws: `PeopleRefusal.samePerson`.
    package func assertDifferentPerson(_ subject: String, _ duty: Duty) throws {
        let done = Set(try DutyRows.duties(of: principal.user, on: subject, in: transaction))
        if done.isEmpty { return }
        let conflict = try DutyRows.conflicts(in: transaction).first {
            $0.kind == .matter
                && (($0.one == duty.code && done.contains($0.other))
                    || ($0.other == duty.code && done.contains($0.one)))
        }
        guard let conflict else { return }
        throw PeopleRefusal.samePerson(one: conflict.one, other: conflict.other, clause: conflict.clause)
    }

    /// Does a duty on a matter: refused as `assertDifferentPerson` says, else kept with who and when.
    package func perform(_ duty: Duty, on subject: String) throws {
        try assertDifferentPerson(subject, duty)
        try DutyRows.insert(duty, on: subject, by: principal.user, at: now, in: transaction)
    }
}
