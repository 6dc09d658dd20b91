internal import Kernel

/// Where an open case stands in a list of work: the moment it is due, filed beside it.
enum CaseDue {
    /// Its clock stands still: after every clock that runs.
    static let standing = Instant(milliseconds: 8_000_000_000_000_000)
    /// Its step has no clock: last.
    static let none = Instant(milliseconds: 9_000_000_000_000_000)

    /// - Returns: the last moment in time; where it lies in a year whose holidays are not known, the beginning of that
    ///   year, before which it cannot be.
    static func of(_ clock: CaseClock?, _ calendar: WorkCalendar) -> Instant {
        guard let clock else { return none }
        if let due = clock.due { return due }
        if clock.isStopped { return standing }
        let year = (calendar.years.last ?? 1_970) + 1
        return Day(yyyymmdd: year * 1_00_00 + 1_01).map(Instant.init(startOf:)) ?? none
    }
}

/// A place in a list of cases: what comes after it does not change when the case itself has left the list.
package struct CaseCursor: Sendable, Hashable, CustomStringConvertible {
    let due: Instant
    let id: WorkCaseID

    init(due: Instant, id: WorkCaseID) {
        self.due = due
        self.id = id
    }

    /// Reads what `description` wrote; nil for anything else.
    package init?(text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let due = Int64(parts[0]), let id = WorkCaseID(text: String(parts[1])) else {
            return nil
        }
        self.init(due: Instant(milliseconds: due), id: id)
    }

    package var description: String { "\(due.milliseconds).\(id)" }
}

/// What a case went through, as far as clocks ask for it.
struct CaseHistory {
    struct Entry {
        let number: Int
        let step: String
        let enteredAt: Instant
        let endedAt: Instant?
    }
    var entries: [Entry] = []
    /// When the clock stood still, by the number of the step's entry.
    var stops: [Int: [CaseClock.Stop]] = [:]

    /// When the clock of a step began, and when it stood still since.
    ///
    /// A step that is entered again goes on with the time it has used: its clock stood while the case was elsewhere. A
    /// clock that counts from an earlier step ran through everything since, and stood when that stood.
    func span(of step: CaseStepRows.Stored) -> (began: Instant, stops: [CaseClock.Stop]) {
        let own = stops[step.number] ?? []
        guard let from = step.clockFrom else { return (step.enteredAt, own) }
        let past = entries.filter { $0.number < step.number }
        if from != step.step {
            guard let first = past.first(where: { $0.step == from }) else { return (step.enteredAt, own) }
            return (
                first.enteredAt,
                (first.number...step.number).flatMap { stops[$0] ?? [] }
            )
        }
        var began = step.enteredAt
        var stood: [CaseClock.Stop] = []
        var left: Instant?
        for entry in past where entry.step == from {
            if let left {
                stood.append(.init(from: left, until: entry.enteredAt))
            } else {
                began = entry.enteredAt
            }
            stood += stops[entry.number] ?? []
            left = entry.endedAt
        }
        if let left { stood.append(.init(from: left, until: step.enteredAt)) }
        return (began, stood + own)
    }
}

/// The clock of a step as it is entered: its limit and clause as they are on that day.
struct StepClock {
    let unit: WorkflowClock.Unit
    let limit: Int
    let clause: String
    let basis: WorkflowClock.Basis
    let from: String?
}

extension Act {
    /// Enters a step; a limit that a parameter sets is the one in force today at the step's place.
    func enter(
        _ step: WorkflowStep, of id: WorkCaseID, number: Int, values: [String: String],
        at place: OrganisationPath
    ) throws {
        var entered: StepClock?
        if let clock = step.clock {
            let set = try clock.limitParameter.map {
                try control.parameter($0, organisation: place, on: today, in: transaction)
            }
            entered = StepClock(
                unit: clock.unit, limit: set.map { Int($0.number) } ?? clock.limit(values),
                clause: set?.clause ?? clock.clause, basis: clock.basis,
                from: clock.from ?? (clock.basis == .statutory ? step.code : nil))
        }
        try CaseStepRows.enter(id, number: number, step: step.code, clock: entered, at: now, in: transaction)
    }

    /// When a case is due as its steps and stops stand now.
    func due(of found: WorkCase) throws -> Instant {
        guard found.state.isOpen else { return CaseDue.none }
        let teller = try ClockTeller(control, found.stepPath, now, in: transaction)
        let steps = try CaseStepRows.all(of: found.id, in: transaction)
        let history = CaseHistory(steps, stops: try CaseStepRows.stops(of: found.id, in: transaction))
        return CaseDue.of(steps.last.flatMap { teller.clock($0, history) }, teller.calendar)
    }
}

extension CaseHistory {
    init(_ steps: [CaseStepRows.Stored], stops: [Int: [CaseClock.Stop]]) {
        entries = steps.map {
            Entry(number: $0.number, step: $0.step, enteredAt: $0.enteredAt, endedAt: $0.endedAt)
        }
        self.stops = stops
    }
}
