package import Control
package import Kernel
internal import Store

/// What the board showed of one station at the end of one day.
package struct BoardDay: Sendable, Hashable {
    /// Accounts in service, those read of the newest month, those that waited for approval.
    package struct Counts: Sendable, Hashable {
        package let expected: Int64
        package let read: Int64
        package let pending: Int64
    }

    package let organisation: OrganisationID
    package let day: Day
    /// Nil for a day that was made up for later from the books: nobody counted then.
    package let counts: Counts?
    /// Bills with an amount released in the day's calendar month up to it, and what they came to.
    package let releasedBills: Int64
    package let released: Money
    package let payments: Int64
    package let collected: Money
    package let paymentsThisMonth: Int64
    package let collectedThisMonth: Money
    /// Everything billed and not paid by then, late or not.
    package let outstanding: Money
}

extension Reports {
    /// Days that are made up for at most, where the program did not run or is new.
    package static let mostDaysLate = 31
    /// Days that one look shows at most.
    package static let mostDaysShown = 366

    static let schedule = Schedule(key: "reports.boardDay", .daily(minute: 25)) { control, due in
        let days = try await Reports(control: control).keepDays(through: due.day.adding(days: -1))
        return ScheduleOutcome("reports.days.kept", [("count", String(days))])
    }

    /// Keeps the board's figures of each day since the last that was kept, up to `last`: once, however often it is asked.
    /// The money of a day is what the books say of it, whenever it is summed; accounts are counted now, and so stand at
    /// `last` only.
    /// - Returns: how many days were kept.
    @discardableResult
    package func keepDays(through last: Day) async throws -> Int {
        let worker = control.systemPrincipal(address: "schedule")
        return try await control.record(as: worker) { [control] act in
            let transaction = act.transaction
            let earliest = last.adding(days: 1 - Self.mostDaysLate)
            let from = try BoardDayRows.last(in: transaction).map { max($0.adding(days: 1), earliest) }
            let organisations = try control.organisations(under: OrganisationPath("/"), in: transaction)
            var day = from ?? earliest
            var kept = 0
            while day <= last {
                for line in try Self.lines(day, isCounted: day == last, organisations, in: transaction) {
                    try BoardDayRows.insert(line, at: act.now, in: transaction)
                }
                kept += 1
                day = day.adding(days: 1)
            }
            guard kept > 0 else { return 0 }
            try act.audit(
                bucket: OrganisationID(1).bucket, action: "reports.keepDays", subject: "day \(last)",
                after: AuditValues.json([("days", String(kept))]))
            return kept
        }
    }

    private static func lines(
        _ day: Day, isCounted: Bool, _ organisations: [Organisation], in transaction: any Transaction
    ) throws -> [BoardDay] {
        let past = BoardPast(
            today: day, readAt: Instant(startOf: day),
            expected: isCounted ? try BoardRows.accounts(in: transaction) : [:],
            totals: try BoardRows.totals(before: day, in: transaction))
        let reading =
            isCounted ? try BoardRows.reading(upTo: day.billingMonth, in: transaction)?.counts ?? [:] : [:]
        return Board(
            organisations: organisations, month: day.billingMonth, counts: reading, past: past,
            today: try BoardRows.totals(of: day, in: transaction), runs: []
        ).lines.compactMap { line in
            guard let organisation = line.organisation else { return nil }
            return BoardDay(
                organisation: organisation, day: day,
                counts: isCounted
                    ? BoardDay.Counts(expected: line.expected, read: line.read, pending: line.pending) : nil,
                releasedBills: line.releasedBills, released: line.released, payments: line.paymentsToday,
                collected: line.collectedToday, paymentsThisMonth: line.paymentsThisMonth,
                collectedThisMonth: line.collectedThisMonth, outstanding: line.outstanding)
        }
    }

    /// The days that were kept of a station in the principal's scope, the oldest first.
    /// - Throws: `ControlRefusal.forbidden` without `control.board`; `.organisationUnknown` outside the scope.
    package func boardDays(
        of organisation: OrganisationID, from: Day, to: Day, by principal: Principal
    ) async throws -> [BoardDay] {
        try await control.read("control.board", by: principal) { [control] transaction in
            guard let place = try control.organisation(organisation, in: transaction),
                principal.scope.contains(place.path)
            else { throw ControlRefusal.organisationUnknown(organisation.description) }
            return try BoardDayRows.days(
                of: organisation, from: max(from, to.adding(days: 1 - Self.mostDaysShown)), to: to,
                in: transaction)
        }
    }
}
