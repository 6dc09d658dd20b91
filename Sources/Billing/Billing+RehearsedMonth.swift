internal import Control
internal import Kernel
internal import Rating
internal import Reading
internal import Records
internal import Store
internal import Tariff

/// A month of some accounts as it is billed and as a draft would bill it, all in the same order.
struct RehearsedMonth {
    /// What one of the two bills, and the bills.
    struct Side {
        var usages: [Usage] = []
        var batch = RatedBatch()

        func bill(_ index: Int) -> RatedPast.Rated {
            RatedPast.Rated(usages[index], batch.bills[index], in: batch)
        }
    }

    var accounts: [BilledAccount] = []
    var before = Side()
    var after = Side()
    /// Those that one of the two cannot bill, since their losses wait.
    var waiting = 0
}

extension Billing {
    /// Rates a month of a unit's accounts under what is published and under a draft.
    /// - Parameters:
    ///   - pasts: what the draft's months before came to; the month's own is added.
    ///   - only: the one account that is looked at; nil for all that the draft concerns.
    func rehearsed(
        _ month: BillingMonth, _ range: BucketRange, _ scope: OrganisationPath, _ draft: RehearsalDraft,
        _ pasts: inout [AccountID: RatedPast], only: AccountID? = nil, in transaction: any Transaction
    ) throws -> RehearsedMonth {
        var followers: [AccountID] = []
        if case .losses(let code) = draft.subject {
            followers = try records.accounts(following: code, in: range, transaction)
            if followers.isEmpty { return RehearsedMonth() }
        }
        var input = try input(range, month: month, scope, isSettling: false, in: transaction)
        if let only { input.accounts.removeAll { $0.id != only } }
        let rated: RehearsedMonth
        if case .losses(let code) = draft.subject {
            rated = try rehearsed(
                losses: code, of: followers, input, month, range, draft, pasts, in: transaction)
        } else {
            let unit = try gather(
                input, range, month: month, rehearsing: draft.subject, asking: draft.asked(with: pasts),
                in: transaction)
            rated = draft.rate(unit)
        }
        let billed = Set(input.billed.map(\.account))
        for (index, account) in rated.accounts.enumerated() {
            let (old, new) = (rated.before.bill(index), rated.after.bill(index))
            // A month that has no bill, or that one side could not rate, is in nobody's year: nothing is handed on.
            guard billed.contains(account.id), old.bill.refusal == nil, new.bill.refusal == nil else {
                continue
            }
            RatedPast.note(
                new, besides: old, keepsCharges: draft.keepsCharges, of: account.id, in: &pasts)
        }
        return rated
    }

    /// Both sides are gathered: with the losses reckoned as they are published, and as the draft has them. Prices are those
    /// that are published, and what the draft's losses came to in the months before is handed on.
    private func rehearsed(
        losses code: String, of followers: [AccountID], _ input: GatherInput, _ month: BillingMonth,
        _ range: BucketRange, _ draft: RehearsalDraft, _ pasts: [AccountID: RatedPast],
        in transaction: any Transaction
    ) throws -> RehearsedMonth {
        let published = LossBook(try tariffs.catalogue(in: transaction).losses)
        let trials = try reading.lossTrials(
            input.points, month: month, of: followers, following: code,
            by: [published, LossBook(draft.catalogue.losses, newest: code)], transaction)
        let (old, new) = (trials[0], trials[1])
        let waiting = old.waiting.union(new.waiting)
        func gathered(_ points: [PointEnergy], _ pasts: [AccountID: RatedPast]) throws -> GatheredUnit {
            var input = input
            input.points = points
            input.pasts = pasts
            input.accounts.removeAll { !old.accounts.contains($0.id) || waiting.contains($0.id) }
            return try gather(input, range, month: month, rehearsing: draft.subject, in: transaction)
        }
        let before = try gathered(old.points, [:])
        let after = try gathered(new.points, pasts)
        return RehearsedMonth(
            accounts: before.accounts, before: .init(usages: before.usages, batch: before.batch),
            after: .init(usages: after.usages, batch: after.batch),
            waiting: input.accounts.count { waiting.contains($0.id) })
    }
}
