package import Kernel
internal import Store

extension Control {
    /// Which cases a list shows.
    package enum CaseList: String, Sendable, CaseIterable { case mine, team, overdue, open, all }

    /// A list of cases, the most urgent first; at most 2,000.
    ///
    /// `mine`: in one's hands, or of a colleague one covers for. `team`: in nobody's hands, that one may take.
    /// `overdue`, `open`, `all`: what the scope may see.
    package func cases(_ list: CaseList, by principal: Principal) async throws -> [WorkCaseLine] {
        let now = house.clock.now()
        return try await read("control.workbench", by: principal) { transaction in
            let teller = try ClockTeller(self, principal, now, in: transaction)
            let lines = try self.found(list, principal, now.day, in: transaction).map { found in
                let stored = try CaseStepRows.one(found.stepNumber, of: found.id, in: transaction)
                let stops = try CaseStepRows.stops(of: found.id, in: transaction)
                let holder = found.assignee.flatMap { list == .mine && $0 != principal.user ? $0 : nil }
                return WorkCaseLine(
                    workCase: found, clock: teller.clock(stored, stops: stops), coveredFor: holder)
            }
            let shown = list == .overdue ? lines.filter { $0.clock?.isOverdue ?? false } : lines
            return list == .all ? shown : shown.sorted(by: WorkCaseLine.isMoreUrgent)
        }
    }

    private func found(
        _ list: CaseList, _ principal: Principal, _ today: Day, in transaction: any Transaction
    ) throws -> [WorkCase] {
        switch list {
        case .mine:
            let covered = try WorkflowRows.covered(by: principal.user, on: today, in: transaction)
            return try ([principal.user] + covered.sorted { $0.number < $1.number })
                .flatMap { try CaseRows.assigned(to: $0, in: transaction) }
                .filter { principal.scope.contains($0.origin) || principal.scope.contains($0.place) }
        case .team:
            return try CaseRows.unclaimed(principal.scope, in: transaction).filter {
                principal.may($0.permission)
            }
        case .overdue, .open: return try CaseRows.visible(principal.scope, openOnly: true, in: transaction)
        case .all: return try CaseRows.visible(principal.scope, openOnly: false, in: transaction)
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
            return WorkCasePicture(
                workCase: found, definition: definition, steps: steps,
                trail: try CaseTrailRows.all(of: id, in: transaction),
                clock: found.state.isOpen ? steps.last?.clock : nil)
        }
    }

    /// What people are called, for the trail of a case that one may see.
    package func personNames(_ users: Set<UserID>) async throws -> [UserID: String] {
        try await house.database.read { transaction in
            var names: [UserID: String] = [:]
            for user in users { names[user] = try PeopleRows.user(user, in: transaction)?.name }
            return names
        }
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
