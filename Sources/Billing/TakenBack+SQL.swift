internal import Control
internal import Kernel
internal import Store

/// Rows of bills that were taken back.
enum TakenBackRows {
    private static let columns: SQL = """
        SELECT month, account_id, sequence, entry_id, reason_code, reason, by_id, by_name, approved_by_id,
          approved_by_name, day, at_ms
        FROM billing_taken_back
        """

    static func insert(_ bills: [(bill: Bill, taken: TakenBack)], in transaction: any Transaction) throws {
        let rows = BulkInsert(
            into: "billing_taken_back",
            [
                "bucket", "month", "account_id", "sequence", "run_id", "entry_id", "energy_wh", "amount_fen",
                "reason_code", "reason", "by_id", "by_name", "approved_by_id", "approved_by_name", "day",
                "at_ms",
            ])
        try transaction.bulk(rows) { writer in
            for (bill, taken) in bills {
                writer.value(bill.id.accountBucket)
                writer.value(bill.month)
                writer.value(bill.account)
                writer.int64(Int64(bill.id.sequence))
                writer.value(bill.run)
                if let entry = taken.entry { writer.int64(entry) } else { writer.null() }
                writer.value(bill.energy)
                writer.value(bill.amount)
                writer.text(taken.reasonCode)
                writer.text(taken.reason)
                writer.value(taken.by)
                writer.text(taken.byName)
                if let approver = taken.approvedBy { writer.value(approver) } else { writer.null() }
                if let name = taken.approvedByName { writer.text(name) } else { writer.null() }
                writer.value(taken.day)
                writer.value(taken.at)
                try writer.endRow()
            }
        }
    }

    private static func row(_ row: any Row) throws -> (bill: BillID, taken: TakenBack) {
        guard
            let bill = BillID(account: try row.id(1), month: try row.month(0), sequence: try row.int(2))
        else { throw StoreFault.column(2, "is not a bill's sequence") }
        let taken = TakenBack(
            entry: try row.optionalInt64(3), reasonCode: try row.text(4), reason: try row.text(5),
            by: try row.id(6), byName: try row.text(7), approvedBy: try row.optionalID(8),
            approvedByName: try row.optionalText(9), day: try row.day(10), at: try row.instant(11))
        return (bill, taken)
    }

    /// An account's bills that were taken back, of all months.
    static func rows(of account: AccountID, in transaction: any Transaction) throws -> [BillID: TakenBack] {
        Dictionary(
            try transaction.all(
                columns + " WHERE bucket = \(account.bucket) AND account_id = \(account)", row
            ).map { ($0.bill, $0.taken) }, uniquingKeysWith: { first, _ in first })
    }

    /// A month's bills of whole buckets that were taken back.
    static func rows(
        of month: BillingMonth, in range: BucketRange, _ transaction: any Transaction
    ) throws -> [BillID: TakenBack] {
        Dictionary(
            try transaction.all(
                columns + " WHERE \(bucket: "bucket", in: range) AND month = \(month)", row
            ).map { ($0.bill, $0.taken) }, uniquingKeysWith: { first, _ in first })
    }

    /// How many of a run's bills were taken back, and what they came to.
    static func sum(of run: JobID, in transaction: any Transaction) throws -> (bills: Int, amount: Money) {
        try transaction.one(
            """
            SELECT COUNT(*), CAST(COALESCE(SUM(amount_fen), 0) AS BIGINT) FROM billing_taken_back
            WHERE run_id = \(run) /*scatter: a run's, by their index*/
            """
        ) { (try $0.int(0), try $0.quantity(1)) }
    }

    /// What an order with a key was answered, and what it had asked for.
    static func order(
        _ key: String, by user: UserID, in transaction: any Transaction
    ) throws -> (input: String, result: String)? {
        try transaction.first(
            """
            SELECT input, result FROM billing_take_back_order
            WHERE bucket = \(user.bucket) AND by_id = \(user) AND request_key = \(key)
            """
        ) { (try $0.text(0), try $0.text(1)) }
    }

    static func insertOrder(
        _ key: String, by user: UserID, input: String, result: String, at: Instant,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO billing_take_back_order (bucket, by_id, request_key, input, result, at_ms)
            VALUES (\(user.bucket), \(user), \(key), \(input), \(result), \(at))
            """)
    }
}
