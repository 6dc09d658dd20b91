internal import Control
internal import Kernel
internal import Store

/// Rows of runs, chunks and exceptions.
enum BillRunRows {
    struct Stored {
        let id: JobID
        let month: BillingMonth
        let organisation: OrganisationID
        let path: OrganisationPath
        let releaseJob: JobID?
        let checkedBy: UserID?
        let releaseDay: Day?
        let dueDay: Day?
        let createdAt: Instant
        let cancelledAt: Instant?
    }

    static func insert(
        _ id: JobID, month: BillingMonth, organisation: Organisation, by user: UserID, at: Instant,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO billing_run (bucket, id, month, organisation_id, organisation_path, created_by, created_at)
            VALUES (\(id.bucket), \(id), \(month), \(organisation.id), \(organisation.path.text), \(user), \(at))
            """)
    }

    private static func stored(_ row: any Row) throws -> Stored {
        Stored(
            id: try row.id(0), month: try row.month(1), organisation: try row.id(2),
            path: OrganisationPath(try row.text(3)), releaseJob: try row.optionalID(4),
            checkedBy: try row.optionalID(5), releaseDay: try row.optionalDay(6),
            dueDay: try row.optionalDay(7),
            createdAt: try row.instant(8), cancelledAt: try row.optionalInstant(9))
    }

    static func find(_ id: JobID, in transaction: any Transaction) throws -> Stored? {
        try transaction.first(
            """
            SELECT id, month, organisation_id, organisation_path, release_job, checked_by, release_day, due_day, created_at,
              cancelled_at
            FROM billing_run WHERE bucket = \(id.bucket) AND id = \(id)
            """, stored)
    }

    static func recent(
        _ scope: OrganisationPath, before: JobID?, limit: Int, in transaction: any Transaction
    ) throws -> [Stored] {
        try transaction.all(
            """
            SELECT id, month, organisation_id, organisation_path, release_job, checked_by, release_day, due_day, created_at,
              cancelled_at
            FROM billing_run WHERE organisation_path >= \(scope.text) AND organisation_path < \(scope.end)
              AND id < \(before?.number ?? Int64.max)
            ORDER BY id DESC LIMIT \(limit) /*scatter: the list of runs, a few a month*/
            """, stored)
    }

    /// Holds a month until the transaction ends: of two that want to run it, the second sees what the first began.
    static func hold(_ month: BillingMonth, at: Instant, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO billing_month (month, held_at) VALUES (\(month), \(at))
            ON CONFLICT (month) DO UPDATE SET held_at = excluded.held_at
            """)
    }

    /// The runs of a month that were not cancelled, newest first.
    static func runs(of month: BillingMonth, in transaction: any Transaction) throws -> [Stored] {
        try transaction.all(
            """
            SELECT id, month, organisation_id, organisation_path, release_job, checked_by, release_day, due_day, created_at,
              cancelled_at
            FROM billing_run WHERE month = \(month) AND cancelled_at IS NULL
            ORDER BY id DESC /*scatter: a month's runs, a few*/
            """, stored)
    }

    static func setCancelled(
        _ id: JobID, by user: UserID, at: Instant, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.run(
            """
            UPDATE billing_run SET cancelled_by = \(user), cancelled_at = \(at)
            WHERE bucket = \(id.bucket) AND id = \(id) AND cancelled_at IS NULL
            """) == 1
    }

    static func setChecked(_ id: JobID, by user: UserID, at: Instant, in transaction: any Transaction) throws
        -> Bool
    {
        try transaction.run(
            """
            UPDATE billing_run SET checked_by = \(user), checked_at = \(at)
            WHERE bucket = \(id.bucket) AND id = \(id) AND checked_by IS NULL AND cancelled_at IS NULL
            """) == 1
    }

    static func setReleasing(
        _ id: JobID, job: JobID, releaseDay: Day, dueDay: Day, by user: UserID,
        in transaction: any Transaction
    ) throws -> Bool {
        try transaction.run(
            """
            UPDATE billing_run SET release_job = \(job), release_day = \(releaseDay), due_day = \(dueDay),
              released_by = \(user)
            WHERE bucket = \(id.bucket) AND id = \(id) AND release_job IS NULL AND checked_by IS NOT NULL
              AND cancelled_at IS NULL
            """) == 1
    }

    struct Chunk {
        let number: Int
        let range: BucketRange
        let bills: Int
        let digest: [UInt8]
    }

    static func insert(
        run: JobID, number: Int, range: BucketRange, bills: Int, energy: Energy, amount: Money,
        digest: [UInt8],
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO billing_chunk (bucket, run_id, number, last_bucket, bills, energy_wh, amount_fen, digest)
            VALUES (\(range.first), \(run), \(number), \(range.last), \(bills), \(energy), \(amount), \(digest))
            """)
    }

    static func chunk(
        run: JobID, number: Int, range: BucketRange, in transaction: any Transaction
    ) throws -> Chunk? {
        try transaction.first(
            """
            SELECT number, bucket, last_bucket, bills, digest FROM billing_chunk
            WHERE bucket = \(range.first) AND run_id = \(run) AND number = \(number)
            """, chunk)
    }

    static func ranges(of run: JobID, in transaction: any Transaction) throws -> [BucketRange] {
        try transaction.all(
            """
            SELECT number, bucket, last_bucket, bills, digest FROM billing_chunk WHERE run_id = \(run)
            ORDER BY number /*scatter: a run's units, a few hundred*/
            """
        ) { try chunk($0).range }
    }

    private static func chunk(_ row: any Row) throws -> Chunk {
        Chunk(
            number: try row.int(0), range: BucketRange(try row.bucket(1), try row.bucket(2)),
            bills: try row.int(3),
            digest: try row.blob(4))
    }

    static func insert(_ exceptions: [BillException], run: JobID, in transaction: any Transaction) throws {
        let rows = BulkInsert(
            into: "billing_exception",
            ["bucket", "run_id", "account_id", "code", "is_blocking", "organisation_id", "found", "expected"])
        try transaction.bulk(rows) { writer in
            for exception in exceptions {
                writer.value(exception.account.bucket)
                writer.value(run)
                writer.value(exception.account)
                writer.text(exception.code)
                writer.int64(exception.isBlocking ? 1 : 0)
                writer.value(exception.organisation)
                writer.int64(exception.found)
                writer.int64(exception.expected)
                try writer.endRow()
            }
        }
    }

    /// Blocking ones first, then by code and account.
    static func exceptions(
        of run: JobID, code: String?, after last: BillException.Place?, limit: Int,
        in transaction: any Transaction
    ) throws -> [BillException] {
        let blocking: Int64 = last.map { $0.isBlocking ? 1 : 0 } ?? 2
        let account = last?.account.number ?? 0
        return try transaction.all(
            """
            SELECT account_id, code, is_blocking, organisation_id, found, expected FROM billing_exception
            WHERE run_id = \(run) AND code >= \(code ?? "") AND code <= \(code ?? "~")
              AND (is_blocking < \(blocking) OR (is_blocking = \(blocking)
                AND (code > \(last?.code ?? "") OR (code = \(last?.code ?? "") AND account_id > \(account)))))
            ORDER BY is_blocking DESC, code, account_id LIMIT \(limit) /*scatter: a run's exceptions*/
            """, exception)
    }

    private static func exception(_ row: any Row) throws -> BillException {
        BillException(
            account: try row.id(0), code: try row.text(1), isBlocking: try row.bool(2),
            organisation: try row.id(3), found: try row.int64(4), expected: try row.int64(5))
    }

    /// The accounts that something stops in a run.
    static func stopped(by run: JobID, in transaction: any Transaction) throws -> Set<AccountID> {
        Set(
            try transaction.all(
                """
                SELECT account_id FROM billing_exception WHERE run_id = \(run) AND is_blocking = 1
                /*scatter: what stops a run's accounts, by its index*/
                """
            ) { try $0.id(0) })
    }

    static func keep(
        _ value: ParameterValue, of run: JobID, _ path: OrganisationPath, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO billing_parameter (bucket, run_id, key, organisation_path, value, clause)
            VALUES (\(run.bucket), \(run), \(value.key), \(path.text), \(value.text), \(value.clause))
            """)
    }

    static func kept(of run: JobID, in transaction: any Transaction) throws
        -> [(path: OrganisationPath, value: ParameterValue)]
    {
        try transaction.all(
            """
            SELECT organisation_path, key, value, clause FROM billing_parameter
            WHERE bucket = \(run.bucket) AND run_id = \(run) ORDER BY key, organisation_path
            """
        ) { row in
            (
                path: OrganisationPath(try row.text(0)),
                value: ParameterValue(key: try row.text(1), text: try row.text(2), clause: try row.text(3))
            )
        }
    }
}
