internal import Kernel
internal import Rating
internal import Store

/// Rows of bills and lines.
enum BillRows {
    private static let billColumns = [
        "bucket", "month", "account_id", "sequence", "run_id", "organisation_id", "class", "tariff",
        "tariff_from",
        "energy_wh", "amount_fen", "energy_fen", "basic_fen", "adjustment_fen", "funds_fen", "base_fen",
        "percent_ppm",
        "power_factor", "reactive_varh", "year_to_date_wh", "tier", "tier_months", "persons", "is_low_income",
        "capacity_va", "contract_demand_w", "demand_w", "first_day", "last_day", "release_day", "due_day",
    ]
    static let billInsert = BulkInsert(into: "billing_bill", billColumns)
    static let lineInsert = BulkInsert(
        into: "billing_line",
        [
            "bucket", "month", "account_id", "sequence", "line", "kind", "period", "tier", "quantity",
            "unit_price",
            "factor_numerator", "factor_denominator", "amount_fen",
        ])

    static func write(_ bill: Bill, _ bucket: Bucket, to writer: any BulkWriter) throws {
        writer.int64(Int64(bucket.number))
        writer.int64(Int64(bill.month.yyyymm))
        writer.int64(bill.account.number)
        writer.int64(Int64(bill.id.sequence))
        writer.int64(bill.run.number)
        writer.int64(bill.organisation.number)
        writer.int64(bill.isResidential ? 0 : 1)
        writer.text(bill.tariff)
        writer.int64(Int64(bill.tariffFrom.yyyymmdd))
        writer.int64(bill.energy.units)
        writer.int64(bill.amount.units)
        writer.int64(bill.energyAmount.units)
        writer.int64(bill.basicCharge.units)
        writer.int64(bill.adjustment.units)
        writer.int64(bill.funds.units)
        writer.int64(bill.adjustmentBase.units)
        writer.int64(bill.adjustmentPercent.units)
        writer.int64(bill.powerFactor?.hundredths ?? -1)
        writer.int64(bill.reactive.units)
        writer.int64(bill.yearToDate.units)
        writer.int64(Int64(bill.tierReached))
        writer.int64(Int64(bill.tierMonths))
        writer.int64(Int64(bill.persons))
        writer.int64(bill.isLowIncome ? 1 : 0)
        writer.int64(bill.capacity.units)
        writer.int64(bill.contractDemand.units)
        writer.int64(bill.demand.units)
        writer.int64(Int64(bill.firstDay.yyyymmdd))
        writer.int64(Int64(bill.lastDay.yyyymmdd))
        writer.int64(Int64(bill.releaseDay.yyyymmdd))
        writer.int64(Int64(bill.dueDay.yyyymmdd))
        try writer.endRow()
    }

    static func write(
        _ line: RatedLine, number: Int, of bill: Bill, _ bucket: Bucket, to writer: any BulkWriter
    ) throws {
        writer.int64(Int64(bucket.number))
        writer.int64(Int64(bill.month.yyyymm))
        writer.int64(bill.account.number)
        writer.int64(Int64(bill.id.sequence))
        writer.int64(Int64(number))
        writer.int64(Int64(line.kind.rawValue))
        writer.int64(Int64(line.period.rawValue))
        writer.int64(Int64(line.tier))
        writer.int64(line.quantity)
        writer.int64(line.unitPrice)
        writer.int64(Int64(line.factorNumerator))
        writer.int64(Int64(line.factorDenominator))
        writer.int64(line.amount.units)
        try writer.endRow()
    }

    private static func bill(_ row: any Row) throws -> Bill {
        let account: AccountID = try row.id(2)
        guard let id = BillID(account: account, month: try row.month(1), sequence: try row.int(3)) else {
            throw StoreFault.column(3, "is not a bill's sequence")
        }
        let factor = try row.int64(17)
        return Bill(
            id: id, run: try row.id(4), organisation: try row.id(5), isResidential: try row.int64(6) == 0,
            tariff: try row.text(7), tariffFrom: try row.day(8), energy: try row.quantity(9),
            amount: try row.quantity(10), energyAmount: try row.quantity(11),
            basicCharge: try row.quantity(12),
            adjustment: try row.quantity(13), funds: try row.quantity(14),
            adjustmentBase: try row.quantity(15),
            adjustmentPercent: try row.quantity(16),
            powerFactor: factor < 0 ? nil : PowerFactor(hundredths: factor),
            reactive: try row.quantity(18), yearToDate: try row.quantity(19), tierReached: try row.int(20),
            tierMonths: try row.int(21), persons: try row.int(22), isLowIncome: try row.bool(23),
            capacity: try row.quantity(24), contractDemand: try row.quantity(25),
            demand: try row.quantity(26),
            firstDay: try row.day(27), lastDay: try row.day(28), releaseDay: try row.day(29),
            dueDay: try row.day(30))
    }

    private static var selected: SQL {
        SQL(stringLiteral: "SELECT \(billColumns.joined(separator: ", ")) FROM billing_bill ")
    }

    static func find(_ id: BillID, in transaction: any Transaction) throws -> Bill? {
        let found = try transaction.first(
            selected + """
                WHERE bucket = \(id.accountBucket) AND month = \(id.month) AND account_id = \(id.account)
                  AND sequence = \(id.sequence)
                """, bill)
        guard var found else { return nil }
        found.takenBack = try TakenBackRows.rows(of: id.account, in: transaction)[id]
        return found
    }

    static func lines(_ id: BillID, in transaction: any Transaction) throws -> [RatedLine] {
        try transaction.all(
            """
            SELECT kind, period, tier, factor_numerator, factor_denominator, quantity, unit_price, amount_fen
            FROM billing_line
            WHERE bucket = \(id.accountBucket) AND month = \(id.month) AND account_id = \(id.account)
              AND sequence = \(id.sequence)
            ORDER BY line
            """
        ) { row in
            guard let kind = LineKind(rawValue: UInt8(try row.int(0))),
                let period = TouPeriod(rawValue: UInt8(try row.int(1)))
            else { throw StoreFault.column(0, "is not a kind of line") }
            return RatedLine(
                kind: kind, period: period, tier: UInt8(try row.int(2)),
                factorNumerator: Int32(try row.int(3)),
                factorDenominator: Int32(try row.int(4)), quantity: try row.int64(5),
                unitPrice: try row.int64(6),
                amount: try row.quantity(7))
        }
    }

    /// An account's bills of a span of months, newest first: one seek a month.
    static func history(
        of account: AccountID, from first: BillingMonth, to last: BillingMonth,
        in transaction: any Transaction
    ) throws -> [Bill] {
        guard first <= last else { return [] }
        let taken = try TakenBackRows.rows(of: account, in: transaction)
        return try (0...Int(last.number - first.number)).flatMap { back in
            try transaction.all(
                selected + """
                    WHERE bucket = \(account.bucket) AND month = \(last.adding(months: -back))
                      AND account_id = \(account) ORDER BY sequence DESC
                    """, bill
            ).map { bill in
                var bill = bill
                bill.takenBack = taken[bill.id]
                return bill
            }
        }
    }

    /// What a month's bills of a bucket say to the next run, by account.
    struct Trace {
        let account: AccountID
        let yearToDate: Energy
        let energy: Energy
        let amount: Money
    }

    /// A month's traces of whole buckets without bills that were taken back, in order of bucket, account and sequence.
    static func traces(
        _ month: BillingMonth, in range: BucketRange, _ transaction: any Transaction
    ) throws -> [Trace] {
        var traces: [Trace] = []
        let taken = try TakenBackRows.rows(of: month, in: range, transaction)
        try transaction.each(
            in: range,
            """
            SELECT account_id, year_to_date_wh, energy_wh, amount_fen, sequence FROM billing_bill
            WHERE bucket = \(range.first) AND month = \(month) ORDER BY account_id, sequence
            """
        ) { row in
            if !taken.isEmpty,
                let id = BillID(account: try row.id(0), month: month, sequence: try row.int(4)),
                taken[id] != nil
            {
                return
            }
            traces.append(
                Trace(
                    account: try row.id(0), yearToDate: try row.quantity(1), energy: try row.quantity(2),
                    amount: try row.quantity(3)))
        }
        return traces
    }

    /// Which tariff version a month's bill was made with.
    struct Version {
        let tariff: String
        let from: Day
        let energy: Energy
        let amount: Money
    }

    /// A month's versions of whole buckets by account, without bills that were taken back.
    static func versions(
        _ month: BillingMonth, in range: BucketRange, _ transaction: any Transaction
    ) throws -> [AccountID: Version] {
        var versions: [AccountID: Version] = [:]
        let taken = try TakenBackRows.rows(of: month, in: range, transaction)
        try transaction.each(
            in: range,
            """
            SELECT account_id, tariff, tariff_from, energy_wh, amount_fen, sequence FROM billing_bill
            WHERE bucket = \(range.first) AND month = \(month) ORDER BY account_id, sequence
            """
        ) { row in
            let account: AccountID = try row.id(0)
            if !taken.isEmpty, let id = BillID(account: account, month: month, sequence: try row.int(5)),
                taken[id] != nil
            {
                return
            }
            versions[account] = Version(
                tariff: try row.text(1), from: try row.day(2), energy: try row.quantity(3),
                amount: try row.quantity(4))
        }
        return versions
    }

    /// The buckets that have any bill of a span of months: one seek each.
    static func buckets(
        in range: BucketRange, withBillsFrom first: BillingMonth, to last: BillingMonth,
        _ transaction: any Transaction
    ) throws -> Set<Bucket> {
        var found: Set<Bucket> = []
        try transaction.each(
            in: range,
            """
            SELECT bucket FROM billing_bill WHERE bucket = \(range.first) AND month BETWEEN \(first) AND \(last) LIMIT 1
            """
        ) { found.insert(try $0.bucket(0)) }
        return found
    }

    /// The month and the year-to-date energy of an account's newest bill of a span of months, taken-back ones apart; nil
    /// where it has none.
    static func newest(
        of account: AccountID, from first: BillingMonth, to last: BillingMonth,
        in transaction: any Transaction
    ) throws -> (month: BillingMonth, yearToDate: Energy)? {
        let taken = try TakenBackRows.rows(of: account, in: transaction)
        for number in (first.number...last.number).reversed() {
            guard let month = BillingMonth(number: Int(number)) else { continue }
            let found = try transaction.all(
                """
                SELECT year_to_date_wh, sequence FROM billing_bill
                WHERE bucket = \(account.bucket) AND month = \(month) AND account_id = \(account)
                ORDER BY sequence DESC
                """
            ) { (energy: try $0.quantity(0, as: Energy.self), sequence: try $0.int(1)) }
            let standing = found.first { bill in
                BillID(account: account, month: month, sequence: bill.sequence).map { taken[$0] == nil }
                    ?? true
            }
            if let standing { return (month, standing.energy) }
        }
        return nil
    }

    /// Whether an account has a bill of a month that holds.
    static func exists(_ account: AccountID, _ month: BillingMonth, in transaction: any Transaction) throws
        -> Bool
    {
        try transaction.exists(
            """
            SELECT 1 FROM billing_bill AS b
            WHERE b.bucket = \(account.bucket) AND b.month = \(month) AND b.account_id = \(account)
              AND NOT EXISTS (
                SELECT 1 FROM billing_taken_back AS t
                WHERE t.bucket = b.bucket AND t.month = b.month AND t.account_id = b.account_id
                  AND t.sequence = b.sequence)
            """)
    }

    /// The months from one on that an account has a bill of that holds.
    static func months(
        of account: AccountID, from month: BillingMonth, in transaction: any Transaction
    ) throws -> [BillingMonth] {
        try transaction.all(
            """
            SELECT DISTINCT b.month FROM billing_bill AS b
            WHERE b.bucket = \(account.bucket) AND b.month >= \(month) AND b.account_id = \(account)
              AND NOT EXISTS (
                SELECT 1 FROM billing_taken_back AS t
                WHERE t.bucket = b.bucket AND t.month = b.month AND t.account_id = b.account_id
                  AND t.sequence = b.sequence)
            ORDER BY b.month
            """
        ) { try $0.month(0) }
    }

    /// The sequence after that of every bill of an account's month, taken-back ones among them.
    static func nextSequence(of account: AccountID, _ month: BillingMonth, in transaction: any Transaction)
        throws -> Int
    {
        try transaction.first(
            """
            SELECT COALESCE(MAX(sequence), -1) FROM billing_bill
            WHERE bucket = \(account.bucket) AND month = \(month) AND account_id = \(account)
            """
        ) { try $0.int(0) + 1 } ?? 0
    }

    /// Whether a later settlement of the same month holds.
    static func isSettledLater(_ id: BillID, in transaction: any Transaction) throws -> Bool {
        try transaction.exists(
            """
            SELECT 1 FROM billing_bill AS b
            WHERE b.bucket = \(id.accountBucket) AND b.month = \(id.month) AND b.account_id = \(id.account)
              AND b.sequence > \(id.sequence)
              AND NOT EXISTS (
                SELECT 1 FROM billing_taken_back AS t
                WHERE t.bucket = b.bucket AND t.month = b.month AND t.account_id = b.account_id
                  AND t.sequence = b.sequence)
            """)
    }

    /// The accounts of a bucket that have a bill of a month after `month` that holds.
    static func billed(
        after month: BillingMonth, in bucket: Bucket, _ transaction: any Transaction
    ) throws -> Set<AccountID> {
        Set(
            try transaction.all(
                """
                SELECT b.account_id FROM billing_bill AS b
                WHERE b.bucket = \(bucket) AND b.month > \(month)
                  AND NOT EXISTS (
                    SELECT 1 FROM billing_taken_back AS t
                    WHERE t.bucket = b.bucket AND t.month = b.month AND t.account_id = b.account_id
                      AND t.sequence = b.sequence)
                """
            ) { try $0.id(0) })
    }

    /// A month's bills of a bucket with all they hold, for exports and pages that list.
    static func month(_ month: BillingMonth, in bucket: Bucket, _ transaction: any Transaction) throws
        -> [Bill]
    {
        let taken = try TakenBackRows.rows(of: month, in: BucketRange(bucket, bucket), transaction)
        return try transaction.all(
            selected + "WHERE bucket = \(bucket) AND month = \(month) ORDER BY account_id, sequence", bill
        ).map { bill in
            var bill = bill
            bill.takenBack = taken[bill.id]
            return bill
        }
    }

    /// A run's bills after a bill, in the order of buckets and accounts; for a page of a list.
    static func page(
        of run: JobID, month: BillingMonth, scope organisations: [OrganisationID], after: BillID?, limit: Int,
        in transaction: any Transaction
    ) throws -> [Bill] {
        var found: [Bill] = []
        let allowed = Set(organisations)
        var number = after.map { Int($0.accountBucket.number) } ?? 0
        while number < Bucket.count, found.count < limit {
            let bucket = Bucket(number: number)!
            let bills = try self.month(month, in: bucket, transaction).filter { bill in
                bill.run == run && allowed.contains(bill.organisation)
                    && (after.map { $0.accountBucket != bucket || bill.id > $0 } ?? true)
            }
            found += bills.prefix(limit - found.count)
            number += 1
        }
        return found
    }
}
