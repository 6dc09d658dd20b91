internal import Control
internal import Kernel
internal import Ledger

extension Billing {
    /// Raises the receivables of released bills and posts them: debit 应收账款, credit revenue and, apart, the government
    /// funds that are only collected (代征).
    func raise(_ bills: [Bill], _ unit: GatheredUnit, rollup bucket: Bucket, in act: Act) throws {
        var receivables: [Receivable] = []
        var postings: [Posting] = []
        receivables.reserveCapacity(bills.count)
        postings.reserveCapacity(bills.count * 3)
        var accounts = unit.accounts[...]
        for bill in bills {
            accounts = accounts.drop { $0.id != bill.account }
            guard let account = accounts.first, !bill.amount.isZero else { continue }
            receivables.append(
                Receivable(
                    id: bill.id.number, account: bill.account, organisation: bill.organisation,
                    organisationPath: account.organisationPath, month: bill.month, kind: .energy,
                    amount: bill.amount,
                    dueDay: bill.dueDay, isResidential: bill.isResidential, createdDay: bill.releaseDay))
            func post(_ line: Int32, _ code: LedgerCode, _ amount: Money) {
                guard !amount.isZero else { return }
                postings.append(
                    Posting(
                        account: bill.account, entry: bill.id.number, line: line, code: code,
                        organisation: bill.organisation, amount: amount, day: bill.releaseDay,
                        month: bill.month))
            }
            post(0, .receivable, bill.amount)
            post(1, .energyRevenue, bill.funds - bill.amount)
            post(2, .governmentFunds, -bill.funds)
        }
        try ledger.raise(receivables, in: act)
        try ledger.post(postings, rollup: bucket, in: act)
    }
}
