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
    /// The same rows as other versions ask for them: as many an account as versions were asked for, in their order.
    var others: [Usage] = []
    var periods: [(first: Day, last: Day)] = []
    var before: [BillRows.Trace?] = []
    var batch = RatedBatch()
    /// The sequence of the month's next bill, of accounts whose bill was taken back; 0 for all others.
    var sequences: [AccountID: Int] = [:]
    /// Accounts without approved energy; they have no bill.
    var unread = 0
    /// Those whose losses cannot be reckoned yet; they have none either.
    var waiting: [BillableAccount] = []
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

/// What a bill keeps of its account.
struct BilledAccount {
    let id: AccountID
    let organisation: OrganisationID
    let organisationPath: OrganisationPath
    let accountClass: AccountClass
    var isResidential: Bool { accountClass == .residential }
    let tariff: String
    /// What its capacity and losses came from, as the bill keeps it.
    var basis = BasisTexts()
    /// What it says of its parts and hands on to the next.
    var details = DetailTexts()
}

extension Billing {
    /// Why an account has no bill whose losses cannot be reckoned yet.
    static let lossWaits = "LOSS_WAITS"

    /// Everything one unit bills, fetched bucket by bucket and rated in one call. Accounts that have a bill for the month
    /// are left out.
    func gather(
        _ range: BucketRange, month: BillingMonth, scope: OrganisationPath, in transaction: any Transaction
    ) throws -> GatheredUnit {
        let input = try input(range, month: month, scope, isSettling: true, in: transaction)
        var unit = try gather(input, range, month: month, in: transaction)
        for bill in try TakenBackRows.rows(of: month, in: range, transaction).keys {
            unit.sequences[bill.account] = max(unit.sequences[bill.account] ?? 0, bill.sequence + 1)
        }
        return unit
    }

    /// Lays what was fetched side by side and rates it in one call.
    /// - Parameters:
    ///   - subject: in a rehearsal what is rehearsed: its accounts alone, those with a bill too.
    ///   - asked: versions that everybody is rated under besides: each has a row of its own with what it asks for.
    func gather(
        _ input: GatherInput, _ range: BucketRange, month: BillingMonth,
        rehearsing subject: RehearsalSubject? = nil, asking asked: [AskedVersion] = [],
        in transaction: any Transaction
    ) throws -> GatheredUnit {
        let catalogue = try tariffs.catalogue(in: transaction)
        var unit = GatheredUnit(catalogue)
        // Where tier years begin in several months, the bill before may have counted another one.
        let yearStart = catalogue.tierYearStarts.count > 1 ? nil : catalogue.tierYearStarts.first ?? 1
        let (firstDay, lastDay) = (month.firstDay, month.lastDay)
        let (accounts, points, billed) = (input.accounts, input.points, input.billed)
        let previous = input.previous
        let (settled, handed) = (input.settled, input.handed)
        // Whoever lacks last month's bill is looked up one by one, but only in a bucket that has bills of a year back.
        let earliest = month.number > 0 ? month.adding(months: -min(12, Int(month.number))) : nil
        var withBills: Set<Bucket>?
        unit.reserve(accounts.count)
        var places = TariffPlaces()
        var states: [Int: BillState] = [:]
        var divided: [(index: Int, split: DividedUsage)] = []
        var capacities = GatheredCapacity(month, input.equipment)
        var years = TierYearEnergies(input.counted)
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
            if let subject, !subject.concerns(account.terms) { continue }
            // A month that is settled more than once has its bill when the last settlement has.
            var settlement: BillState.Settlement?
            if input.isSettling {
                if !settled.isEmpty { settlement = settled[account.id]?.settlement }
                if done < billed.count, billed[done].account == account.id, settlement?.isLast != false {
                    continue
                }
            }
            guard point < points.count, points[point].account == account.id else {
                unit.unread += 1
                continue
            }
            if points[point...].prefix(while: { $0.account == account.id }).contains(where: \.lossWaits) {
                unit.waiting.append(account)
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
            let firstPoint = point
            while point < points.count, points[point].account == account.id {
                add(points[point], to: &usage, &days)
                if !points[point].lossEvidence.isEmpty { basis.losses.append(points[point].lossEvidence) }
                point += 1
            }
            if let settlement, days.last <= settlement.lastDay { continue }
            // What the months before say: last month's bill; after a month without one it is looked up.
            var last = before.map { (month: month.adding(months: -1), yearToDate: $0.yearToDate) }
            if last == nil, let earliest {
                let end = month.adding(months: -1)
                let known =
                    try withBills
                    ?? BillRows.buckets(in: range, withBillsFrom: earliest, to: end, transaction)
                withBills = known
                if known.contains(bucket) {
                    last = try BillRows.newest(of: account.id, from: earliest, to: end, in: transaction)
                }
            }
            usage.monthsCovered = Self.monthsCovered(month, days, since: last?.month, account.openedOn)
            var part: BillState.Settlement?
            if settlement != nil || account.terms?.settlements ?? 1 > 1, input.isSettling {
                let number = (settlement?.number ?? 0) + 1
                part = BillState.Settlement(
                    &usage, to: days.last, after: settlement,
                    isLast: number >= account.terms?.settlements ?? 1 || days.last >= month.lastDay
                        || account.closedOn.map { $0 <= days.last } ?? false)
                if let settlement {
                    days.first = settlement.lastDay.adding(days: 1)
                    unit.sequences[account.id] = max(
                        unit.sequences[account.id] ?? 0,
                        try BillRows.nextSequence(of: account.id, month, in: transaction))
                }
            }
            let versions = fill(&usage, from: account, month: month, days, catalogue, &places)
            basis.capacity = try capacities.fill(&usage, of: account, control, in: transaction)
            var earlier = EarlierBills(
                last: last, isSettled: settlement != nil, ownYearStart: yearStart,
                credit: (settlement != nil ? settled[account.id] : nil) ?? handed[account.id],
                past: input.pasts.isEmpty ? nil : input.pasts[account.id])
            // An earlier settlement's bill carries the month's own energy too.
            if settlement != nil, done < billed.count, billed[done].account == account.id {
                while done + 1 < billed.count, billed[done + 1].account == account.id { done += 1 }
                earlier.settledYearToDate = billed[done].yearToDate
            }
            for asked in asked {
                var other = usage
                try fill(
                    &other, of: account, from: earlier.with(asked.pasts[account.id]),
                    asked: asked.version ?? versions.last, &years, in: transaction)
                unit.others.append(other)
            }
            try fill(
                &usage, of: account, from: earlier, asked: versions.last, &years, in: transaction)
            if versions.count > 1 {
                let split = try DividedUsage(
                    usage, from: days.first, to: days.last, versions, opened: account.openedOn,
                    closed: account.closedOn,
                    states: BasisTexts.parts(basis.capacity)
                ) { version in
                    settlement != nil
                        ? nil
                        : FrozenEnergy(
                            try reading.frozen(account.id, on: version.from, in: transaction),
                            of: Array(points[firstPoint..<point]))
                }
                if !split.parts.isEmpty { divided.append((unit.usages.count, split)) }
            }
            unit.accounts.append(
                BilledAccount(
                    id: account.id, organisation: account.organisation,
                    organisationPath: account.organisationPath,
                    accountClass: account.accountClass,
                    tariff: account.terms?.tariffCode ?? "", basis: basis))
            let standing = account.terms?.householdUntil
            if part != nil || versions.last?.traits.isAskedLater ?? false || usage.monthsCovered != 1
                || usage.households != 1 || standing != nil
                || usage.demand != PeriodDemand() || usage.handsCredit
            {
                var state = BillState()
                state.householdUntil = standing
                state.months = Int(usage.monthsCovered)
                state.households = Int(usage.households)
                state.settlement = part
                state.note(usage.demand)
                states[unit.usages.count] = state
            }
            unit.usages.append(usage)
            unit.periods.append(days)
            unit.before.append(before)
        }
        catalogue.book.rate(unit.usages, into: &unit.batch)
        for (index, split) in divided {
            unit.accounts[index].details.parts = try Self.rate(split, at: index, catalogue, &unit.batch)
        }
        for (index, var state) in states {
            state.note(unit.batch.bills[index], unit.batch)
            if !state.isEmpty { unit.accounts[index].details.state = try DetailTexts.text(state) }
        }
        return unit
    }

    /// Rates the parts in the place of the whole; gives the text that the bill keeps of them.
    private static func rate(
        _ split: DividedUsage, at index: Int, _ catalogue: TariffCatalogue, _ batch: inout RatedBatch
    ) throws -> String {
        let rated = catalogue.book.rate(parts: split.parts.map(\.usage), at: index, in: &batch)
        guard !rated.isEmpty else { return "" }
        let start = batch.bills[index].lines.lowerBound
        return try DetailTexts.text(
            zip(split.parts, rated).map { part, bill in
                BillPart(
                    tariffFrom: part.tariffFrom, firstDay: part.firstDay, lastDay: part.lastDay,
                    method: part.method, energy: bill.energy, amount: bill.total,
                    firstLine: bill.lines.lowerBound - start, lineCount: bill.lines.count)
            })
    }

    private func add(_ point: PointEnergy, to usage: inout Usage, _ days: inout (first: Day, last: Day)) {
        let billed = point.billed
        usage.total += point.total + point.loss
        usage.energy.sharp += billed.sharp
        usage.energy.peak += billed.peak
        usage.energy.flat += billed.flat
        usage.energy.valley += billed.valley
        usage.energy.deepValley += billed.deepValley
        for (period, energy) in point.fedBack {
            if let period = TouPeriod(rawValue: UInt8(clamping: period)) { usage.fedBack[period] += energy }
        }
        usage.reactive += point.reactive + point.reactiveLoss
        usage.lossEnergy += point.loss
        usage.actualDemand += point.demand
        for (period, demand) in point.periodDemand {
            if let period = TouPeriod(rawValue: UInt8(clamping: period)) { usage.demand[period] += demand }
        }
        days.first = min(days.first, point.firstDay)
        days.last = max(days.last, point.lastDay)
    }

    /// Puts the terms that hold at the month's end into the usage, and the tariff version of the reading's day; gives
    /// all versions that the cycle is billed on.
    /// - Parameter places: kept from account to account.
    private func fill(
        _ usage: inout Usage, from account: BillableAccount, month: BillingMonth,
        _ days: (first: Day, last: Day),
        _ catalogue: TariffCatalogue, _ places: inout TariffPlaces
    ) -> ArraySlice<TariffVersions.Version> {
        guard let terms = account.terms else { return [] }
        let versions = places.versions(of: terms.tariffCode) { TariffVersions(terms.tariffCode, catalogue) }
            .parts(from: days.first, to: days.last)
        usage.tariff = versions.last?.index ?? -1
        usage.capacity = terms.capacity
        usage.contractDemand = terms.contractDemand
        usage.basicChargeMode = BasicChargeMode(terms.basicMode)
        usage.powerFactorStandard = PowerFactorStandard(factor: terms.powerFactorStandard) ?? .none
        if usage.powerFactorStandard != .none {
            usage.powerFactorTable = catalogue.book.powerFactorTable(on: days.last)
        }
        // Whose standing ended and was not renewed is a household like any other.
        let counts = !terms.standingEnded(by: month.lastDay)
        usage.persons = counts ? UInt8(clamping: terms.householdPersons) : 0
        usage.isLowIncome = counts && terms.isLowIncome
        usage.choosesSurcharge = counts && terms.choosesSurcharge
        usage.paysAgencyMultiple = terms.paysAgencyMultiple
        usage.households = UInt8(clamping: max(terms.households, 1))
        let begin = month.adding(months: 1 - Int(usage.monthsCovered)).firstDay
        usage.daysInPeriod = UInt16(clamping: month.lastDay.days(since: begin) + 1)
        usage.daysInService = usage.daysInPeriod
        if account.openedOn > begin || account.closedOn != nil {
            let first = max(account.openedOn, begin)
            let last = min(account.closedOn ?? month.lastDay, month.lastDay)
            usage.daysInService = UInt16(clamping: max(0, last.days(since: first) + 1))
        }
        return versions
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
            if !unit.accounts[index].details.isEmpty {
                hash.add(unit.accounts[index].details.parts)
                hash.add(unit.accounts[index].details.state)
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

/// The versions of tariffs by code, found once each. Neighbours mostly have one of few tariffs, so that looking along a
/// short list is faster than a hash.
struct TariffPlaces {
    private var known: [(code: String, versions: TariffVersions)] = []
    private var others: [String: TariffVersions] = [:]
    private static let listed = 8

    mutating func versions(of code: String, find: () -> TariffVersions) -> TariffVersions {
        for entry in known where entry.code == code { return entry.versions }
        if let versions = others[code] { return versions }
        let versions = find()
        if known.count < Self.listed { known.append((code, versions)) } else { others[code] = versions }
        return versions
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
