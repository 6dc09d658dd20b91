package import Control
package import Kernel
internal import Store

/// What an amendment of terms would come to.
package struct TermPreview: Sendable, Hashable {
    package let from: Day
    /// The last day before later terms hold; nil where none do.
    package let until: Day?
    package let before: TermValues
    package let after: TermValues
    /// The months in reach that stand billed by what held before; their bills stay as they are until they are taken back.
    package let billed: [BillingMonth]
}

extension Records {
    /// What an amendment would come to. Writes nothing.
    /// - Throws: as `changeTerms`.
    package func previewTerms(
        _ id: AccountID, from day: Day, _ values: TermValues, by principal: Principal
    ) async throws -> TermPreview {
        if let problem = values.problems().first { throw problem.refusal }
        return try await control.read("records.edit", by: principal) { transaction in
            let account = try row(id, scope: principal.scope, in: transaction)
            guard account.state == .active else { throw RecordsRefusal.accountClosed(account.consumerNo) }
            let history = try TermRows.history(id, in: transaction)
            guard day >= account.openedOn, let before = history.term(on: day)?.values else {
                throw RecordsRefusal.dayTooEarly(least: account.openedOn.description)
            }
            let after = try standing(values, from: day, in: transaction)
            guard after != before else { throw RecordsRefusal.nothingChanged }
            // How the basic charge is reckoned changes by the customer's application alone, with its notice and floors.
            if before.basicMode != .none, after.basicMode != .none,
                before.basicMode != after.basicMode || before.contractDemand != after.contractDemand
            {
                throw EquipmentRefusal.byDemandForm
            }
            let reach = history.reach(from: day)
            return TermPreview(
                from: day, until: reach.until, before: before, after: after,
                billed: try billed(id, reach, in: transaction))
        }
    }

    /// Amends an account's terms as a clerk orders it 计费参数变更. Contract demand and the mode of a basic charge that is
    /// paid already go by `requestDemand`, which holds them to their notice.
    /// - Parameter version: of the account as it was read; another change in between refuses this one.
    /// - Throws: as `amend`; `EquipmentRefusal.byDemandForm`.
    /// - Returns: What was written, and the billed months in its reach.
    package func changeTerms(
        _ id: AccountID, from day: Day, _ values: TermValues, reason: String, version: Int64,
        by principal: Principal
    ) async throws -> (term: Term, billed: [BillingMonth]) {
        let preview = try await previewTerms(id, from: day, values, by: principal)
        let term = try await amend(
            id, from: day, values, reason: reason, version: version, by: principal)
        return (term, preview.billed)
    }

    /// The months that stand billed in the reach of terms from a day on: what taking that day's terms back may touch.
    package func billedMonths(of id: AccountID, termsFrom day: Day, by principal: Principal) async throws
        -> [BillingMonth]
    {
        try await control.read("records.read", by: principal) { transaction in
            _ = try row(id, scope: principal.scope, in: transaction)
            return try billed(id, TermRows.history(id, in: transaction).reach(from: day), in: transaction)
        }
    }

    /// The tariffs that hold on a day, by code.
    package func termTariffs(on day: Day) async throws -> [TermTariff] {
        let outlook = outlook
        return try await control.house.database.read { try outlook.tariffs(day, $0) }
    }

    /// A month is billed by the terms of its last day.
    func billed(_ id: AccountID, _ reach: (from: Day, until: Day?), in transaction: any Transaction) throws
        -> [BillingMonth]
    {
        try outlook.billed(id, reach.from, transaction).filter { month in
            reach.until.map { month.lastDay <= $0 } ?? true
        }
    }

    /// The terms with the last day of the household's standing as the tariff has it: where the tariff gives it a term and
    /// none is written, so many months from the day on; none for whom it is nothing.
    /// - Throws: `RecordsRefusal.invalid` for a tariff that does not hold on the day, or a last day before it.
    func standing(_ values: TermValues, from day: Day, in transaction: any Transaction) throws -> TermValues {
        var values = values
        if let tariff = try outlook.tariff(values.tariffCode, on: day, in: transaction) {
            if !tariff.hasStanding(values) {
                values.householdUntil = nil
            } else if values.householdUntil == nil, let months = tariff.statusMonths {
                values.householdUntil = day.adding(months: months).adding(days: -1)
            }
        }
        if let until = values.householdUntil, until < day {
            throw FieldProblem("household_until", "standingOver", ["least": day.description]).refusal
        }
        return values
    }

    /// A new household's tiers begin with the month after it was connected (沪发改价管〔2012〕020号): where nothing else is
    /// written, and its tariff has tiers by the year. Whoever was connected more than a year ago has whole years.
    func opened(_ accounts: [NewAccount]) async throws -> [NewAccount] {
        if outlook.isBlind { return accounts }
        return try await control.house.database.read { try opened(accounts, in: $0) }
    }

    /// The same in a transaction that is open.
    func opened(_ accounts: [NewAccount], in transaction: any Transaction) throws -> [NewAccount] {
        if outlook.isBlind { return accounts }
        let yearAgo = control.house.clock.today.adding(months: -12)
        // Most accounts of a file are opened on few days.
        var yearly: [Day: Set<String>] = [:]
        return try accounts.map { account in
            guard account.accountClass == .residential, account.terms.firstTierMonth == nil,
                account.openedOn > yearAgo,
                let next = BillingMonth(number: Int(account.openedOn.billingMonth.number) + 1)
            else { return account }
            let day = account.openedOn
            let codes =
                try yearly[day]
                ?? Set(outlook.tariffs(day, transaction).lazy.filter(\.hasYearlyTiers).map(\.code))
            yearly[day] = codes
            guard codes.contains(account.terms.tariffCode) else { return account }
            var account = account
            account.terms.firstTierMonth = next
            return account
        }
    }
}

extension TermHistory {
    /// From a day on, to the day before the next terms in force; without an end where there are none.
    func reach(from day: Day) -> (from: Day, until: Day?) {
        let next = inForce.lazy.map(\.effectiveFrom).first { $0 > day }
        return (day, next?.adding(days: -1))
    }
}
