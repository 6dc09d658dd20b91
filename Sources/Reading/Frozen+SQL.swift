internal import Control
internal import Kernel
import Records
internal import Store

/// Rows of `reading_frozen`.
enum FrozenRows {
    static func revision(
        of account: AccountID, _ day: Day, _ point: UsagePointID, in transaction: any Transaction
    ) throws -> Int64 {
        try transaction.first(
            """
            SELECT COALESCE(MAX(revision), 0) FROM reading_frozen
            WHERE bucket = \(account.bucket) AND account_id = \(account) AND day = \(day)
                AND usage_point_id = \(point)
            """
        ) { try $0.int64(0) } ?? 0
    }

    static func insert(
        _ point: PointEnergy, on day: Day, revision: Int64, user: UserID, at now: Instant,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO reading_frozen (bucket, account_id, day, usage_point_id, revision, first_day, total_wh,
                sharp_wh, peak_wh, flat_wh, valley_wh, reactive_varh, is_tou, evidence, user_id, at_ms,
                deep_valley_wh, fed_back)
            VALUES (\(point.account.bucket), \(point.account), \(day), \(point.usagePoint), \(revision),
                \(point.firstDay), \(point.total), \(point.sharp), \(point.peak), \(point.flat), \(point.valley + point.deepValley),
                \(point.reactive), \(point.isTimeOfUse), \(point.evidence), \(user), \(now),
                \(point.deepValley), \(point.packedFedBack))
            """)
    }

    static func points(_ account: AccountID, _ day: Day, in transaction: any Transaction) throws
        -> [PointEnergy]
    {
        var points: [PointEnergy] = []
        try transaction.each(
            """
            SELECT usage_point_id, first_day, total_wh, sharp_wh, peak_wh, flat_wh, valley_wh, reactive_varh,
                is_tou, evidence, deep_valley_wh, fed_back
            FROM reading_frozen WHERE bucket = \(account.bucket) AND account_id = \(account) AND day = \(day)
            ORDER BY usage_point_id, revision
            """
        ) { row in
            var point = PointEnergy(
                account: account, usagePoint: try row.id(0), month: day.billingMonth,
                firstDay: try row.day(1), lastDay: day.adding(days: -1))
            point.total = try row.quantity(2)
            point.sharp = try row.quantity(3)
            point.peak = try row.quantity(4)
            point.flat = try row.quantity(5)
            point.valley = try row.quantity(6)
            point.reactive = try row.quantity(7)
            point.isTimeOfUse = try row.bool(8)
            point.evidence = try row.text(9)
            point.deepValley = try row.quantity(10)
            point.valley -= point.deepValley
            point.unpackFedBack(try row.text(11))
            if points.last?.usagePoint == point.usagePoint { points.removeLast() }
            points.append(point)
        }
        return points
    }
}
