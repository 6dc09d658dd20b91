import Kernel
import Records
import Store

/// The statements that read energy whole.
enum EnergyRows {
    private static let approvedTexts = BucketTexts(
        "reading.approved energy of a month",
        bucket: """
            SELECT account_id, usage_point_id, version, total_wh, sharp_wh, peak_wh, flat_wh, valley_wh,
                reactive_varh, demand_w, is_tou, is_estimated, first_day, last_day, days,
                loss_wh, line_loss_wh, loss_varh, loss_policy, loss_waits, loss_evidence,
                deep_valley_wh, fed_back, period_demand,
                CASE WHEN loss_wh <> 0 OR line_loss_wh <> 0 OR loss_varh <> 0 OR loss_policy <> 0 OR loss_waits <> 0
                    OR deep_valley_wh <> 0 OR loss_evidence <> '' OR fed_back <> ''
                    OR period_demand <> '' THEN 1 ELSE 0 END
            FROM reading_energy
            WHERE bucket = $1 AND month = $2 AND state = 'APPROVED'
            ORDER BY account_id, usage_point_id
            """,
        range: """
            SELECT account_id, usage_point_id, version, total_wh, sharp_wh, peak_wh, flat_wh, valley_wh,
                reactive_varh, demand_w, is_tou, is_estimated, first_day, last_day, days,
                loss_wh, line_loss_wh, loss_varh, loss_policy, loss_waits, loss_evidence,
                deep_valley_wh, fed_back, period_demand,
                CASE WHEN loss_wh <> 0 OR line_loss_wh <> 0 OR loss_varh <> 0 OR loss_policy <> 0 OR loss_waits <> 0
                    OR deep_valley_wh <> 0 OR loss_evidence <> '' OR fed_back <> ''
                    OR period_demand <> '' THEN 1 ELSE 0 END
            FROM reading_energy
            WHERE bucket BETWEEN $1 AND $3 AND month = $2 AND state = 'APPROVED'
            ORDER BY bucket, month, account_id, usage_point_id
            """)

    /// A month's approved energy of whole buckets, in order of bucket, account and usage point, points that wait for their
    /// losses among it; without evidence.
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
            // Most points have neither losses nor registers beyond the common ones: one look instead of nine.
            if try row.bool(24) { try losses(row, 15, to: &point) }
            points.append(point)
        }
        try approvedTexts.each(in: range, [month], in: transaction, take)
        return points
    }

    static func periods(
        _ account: AccountID, from first: BillingMonth, to last: BillingMonth, in transaction: any Transaction
    ) throws -> [PointEnergy] {
        var sql: SQL =
            """
            SELECT account_id, usage_point_id, month, version, state, total_wh, sharp_wh, peak_wh, flat_wh, valley_wh,
                reactive_varh, demand_w, is_tou, is_estimated, days, first_day, last_day, evidence,
                loss_wh, line_loss_wh, loss_varh, loss_policy, loss_waits, loss_evidence,
                    deep_valley_wh, fed_back, period_demand
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
        try losses(row, 18, to: &point)
        return point
    }

    /// Reads the six columns of losses that begin at `column`, and the three of deep valley, energy fed back and demand by
    /// period; valley is stored with deep valley.
    private static func losses(_ row: any Row, _ column: Int, to point: inout PointEnergy) throws {
        point.transformerLoss = try row.quantity(column)
        point.lineLoss = try row.quantity(column + 1)
        point.reactiveLoss = try row.quantity(column + 2)
        point.lossPolicy = PointEnergy.LossPolicy(rawValue: try row.int(column + 3)) ?? .flat
        point.lossWaits = try row.bool(column + 4)
        point.lossEvidence = try row.text(column + 5)
        point.deepValley = try row.quantity(column + 6)
        point.valley -= point.deepValley
        let fedBack = try row.text(column + 7)
        if !fedBack.isEmpty { point.unpackFedBack(fedBack) }
        let demand = try row.text(column + 8)
        if !demand.isEmpty { point.unpackPeriodDemand(demand) }
    }

    /// A month's energy of some accounts, pending ones too.
    static func energies(
        of ids: [AccountID], month: BillingMonth, in transaction: any Transaction
    ) throws -> [AccountID: [PointEnergy]] {
        var found: [AccountID: [PointEnergy]] = [:]
        for slice in ids.slices(of: WantedAccounts.limit) {
            let sql =
                WantedAccounts.sql(slice, as: "reading_wanted") + """
                    SELECT e.account_id, e.usage_point_id, e.month, e.version, e.state, e.total_wh, e.sharp_wh, e.peak_wh,
                        e.flat_wh, e.valley_wh, e.reactive_varh, e.demand_w, e.is_tou, e.is_estimated, e.days,
                        e.first_day, e.last_day, e.evidence, e.loss_wh, e.line_loss_wh, e.loss_varh, e.loss_policy,
                        e.loss_waits, e.loss_evidence, e.deep_valley_wh, e.fed_back,
                        e.period_demand
                    FROM reading_wanted w CROSS JOIN reading_energy e
                    WHERE e.bucket = w.bucket AND e.month = \(month) AND e.account_id = w.id
                    ORDER BY e.account_id, e.usage_point_id
                    """
            try transaction.each(sql) { found[try $0.id(0), default: []].append(try point($0)) }
        }
        return found
    }

    /// Writes a point's losses beside its energy.
    static func setLosses(_ point: PointEnergy, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE reading_energy SET loss_wh = \(point.transformerLoss), line_loss_wh = \(point.lineLoss),
                loss_varh = \(point.reactiveLoss), loss_policy = \(point.lossPolicy.rawValue),
                loss_waits = \(point.lossWaits), loss_evidence = \(point.lossEvidence)
            WHERE bucket = \(point.account.bucket) AND month = \(point.month) AND account_id = \(point.account)
                AND usage_point_id = \(point.usagePoint)
            """)
    }
}
