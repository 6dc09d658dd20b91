import Kernel
import Store

extension LedgerRows {
    private static let journalPage = 10_000

    /// Hands over every posting in order of day, entry, account and line, without holding more than a page of them.
    /// SQLite steps through the statement; libpq would hold the whole result, so PostgreSQL reads through a cursor.
    static func eachInJournalOrder(in transaction: any Transaction, _ body: (Posting) throws -> Void) throws {
        switch transaction.engine {
        case .sqlite:
            try transaction.each(
                """
                /*scatter: the journal holds every account*/
                SELECT account_id, entry_id, line, code, organisation_id, amount_fen, day, month, kind
                FROM ledger_posting ORDER BY day, entry_id, account_id, line
                """
            ) { try body(try posting($0)) }
        case .postgres:
            try transaction.run(
                """
                /*scatter: the journal holds every account*/
                DECLARE ledger_journal NO SCROLL CURSOR FOR
                SELECT account_id, entry_id, line, code, organisation_id, amount_fen, day, month, kind
                FROM ledger_posting ORDER BY day, entry_id, account_id, line
                """)
            var rows = journalPage
            while rows == journalPage {
                rows = 0
                try transaction.each("FETCH 10000 FROM ledger_journal") { row in
                    rows += 1
                    try body(try posting(row))
                }
            }
            try transaction.run("CLOSE ledger_journal")
        }
    }
}
