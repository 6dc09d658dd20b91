/*reads across: a board shows what reading, billing, payment and the ledger hold, side by side*/
internal import Control
internal import Kernel
internal import Store

/// What a board reads. Nothing here walks through a table that grows with customers, but `accounts`, which is kept
/// for a minute.
enum BoardRows {
    /// Accounts in service by organisation.
    static func accounts(in transaction: any Transaction) throws -> [OrganisationID: Int64] {
        var found: [OrganisationID: Int64] = [:]
        try transaction.each(
            """
            /*scatter: a board shows the whole company*/
            SELECT organisation_id, COUNT(*) FROM records_account WHERE state = 'ACTIVE' GROUP BY organisation_id
            """
        ) { found[try $0.id(0)] = try $0.int64(1) }
        return found
    }

    /// The newest month with readings, and how many accounts are read in it by organisation.
    static func reading(
        upTo last: BillingMonth, in transaction: any Transaction
    ) throws -> (month: BillingMonth, counts: [OrganisationID: (read: Int64, pending: Int64)])? {
        let newest = try transaction.first(
            """
            /*scatter: the newest month of all buckets, by its index*/
            SELECT month FROM reading_progress WHERE month <= \(last) ORDER BY month DESC LIMIT 1
            """
        ) { try $0.month(0) }
        guard let newest else { return nil }
        var counts: [OrganisationID: (read: Int64, pending: Int64)] = [:]
        try transaction.each(
            """
            /*scatter: a month's counts over all buckets, by their index*/
            SELECT organisation_id, CAST(SUM(approved + pending) AS BIGINT), CAST(SUM(pending) AS BIGINT)
            FROM reading_progress WHERE month = \(newest) GROUP BY organisation_id
            """
        ) { counts[try $0.id(0)] = (try $0.int64(1), try $0.int64(2)) }
        return (newest, counts)
    }

    /// What was posted on one day, by the day's index.
    static func totals(of day: Day, in transaction: any Transaction) throws -> [OrganisationID: BoardTotals] {
        var found: [OrganisationID: BoardTotals] = [:]
        try transaction.each(
            """
            /*scatter: a day's totals over all buckets, by their index*/
            SELECT organisation_id, code, CAST(SUM(amount_fen) AS BIGINT), CAST(SUM(count) AS BIGINT)
            FROM ledger_daily WHERE day = \(day) GROUP BY organisation_id, code
            """
        ) { row in
            let fen = try row.int64(2)
            try add(
                to: &found[try row.id(0), default: BoardTotals()], code: try row.int64(1), fen: fen,
                count: try row.int64(3), everFen: fen)
        }
        return found
    }

    /// What was posted on the days before `today`: this calendar month's bills and payments, and the receivables of
    /// all days.
    static func totals(before today: Day, in transaction: any Transaction) throws -> [OrganisationID:
        BoardTotals]
    {
        let first = today.billingMonth.firstDay
        var found: [OrganisationID: BoardTotals] = [:]
        try transaction.each(
            """
            /*scatter: totals of days over all buckets; kept for a minute*/
            SELECT organisation_id, code, CAST(SUM(CASE WHEN day >= \(first) THEN amount_fen ELSE 0 END) AS BIGINT),
              CAST(SUM(CASE WHEN day >= \(first) THEN count ELSE 0 END) AS BIGINT), CAST(SUM(amount_fen) AS BIGINT)
            FROM ledger_daily WHERE day < \(today) GROUP BY organisation_id, code
            """
        ) { row in
            try add(
                to: &found[try row.id(0), default: BoardTotals()], code: try row.int64(1),
                fen: try row.int64(2),
                count: try row.int64(3), everFen: try row.int64(4))
        }
        return found
    }

    /// Codes of the chart of accounts, as `LedgerCode` names them.
    private static func add(
        to totals: inout BoardTotals, code: Int64, fen: Int64, count: Int64, everFen: Int64
    ) throws {
        switch code {
        case 1001, 1002:
            totals.collectedFen += fen
            totals.payments += count
        case 1122: totals.outstandingFen += everFen
        case 2241: totals.releasedFen -= fen
        case 6001:
            totals.releasedFen -= fen
            totals.bills += count
        default: break
        }
    }

    /// How many of the newest runs are looked at; there are a few a month.
    static let runLimit = 24

    /// The newest runs under a scope or over it, newest first.
    static func runs(seenFrom scope: OrganisationPath, in transaction: any Transaction) throws -> [BoardRun] {
        let stored = try transaction.all(
            """
            /*scatter: the newest runs, a few a month*/
            SELECT id, month, organisation_path, release_job, CASE WHEN checked_by IS NULL THEN 0 ELSE 1 END
            FROM billing_run WHERE cancelled_at IS NULL ORDER BY id DESC LIMIT \(runLimit)
            """
        ) { row in
            (
                id: try row.id(0) as JobID, month: try row.month(1), path: OrganisationPath(try row.text(2)),
                release: try row.optionalInt64(3).map { JobID($0) }, isChecked: try row.bool(4)
            )
        }
        var runs: [BoardRun] = []
        for run in stored where scope.contains(run.path) || run.path.contains(scope) {
            let job = run.release ?? run.id
            let found = try transaction.first(
                "SELECT state, units, wish FROM control_job WHERE bucket = \(job.bucket) AND id = \(job)"
            ) { (state: try $0.text(0), units: try $0.int(1), wish: try $0.text(2)) }
            guard let found, found.wish != "CANCEL" || found.state == "DONE" else { continue }
            let state =
                switch (found.state, run.release != nil) {
                case ("FAILED", _): "FAILED"
                case ("DONE", true): "RELEASED"
                case ("WAITING", _) where found.wish == "PAUSE", ("RUNNING", _) where found.wish == "PAUSE":
                    "PAUSED"
                case (_, true): "RELEASING"
                case ("DONE", false): run.isChecked ? "CHECKED" : "CALCULATED"
                case (_, false): "CALCULATING"
                }
            let done = found.state == "DONE" ? found.units : try unitsDone(of: job, in: transaction)
            runs.append(
                BoardRun(
                    id: run.id, month: run.month, path: run.path, state: state, unitsDone: done,
                    units: found.units))
        }
        return runs
    }

    private static func unitsDone(of job: JobID, in transaction: any Transaction) throws -> Int {
        try transaction.first(
            """
            /*scatter: how far a job is, by its index*/
            SELECT COUNT(*) FROM control_job_unit WHERE job_id = \(job) AND state = 'DONE'
            """
        ) { try $0.int(0) } ?? 0
    }
}
