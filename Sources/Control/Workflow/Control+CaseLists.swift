package import Kernel
internal import Store

extension Control {
    /// Which cases a list shows.
    package enum CaseList: String, Sendable, CaseIterable { case mine, team, overdue, open, all }

    /// The most cases that a list gives at once.
    package static let mostCases = 2_000

    /// The first cases of a list, the most urgent first; `all` the newest first. At most 2,000 of those that the filter
    /// admits.
    package func cases(
        _ list: CaseList, _ filter: CaseFilter = CaseFilter(), by principal: Principal
    ) async throws -> [WorkCaseLine] {
        try await cases(list, filter, after: nil, limit: Self.mostCases, by: principal).lines
    }

    /// A piece of a list, the soonest due first, then those whose clock stands, then those of no clock; `all` the newest
    /// first.
    ///
    /// `mine`: in one's hands, or of a colleague one covers for. `team`: in nobody's hands, that one may take.
    /// `overdue`, `open`, `all`: what the scope may see.
    /// - Parameter after: the place after which it begins; good also when the case there has left the list since.
    /// - Returns: the lines, and the place after which the next piece begins; nil where there is none.
    package func cases(
        _ list: CaseList, _ filter: CaseFilter = CaseFilter(), after: CaseCursor?, limit: Int,
        by principal: Principal
    ) async throws -> (lines: [WorkCaseLine], next: CaseCursor?) {
        let now = house.clock.now()
        return try await read("control.workbench", by: principal) { transaction in
            let teller = try ClockTeller(self, principal.scope, now, in: transaction)
            let names = CaseNames(transaction)
            let which = try self.which(list, principal, now, in: transaction)
            let found = try CaseRows.list(
                .init(which: which, filter: filter, after: after, limit: limit + 1), in: transaction)
            let shown = found.prefix(limit)
            let lines = try shown.map { listed in
                let found = listed.found
                return WorkCaseLine(
                    workCase: found,
                    clock: found.state.isOpen ? teller.clock(listed.step, listed.history) : nil,
                    coveredFor: found.assignee.flatMap { list == .mine && $0 != principal.user ? $0 : nil },
                    enteredAt: listed.step.enteredAt, due: listed.due,
                    names: try names.of(found, sender: listed.sender))
            }
            return (
                list == .overdue ? lines.filter { $0.clock?.isOverdue ?? false } : lines,
                found.count > limit ? shown.last.map { CaseCursor(due: $0.due, id: $0.found.id) } : nil
            )
        }
    }

    /// How many cases a list holds, all pieces together.
    package func caseCount(
        _ list: CaseList, _ filter: CaseFilter = CaseFilter(), by principal: Principal
    ) async throws -> Int {
        let now = house.clock.now()
        return try await read("control.workbench", by: principal) { transaction in
            try CaseRows.count(try self.which(list, principal, now, in: transaction), filter, in: transaction)
        }
    }

    private func which(
        _ list: CaseList, _ principal: Principal, _ now: Instant, in transaction: any Transaction
    ) throws -> CaseRows.Which {
        switch list {
        case .mine:
            let covered = Set(try covers(principal.user, on: now.day, in: transaction).map(\.absent))
            return .assigned(
                [principal.user] + covered.sorted { $0.number < $1.number }, principal.scope)
        case .team: return .unclaimed(principal.scope, principal.permissions)
        case .overdue: return .due(principal.scope, by: now)
        case .open: return .open(principal.scope)
        case .all: return .all(principal.scope)
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
            let teller = try ClockTeller(self, principal.scope, now, in: transaction)
            let rows = try CaseStepRows.all(of: id, in: transaction)
            let history = CaseHistory(rows, stops: try CaseStepRows.stops(of: id, in: transaction))
            let steps = rows.map { stored in
                WorkCaseStep(
                    number: stored.number, step: stored.step, enteredAt: stored.enteredAt,
                    endedAt: stored.endedAt, endedBy: stored.endedBy, outcome: stored.outcome,
                    form: stored.form, clock: teller.clock(stored, history))
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

/// Tells the clocks of one read: the calendar and the warning shares are fetched once.
final class ClockTeller {
    let calendar: WorkCalendar
    private let control: Control
    private let transaction: any Transaction
    private let place: OrganisationPath
    private let now: Instant
    private var shares: [OrganisationPath: Int] = [:]

    /// - Parameter place: whose warning share holds where a clock names none.
    init(_ control: Control, _ place: OrganisationPath, _ now: Instant, in transaction: any Transaction)
        throws
    {
        calendar = try control.calendar(in: transaction)
        (self.control, self.transaction, self.place, self.now) = (control, transaction, place, now)
        shares[place] = try share(at: place)
    }

    func clock(_ stored: CaseStepRows.Stored, _ history: CaseHistory) -> CaseClock? {
        clock(stored, history, amber: shares[place] ?? 100)
    }

    /// The clock as the place warns where the step is done.
    func clock(_ stored: CaseStepRows.Stored, _ history: CaseHistory, at place: OrganisationPath) throws
        -> CaseClock?
    {
        let amber = try shares[place] ?? share(at: place)
        shares[place] = amber
        return clock(stored, history, amber: amber)
    }

    private func clock(_ stored: CaseStepRows.Stored, _ history: CaseHistory, amber: Int) -> CaseClock? {
        guard let unit = stored.unit else { return nil }
        let (began, stops) = history.span(of: stored)
        return CaseClock(
            unit: unit, limit: stored.limit, basis: stored.basis, clause: stored.clause, began: began,
            stops: stops, ended: stored.endedAt, now: now, calendar: calendar, amber: amber)
    }

    private func share(at place: OrganisationPath) throws -> Int {
        Int(
            try control.parameter(
                "control.clock.amberPercent", organisation: place, on: now.day, in: transaction
            ).number)
    }
}
