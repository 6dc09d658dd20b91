import Store

extension LedgerSchema {
    /// A day's count is of what stands: a posting that takes another back counts one less, not one more. What was
    /// counted before lies in the bucket of the account it was turned for.
    static let signedCounts = Migration(
        room: "ledger", 2, "a day's counts without what was taken back",
        tables: [], extra: [.sqlite: [statement], .postgres: [statement]])

    private static let statement = """
        UPDATE ledger_daily SET count = count - 2 * turned.postings
        FROM (
            SELECT bucket, organisation_id, day, code, COUNT(*) AS postings FROM ledger_posting /*scatter: all, once*/
            WHERE kind = 3 GROUP BY bucket, organisation_id, day, code
        ) AS turned
        WHERE turned.bucket = ledger_daily.bucket AND turned.organisation_id = ledger_daily.organisation_id
          AND turned.day = ledger_daily.day AND turned.code = ledger_daily.code
        """
}
