import Kernel
import Store

extension LedgerRows {
    /// Hands over every posting in order of day, entry, account and line, without holding more than a page of them.
    static func eachInJournalOrder(in transaction: any Transaction, _ body: (Posting) throws -> Void) throws {
        try transaction.eachPaged(
            """
            /*scatter: the journal holds every account*/
            SELECT account_id, entry_id, line, code, organisation_id, amount_fen, day, month, kind
            FROM ledger_posting ORDER BY day, entry_id, account_id, line
            """
        ) { try body(try posting($0)) }
    }

    /// How many postings there are.
    static func postings(in transaction: any Transaction) throws -> Int {
        try transaction.one(
            "SELECT COUNT(*) FROM ledger_posting /*scatter: the journal holds every account*/"
        ) {
            try $0.int(0)
        }
    }
}
