internal import Foundation
internal import Kernel
internal import Store

/// Rows of jobs and their units.
enum JobRows {
    static func insert(
        _ id: JobID, kind: String, organisation: Organisation, input: String, units: [BucketRange],
        by user: UserID,
        at: Instant, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_job (bucket, id, kind, organisation_id, organisation_path, input, state, units,
              started_by, created_at)
            VALUES (\(id.bucket), \(id), \(kind), \(organisation.id), \(organisation.path.text), \(input), 'WAITING',
              \(units.count), \(user), \(at))
            """)
        let rows = BulkInsert(
            into: "control_job_unit", ["bucket", "job_id", "number", "last_bucket", "state"])
        try transaction.bulk(rows) { writer in
            for (number, range) in units.enumerated() {
                writer.value(range.first)
                writer.value(id)
                writer.int64(Int64(number))
                writer.value(range.last)
                writer.text("WAITING")
                try writer.endRow()
            }
        }
    }

    private static func job(_ row: any Row) throws -> Job {
        Job(
            id: try row.id(0), kind: try row.text(1), organisation: try row.id(2),
            organisationPath: OrganisationPath(try row.text(3)), input: try row.text(4),
            state: state(Job.State(rawValue: try row.text(5)) ?? .failed, wish: try row.text(11)),
            units: try row.int(6), startedBy: try row.id(12), createdAt: try row.instant(7),
            startedAt: try row.optionalInstant(8),
            finishedAt: try row.optionalInstant(9), fault: try row.optionalText(10))
    }

    private static func state(_ stored: Job.State, wish: String) -> Job.State {
        switch (stored, wish) {
        case (.done, _): .done
        case (_, "CANCEL"): .cancelled
        case (.waiting, "PAUSE"), (.running, "PAUSE"): .paused
        default: stored
        }
    }

    static func find(_ id: JobID, in transaction: any Transaction) throws -> Job? {
        try transaction.first(
            """
            SELECT id, kind, organisation_id, organisation_path, input, state, units, created_at, started_at,
              finished_at, fault, wish, started_by
            FROM control_job WHERE bucket = \(id.bucket) AND id = \(id)
            """, job)
    }

    /// The newest of a kind, wherever it was started.
    static func newest(kind: String, in transaction: any Transaction) throws -> Job? {
        try transaction.first(
            """
            SELECT id, kind, organisation_id, organisation_path, input, state, units, created_at, started_at,
              finished_at, fault, wish, started_by
            FROM control_job WHERE kind = \(kind) ORDER BY id DESC LIMIT 1 /*scatter: the newest of all*/
            """, job)
    }

    static func recent(
        _ scope: OrganisationPath, kind: String = "", before: JobID? = nil, limit: Int,
        in transaction: any Transaction
    ) throws -> [Job] {
        try transaction.all(
            """
            SELECT id, kind, organisation_id, organisation_path, input, state, units, created_at, started_at,
              finished_at, fault, wish, started_by
            FROM control_job WHERE organisation_path >= \(scope.text) AND organisation_path < \(scope.end)
              AND (\(kind) = '' OR kind = \(kind))
              AND id < \(before?.number ?? Int64.max)
            ORDER BY id DESC LIMIT \(limit) /*scatter: the list of jobs, a few a day*/
            """, job)
    }

    /// Those that are to be worked, the oldest first.
    static func unfinished(in transaction: any Transaction) throws -> [Job] {
        try transaction.all(
            """
            SELECT id, kind, organisation_id, organisation_path, input, state, units, created_at, started_at,
              finished_at, fault, wish, started_by
            FROM control_job WHERE state IN ('WAITING', 'RUNNING') AND wish = 'RUN'
            ORDER BY id LIMIT \(mostUnfinished) /*scatter: the queue, a few at a time*/
            """, job)
    }

    private static let mostUnfinished = 1_000

    static func setRunning(_ id: JobID, at: Instant, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE control_job SET state = 'RUNNING', started_at = COALESCE(started_at, \(at)), fault = NULL,
              finished_at = NULL
            WHERE bucket = \(id.bucket) AND id = \(id) AND state <> 'DONE' AND wish = 'RUN'
            """)
    }

    /// What is wished of a job from now on. `RUN` puts a failed one back into the queue.
    static func setWish(_ id: JobID, _ wish: Wish, at: Instant, in transaction: any Transaction) throws {
        switch wish {
        case .pause:
            try transaction.run(
                "UPDATE control_job SET wish = 'PAUSE' WHERE bucket = \(id.bucket) AND id = \(id)")
        case .cancel:
            try transaction.run(
                """
                UPDATE control_job SET wish = 'CANCEL', finished_at = \(at)
                WHERE bucket = \(id.bucket) AND id = \(id)
                """)
        case .run:
            try transaction.run(
                """
                UPDATE control_job SET wish = 'RUN', state = 'WAITING', fault = NULL, finished_at = NULL
                WHERE bucket = \(id.bucket) AND id = \(id)
                """)
        }
    }

    enum Wish { case run, pause, cancel }

    /// Whether this call ended it: of two workers that find nothing left, one does.
    static func setDone(_ id: JobID, at: Instant, in transaction: any Transaction) throws -> Bool {
        try transaction.run(
            """
            UPDATE control_job SET state = 'DONE', finished_at = \(at)
            WHERE bucket = \(id.bucket) AND id = \(id) AND state <> 'DONE' AND wish = 'RUN'
            """) == 1
    }

    static func setFailed(_ id: JobID, fault: String, at: Instant, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE control_job SET state = 'FAILED', fault = \(fault), finished_at = \(at)
            WHERE bucket = \(id.bucket) AND id = \(id) AND state <> 'DONE'
            """)
    }

    static func waiting(_ id: JobID, in transaction: any Transaction) throws -> [(
        number: Int, range: BucketRange
    )] {
        try transaction.all(
            """
            SELECT number, bucket, last_bucket FROM control_job_unit WHERE job_id = \(id) AND state = 'WAITING'
            ORDER BY number /*scatter: what is left of a job*/
            """
        ) { (number: try $0.int(0), range: BucketRange(try $0.bucket(1), try $0.bucket(2))) }
    }

    /// The numbers of a job's finished units.
    static func finished(_ id: JobID, in transaction: any Transaction) throws -> Set<Int> {
        Set(
            try transaction.all(
                """
                SELECT number FROM control_job_unit WHERE job_id = \(id) AND state = 'DONE'
                ORDER BY number /*scatter: a drill is counted once*/
                """
            ) { try $0.int(0) })
    }

    /// On SQLite there is one writer at a time, so nothing can be locked by another.
    private static let claim = TwoTexts(
        "control.claim a unit that no other worker has",
        sqlite: """
            SELECT 1 FROM control_job_unit WHERE bucket = $1 AND job_id = $2 AND number = $3 AND state = 'WAITING'
            """,
        postgres: """
            SELECT 1 FROM control_job_unit WHERE bucket = $1 AND job_id = $2 AND number = $3 AND state = 'WAITING'
            FOR UPDATE SKIP LOCKED
            """)

    /// Takes a unit for this transaction: false where it was done before or another worker is at it. The claim is the
    /// row's lock, so it ends with the transaction, however that ends.
    static func take(
        _ id: JobID, _ number: Int, _ range: BucketRange, at: Instant, in transaction: any Transaction
    ) throws
        -> Bool
    {
        guard try transaction.exists(claim(transaction.engine, range.first, id, Int64(number))) else {
            return false
        }
        return try transaction.run(
            """
            UPDATE control_job_unit SET state = 'DONE', finished_at = \(at)
            WHERE bucket = \(range.first) AND job_id = \(id) AND number = \(number) AND state = 'WAITING'
            """) == 1
    }

    static func setResult(
        _ id: JobID, _ number: Int, _ range: BucketRange, _ result: UnitResult,
        in transaction: any Transaction
    ) throws {
        let text = String(decoding: try encoder.encode(result), as: UTF8.self)
        try transaction.run(
            """
            UPDATE control_job_unit SET result = \(text)
            WHERE bucket = \(range.first) AND job_id = \(id) AND number = \(number)
            """)
    }

    static func progress(_ id: JobID, in transaction: any Transaction) throws -> (Int, UnitResult, JobPace?) {
        var done = 0
        var result = UnitResult()
        var finished: [(at: Instant, done: Int)] = []
        try transaction.each(
            """
            SELECT result, finished_at FROM control_job_unit WHERE job_id = \(id) AND state = 'DONE'
            ORDER BY number /*scatter: how far a job is*/
            """
        ) { row in
            done += 1
            guard let text = try row.optionalText(0), let at = try row.optionalInstant(1) else { return }
            let unit = try JSONDecoder().decode(UnitResult.self, from: Data(text.utf8))
            finished.append((at, unit.done))
            result = result + unit
        }
        return (done, result, JobPace(finished))
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return encoder
    }
}
