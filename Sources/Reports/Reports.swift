package import Control
internal import Kernel
internal import Synchronization

/// The front door of reports 综合查询: reads across the rooms' tables and changes nothing of theirs.
///
/// - `board`: the station board 供电所看板, made from rollups (`ledger_daily`, `reading_progress`, a run's job units),
///   so that a refresh costs the same whatever the number of customers.
/// - `keepDays`, `boardDays`: the board's figures at the end of each day, kept every night.
package struct Reports: Sendable {
    let control: Control
    let memory = BoardMemory()

    package init(control: Control) { self.control = control }

    /// Reports' entry among the rooms.
    package static let room = Room(
        name: "reports", schedules: [schedule], migrations: ReportsSchema.migrations)

    /// The board of everything under the principal's scope, station by station.
    /// - Throws: `ControlRefusal.forbidden` without `control.board`.
    package func board(by principal: Principal) async throws -> Board {
        let now = control.house.clock.now()
        let today = now.day
        let known = memory.kept(today: today, at: now)
        let (board, past) = try await control.read("control.board", by: principal) { [control] transaction in
            let past =
                try known
                ?? BoardPast(
                    today: today, readAt: now, expected: BoardRows.accounts(in: transaction),
                    totals: BoardRows.totals(before: today, in: transaction))
            let reading = try BoardRows.reading(upTo: today.billingMonth, in: transaction)
            let board = Board(
                organisations: try control.organisations(under: principal.scope, in: transaction),
                month: reading?.month ?? today.billingMonth, counts: reading?.counts ?? [:], past: past,
                today: try BoardRows.totals(of: today, in: transaction),
                runs: try BoardRows.runs(seenFrom: principal.scope, in: transaction))
            return (board, past)
        }
        if known == nil { memory.keep(past) }
        return board
    }
}

/// What was summed of the days before today and does not change any more: postings carry the day they are made on.
struct BoardPast: Sendable {
    let today: Day
    let readAt: Instant
    /// Accounts in service.
    let expected: [OrganisationID: Int64]
    let totals: [OrganisationID: BoardTotals]
}

/// Keeps the past between refreshes. It is read anew each minute: another process may close a day a moment late,
/// and accounts are opened and closed.
final class BoardMemory: Sendable {
    private let past = Mutex<BoardPast?>(nil)
    /// How long it is kept.
    static let keptMs: Int64 = 60_000

    func kept(today: Day, at now: Instant) -> BoardPast? {
        past.withLock { past in
            guard let past, past.today == today, now.milliseconds - past.readAt.milliseconds < Self.keptMs,
                now.milliseconds >= past.readAt.milliseconds
            else { return nil }
            return past
        }
    }

    func keep(_ new: BoardPast) { past.withLock { $0 = new } }
}
