import Kernel
import Store

/// Rows of code tables.
enum CodeRows {
    static func rows(_ table: String, in transaction: any Transaction) throws -> [CodeRow] {
        try transaction.all(
            """
            SELECT list, code, zh, en, valid_from, valid_until, position, clause, means FROM control_code
            WHERE list = \(table) ORDER BY position, code, valid_from
            """
        ) { row in
            CodeRow(
                table: try row.text(0), code: try row.text(1), zh: try row.text(2), en: try row.text(3),
                from: try row.day(4), until: try row.optionalDay(5), position: try row.int(6),
                clause: try row.text(7), means: try row.optionalText(8))
        }
    }

    static func insert(_ code: CodeRow, by user: UserID, at: Instant, in transaction: any Transaction) throws
    {
        try transaction.run(
            """
            INSERT INTO control_code (list, code, valid_from, valid_until, zh, en, position, clause, means, set_by, set_at)
            VALUES (\(code.table), \(code.code), \(code.from), \(code.until), \(code.zh), \(code.en),
              \(code.position), \(code.clause), \(code.means), \(user), \(at))
            """)
    }

    static func end(
        _ code: CodeRow, on day: Day, by user: UserID, at: Instant, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE control_code SET valid_until = \(day), set_by = \(user), set_at = \(at)
            WHERE list = \(code.table) AND code = \(code.code) AND valid_from = \(code.from)
            """)
    }
}
