import Kernel
import Store

extension LedgerRows {
    private static let journalPage = 10_000

    /// SQLite steps through a statement; libpq would hold its whole result, so PostgreSQL reads through a cursor.
    static let journal = TwoTexts(
        "ledger.every posting in journal order",
        sqlite: """
            /*scatter: the journal holds every account*/
            SELECT account_id, entry_id, line, code, organisation_id, amount_fen, day, month, kind
            FROM ledger_posting ORDER BY day, entry_id, account_id, line
            """,
        postgres: """
            /*scatter: the journal holds every account*/
            DECLARE ledger_journal NO SCROLL CURSOR FOR
            SELECT account_id, entry_id, line, code, organisation_id, amount_fen, day, month, kind
            FROM ledger_posting ORDER BY day, entry_id, account_id, line
            """)

    /// Hands over every posting in order of day, entry, account and line, without holding more than a page of them.
    static func eachInJournalOrder(in transaction: any Transaction, _ body: (Posting) throws -> Void) throws {
        switch transaction.engine {
        case .sqlite: try transaction.each(journal(.sqlite)) { try body(try posting($0)) }
        case .postgres:
            try transaction.run(journal(.postgres))
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
