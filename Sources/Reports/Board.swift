package import Control
package import Kernel

/// How the month stands, station by station.
package struct Board: Sendable {
    /// One station, or all of them.
    package struct Line: Sendable, Hashable {
        /// Nil for the sum.
        package let organisation: OrganisationID?
        package let name: String
        /// Accounts in service, and those of them that are read; `pending` ones wait for a person's approval.
        package var expected: Int64 = 0
        package var read: Int64 = 0
        package var pending: Int64 = 0
        /// Bills with an amount that were released this calendar month, and what they came to.
        package var releasedBills: Int64 = 0
        package var released = Money.zero
        package var paymentsToday: Int64 = 0
        package var collectedToday = Money.zero
        package var paymentsThisMonth: Int64 = 0
        package var collectedThisMonth = Money.zero
        /// Everything billed and not paid yet, late or not.
        package var outstanding = Money.zero
        /// The newest run that covers it.
        package var run: BoardRun?

        /// Whether there is anything to show; organisations without accounts and money are left out.
        var isEmpty: Bool {
            expected == 0 && read == 0 && releasedBills == 0 && paymentsThisMonth == 0 && outstanding.isZero
        }
    }

    /// The newest month that readings were taken for.
    package let readingMonth: BillingMonth
    package let lines: [Line]
    package let total: Line
}

/// A run as the board shows it.
package struct BoardRun: Sendable, Hashable {
    package let id: JobID
    package let month: BillingMonth
    package let path: OrganisationPath
    /// The word of `BillRun.State`: `CALCULATING`, `CALCULATED`, `CHECKED`, `RELEASING`, `RELEASED`, `FAILED`,
    /// `PAUSED`.
    package let state: String
    package let unitsDone: Int
    package let units: Int
}

/// What stands on the ledger's codes that the board shows, in fen and postings.
struct BoardTotals: Sendable, Hashable {
    /// Credits on revenue and funds: what bills came to.
    var releasedFen: Int64 = 0
    var bills: Int64 = 0
    /// Debits on cash and bank.
    var collectedFen: Int64 = 0
    var payments: Int64 = 0
    /// 应收账款 since the beginning.
    var outstandingFen: Int64 = 0
}

extension Board {
    init(
        organisations: [Organisation], month: BillingMonth,
        counts: [OrganisationID: (read: Int64, pending: Int64)],
        past: BoardPast, today: [OrganisationID: BoardTotals], runs: [BoardRun]
    ) {
        readingMonth = month
        var lines: [Line] = []
        var total = Line(organisation: nil, name: "")
        for organisation in organisations {
            let before = past.totals[organisation.id] ?? BoardTotals()
            let now = today[organisation.id] ?? BoardTotals()
            let count = counts[organisation.id] ?? (0, 0)
            var line = Line(organisation: organisation.id, name: organisation.name)
            line.expected = past.expected[organisation.id] ?? 0
            line.read = count.read
            line.pending = count.pending
            line.releasedBills = before.bills + now.bills
            line.released = Money(fen: before.releasedFen + now.releasedFen)
            line.paymentsToday = now.payments
            line.collectedToday = Money(fen: now.collectedFen)
            line.paymentsThisMonth = before.payments + now.payments
            line.collectedThisMonth = Money(fen: before.collectedFen + now.collectedFen)
            line.outstanding = Money(fen: before.outstandingFen + now.outstandingFen)
            line.run = runs.first { $0.path.contains(organisation.path) }
            if line.isEmpty { continue }
            total.add(line)
            lines.append(line)
        }
        total.run = runs.first
        self.lines = lines
        self.total = total
    }
}

extension Board.Line {
    mutating func add(_ line: Self) {
        expected += line.expected
        read += line.read
        pending += line.pending
        releasedBills += line.releasedBills
        released += line.released
        paymentsToday += line.paymentsToday
        collectedToday += line.collectedToday
        paymentsThisMonth += line.paymentsThisMonth
        collectedThisMonth += line.collectedThisMonth
        outstanding += line.outstanding
    }
}
