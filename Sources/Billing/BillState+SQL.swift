internal import Control
internal import Kernel
internal import Store

extension DetailRows {
    /// What a month's standing bills of whole buckets hand on, the newest of each account; taken-back bills apart.
    static func states(
        _ month: BillingMonth, in range: BucketRange, _ transaction: any Transaction
    ) throws -> [AccountID: BillState] {
        var found: [AccountID: BillState] = [:]
        let taken = try TakenBackRows.rows(of: month, in: range, transaction)
        try transaction.each(
            in: range,
            """
            SELECT account_id, sequence, data FROM billing_detail
            WHERE bucket = \(range.first) AND month = \(month) AND kind = 'STATE' ORDER BY account_id, sequence
            """
        ) { row in
            let account: AccountID = try row.id(0)
            if !taken.isEmpty, let id = BillID(account: account, month: month, sequence: try row.int(1)),
                taken[id] != nil
            {
                return
            }
            found[account] = DetailTexts.value(BillState.self, try row.text(2))
        }
        return found
    }

    /// What one bill hands on; nil where it hands on nothing.
    static func state(of bill: BillID, in transaction: any Transaction) throws -> BillState? {
        DetailTexts.value(BillState.self, try find(bill, in: transaction).state)
    }

    /// Whether the newest standing bill of an account's month is a settlement that is not the month's last.
    static func isOpen(_ account: AccountID, _ month: BillingMonth, in transaction: any Transaction) throws
        -> Bool
    {
        let states = try states(month, in: BucketRange(account.bucket, account.bucket), transaction)
        return states[account]?.settlement?.isLast == false
    }
}
