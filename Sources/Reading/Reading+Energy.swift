package import Control
package import Kernel
import Records
package import Store

extension Reading {
    /// The approved energy of a month in one bucket, by account and usage point: what the month run reads. Points that
    /// wait for approval are not among it.
    package func approved(
        _ month: BillingMonth, in bucket: Bucket, _ transaction: any Transaction
    ) throws -> [PointEnergy] {
        var points: [PointEnergy] = []
        try EnergyRows.approved(month, BucketRange(bucket), in: transaction) { points.append($0) }
        return points
    }

    /// The same of a range of whole buckets, by bucket first.
    ///
    /// On SQLite the month's rows of each bucket are read by key, one bucket after the other; a range over buckets would
    /// walk through every month of the range.
    package func approved(
        _ month: BillingMonth, in range: BucketRange, _ transaction: any Transaction
    ) throws -> [PointEnergy] {
        if transaction.engine == .sqlite {
            return try (range.first.number...range.last.number).flatMap { number in
                try approved(month, in: Bucket(number: Int(number))!, transaction)
            }
        }
        var points: [PointEnergy] = []
        try EnergyRows.approved(month, range, in: transaction) { points.append($0) }
        return points
    }

    /// The periods of one account from a month on, oldest first, pending ones too: its consumption, and with
    /// `RegisterEvidence.unpack` how each came about.
    /// - Parameter months: how many at most, 1…36.
    /// - Throws: `ReadingRefusal.accountUnknown` outside the principal's scope.
    package func periods(
        _ account: AccountID, from month: BillingMonth, months: Int, by principal: Principal
    ) async throws -> [PointEnergy] {
        try await control.read("reading.read", by: principal) { transaction in
            _ = try self.account(account, under: principal.scope, in: transaction)
            return try EnergyRows.periods(
                account, from: month, to: month.adding(months: min(max(months, 1), 36) - 1), in: transaction)
        }
    }

    /// One account's energy of a month, for a bill's explanation.
    package func energy(
        _ account: AccountID, _ month: BillingMonth, in transaction: any Transaction
    ) throws -> [PointEnergy] {
        try EnergyRows.periods(account, from: month, to: month, in: transaction)
    }
}

/// The statements that read energy whole.
enum EnergyRows {
    static func approved(
        _ month: BillingMonth, _ range: BucketRange, in transaction: any Transaction,
        _ body: (PointEnergy) -> Void
    ) throws {
        let sql: SQL =
            """
            SELECT account_id, usage_point_id, month, version, state, total_wh, sharp_wh, peak_wh, flat_wh, valley_wh,
                reactive_varh, demand_w, is_tou, is_estimated, days, first_day, last_day, evidence
            FROM reading_energy WHERE \(bucket: "bucket", in: range) AND month = \(month) AND state = 'APPROVED'
            ORDER BY bucket, month, account_id, usage_point_id
            """
        try transaction.each(sql) { body(try point($0)) }
    }

    static func periods(
        _ account: AccountID, from first: BillingMonth, to last: BillingMonth, in transaction: any Transaction
    ) throws -> [PointEnergy] {
        var sql: SQL =
            """
            SELECT account_id, usage_point_id, month, version, state, total_wh, sharp_wh, peak_wh, flat_wh, valley_wh,
                reactive_varh, demand_w, is_tou, is_estimated, days, first_day, last_day, evidence
            FROM reading_energy WHERE bucket = \(account.bucket) AND account_id = \(account) AND month IN (
            """
        for number in first.number...max(first.number, last.number) {
            guard let month = BillingMonth(number: Int(number)) else { continue }
            sql.append(number == first.number ? "\(month)" : ", \(month)")
        }
        sql.append(") ORDER BY month, usage_point_id")
        return try transaction.all(sql, point)
    }

    private static func point(_ row: any Row) throws -> PointEnergy {
        var point = PointEnergy(
            account: try row.id(0), usagePoint: try row.id(1), month: try row.month(2),
            firstDay: try row.day(15),
            lastDay: try row.day(16))
        point.version = try row.int64(3)
        point.state = try row.text(4) == "APPROVED" ? .approved : .pending
        point.total = try row.quantity(5)
        point.sharp = try row.quantity(6)
        point.peak = try row.quantity(7)
        point.flat = try row.quantity(8)
        point.valley = try row.quantity(9)
        point.reactive = try row.quantity(10)
        point.demand = try row.quantity(11)
        point.isTimeOfUse = try row.bool(12)
        point.isEstimated = try row.bool(13)
        point.days = try row.int(14)
        point.evidence = try row.text(17)
        return point
    }
}
