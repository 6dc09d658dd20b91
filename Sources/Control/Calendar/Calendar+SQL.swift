internal import Kernel
internal import Store

/// Rows of the calendar that the company set itself.
enum CalendarRows {
    static func ownDays(in transaction: any Transaction) throws -> [WorkCalendar.OwnDay] {
        try transaction.all("SELECT day, is_workday, clause FROM control_calendar_day ORDER BY day") {
            WorkCalendar.OwnDay(day: try $0.day(0), isWorkday: try $0.bool(1), clause: try $0.text(2))
        }
    }

    static func notices(in transaction: any Transaction) throws -> [String] {
        try transaction.all("SELECT notice FROM control_calendar_year ORDER BY year") { try $0.text(0) }
    }

    /// The notices that were entered, each with who entered it and when.
    static func entered(in transaction: any Transaction) throws
        -> [(year: Int, clause: String, by: UserID, at: Instant)]
    {
        try transaction.all(
            "SELECT year, clause, set_by, set_at FROM control_calendar_year ORDER BY year"
        ) { (try $0.int(0), try $0.text(1), try $0.id(2), try $0.instant(3)) }
    }

    static func set(
        _ own: WorkCalendar.OwnDay, by user: UserID, at: Instant, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_calendar_day (day, is_workday, clause, set_by, set_at)
            VALUES (\(own.day), \(own.isWorkday ? 1 : 0), \(own.clause), \(user), \(at))
            ON CONFLICT (day) DO UPDATE SET is_workday = \(own.isWorkday ? 1 : 0), clause = \(own.clause),
              set_by = \(user), set_at = \(at)
            """)
    }

    static func clear(_ day: Day, in transaction: any Transaction) throws {
        try transaction.run("DELETE FROM control_calendar_day WHERE day = \(day)")
    }

    static func publish(
        _ notice: Notice, line: String, clause: String, by user: UserID, at: Instant,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_calendar_year (year, notice, clause, set_by, set_at)
            VALUES (\(notice.year), \(line), \(clause), \(user), \(at))
            """)
    }
}
