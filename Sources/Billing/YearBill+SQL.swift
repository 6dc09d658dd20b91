internal import Kernel
internal import Rating
internal import Store

/// What a year's bills say together.
extension BillRows {
    /// What an account's standing bills of a span of months say to a yearly minimum and a demand ratchet.
    static func year(
        of account: AccountID, from first: BillingMonth, to last: BillingMonth,
        in transaction: any Transaction
    ) throws -> [YearBill] {
        let bills = try history(of: account, from: first, to: last, in: transaction)
        return try bills.filter { $0.takenBack == nil }.map { bill in
            let state = try DetailRows.state(of: bill.id, in: transaction)
            let periods = state?.periodDemand.flatMap { $0.count == TouPeriod.allCases.count ? $0 : nil }
            return YearBill(
                month: bill.month,
                firstMonth: bill.month.adding(
                    months: 1 - min(max(state?.months ?? 1, 1), Int(bill.month.number) + 1)),
                charges: state?.charges ?? bill.amount, demand: bill.demand, periodDemand: periods)
        }
    }

    /// What the standing bills of whole buckets from a month up to another count to a tier year, by account.
    static func counted(
        from first: BillingMonth, before month: BillingMonth, in range: BucketRange,
        _ transaction: any Transaction
    ) throws -> [AccountID: Energy] {
        var found: [AccountID: Energy] = [:]
        for number in first.number..<max(first.number, month.number) {
            let month = BillingMonth(number: Int(number))!
            let taken = try TakenBackRows.rows(of: month, in: range, transaction)
            try transaction.each(
                in: range,
                """
                SELECT account_id, sequence, energy_wh FROM billing_bill
                WHERE bucket = \(range.first) AND month = \(month) AND tier_months > 0
                """
            ) { row in
                let account: AccountID = try row.id(0)
                if !taken.isEmpty, let id = BillID(account: account, month: month, sequence: try row.int(1)),
                    taken[id] != nil
                {
                    return
                }
                found[account, default: .zero] += try row.quantity(2, as: Energy.self)
            }
        }
        return found
    }
}
