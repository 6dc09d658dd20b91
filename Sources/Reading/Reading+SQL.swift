import Kernel
import Records
import Store

/// The statements of reading on whole loads.
enum ReadingRows {
    /// The rows of one month of some accounts, the last revision of each register.
    static func readings(
        of ids: [AccountID], month: BillingMonth, in transaction: any Transaction
    ) throws -> [AccountID: PastReadings] {
        var found: [AccountID: PastReadings] = [:]
        for slice in ids.slices(of: WantedAccounts.limit) {
            let sql =
                WantedAccounts.sql(slice, as: "reading_wanted") + """
                    SELECT r.account_id, r.installation_id, r.register, r.usage_point_id, r.day, r.value, r.carried_wh,
                        r.revision
                    FROM reading_wanted w CROSS JOIN reading_reading r
                    WHERE r.bucket = w.bucket AND r.month = \(month) AND r.account_id = w.id
                    ORDER BY r.account_id, r.installation_id, r.register, r.revision
                    """
            try transaction.each(sql) { row in
                guard let reading = try past(row) else { return }
                var rows = found[try row.id(0), default: PastReadings()].rows
                found[try row.id(0)] = nil
                if let last = rows.last, last.installation == reading.installation,
                    last.register == reading.register
                {
                    rows[rows.count - 1] = reading
                } else {
                    rows.append(reading)
                }
                found[try row.id(0)] = PastReadings(rows: rows)
            }
        }
        return found
    }

    /// The last month before `month` in which an account was read, searched in its whole history.
    static func lastMonth(
        of id: AccountID, before month: BillingMonth, in transaction: any Transaction
    ) throws -> BillingMonth? {
        try transaction.first(
            """
            SELECT month FROM reading_reading
            WHERE bucket = \(id.bucket) AND month < \(month) AND account_id = \(id) ORDER BY month DESC LIMIT 1
            """
        ) { try $0.month(0) }
    }

    /// The first month that any account of these accounts' buckets was read in.
    static func firstMonth(of ids: [AccountID], in transaction: any Transaction) throws -> BillingMonth? {
        var first: BillingMonth?
        for slice in ids.slices(of: WantedAccounts.limit) {
            let sql =
                WantedAccounts.sql(slice, as: "reading_wanted") + """
                    SELECT MIN((SELECT MIN(r.month) FROM reading_reading r WHERE r.bucket = w.bucket)) FROM reading_wanted w
                    """
            let found = try transaction.first(sql) { $0.isNull(0) ? nil : try $0.month(0) } ?? nil
            first = [first, found].compactMap { $0 }.min()
        }
        return first
    }

    private static func past(_ row: any Row) throws -> PastReadings.Row? {
        guard let register = RegisterKind(rawValue: try row.int(2)) else { return nil }
        return PastReadings.Row(
            installation: try row.int64(1), register: register, usagePoint: try row.id(3),
            day: try row.day(4),
            value: try row.quantity(5), carried: try row.quantity(6), revision: try row.int64(7))
    }

    /// What is known of the months the rules look at: a year back, the last three, this one and the next two.
    static func histories(
        of ids: [AccountID], month: BillingMonth, in transaction: any Transaction
    ) throws -> [AccountID: [PointHistory]] {
        let months = [-12, -3, -2, -1, 0, 1, 2].compactMap {
            BillingMonth(number: Int(month.number) + $0)?.yyyymm
        }
        var found: [AccountID: [PointHistory]] = [:]
        for slice in ids.slices(of: WantedAccounts.limit) {
            var sql = WantedAccounts.sql(slice, as: "reading_wanted")
            sql.append(
                """
                SELECT e.account_id, e.month, e.usage_point_id, e.total_wh, e.days, e.state, e.is_estimated, e.version
                FROM reading_wanted w CROSS JOIN reading_energy e
                WHERE e.bucket = w.bucket AND e.account_id = w.id AND e.month IN (
                """)
            for (index, month) in months.enumerated() { sql.append(index == 0 ? "\(month)" : ", \(month)") }
            sql.append(")")
            try transaction.each(sql) { row in
                found[try row.id(0), default: []].append(
                    PointHistory(
                        month: try row.month(1), usagePoint: try row.id(2), total: try row.quantity(3),
                        days: try row.int(4), state: try row.text(5) == "APPROVED" ? .approved : .pending,
                        isEstimated: try row.bool(6), version: try row.int64(7)))
            }
        }
        return found
    }

    // MARK: - Writing

    static let readingColumns = [
        "bucket", "month", "account_id", "installation_id", "register", "revision", "usage_point_id", "day",
        "value",
        "status", "source", "carried_wh", "user_id", "at_ms",
    ]

    static func write(
        _ assessments: [Assessment], month: BillingMonth, source: ReadingSource,
        revisions: [AccountID: PastReadings],
        user: UserID, at now: Instant, in transaction: any Transaction
    ) throws {
        try transaction.bulk(BulkInsert(into: "reading_reading", readingColumns)) { writer in
            for assessment in assessments {
                let account = assessment.account.account
                let bucket = account.bucket
                let before = revisions[account]
                for reading in assessment.readings {
                    writer.value(bucket)
                    writer.value(month)
                    writer.value(account)
                    writer.int64(reading.installation)
                    writer.int64(Int64(reading.register.rawValue))
                    writer.int64((before?.row(reading.installation, reading.register)?.revision ?? 0) + 1)
                    writer.value(reading.usagePoint)
                    writer.value(reading.day)
                    writer.value(reading.value)
                    writer.text(reading.status.rawValue)
                    writer.text((reading.isRemoval ? .removal : source).rawValue)
                    writer.value(reading.carried)
                    writer.value(user)
                    writer.value(now)
                    try writer.endRow()
                }
            }
        }
    }

    static let energyColumns = [
        "bucket", "month", "account_id", "usage_point_id", "version", "state", "total_wh", "sharp_wh",
        "peak_wh",
        "flat_wh", "valley_wh", "reactive_varh", "demand_w", "is_tou", "is_estimated", "days", "first_day",
        "last_day",
        "evidence", "deep_valley_wh", "fed_back", "period_demand",
    ]

    static func insert(_ points: some Sequence<PointEnergy>, in transaction: any Transaction) throws {
        try transaction.bulk(BulkInsert(into: "reading_energy", energyColumns)) { writer in
            for point in points {
                writer.value(point.account.bucket)
                writer.value(point.month)
                writer.value(point.account)
                writer.value(point.usagePoint)
                writer.int64(point.version)
                writer.text(point.state.rawValue)
                writer.value(point.total)
                writer.value(point.sharp)
                writer.value(point.peak)
                writer.value(point.flat)
                writer.value(point.valley + point.deepValley)
                writer.value(point.reactive)
                writer.value(point.demand)
                writer.value(point.isTimeOfUse)
                writer.value(point.isEstimated)
                writer.int64(Int64(point.days))
                writer.value(point.firstDay)
                writer.value(point.lastDay)
                writer.text(point.evidence)
                writer.value(point.deepValley)
                writer.text(point.packedFedBack)
                writer.text(point.packedPeriodDemand)
                try writer.endRow()
            }
        }
    }

    /// Puts a re-entered point in the place of the version before; false where that was replaced meanwhile.
    static func replace(_ point: PointEnergy, in transaction: any Transaction) throws -> Bool {
        try transaction.run(
            """
            UPDATE reading_energy SET version = \(point.version), state = \(point.state.rawValue),
                total_wh = \(point.total), sharp_wh = \(point.sharp), peak_wh = \(point.peak), flat_wh = \(point.flat),
                valley_wh = \(point.valley + point.deepValley), deep_valley_wh = \(point.deepValley),
                fed_back = \(point.packedFedBack), period_demand = \(point.packedPeriodDemand),
                reactive_varh = \(point.reactive), demand_w = \(point.demand),
                is_tou = \(point.isTimeOfUse), is_estimated = \(point.isEstimated), days = \(point.days),
                first_day = \(point.firstDay), last_day = \(point.lastDay), evidence = \(point.evidence),
                loss_wh = 0, line_loss_wh = 0, loss_varh = 0, loss_policy = 0, loss_waits = 0, loss_evidence = ''
            WHERE bucket = \(point.account.bucket) AND month = \(point.month) AND account_id = \(point.account)
                AND usage_point_id = \(point.usagePoint) AND version = \(point.version - 1)
            """) == 1
    }

    /// Adds to the counts of a month; the row lies in the bucket of whoever adds, so that writers do not meet.
    static func add(
        _ changes: [RouteKey: ProgressChange], month: BillingMonth, bucket: Bucket,
        in transaction: any Transaction
    ) throws {
        let sorted = changes.sorted {
            ($0.key.organisation, $0.key.route) < ($1.key.organisation, $1.key.route)
        }
        for (key, change) in sorted where change != ProgressChange() {
            try transaction.run(
                """
                INSERT INTO reading_progress (bucket, month, organisation_id, route, approved, pending)
                VALUES (\(bucket), \(month), \(key.organisation), \(key.route), \(change.approved), \(change.pending))
                ON CONFLICT (bucket, month, organisation_id, route) DO UPDATE
                SET approved = reading_progress.approved + excluded.approved,
                    pending = reading_progress.pending + excluded.pending
                """)
        }
    }
}
