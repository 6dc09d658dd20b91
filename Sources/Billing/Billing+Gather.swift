internal import Control
internal import Kernel
internal import Rating
internal import Reading
internal import Records
internal import Store
internal import Tariff

/// A unit's input and output in flat arrays, in the order of buckets and accounts.
struct GatheredUnit {
    var accounts: [BilledAccount] = []
    var usages: [Usage] = []
    var periods: [(first: Day, last: Day)] = []
    var before: [BillRows.Trace?] = []
    var batch = RatedBatch()
    /// The sequence of the month's next bill, of accounts whose bill was taken back; 0 for all others.
    var sequences: [AccountID: Int] = [:]
    /// Accounts without approved energy; they have no bill.
    var unread = 0
    /// The tariffs that the unit was rated with.
    let catalogue: TariffCatalogue

    init(_ catalogue: TariffCatalogue) { self.catalogue = catalogue }

    mutating func reserve(_ count: Int) {
        accounts.reserveCapacity(count)
        usages.reserveCapacity(count)
        periods.reserveCapacity(count)
        before.reserveCapacity(count)
    }
}

/// What a unit is gathered from, each in the order of buckets and accounts.
struct GatherInput {
    var accounts: [BillableAccount]
    var points: [PointEnergy]
    /// The month's bills: their accounts are left out but in a rehearsal.
    var billed: [BillRows.Trace] = []
    /// The bills of the month before.
    var previous: [BillRows.Trace]
    var equipment: [AccountID: [Equipment]]
}

/// What a bill keeps of its account.
struct BilledAccount {
    let id: AccountID
    let organisation: OrganisationID
    let organisationPath: OrganisationPath
    let isResidential: Bool
    let tariff: String
    /// What its capacity and losses came from, as the bill keeps it.
    var basis = BasisTexts()
}

extension Billing {
    /// Everything one unit bills, fetched bucket by bucket and rated in one call. Accounts that have a bill for the month
    /// are left out.
    /// - Parameter code: in a rehearsal the tariff that is rehearsed: its accounts alone, those with a bill too.
    func gather(
        _ range: BucketRange, month: BillingMonth, scope: OrganisationPath, rehearsing code: String? = nil,
        in transaction: any Transaction
    ) throws -> GatheredUnit {
        let input = GatherInput(
            accounts: try records.billable(in: range, on: month.lastDay, scope: scope, in: transaction),
            points: try reading.approved(month, in: range, transaction),
            billed: try BillRows.traces(month, in: range, transaction),
            previous: month.number > 0
                ? try BillRows.traces(month.adding(months: -1), in: range, transaction) : [],
            equipment: try records.equipment(in: range, transaction))
        var unit = try gather(input, range, month: month, rehearsing: code, in: transaction)
        for bill in try TakenBackRows.rows(of: month, in: range, transaction).keys {
            unit.sequences[bill.account] = max(unit.sequences[bill.account] ?? 0, bill.sequence + 1)
        }
        return unit
    }

    /// Lays what was fetched side by side and rates it in one call.
    func gather(
        _ input: GatherInput, _ range: BucketRange, month: BillingMonth, rehearsing code: String? = nil,
        in transaction: any Transaction
    ) throws -> GatheredUnit {
        let catalogue = try tariffs.catalogue(in: transaction)
        var unit = GatheredUnit(catalogue)
        let (firstDay, lastDay) = (month.firstDay, month.lastDay)
        let (accounts, points, billed) = (input.accounts, input.points, input.billed)
        let previous = input.previous
        let isFirstOfYear = month.month == 1
        let january = BillingMonth(year: month.year, month: 1)
        // Whoever lacks last month's bill is looked up one by one, but only in a bucket that has bills of this year.
        var withBills: Set<Bucket>?
        unit.reserve(accounts.count)
        var places = TariffPlaces()
        var capacities = GatheredCapacity(month, input.equipment)
        var point = 0
        var done = 0
        var trace = 0
        // All four come in the order of buckets and accounts: one walk along them.
        for account in accounts where account.openedOn <= lastDay && account.closedOn ?? lastDay >= firstDay {
            let bucket = account.id.bucket
            func isBefore(_ other: AccountID) -> Bool {
                other != account.id && (other.bucket, other) < (bucket, account.id)
            }
            while point < points.count, isBefore(points[point].account) { point += 1 }
            while done < billed.count, isBefore(billed[done].account) { done += 1 }
            while trace < previous.count, isBefore(previous[trace].account) { trace += 1 }
            if let code {
                if account.terms?.tariffCode != code { continue }
            } else if done < billed.count, billed[done].account == account.id {
                continue
            }
            guard point < points.count, points[point].account == account.id else {
                unit.unread += 1
                continue
            }
            var before: BillRows.Trace?
            while trace < previous.count, previous[trace].account == account.id {
                before = previous[trace]
                trace += 1
            }
            var usage = Usage(tariff: -1, month: month, total: .zero)
            var days = (first: points[point].firstDay, last: points[point].lastDay)
            var basis = BasisTexts()
            while point < points.count, points[point].account == account.id {
                add(points[point], to: &usage, &days)
                if !points[point].lossEvidence.isEmpty { basis.losses.append(points[point].lossEvidence) }
                point += 1
            }
            // The year's energy before this month: last month's bill carries it; after a month without a bill it is
            // looked up; a new calendar year starts at zero (readings of the calendar year).
            if let before, !isFirstOfYear {
                usage.yearToDate = before.yearToDate
            } else if !isFirstOfYear {
                let last = month.adding(months: -1)
                let known =
                    try withBills
                    ?? BillRows.buckets(in: range, withBillsFrom: january, to: last, transaction)
                withBills = known
                if known.contains(bucket) {
                    usage.yearToDate =
                        try BillRows.yearToDate(of: account.id, from: january, to: last, in: transaction)
                        ?? .zero
                }
            }
            let tariff = fill(&usage, from: account, month: month, catalogue, &places)
            basis.capacity = try capacities.fill(&usage, of: account, control, in: transaction)
            unit.accounts.append(
                BilledAccount(
                    id: account.id, organisation: account.organisation,
                    organisationPath: account.organisationPath,
                    isResidential: account.accountClass == .residential, tariff: tariff, basis: basis))
            unit.usages.append(usage)
            unit.periods.append(days)
            unit.before.append(before)
        }
        catalogue.book.rate(unit.usages, into: &unit.batch)
        return unit
    }

    private func add(_ point: PointEnergy, to usage: inout Usage, _ days: inout (first: Day, last: Day)) {
        let billed = point.billed
        usage.total += point.total + point.loss
        usage.energy.sharp += billed.sharp
        usage.energy.peak += billed.peak
        usage.energy.flat += billed.flat
        usage.energy.valley += billed.valley
        usage.reactive += point.reactive + point.reactiveLoss
        usage.lossEnergy += point.loss
        usage.actualDemand += point.demand
        days.first = min(days.first, point.firstDay)
        days.last = max(days.last, point.lastDay)
    }

    /// Puts the terms that hold at the month's end into the usage; gives the tariff's code.
    /// - Parameter places: kept from account to account.
    private func fill(
        _ usage: inout Usage, from account: BillableAccount, month: BillingMonth,
        _ catalogue: TariffCatalogue, _ places: inout TariffPlaces
    ) -> String {
        guard let terms = account.terms else { return "" }
        usage.tariff = places.place(of: terms.tariffCode) {
            (try? catalogue.version(terms.tariffCode, on: month.lastDay))?.index ?? -1
        }
        usage.capacity = terms.capacity
        usage.contractDemand = terms.contractDemand
        usage.basicChargeMode = BasicChargeMode(terms.basicMode)
        usage.powerFactorStandard = PowerFactorStandard(factor: terms.powerFactorStandard) ?? .none
        usage.persons = UInt8(clamping: terms.householdPersons)
        usage.isLowIncome = terms.isLowIncome
        usage.tierMonths =
            terms.firstTierMonth.map { UInt8(TierYear(firstTierMonth: $0).months(for: month)) } ?? 12
        usage.daysInPeriod = UInt16(month.dayCount)
        usage.daysInService = usage.daysInPeriod
        if account.openedOn > month.firstDay || account.closedOn != nil {
            let first = max(account.openedOn, month.firstDay)
            let last = min(account.closedOn ?? month.lastDay, month.lastDay)
            usage.daysInService = UInt16(clamping: max(0, last.days(since: first) + 1))
        }
        return terms.tariffCode
    }

    /// Hash of everything the unit would write: the same bills or not.
    func digest(_ unit: GatheredUnit) -> [UInt8] {
        var hash = ContentHash()
        for (index, bill) in unit.batch.bills.enumerated() {
            hash.add(unit.accounts[index].id.number)
            hash.add(unit.accounts[index].organisation.number)
            hash.add(unit.accounts[index].tariff)
            if !unit.accounts[index].basis.isEmpty {
                hash.add(unit.accounts[index].basis.capacity)
                for loss in unit.accounts[index].basis.losses { hash.add(loss) }
            }
            hash.add(Int64(bill.refusal?.rawValue ?? 0))
            hash.add(bill.energy.wattHours)
            hash.add(bill.total.fen)
            hash.add(bill.yearToDate.wattHours)
            for line in unit.batch.lines(of: bill) {
                hash.add(
                    Int64(line.kind.rawValue) << 16 | Int64(line.period.rawValue) << 8 | Int64(line.tier))
                hash.add(line.quantity)
                hash.add(line.unitPrice)
                hash.add(line.amount.fen)
            }
        }
        return hash.finalized()
    }
}

/// The tariff versions in force on a day by code, found once each; -1 where none is. Neighbours mostly have one of few
/// tariffs, so that looking along a short list is faster than a hash.
struct TariffPlaces {
    private var known: [(code: String, place: Int32)] = []
    private var others: [String: Int32] = [:]
    private static let listed = 8

    mutating func place(of code: String, find: () -> Int32) -> Int32 {
        for entry in known where entry.code == code { return entry.place }
        if let place = others[code] { return place }
        let place = find()
        if known.count < Self.listed { known.append((code, place)) } else { others[code] = place }
        return place
    }
}

extension BasicChargeMode {
    init(_ mode: BasicMode) {
        switch mode {
        case .none: self = .none
        case .capacity: self = .capacity
        case .contractDemand: self = .contractDemand
        case .actualDemand: self = .actualDemand
        }
    }
}

extension TariffCatalogue {
    /// From when the version with this index is in force.
    func effectiveFrom(_ index: Int32) -> Day? {
        tariff(index: index)?.versions.first { $0.index == index }?.effectiveFrom
    }
}
