package import Kernel
package import Reading
package import Records

/// A meter as it turns: what each register has counted since it was put up.
struct DemoMeter: Sendable {
    let asset: String
    let form: DemoMeterForm
    private let start: [RegisterKind: RegisterValue]
    private var counted = DemoEnergy()

    init(asset: String, form: DemoMeterForm) {
        self.asset = asset
        self.form = form
        var start: [RegisterKind: RegisterValue] = [:]
        // The periods share what the total shows, so that the registers agree from the first day.
        let periods = form.kinds.filter { [.sharp, .peak, .flat, .valley].contains($0) }
        let each = form.start / Int64(max(1, periods.count))
        for kind in form.kinds {
            switch kind {
            case .total:
                start[kind] = RegisterValue(whole: periods.isEmpty ? form.start : each * Int64(periods.count))
            case .reactive: start[kind] = RegisterValue(whole: form.start / 3)
            case .demand: start[kind] = .zero
            default: start[kind] = RegisterValue(whole: each)
            }
        }
        self.start = start
    }

    mutating func turn(_ energy: DemoEnergy) {
        counted.total += energy.total
        counted.sharp += energy.sharp
        counted.peak += energy.peak
        counted.flat += energy.flat
        counted.valley += energy.valley
        counted.reactive += energy.reactive
        // A demand register shows the greatest demand since the last reading.
        counted.demand = energy.demand
    }

    /// What a register shows: the counted energy through the multiplier, cut after its last decimal, past its last digit
    /// begun anew.
    func value(_ kind: RegisterKind) -> RegisterValue {
        let primary: Int64 =
            switch kind {
            case .total: counted.total
            case .sharp: counted.sharp
            case .peak: counted.peak
            case .flat: counted.flat
            case .valley: counted.valley
            case .reactive: counted.reactive
            case .demand: counted.demand
            default: 0
            }
        // 1 Wh is 10 units of a register.
        let moved = Int64(Int128(primary) * 10_000 / Int128(form.multiplier.units))
        let shown = (start[kind]?.units ?? 0) + moved
        let finest: Int64 = kind == .demand ? 1 : 100
        let limit = (0..<form.digits).reduce(RegisterValue.unitsPerWhole) { turn, _ in turn * 10 }
        return RegisterValue(units: shown / finest * finest % limit)
    }

    /// The meter as it is put up; only sensible before it has turned.
    var new: NewMeter {
        NewMeter(
            assetNo: asset, maker: DemoNames.makers[Int(asset.utf8.last ?? 48) % DemoNames.makers.count],
            multiplier: form.multiplier,
            registers: form.kinds.map { kind in
                NewMeter.NewRegister(
                    kind, digits: form.digits, decimals: kind == .demand ? 4 : DemoMeterForm.decimals,
                    value: value(kind))
            })
    }
}

/// What a reader finds at one account in one month.
package struct DemoReading: Sendable, Hashable {
    /// The account's place in the plan.
    package let place: Int
    package let day: Day
    package let values: [RegisterReading]
    /// Primary energy that the load drew and that its meter saw: not the same at a thief's.
    package let drawn: Energy
    package let metered: Energy
    package let change: Change?
    /// What the meter showed when the account was closed; such a reading has no other values.
    package let closing: [RegisterKind: RegisterValue]?

    /// A meter taken down and another put up.
    package struct Change: Sendable, Hashable {
        package let day: Day
        package let removalValues: [RegisterKind: RegisterValue]
        package let meter: NewMeter
    }
}

/// Goes round the town month after month, in order, and reads what the meters show.
package struct DemoReader: Sendable {
    package let plan: DemoPlan
    private var meters: [DemoMeter]
    private var shown: [[RegisterKind: RegisterValue]]
    private var next = 0
    /// Serial numbers from here on are of meters put up later.
    private static let spareSerials = 800_000

    package init(_ plan: DemoPlan) {
        self.plan = plan
        meters = plan.accounts.map {
            DemoMeter(asset: DemoNames.asset(serial: 100_000 + $0.index), form: $0.meter)
        }
        shown = meters.map { meter in
            Dictionary(uniqueKeysWithValues: meter.form.kinds.map { ($0, meter.value($0)) })
        }
    }

    /// The meter that an account begins with.
    package func firstMeter(_ place: Int) -> NewMeter {
        DemoMeter(
            asset: DemoNames.asset(serial: 100_000 + plan.accounts[place].index),
            form: plan.accounts[place].meter
        )
        .new
    }

    /// Reads the next month: everything that is open by its end or closed in it, in the order of the plan.
    package mutating func readNext() -> [DemoReading] {
        let number = next
        next += 1
        let month = plan.months[number]
        return plan.accounts.indices.compactMap { place in
            let account = plan.accounts[place]
            if let opened = account.openedIn, opened > number { return nil }
            if let closing = account.events.closing, closing.month < number { return nil }
            return read(place, account, number, month)
        }
    }

    private mutating func read(
        _ place: Int, _ account: DemoAccount, _ number: Int, _ month: BillingMonth
    ) -> DemoReading {
        let days = Int64(month.dayCount)
        let closing = account.events.closing.flatMap { $0.month == number ? $0.day : nil }
        let inService =
            closing.map(Int64.init)
            ?? (account.openedIn == number
                ? Int64(month.lastDay.days(since: account.account.openedOn)) : days)
        let drawn =
            account.load.energy(month, account: account.index, seasons: plan.seasons) * inService / days
        var metered = drawn
        if let theft = account.events.theft, number >= theft {
            metered = drawn * DemoEvents.theftShare / 1_000
        }
        let energy = energy(metered, account, month, days: inService)
        var change: DemoReading.Change?
        if let due = account.events.meterChange, due.month == number {
            let (before, after) = energy.cut(after: Int64(due.day), of: days)
            meters[place].turn(before)
            let removal = Dictionary(
                uniqueKeysWithValues: account.meter.kinds.map { ($0, meters[place].value($0)) })
            let form = DemoMeterForm(
                multiplier: account.meter.multiplier, kinds: account.meter.kinds,
                digits: account.meter.digits, start: 0)
            let meter = DemoMeter(
                asset: DemoNames.asset(serial: Self.spareSerials + account.index), form: form)
            change = DemoReading.Change(
                day: month.firstDay.adding(days: due.day - 1), removalValues: removal, meter: meter.new)
            meters[place] = meter
            shown[place] = [:]
            meters[place].turn(after)
        } else {
            meters[place].turn(energy)
        }
        if let closing {
            let shown = account.meter.kinds.map { ($0, meters[place].value($0)) }
            return DemoReading(
                place: place, day: month.firstDay.adding(days: closing - 1), values: [],
                drawn: Energy(wattHours: drawn), metered: Energy(wattHours: metered), change: nil,
                closing: Dictionary(uniqueKeysWithValues: shown))
        }
        let values = account.meter.kinds.map { kind in
            let value = meters[place].value(kind)
            let isRolled = kind != .demand && value < shown[place][kind] ?? .zero
            shown[place][kind] = value
            return RegisterReading(kind, value, status: isRolled ? .rollover : .normal)
        }
        return DemoReading(
            place: place, day: month.lastDay, values: values, drawn: Energy(wattHours: drawn),
            metered: Energy(wattHours: metered), change: change, closing: nil)
    }

    private func energy(_ total: Int64, _ account: DemoAccount, _ month: BillingMonth, days: Int64)
        -> DemoEnergy
    {
        var random = DemoRandom(plan.scale.seed, 6, account.index, Int(month.number))
        var energy =
            account.shares.map { $0.split(total, month: month, random: &random) } ?? DemoEnergy(total: total)
        energy.reactive = total * random.about(account.reactivePermille, give: 120) / 1_000
        if account.loadFactor > 0, days > 0 {
            let mean = total / (days * 24)
            energy.demand = mean * 1_000 / max(200, random.about(account.loadFactor, give: 90))
        }
        return energy
    }
}
