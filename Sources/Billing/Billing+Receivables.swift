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
        var place = 0
        for bill in bills where !bill.amount.isZero {
            while place < unit.accounts.count, unit.accounts[place].id != bill.account { place += 1 }
            guard place < unit.accounts.count else { break }
            receivables.append(
                Receivable(
                    id: bill.id.number, account: bill.account, organisation: bill.organisation,
                    organisationPath: unit.accounts[place].organisationPath, month: bill.month, kind: .energy,
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
