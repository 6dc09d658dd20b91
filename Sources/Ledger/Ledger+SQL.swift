import Control
import Kernel
import Store

/// The ledger's statements.
enum LedgerRows {
    static let allDays = Day(yyyymmdd: 1_01_01)!...Day(yyyymmdd: 9999_12_31)!

    private static let postingInsert = BulkInsert(
        into: "ledger_posting",
        [
            "bucket", "account_id", "entry_id", "line", "code", "organisation_id", "amount_fen", "day",
            "month", "kind",
        ])

    static func insert(_ postings: [Posting], in transaction: any Transaction) throws {
        try transaction.bulk(postingInsert) { writer in
            var account: AccountID?
            var bucket: Int64 = 0
            for posting in postings {
                if posting.account != account {
                    account = posting.account
                    bucket = Int64(posting.account.bucket.number)
                }
                writer.int64(bucket)
                writer.int64(posting.account.number)
                writer.int64(posting.entry)
                writer.int64(Int64(posting.line))
                writer.int64(Int64(posting.code.rawValue))
                writer.int64(posting.organisation.number)
                writer.int64(posting.amount.fen)
                writer.int64(Int64(posting.day.yyyymmdd))
                writer.int64(posting.month.map { Int64($0.yyyymm) } ?? 0)
                writer.int64(Int64(posting.kind.rawValue))
                try writer.endRow()
            }
        }
    }

    static func add(_ totals: DayTotals, bucket: Bucket, in transaction: any Transaction) throws {
        for sum in totals.sums {
            try transaction.run(
                """
                INSERT INTO ledger_daily (bucket, organisation_id, day, code, amount_fen, count)
                VALUES (\(bucket), \(sum.key.organisation), \(sum.key.day), \(sum.key.code.rawValue), \(sum.fen),
                    \(sum.count))
                ON CONFLICT (bucket, organisation_id, day, code) DO UPDATE
                SET amount_fen = ledger_daily.amount_fen + excluded.amount_fen,
                    count = ledger_daily.count + excluded.count
                """)
        }
    }

    static func entry(_ entry: Int64, of account: AccountID, in transaction: any Transaction) throws
        -> [Posting]
    {
        try transaction.all(
            """
            SELECT account_id, entry_id, line, code, organisation_id, amount_fen, day, month, kind FROM ledger_posting
            WHERE bucket = \(account.bucket) AND account_id = \(account) AND entry_id = \(entry)
            ORDER BY line
            """, posting)
    }

    static func postings(of account: AccountID, in transaction: any Transaction) throws -> [Posting] {
        try transaction.all(
            """
            SELECT account_id, entry_id, line, code, organisation_id, amount_fen, day, month, kind FROM ledger_posting
            WHERE bucket = \(account.bucket) AND account_id = \(account)
            ORDER BY entry_id, line
            """, posting)
    }

    static func insertReversal(
        of entry: Int64, _ account: AccountID, _ reversal: Int64, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO ledger_reversal (bucket, account_id, entry_id, reversal_id)
            VALUES (\(account.bucket), \(account), \(entry), \(reversal))
            """)
    }

    static func totals(_ days: ClosedRange<Day>, in transaction: any Transaction) throws -> [LedgerTotal] {
        try transaction.all(
            """
            /*scatter: a board shows the whole company; the totals are few rows*/
            SELECT organisation_id, day, code, CAST(SUM(amount_fen) AS BIGINT), CAST(SUM(count) AS BIGINT)
            FROM ledger_daily WHERE day BETWEEN \(days.lowerBound) AND \(days.upperBound)
            GROUP BY organisation_id, day, code ORDER BY organisation_id, day, code
            """, total)
    }

    static func postedTotals(in transaction: any Transaction) throws -> [LedgerTotal] {
        try transaction.all(
            """
            /*scatter: a check of the books reads every posting*/
            SELECT organisation_id, day, code, CAST(SUM(amount_fen) AS BIGINT),
              CAST(SUM(CASE WHEN kind = 3 THEN -1 ELSE 1 END) AS BIGINT)
            FROM ledger_posting GROUP BY organisation_id, day, code
            """, total)
    }

    static func bucketSums(in transaction: any Transaction) throws -> [(bucket: Bucket, amount: Money)] {
        try transaction.all(
            """
            /*scatter: a check of the books reads every posting*/
            SELECT bucket, CAST(SUM(amount_fen) AS BIGINT) FROM ledger_posting GROUP BY bucket
            """
        ) { (bucket: try $0.bucket(0), amount: try $0.quantity(1)) }
    }

    static func code(_ row: any Row, _ column: Int) throws -> LedgerCode {
        guard let code = LedgerCode(rawValue: Int32(truncatingIfNeeded: try row.int64(column))) else {
            throw StoreFault.column(column, "is not a code of the chart of accounts")
        }
        return code
    }

    static func kind(_ row: any Row, _ column: Int) throws -> EntryKind {
        guard let kind = EntryKind(rawValue: Int32(truncatingIfNeeded: try row.int64(column))) else {
            throw StoreFault.column(column, "is not a kind of entry")
        }
        return kind
    }

    static func posting(_ row: any Row) throws -> Posting {
        let month = try row.int(7)
        return Posting(
            account: try row.id(0), entry: try row.int64(1),
            line: Int32(truncatingIfNeeded: try row.int64(2)),
            code: try code(row, 3), organisation: try row.id(4), amount: try row.quantity(5),
            day: try row.day(6),
            month: month == 0 ? nil : try row.month(7), kind: try kind(row, 8))
    }

    private static func total(_ row: any Row) throws -> LedgerTotal {
        LedgerTotal(
            organisation: try row.id(0), day: try row.day(1), code: try code(row, 2),
            amount: try row.quantity(3),
            count: try row.int64(4))
    }
}
