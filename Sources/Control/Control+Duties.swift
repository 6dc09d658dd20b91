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
            guard conflict.kind == .person, conflict.organisation.contains(organisation),
                carried.contains(conflict.one), carried.contains(conflict.other)
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

    /// Every rule of separation that holds within the principal's scope, those of persons first.
    package func dutyConflicts(by principal: Principal) async throws -> [DutyConflict] {
        try await read("control.people", by: principal) { transaction in
            try DutyRows.conflicts(in: transaction).filter {
                $0.organisation.contains(principal.scope) || principal.scope.contains($0.organisation)
            }
        }
    }

    /// How many people within the scope carry both roles of a rule of persons: a rule made later holds for what is
    /// granted from then on, and these are to be put right.
    package func carriers(of conflict: DutyConflict, by principal: Principal) async throws -> Int {
        guard conflict.kind == .person else { return 0 }
        let path = conflict.organisation.contains(principal.scope) ? principal.scope : conflict.organisation
        return try await read("control.people", by: principal) {
            try DutyRows.carriers(of: conflict.one, and: conflict.other, under: path, in: $0)
        }
    }

    /// Adds an organisation's own rule of separation, for it and below; what is granted from then on keeps to it.
    /// - Throws: `ControlRefusal.nameTaken` where the pair has one there already, `.roleUnknown` where a role is none,
    ///   `.organisationUnknown`; `PeopleRefusal.nameInvalid` for a clause that is none.
    @discardableResult
    package func addDutyConflict(
        _ kind: DutyConflict.Kind, _ one: String, _ other: String, at organisation: OrganisationID,
        clause: String, by principal: Principal
    ) async throws -> DutyConflictID {
        try Self.check(name: clause)
        guard one != other else { throw ControlRefusal.roleUnknown(other) }
        let id: DutyConflictID = house.ids.next()
        return try await command("control.roles", by: principal) { act in
            let place = try visiblePlace(organisation, to: principal, in: act.transaction)
            let known = try RoleRows.roles(seenFrom: principal.scope, in: act.transaction).map(\.code)
            for code in [one, other] {
                let isKnown = kind == .person ? known.contains(code) : Duty.all.contains(Duty(code))
                if !isKnown { throw ControlRefusal.roleUnknown(code) }
            }
            let pair = [one, other].sorted()
            let conflict = DutyConflict(
                id: id, kind: kind, organisation: place.path, one: pair[0], other: pair[1], allowedBy: nil,
                clause: clause)
            let isThere = try DutyRows.conflicts(in: act.transaction).contains {
                $0.kind == kind && $0.one == pair[0] && $0.other == pair[1] && $0.allowedBy == nil
                    && $0.organisation.contains(place.path)
            }
            if isThere {
                throw ControlRefusal.nameTaken(kind: "conflict", name: pair.joined(separator: " – "))
            }
            try DutyRows.insert(id, conflict, by: principal.user, at: act.now, in: act.transaction)
            try act.audit(
                bucket: place.id.bucket, action: "control.addDutyConflict", subject: "conflict \(id)",
                after: AuditValues.json([
                    ("kind", kind.rawValue), ("one", pair[0]), ("other", pair[1]),
                    ("organisation", place.path.text), ("clause", clause),
                ]))
            try act.publish(ControlEvents.people, bucket: place.id.bucket, organisation: place.path)
            return id
        }
    }

    /// An organisation's own rule.
    /// - Throws: `PeopleRefusal.conflictUnknown`, also for one outside the scope or one of the program's.
    func ownConflict(_ id: DutyConflictID, _ act: Act) throws -> DutyConflict {
        let found = try DutyRows.conflicts(in: act.transaction).first { $0.id == id }
        guard let found, act.principal.scope.contains(found.organisation) else {
            throw PeopleRefusal.conflictUnknown
        }
        return found
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
    /// The rules are of people. What the program does itself, such as setting a company up, is nobody's duty.
    private var isPerson: Bool { principal.user != Control.system().user }

    /// Refuses where the acting person did another duty on this matter that may not be the same person's.
    /// - Parameters:
    ///   - subject: the matter, such as those of `DutyMatter`; the same text for all its duties.
    ///   - place: where the matter lies: its rules hold, also for somebody from headquarters.
    /// - Throws: `PeopleRefusal.samePerson`.
    package func assertDifferentPerson(_ subject: String, _ duty: Duty, at place: OrganisationPath) throws {
        guard isPerson else { return }
        let done = try DutyRows.duties(of: principal.user, on: subject, in: transaction)
        try refuse(duty, after: Set(done.map { Duty($0) }), at: place)
    }

    /// Refuses a duty to the acting person, who did these on the same matter.
    /// - Throws: `PeopleRefusal.samePerson`.
    package func refuse(_ duty: Duty, after done: Set<Duty>, at place: OrganisationPath) throws {
        guard isPerson, !done.isEmpty else { return }
        let conflict = try DutyRows.conflicts(in: transaction).first {
            $0.kind == .matter && $0.organisation.contains(place)
                && (($0.one == duty.code && done.contains(Duty($0.other)))
                    || ($0.other == duty.code && done.contains(Duty($0.one))))
        }
        guard let conflict else { return }
        throw PeopleRefusal.samePerson(one: conflict.one, other: conflict.other, clause: conflict.clause)
    }

    /// Does a duty on a matter: refused as `assertDifferentPerson` says, else kept with who and when.
    package func perform(_ duty: Duty, on subject: String, at place: OrganisationPath) throws {
        guard isPerson else { return }
        try assertDifferentPerson(subject, duty, at: place)
        try DutyRows.insert(duty, on: subject, by: principal.user, at: now, in: transaction)
    }
}
