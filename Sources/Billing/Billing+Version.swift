internal import Kernel
internal import Rating
internal import Reading
internal import Records
internal import Tariff

/// The versions of one tariff, oldest first.
struct TariffVersions {
    struct Version {
        let from: Day
        let index: Int32
        let change: VersionChange
        /// The month that the tier year begins with.
        let yearStart: Int
        /// What the tariff asks of each of its bills, kept here since a compiled tariff is dear to copy.
        let traits: TariffTraits

        init(_ version: TariffVersion, _ catalogue: TariffCatalogue) {
            let compiled = catalogue.compiled(version)
            from = version.effectiveFrom
            index = version.index
            change = compiled.change
            yearStart = Int(compiled.tierYearStart)
            traits = TariffTraits(compiled)
        }
    }

    let versions: [Version]

    init(_ code: String, _ catalogue: TariffCatalogue) {
        versions = (catalogue.tariff(code)?.versions ?? []).map { Version($0, catalogue) }
    }

    /// The version in force on a day; nil before the first.
    func version(on day: Day) -> Version? { versions.last { $0.from <= day } }

    /// The versions of a cycle in the order of time, by the policy of each that begins inside it: one where the reading
    /// decides, which is the version of its last day, and else one a part.
    func parts(from first: Day, to last: Day) -> ArraySlice<Version> {
        guard var place = versions.lastIndex(where: { $0.from <= last }) else { return [] }
        let end = place
        while place > 0, versions[place].from > first, versions[place].change != .byReading { place -= 1 }
        return versions[place...end]
    }
}

/// The few questions of a tariff that gathering asks for every account.
struct TariffTraits {
    let isTimeOfUse: Bool
    /// Whether its bills hand credits on to the next.
    let handsOn: Bool
    let hasYearlyMinimum: Bool
    let hasRatchet: Bool
    let yearEndsInMonth: Int
    /// Whether later bills ask what this one's lines came to.
    var isAskedLater: Bool { handsOn || hasYearlyMinimum }

    init(_ tariff: CompiledTariff) {
        isTimeOfUse = tariff.isTimeOfUse
        handsOn = tariff.sellScheme != .none
        hasYearlyMinimum = tariff.minimumYearly > 0
        hasRatchet = tariff.ratchetShare > 0
        yearEndsInMonth = Int(tariff.yearEndsInMonth)
    }
}

/// A usage divided where versions of its tariff begin.
struct DividedUsage {
    struct Part {
        var usage: Usage
        var firstDay: Day
        var lastDay: Day
        var tariffFrom: Day
        var method: BillPart.Method
    }

    var parts: [Part] = []

    /// Divides what was used from `first` to `last` at each version but the first of `versions`.
    ///
    /// The basic charge and everything by the month counts the billing month's thirtieths before and from the day, so
    /// that all parts together are the month; with equipment its states are told apart in the order of time.
    /// - Parameters:
    ///   - usage: on the last of the versions.
    ///   - opened: the account's first day, and its last one where it ends.
    ///   - states: of the month's equipment; empty where there is none.
    ///   - frozen: what the registers frozen at 00:00 of a day say was used before it; nil where nobody froze them.
    init(
        _ usage: Usage, from first: Day, to last: Day, _ versions: ArraySlice<TariffVersions.Version>,
        opened: Day, closed: Day?,
        states: [CapacityMonth.Part], frozen: (TariffVersions.Version) throws -> FrozenEnergy?
    ) rethrows {
        let service = Service(usage, opened: opened, closed: closed)
        var rest = usage
        var end = last
        var later: [Part] = []
        for version in versions.dropFirst().reversed() {
            let days = UInt16(clamping: version.from.days(since: first))
            rest.daysInPeriod = UInt16(clamping: end.days(since: first) + 1)
            rest.daysInService = rest.daysInPeriod
            var halves: (first: Usage, second: Usage)?
            var method = BillPart.Method.days
            if version.change == .byFrozen, let known = try frozen(version) {
                halves = UsageSplit.byFrozen(
                    rest, first: days, total: known.total, energy: known.energy, reactive: known.reactive,
                    fedBack: known.fedBack)
                method = .frozen
            }
            if halves == nil {
                halves = UsageSplit.byDays(rest, first: days)
                method = .days
            }
            // Only what cannot be rated cannot be divided: rating says why.
            guard let halves else { return }
            later.append(
                Part(
                    usage: halves.second, firstDay: version.from, lastDay: end, tariffFrom: version.from,
                    method: method))
            rest = halves.first
            end = version.from.adding(days: -1)
        }
        guard let begin = versions.first, let method = later.last?.method else { return }
        later.append(
            Part(usage: rest, firstDay: first, lastDay: end, tariffFrom: begin.from, method: method))
        parts = later.reversed()
        for place in parts.indices {
            let version = versions[versions.startIndex + place]
            parts[place].usage.tariff = version.index
            service.give(
                &parts[place].usage, from: place == 0 ? nil : version.from,
                to: place == parts.count - 1 ? nil : versions[versions.startIndex + place + 1].from,
                states: states)
            // What the month's earlier settlements came to is in the base once.
            if place < parts.count - 1 { parts[place].usage.monthSoFar.energyBase = .zero }
        }
    }

    /// The thirtieths of the months a bill covers.
    private struct Service {
        /// Thirtieths of all months.
        let months: Int
        /// Those in service.
        private let inService: Int
        /// The days of all months that the account was there; the thirtieths where it was all along.
        private let days: Range<Int>
        private let begin: Day
        private let month: BillingMonth

        init(_ usage: Usage, opened: Day, closed: Day?) {
            months = 30 * Int(usage.monthsCovered)
            let isWhole = usage.daysInService == usage.daysInPeriod
            inService = isWhole ? months : min(Int(usage.daysInService), months)
            let back = min(Int(usage.monthsCovered) - 1, Int(usage.month.number))
            begin = usage.month.adding(months: -back).firstDay
            month = usage.month
            let last = min(closed ?? month.lastDay, month.lastDay)
            let first = max(opened, begin)
            days =
                isWhole || first > last || (first == begin && last == month.lastDay)
                ? 0..<months : first.days(since: begin)..<last.days(since: begin) + 1
        }

        private func thirtieths(before day: Day) -> Int {
            day > month.lastDay ? months : min(max(day.days(since: begin), 0), months)
        }

        /// Those in service before a day, each boundary by itself, so that the parts add up. What stood still among the
        /// account's days is taken as spread over them.
        private func served(before day: Day) -> Int {
            guard day <= month.lastDay else { return inService }
            let passed = min(max(day.days(since: begin) - days.lowerBound, 0), days.count)
            return inService == days.count ? passed : inService * passed / days.count
        }

        /// - Parameters:
        ///   - first: the part's first day; nil for that of the first part.
        ///   - next: the day after its last; nil for that of the last part.
        func give(
            _ usage: inout Usage, from first: Day?, to next: Day?, states: [CapacityMonth.Part]
        ) {
            usage.daysInPeriod = UInt16(clamping: months)
            usage.daysInService = UInt16(
                clamping: (next.map(served) ?? inService) - (first.map(served) ?? 0))
            guard usage.basicChargeMode == .capacity, !states.isEmpty else { return }
            usage.capacityStates = CapacityStates()
            let thirtieths = (first.map(thirtieths) ?? 0)..<(next.map(thirtieths) ?? months)
            for state in CapacityMonth.states(of: CapacityMonth.cut(states, thirtieths)) {
                _ = usage.capacityStates.append(
                    Rating.CapacityState(
                        capacity: state.capacity, days: Int16(clamping: state.days),
                        sharePpm: Int32(clamping: state.share.ppm)))
            }
        }
    }
}

/// What registers frozen at 00:00 of a day say was used since the reading before.
struct FrozenEnergy {
    var total = Energy.zero
    var energy = PeriodEnergy()
    var reactive = ReactiveEnergy.zero
    var fedBack = PeriodEnergy()

    /// Nil where not every usage point's registers were frozen, or since another reading before.
    /// - Parameters:
    ///   - frozen: what was metered before the day, a usage point each.
    ///   - points: the same points' whole cycle; their losses are shared by what was metered.
    init?(_ frozen: [PointEnergy], of points: [PointEnergy]) {
        for point in points {
            guard
                let before = frozen.first(where: {
                    $0.usagePoint == point.usagePoint && $0.firstDay == point.firstDay
                })
            else { return nil }
            func share<Value: Quantity>(_ value: Value) -> Value {
                guard !point.total.isZero else { return .zero }
                let share = Rounding.halfUp.quotient(
                    Int128(value.units / 1_000) * Int128(before.total.units), Int128(point.total.units))
                return Value(units: Int64(share) * 1_000)
            }
            let billed = point.billed
            energy.sharp += before.sharp + share(billed.sharp - point.sharp)
            energy.peak += before.peak + share(billed.peak - point.peak)
            energy.flat += before.flat + share(billed.flat - point.flat)
            energy.valley += before.valley + share(billed.valley - point.valley)
            energy.deepValley += before.deepValley + share(billed.deepValley - point.deepValley)
            for (period, energy) in before.fedBack {
                if let period = TouPeriod(rawValue: UInt8(clamping: period)) { fedBack[period] += energy }
            }
            total +=
                before.total
                + (point.isTimeOfUse
                    ? share(billed.sharp - point.sharp) + share(billed.peak - point.peak)
                        + share(billed.flat - point.flat) + share(billed.valley - point.valley)
                        + share(billed.deepValley - point.deepValley)
                    : share(point.loss))
            reactive += before.reactive + share(point.reactiveLoss)
        }
    }
}
