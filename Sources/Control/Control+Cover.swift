package import Kernel
package import Store

package enum CoverKind {}
package typealias CoverID = Identifier<CoverKind>

/// Leave cover: who does whose work from day to day, and who approved it.
package struct Cover: Sendable, Hashable {
    package let id: CoverID
    /// Who is away.
    package let absent: UserID
    /// Who does their work.
    package let covering: UserID
    package let firstDay: Day
    /// The last day, itself within.
    package let lastDay: Day
    package let reason: String
    package let approvedBy: UserID
    package let approvedAt: Instant
    package let isEnded: Bool
}

extension Control {
    /// The most covers of one list.
    private static let coverLimit = 200

    /// Approves that one person does another's work from `first` to `last`. The approver is neither; both stand in the
    /// approver's scope and see the same data; what the two carry together must be one person's to carry.
    /// - Throws: `PeopleRefusal.userUnknown`, `.notToOneself`, `.coverDaysInvalid`, `.coverTaken` where the absent one
    ///   has cover on one of the days or the covering one is away themselves, `.dutiesConflict`.
    package func approveCover(
        of absent: UserID, by covering: UserID, from first: Day, to last: Day, reason: String,
        as principal: Principal
    ) async throws -> CoverID {
        try Self.check(name: reason)
        guard first <= last, last >= house.clock.today, absent != covering else {
            throw PeopleRefusal.coverDaysInvalid
        }
        if principal.user == absent || principal.user == covering { throw PeopleRefusal.notToOneself }
        let id: CoverID = house.ids.next()
        return try await command("control.cover", by: principal) { act in
            let away = try visibleUser(absent, to: principal, in: act.transaction)
            let cover = try visibleUser(covering, to: principal, in: act.transaction)
            guard cover.isActive,
                let one = try self.principal(covering, address: "", in: act.transaction),
                let place = try booksPlace(of: away.organisation, in: act.transaction),
                one.scope.contains(place.path)
            else { throw PeopleRefusal.userUnknown }
            try refuseConflicts(
                of: away.roles + cover.roles, at: place.path, on: act.today, in: act.transaction)
            let taken =
                try CoverRows.covers(of: absent, from: first, to: last, in: act.transaction).map { _ in away }
                + CoverRows.covers(of: covering, from: first, to: last, in: act.transaction).map { _ in cover
                }
                + CoverRows.covers(by: absent, from: first, to: last, in: act.transaction).map { _ in away }
            if let taken = taken.first { throw PeopleRefusal.coverTaken(taken.name) }
            try CoverRows.insert(
                Cover(
                    id: id, absent: absent, covering: covering, firstDay: first, lastDay: last,
                    reason: reason,
                    approvedBy: principal.user, approvedAt: act.now, isEnded: false), in: act.transaction)
            try act.audit(
                bucket: absent.bucket, action: "control.approveCover", subject: "user \(absent)",
                after: AuditValues.json([
                    ("cover", "\(id)"), ("covering", "\(covering)"), ("first", "\(first)"),
                    ("last", "\(last)"),
                    ("reason", reason),
                ]))
            try act.publish(ControlEvents.people, bucket: absent.bucket, organisation: place.path)
            return id
        }
    }

    /// Ends a cover before its last day.
    /// - Throws: `PeopleRefusal.coverUnknown`, `.userUnknown`.
    package func endCover(_ id: CoverID, of absent: UserID, by principal: Principal) async throws {
        try await command("control.cover", by: principal) { act in
            let away = try visibleUser(absent, to: principal, in: act.transaction)
            guard try CoverRows.end(id, of: absent, at: act.now, in: act.transaction) else {
                throw PeopleRefusal.coverUnknown
            }
            try act.audit(
                bucket: absent.bucket, action: "control.endCover", subject: "user \(absent)",
                after: AuditValues.json([("cover", "\(id)")]))
            if let place = try PeopleRows.organisation(away.organisation, in: act.transaction) {
                try act.publish(ControlEvents.people, bucket: absent.bucket, organisation: place.path)
            }
        }
    }

    /// Whom a person stands in for on a day: tasks of these may be handed to them.
    package func covers(_ user: UserID, on day: Day, in transaction: any Transaction) throws -> [Cover] {
        try CoverRows.covers(by: user, from: day, to: day, in: transaction)
    }

    package func covers(_ user: UserID, on day: Day) async throws -> [Cover] {
        try await house.database.read { try covers(user, on: day, in: $0) }
    }

    /// Who stands in for a person on a day; nil where nobody does.
    package func standIn(for absent: UserID, on day: Day, in transaction: any Transaction) throws -> Cover? {
        try CoverRows.covers(of: absent, from: day, to: day, in: transaction).first
    }

    /// How many permissions of who is away their stand-in lacks, those of deciding aside, which the cover lends: tasks that
    /// ask for one of them must be given to somebody else.
    package func permissionsLacking(_ cover: Cover) async throws -> Int {
        let lent = Set(approvalRules.values.flatMap { [$0.approver, $0.senior ?? $0.approver] })
        return try await house.database.read { transaction in
            try PeopleRows.permissions(of: cover.absent, in: transaction)
                .subtracting(PeopleRows.permissions(of: cover.covering, in: transaction))
                .subtracting(lent).count
        }
    }

    /// Covers that end on `day` or later with the people's names, the latest first: those of the principal's scope for
    /// who may look at people, else one's own.
    package func covers(from day: Day, by principal: Principal) async throws
        -> [(cover: Cover, absent: UserRecord, covering: UserRecord)]
    {
        let seesAll = principal.may("control.people") || principal.may("control.cover")
        return try await read("control.workbench", by: principal) { transaction in
            try CoverRows.covers(from: day, limit: Self.coverLimit, in: transaction).compactMap { cover in
                guard seesAll || cover.absent == principal.user || cover.covering == principal.user,
                    let absent = try? visibleUser(cover.absent, to: principal, in: transaction),
                    let covering = try UserRows.user(cover.covering, in: transaction)
                else { return nil }
                return (cover, absent, covering)
            }
        }
    }

    /// Those between whom the principal may approve a cover: the active people of their scope, by login.
    package func coverablePeople(by principal: Principal) async throws -> [UserRecord] {
        try await read("control.cover", by: principal) {
            try UserRows.users(
                under: principal.scope, UserFilter(isActive: true, limit: UserFilter.most), in: $0)
        }
    }
}
