package import Control
package import Kernel
internal import Rating
internal import Reading
internal import Records
internal import Store
internal import Tariff

/// One account's past usage under other tariffs: what a tariff comes to before it is used, and what a customer would
/// have paid. Gathered and rated as a run does; nothing is written.
extension Billing {
    /// Months that a comparison has at most.
    package static let comparedMonths = 12
    /// How far back billed months are looked for.
    private static let historyMonths = 36
    /// Open drafts that are offered at most.
    private static let offeredDrafts = 12

    /// Rates an account's billed months under its own tariff and under others.
    ///
    /// Each month is rated under the versions that were in force at its end; a tariff that had not begun yet, under its
    /// first version, and a draft under its newest, whenever it begins.
    /// - Parameters:
    ///   - choices: what it is held against, in this order; nil for every published tariff that fits the account, and
    ///     for every open draft where the principal may see drafts.
    ///   - months: how many of the last billed months, 1 to 12.
    ///   - last: the last of them; nil for the newest.
    ///   - valleyPercent: 0…100; where the meter has a total register alone, the share of the energy that a tariff of
    ///     peak and valley hours is to take as used in the valley. Nil leaves such a tariff unrated.
    /// - Throws: `RecordsRefusal.accountUnknown` outside the scope too; `TariffRefusal.unknownTariff`, `.draftUnknown`,
    ///   `.draftClosed`, `.draftFaulty`; `BillingRefusal.tariffDoesNotFit`.
    package func compare(
        account id: AccountID, with choices: [TariffChoice]? = nil, months: Int = comparedMonths,
        through last: BillingMonth? = nil, valleyPercent: Int? = nil, by principal: Principal
    ) async throws -> TariffComparison {
        let tariff = Tariff(control: control, shelf: tariffs)
        var drafts: [Int64: TariffSketch] = [:]
        var wished: [TariffChoice]?
        if let choices {
            for case .draft(let number) in choices {
                let sketch = try await tariff.draft(number, by: principal)
                guard sketch.state == .draft else { throw TariffRefusal.draftClosed }
                drafts[number] = sketch
            }
            wished = choices
        } else if principal.may("tariff.read") {
            for sketch in try await tariff.drafts(by: principal).filter({ $0.state == .draft })
                .prefix(Self.offeredDrafts)
            {
                drafts[sketch.id] = sketch
            }
        }
        let (sketches, asked) = (drafts, wished)
        return try await control.read("billing.compare", by: principal) { transaction in
            let account = try records.row(id, scope: principal.scope, in: transaction)
            let setting = try ComparedAccount(self, account, in: transaction)
            let sources: [ComparisonSource]
            if let asked {
                sources = try asked.map { choice in
                    let source: ComparisonSource
                    switch choice {
                    case .published(let code): source = try setting.published(code)
                    case .draft(let number):
                        guard let sketch = sketches[number] else { throw TariffRefusal.draftUnknown }
                        do { source = try setting.draft(sketch, tariff, in: transaction) } catch let faults
                            as TariffFaults
                        {
                            throw faults.refusal
                        }
                    }
                    guard setting.fits(source.tariff) else {
                        throw BillingRefusal.tariffDoesNotFit(code: source.tariff.code)
                    }
                    return source
                }
            } else {
                // A draft that is no tariff yet is none to choose.
                let open = try sketches.values.sorted { $0.id < $1.id }.compactMap { sketch in
                    do { return try setting.draft(sketch, tariff, in: transaction) } catch is TariffFaults {
                        return nil
                    } catch is TariffRefusal { return nil }
                }
                sources = setting.published() + open.filter { setting.fits($0.tariff) }
            }
            return try comparison(
                setting, sources, months: months, through: last, valleyPercent: valleyPercent,
                in: transaction)
        }
    }

    /// A customer's own account under its own tariff and under each published one that it may choose.
    /// - Parameter valleyPercent: as in `compare(account:with:months:through:valleyPercent:by:)`.
    /// - Throws: `RecordsRefusal.accountUnknown` where there is none any more.
    package func compare(own: CustomerAccount, valleyPercent: Int? = nil) async throws -> TariffComparison {
        try await control.house.database.read { transaction in
            guard let account = try records.row(own.id, in: transaction), account.customer == own.customer
            else { throw RecordsRefusal.accountUnknown(own.id.description) }
            let setting = try ComparedAccount(self, account, in: transaction)
            return try comparison(
                setting, setting.published().filter { setting.isOwn($0) || setting.isOpen($0) },
                months: Self.comparedMonths, through: nil, valleyPercent: valleyPercent, in: transaction)
        }
    }

    private func comparison(
        _ setting: ComparedAccount, _ sources: [ComparisonSource], months: Int, through last: BillingMonth?,
        valleyPercent: Int?, in transaction: any Transaction
    ) throws -> TariffComparison {
        let account = setting.account.id
        let end = last ?? control.house.clock.today.billingMonth
        let history = try BillRows.history(
            of: account, from: end.adding(months: -min(Self.historyMonths, Int(end.number))), to: end,
            in: transaction
        ).filter { $0.takenBack == nil }
        // A month's last settlement first.
        let bills = Dictionary(grouping: history, by: \.month)
        let billed = bills.keys.sorted().suffix(min(max(months, 1), Self.comparedMonths))
        var pasts = Array(repeating: [AccountID: RatedPast](), count: sources.count)
        return TariffComparison(
            account: account, candidates: sources.map { setting.candidate($0) },
            months: try billed.map { month in
                try compared(setting, month, bills, sources, &pasts, valleyPercent, in: transaction)
            })
    }

    /// - Parameter pasts: what each source's months before came to; the month's own is added.
    private func compared(
        _ setting: ComparedAccount, _ month: BillingMonth, _ bills: [BillingMonth: [Bill]],
        _ sources: [ComparisonSource], _ pasts: inout [[AccountID: RatedPast]], _ valleyPercent: Int?,
        in transaction: any Transaction
    ) throws -> TariffComparison.Month {
        let unit = try gather(
            setting.account.id, month, bills,
            asking: zip(sources, pasts).map { AskedVersion(version: $0.asked(of: month), pasts: $1) },
            in: transaction)
        // A month that is settled more than once has as many bills.
        let billed = bills[month]?.map(\.amount).total()
        guard let usage = unit.usages.first else {
            func nothing(_ code: String) -> TariffComparison.Side {
                TariffComparison.Side(
                    tariff: code, tariffFrom: nil, amount: .zero, lines: [], gap: .noReading, assumptions: [])
            }
            return TariffComparison.Month(
                month: month, energy: nil, billed: billed, own: nothing(setting.code),
                others: sources.map { nothing($0.tariff.code) })
        }
        let bill = unit.batch.bills[0]
        let own = unit.accounts[0].tariff
        let gap: ComparisonGap? = own.isEmpty ? .noTerms : bill.refusal.map { ComparisonGap($0, usage) }
        let ratedOwn = RatedPast.Rated(usage, bill, in: unit.batch)
        let others = zip(sources, unit.others).map { $0.rate($1, valleyPercent: valleyPercent) }
        for (place, other) in others.enumerated() {
            guard bill.refusal == nil, let rated = other.rated else { continue }
            RatedPast.note(
                rated, besides: ratedOwn, keepsCharges: true, of: setting.account.id, in: &pasts[place])
        }
        return TariffComparison.Month(
            month: month, energy: usage.total, billed: billed,
            own: TariffComparison.Side(
                tariff: own, tariffFrom: unit.catalogue.effectiveFrom(usage.tariff), amount: bill.total,
                lines: Array(unit.batch.lines(of: bill)), gap: gap, assumptions: []),
            others: others.map(\.side))
    }

    /// A month of one account as the run gathers it, whether it was billed or not; empty where nothing was read.
    private func gather(
        _ account: AccountID, _ month: BillingMonth, _ bills: [BillingMonth: [Bill]],
        asking asked: [AskedVersion], in transaction: any Transaction
    ) throws -> GatheredUnit {
        let billable = try records.billable(account, on: month.lastDay, in: transaction)
        let equipment = try records.equipment(of: account, in: transaction)
        let last = month.number > 0 ? month.adding(months: -1) : nil
        let before = last.flatMap { bills[$0]?.first }
        let handed = try before.flatMap { try DetailRows.state(of: $0.id, in: transaction) }
        let input = GatherInput(
            accounts: billable.map { [$0] } ?? [],
            points: try reading.energy(account, month, in: transaction).filter { $0.state == .approved },
            previous: before.map {
                [
                    BillRows.Trace(
                        account: account, yearToDate: $0.yearToDate, energy: $0.energy, amount: $0.amount)
                ]
            } ?? [], equipment: equipment.isEmpty ? [:] : [account: equipment],
            handed: handed.map { [account: $0] } ?? [:]
        ) { begin in
            [
                account: bills.values.lazy.joined().filter {
                    $0.month >= begin && $0.month < month && $0.tierMonths > 0
                }.map(\.energy).total()
            ]
        }
        return try gather(
            input, BucketRange(account.bucket, account.bucket), month: month, asking: asked, in: transaction)
    }
}
