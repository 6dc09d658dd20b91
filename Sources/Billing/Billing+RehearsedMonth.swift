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
    ///   - carried: by how much more the draft's months before lead an account's year to date; the month's own is added.
    ///   - only: the one account that is looked at; nil for all that the draft concerns.
    func rehearsed(
        _ month: BillingMonth, _ range: BucketRange, _ scope: OrganisationPath, _ draft: RehearsalDraft,
        carried: inout [AccountID: YearLead], only: AccountID? = nil, in transaction: any Transaction
    ) throws -> RehearsedMonth {
        if case .losses(let code) = draft.subject {
            let followers = try records.accounts(following: code, in: range, transaction)
            if followers.isEmpty { return RehearsedMonth() }
            var input = try input(range, month: month, scope, isSettling: false, in: transaction)
            if let only { input.accounts.removeAll { $0.id != only } }
            return try rehearsed(
                losses: code, of: followers, input, month, range, draft, &carried, in: transaction)
        }
        let unit = try gather(
            range, month: month, scope: scope, rehearsing: draft.subject, asking: draft.asked, in: transaction
        )
        let (before, after) = draft.rate(unit)
        return RehearsedMonth(
            accounts: unit.accounts, before: .init(usages: unit.usages, batch: before),
            after: .init(usages: unit.usages, batch: after))
    }

    /// Both sides are gathered: with the losses reckoned as they are published, and as the draft has them. Prices are those
    /// that are published, and a tier year's energy counts the draft's losses from the first rehearsed month on.
    private func rehearsed(
        losses code: String, of followers: [AccountID], _ input: GatherInput, _ month: BillingMonth,
        _ range: BucketRange,
        _ draft: RehearsalDraft, _ carried: inout [AccountID: YearLead], in transaction: any Transaction
    ) throws -> RehearsedMonth {
        let published = LossBook(try tariffs.catalogue(in: transaction).losses)
        let trials = try reading.lossTrials(
            input.points, month: month, of: followers, following: code,
            by: [published, LossBook(draft.catalogue.losses, newest: code)], transaction)
        let (old, new) = (trials[0], trials[1])
        let waiting = old.waiting.union(new.waiting)
        func gathered(_ points: [PointEnergy], _ leads: [AccountID: YearLead]) throws -> GatheredUnit {
            var input = input
            input.points = points
            input.leads = leads
            input.accounts.removeAll { !old.accounts.contains($0.id) || waiting.contains($0.id) }
            return try gather(input, range, month: month, rehearsing: draft.subject, in: transaction)
        }
        let before = try gathered(old.points, [:])
        let after = try gathered(new.points, carried)
        let billed = Set(input.billed.map(\.account))
        for (index, account) in before.accounts.enumerated() {
            let (old, new) = (before.batch.bills[index], after.batch.bills[index])
            // A month that has no bill, or that one side could not rate, is in nobody's year: the lead stays what it was.
            guard billed.contains(account.id), old.refusal == nil, new.refusal == nil else { continue }
            carried[account.id] = YearLead(month: month, energy: new.yearToDate - old.yearToDate)
        }
        return RehearsedMonth(
            accounts: before.accounts, before: .init(usages: before.usages, batch: before.batch),
            after: .init(usages: after.usages, batch: after.batch),
            waiting: input.accounts.count { waiting.contains($0.id) })
    }
}
