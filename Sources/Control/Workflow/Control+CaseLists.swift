package import Kernel
internal import Store

extension Control {
    /// Which cases a list shows.
    package enum CaseList: String, Sendable, CaseIterable { case mine, team, overdue, open, all }

    /// A list of cases, the most urgent first; `all` the newest first. At most 2,000 of those that the filter admits.
    ///
    /// `mine`: in one's hands, or of a colleague one covers for. `team`: in nobody's hands, that one may take.
    /// `overdue`, `open`, `all`: what the scope may see.
    package func cases(
        _ list: CaseList, _ filter: CaseFilter = CaseFilter(), by principal: Principal
    ) async throws -> [WorkCaseLine] {
        let now = house.clock.now()
        return try await read("control.workbench", by: principal) { transaction in
            let teller = try ClockTeller(self, principal, now, in: transaction)
            let names = CaseNames(transaction)
            var lines: [WorkCaseLine] = []
            for which in try self.which(list, principal, now.day, in: transaction) {
                let stops = try CaseRows.stops(list == .all ? .open(principal.scope) : which, in: transaction)
                for listed in try CaseRows.list(which, filter, in: transaction)
                where Self.admits(listed.found, to: list, principal) {
                    let found = listed.found
                    lines.append(
                        WorkCaseLine(
                            workCase: found,
                            clock: found.state.isOpen
                                ? teller.clock(listed.step, stops: [found.stepNumber: stops[found.id] ?? []])
                                : nil,
                            coveredFor: found.assignee.flatMap {
                                list == .mine && $0 != principal.user ? $0 : nil
                            }, enteredAt: listed.step.enteredAt,
                            names: try names.of(found, sender: listed.sender)))
                }
            }
            let shown = list == .overdue ? lines.filter { $0.clock?.isOverdue ?? false } : lines
            return list == .all ? shown : shown.sorted(by: WorkCaseLine.isMoreUrgent)
        }
    }

    private func which(
        _ list: CaseList, _ principal: Principal, _ today: Day, in transaction: any Transaction
    ) throws -> [CaseRows.Which] {
        switch list {
        case .mine:
            let covered = Set(try covers(principal.user, on: today, in: transaction).map(\.absent))
            return ([principal.user] + covered.sorted { $0.number < $1.number }).map { .assigned($0) }
        case .team: return [.unclaimed(principal.scope)]
        case .overdue, .open: return [.open(principal.scope)]
        case .all: return [.all(principal.scope)]
        }
    }

    private static func admits(_ found: WorkCase, to list: CaseList, _ principal: Principal) -> Bool {
        switch list {
        case .mine: principal.scope.contains(found.origin) || principal.scope.contains(found.place)
        case .team: principal.may(found.permission)
        case .overdue, .open, .all: true
        }
    }

    /// One case whole.
    /// - Throws: `WorkRefusal.caseUnknown` where there is none that this person may see.
    package func workCase(_ id: WorkCaseID, by principal: Principal) async throws -> WorkCasePicture {
        let now = house.clock.now()
        return try await read("control.workbench", by: principal) { transaction in
            let found = try self.visibleCase(id, to: principal, in: transaction)
            guard
                let definition = try WorkflowRows.definition(
                    found.workflow, version: found.workflowVersion, in: transaction)
            else { throw WorkRefusal.workflowUnknown(found.workflow) }
            let teller = try ClockTeller(self, principal, now, in: transaction)
            let stops = try CaseStepRows.stops(of: id, in: transaction)
            let steps = try CaseStepRows.all(of: id, in: transaction).map { stored in
                WorkCaseStep(
                    number: stored.number, step: stored.step, enteredAt: stored.enteredAt,
                    endedAt: stored.endedAt, endedBy: stored.endedBy, outcome: stored.outcome,
                    form: stored.form, clock: teller.clock(stored, stops: stops))
            }
            let trail = try CaseTrailRows.all(of: id, in: transaction)
            let absent = Set(
                try self.covers(principal.user, on: now.day, in: transaction).map(\.absent))
            let names = CaseNames(transaction)
            var people: [UserID: String] = [:]
            for user in Set(trail.map(\.user) + trail.compactMap(\.other) + [found.startedBy])
                .union(found.assignee.map { [$0] } ?? [])
            {
                people[user] = try names.person(user)
            }
            return WorkCasePicture(
                workCase: found, definition: definition, steps: steps, trail: trail,
                clock: found.state.isOpen ? steps.last?.clock : nil,
                names: try names.of(found, sender: steps.dropLast().last?.endedBy),
                people: people, coversFor: absent)
        }
    }

    /// Those of the principal's scope who may do a case's current step, by name.
    /// - Throws: `WorkRefusal.caseUnknown`.
    package func peopleFit(for id: WorkCaseID, by principal: Principal) async throws
        -> [(user: UserID, name: String, organisation: String)]
    {
        try await read("control.workbench", by: principal) { transaction in
            let found = try self.visibleCase(id, to: principal, in: transaction)
            return try CaseRows.people(having: found.permission, under: principal.scope, in: transaction)
                .compactMap { user in
                    guard let person = try self.principal(user, address: "", in: transaction),
                        person.scope.contains(found.stepPath), principal.scope.contains(person.scope),
                        user != found.assignee
                    else { return nil }
                    return (user, person.name, person.organisationName)
                }
        }
    }
}

extension Control {
    /// What people are called, for a page whose rows the reader may see.
    package func personNames(_ users: Set<UserID>) async throws -> [UserID: String] {
        try await house.database.read { transaction in
            let names = CaseNames(transaction)
            return try users.reduce(into: [:]) { $0[$1] = try names.person($1) }
        }
    }
}

/// What a list of cases is narrowed to.
package struct CaseFilter: Sendable, Hashable {
    /// Part of the title whatever its case (of A to Z), or the number; every case there is is looked at.
    package var text: String?
    /// A workflow's key.
    package var workflow: String?

    package init(text: String? = nil, workflow: String? = nil) {
        self.text = text
        self.workflow = workflow
    }
}

/// Names of people, places and steps, each fetched once a read.
private final class CaseNames {
    private let transaction: any Transaction
    private var people: [UserID: String] = [:]
    private var places: [OrganisationPath: String] = [:]
    private var definitions: [WorkflowRows.Version: WorkflowDefinition] = [:]

    init(_ transaction: any Transaction) { self.transaction = transaction }

    /// - Parameter sender: who ended the step before; nil where the first step is not done.
    func of(_ found: WorkCase, sender: UserID?) throws -> WorkCaseNames {
        let version = WorkflowRows.Version(key: found.workflow, number: found.workflowVersion)
        let definition =
            try definitions[version]
            ?? WorkflowRows.definition(
                version.key, version: version.number, in: transaction)
        definitions[version] = definition
        return WorkCaseNames(
            workflow: definition?.name ?? found.workflow,
            step: definition?.step(found.step)?.name ?? found.step,
            origin: try place(found.origin), place: try place(found.place),
            starter: try person(found.startedBy), sender: try person(sender ?? found.startedBy),
            holder: try found.assignee.map(person))
    }

    func person(_ user: UserID) throws -> String {
        if let known = people[user] { return known }
        // The system itself has no row.
        let name =
            try PeopleRows.user(user, in: transaction)?.name
            ?? (user == Control.system().user ? Control.system().name : user.description)
        people[user] = name
        return name
    }

    private func place(_ path: OrganisationPath) throws -> String {
        if let known = places[path] { return known }
        let name = try path.last.flatMap { try PeopleRows.organisation($0, in: transaction)?.name } ?? ""
        places[path] = name
        return name
    }
}

extension WorkCaseLine {
    /// Red before amber before green, standing clocks after running ones, then by due time, then the older first.
    static func isMoreUrgent(_ a: WorkCaseLine, _ b: WorkCaseLine) -> Bool {
        let (one, two) = (a.clock, b.clock)
        if let one, let two {
            if one.isStopped != two.isStopped { return two.isStopped }
            if one.light != two.light { return one.light > two.light }
            if let first = one.due, let second = two.due, first != second { return first < second }
        } else if (one == nil) != (two == nil) {
            return two == nil
        }
        return a.workCase.id.number < b.workCase.id.number
    }
}

/// Tells the clocks of one read: the calendar and the warning share are fetched once.
struct ClockTeller {
    private let calendar: WorkCalendar
    private let amber: Int
    private let now: Instant

    init(_ control: Control, _ principal: Principal, _ now: Instant, in transaction: any Transaction) throws {
        calendar = try control.calendar(in: transaction)
        amber = Int(
            try control.parameter(
                "control.clock.amberPercent", organisation: principal.scope, on: now.day, in: transaction
            ).number)
        self.now = now
    }

    func clock(_ stored: CaseStepRows.Stored, stops: [Int: [CaseClock.Stop]]) -> CaseClock? {
        guard let unit = stored.unit else { return nil }
        return CaseClock(
            unit: unit, limit: stored.limit, basis: stored.basis, clause: stored.clause,
            began: stored.enteredAt,
            stops: stops[stored.number] ?? [], ended: stored.endedAt, now: now, calendar: calendar,
            amber: amber)
    }
}
