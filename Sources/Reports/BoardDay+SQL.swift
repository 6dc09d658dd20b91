internal import Control
internal import Kernel
internal import Store

/// Rows of the board's days.
enum BoardDayRows {
    /// The newest day that was kept; nil before the first.
    static func last(in transaction: any Transaction) throws -> Day? {
        try transaction.first(
            """
            /*scatter: a row a station and day*/
            SELECT MAX(day) FROM reports_day HAVING MAX(day) IS NOT NULL
            """
        ) { try $0.day(0) }
    }

    static func insert(_ line: BoardDay, at: Instant, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO reports_day (bucket, organisation_id, day, expected, read_count, pending, released_bills,
              released_fen, payments_day, collected_day_fen, payments_month, collected_month_fen, outstanding_fen,
              taken_at)
            VALUES (\(line.organisation.bucket), \(line.organisation), \(line.day), \(line.counts?.expected),
              \(line.counts?.read), \(line.counts?.pending), \(line.releasedBills), \(line.released.fen),
              \(line.payments), \(line.collected.fen), \(line.paymentsThisMonth), \(line.collectedThisMonth.fen),
              \(line.outstanding.fen), \(at))
            ON CONFLICT (bucket, organisation_id, day) DO NOTHING
            """)
    }

    /// What was kept of one station, the oldest day first.
    static func days(
        of organisation: OrganisationID, from: Day, to: Day, in transaction: any Transaction
    ) throws -> [BoardDay] {
        try transaction.all(
            """
            SELECT organisation_id, day, expected, read_count, pending, released_bills, released_fen, payments_day,
              collected_day_fen, payments_month, collected_month_fen, outstanding_fen
            FROM reports_day
            WHERE bucket = \(organisation.bucket) AND organisation_id = \(organisation) AND day >= \(from)
              AND day <= \(to)
            ORDER BY day
            """
        ) { row in
            let expected = try row.optionalInt64(2)
            return BoardDay(
                organisation: try row.id(0), day: try row.day(1),
                counts: try expected.map {
                    BoardDay.Counts(
                        expected: $0, read: try row.optionalInt64(3) ?? 0,
                        pending: try row.optionalInt64(4) ?? 0)
                },
                releasedBills: try row.int64(5), released: Money(fen: try row.int64(6)),
                payments: try row.int64(7), collected: Money(fen: try row.int64(8)),
                paymentsThisMonth: try row.int64(9), collectedThisMonth: Money(fen: try row.int64(10)),
                outstanding: Money(fen: try row.int64(11)))
        }
    }
}
