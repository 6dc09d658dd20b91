import Kernel
import Records
import Store

/// The statements that read energy whole.
enum EnergyRows {
    /// A month's approved energy of whole buckets, in order of bucket, account and usage point; without evidence.
    static func approved(
        _ month: BillingMonth, _ range: BucketRange, in transaction: any Transaction
    ) throws -> [PointEnergy] {
        var points: [PointEnergy] = []
        func take(_ row: any Row) throws {
            var point = PointEnergy(
                account: try row.id(0), usagePoint: try row.id(1), month: month, firstDay: try row.day(12),
                lastDay: try row.day(13))
            point.version = try row.int64(2)
            point.total = try row.quantity(3)
            point.sharp = try row.quantity(4)
            point.peak = try row.quantity(5)
            point.flat = try row.quantity(6)
            point.valley = try row.quantity(7)
            point.reactive = try row.quantity(8)
            point.demand = try row.quantity(9)
            point.isTimeOfUse = try row.bool(10)
            point.isEstimated = try row.bool(11)
            point.days = try row.int(14)
            points.append(point)
        }
        if transaction.engine == .sqlite {
            try transaction.each(
                in: range,
                """
                SELECT account_id, usage_point_id, version, total_wh, sharp_wh, peak_wh, flat_wh, valley_wh,
                    reactive_varh, demand_w, is_tou, is_estimated, first_day, last_day, days
                FROM reading_energy WHERE bucket = \(range.first) AND month = \(month) AND state = 'APPROVED'
                ORDER BY account_id, usage_point_id
                """, take)
        } else {
            try transaction.each(
                """
                SELECT account_id, usage_point_id, version, total_wh, sharp_wh, peak_wh, flat_wh, valley_wh,
                    reactive_varh, demand_w, is_tou, is_estimated, first_day, last_day, days
                FROM reading_energy
                WHERE \(bucket: "bucket", in: range) AND month = \(month) AND state = 'APPROVED'
                ORDER BY bucket, month, account_id, usage_point_id
                """, take)
        }
        return points
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
