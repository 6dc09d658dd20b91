import Kernel

/// One piece of equipment day by day: how it stood, and what a month of it comes to in thirtieths.
struct EquipmentTimeline {
    /// How a piece stands on one day.
    struct DayState: Hashable {
        let kind: CapacityMonth.Kind
        /// What counts in full.
        let counting: ApparentPower
        /// What stands still, and the share of the price that it pays.
        var stopped = ApparentPower.zero
        var share = Percent.zero
        /// Which change suspended it.
        var suspension: Int?
    }

    /// A state and its thirtieths.
    struct Stretch {
        let state: DayState
        var days: Int
    }

    let equipment: Equipment
    let rules: CapacityRules
    let openedOn: Day
    let closedOn: Day?
    private let changes: [EquipmentChange]
    private let begins: [Day]

    init(_ equipment: Equipment, _ rules: CapacityRules, openedOn: Day, closedOn: Day?) {
        self.equipment = equipment
        self.rules = rules
        self.openedOn = openedOn
        self.closedOn = closedOn
        let changes = equipment.inForce
        self.changes = changes
        begins = changes.indices.map { index in
            let change = changes[index]
            let isSealing = change.state.stops
            let isUnsealing = !isSealing && index > 0 && changes[index - 1].state.stops
            let isLater = isSealing ? rules.chargesSealDay : isUnsealing && !rules.chargesUnsealDay
            return isLater ? change.from.adding(days: 1) : change.from
        }
    }

    /// How it stood on `day`, as far as could be known on `known`: that a suspension was too short shows at its end.
    func state(on day: Day, known: Day) -> DayState {
        let absent = DayState(kind: .absent, counting: .zero)
        if day < openedOn || closedOn.map({ day > $0 }) ?? false { return absent }
        guard let index = begins.lastIndex(where: { $0 <= day }) else { return absent }
        let change = changes[index]
        let rest = equipment.capacity - min(change.capacity, equipment.capacity)
        let isOver = change.until.map { day > $0 } ?? false
        switch change.state {
        case .running, .hotStandby: return DayState(kind: .running, counting: change.capacity)
        case .replaced:
            return isOver
                ? DayState(kind: .running, counting: equipment.capacity)
                : DayState(kind: .replaced, counting: change.capacity)
        case .removed: return absent
        case .coldStandby: return DayState(kind: .coldStandby, counting: .zero, stopped: equipment.capacity)
        case .reduced:
            // After the term it is charged on the contract's capacity, restored or not.
            if isOver, !change.isPermanent {
                return DayState(kind: .termOver, counting: equipment.capacity)
            }
            return DayState(kind: .reduced, counting: change.capacity, stopped: rest)
        case .suspended:
            if isOver { return DayState(kind: .termOver, counting: equipment.capacity) }
            if isShort(index, known: known) {
                return DayState(kind: .tooShort, counting: equipment.capacity)
            }
            return DayState(
                kind: .suspended, counting: change.capacity, stopped: rest, share: share(of: index),
                suspension: index)
        }
    }

    /// Whether it was known on `known` that the suspension lasts less than it must.
    private func isShort(_ index: Int, known: Day) -> Bool {
        var ends: [Day] = []
        if let until = changes[index].until { ends.append(until.adding(days: 1)) }
        if index + 1 < changes.count, changes[index + 1].from <= known {
            ends.append(changes[index + 1].from)
        }
        guard let end = ends.min() else { return false }
        return end.days(since: changes[index].from) < rules.leastDays
    }

    /// What the suspended part pays: a share where supply, increase or reduction is not long ago, else nothing.
    private func share(of index: Int) -> Percent {
        guard !rules.suspendedShare.isZero, let first = changes.first else { return .zero }
        let reduced = changes[..<index].last { $0.state == .reduced }?.from
        let base = max(first.from, reduced ?? first.from)
        let end = base.billingMonth.adding(months: 12 * rules.shareYears)
        let last = Day(yyyymmdd: end.yyyymm * 100 + base.day) ?? end.lastDay
        return changes[index].from < last ? rules.suspendedShare : .zero
    }

    /// The month's states with their thirtieths, 30 together; one state alone is the whole month.
    func stretches(_ month: BillingMonth, known: Day) -> [Stretch] {
        let days = (0..<month.dayCount).map { state(on: month.firstDay.adding(days: $0), known: known) }
        var found: [Stretch] = []
        for state in days {
            if let place = found.firstIndex(where: { $0.state == state }) {
                found[place].days += 1
            } else {
                found.append(Stretch(state: state, days: 1))
            }
        }
        func isCharged(_ state: DayState) -> Bool { state.stopped.isZero && !state.counting.isZero }
        let last = found.count - 1
        let taker: Int =
            switch rules.remainder {
            case .stopped: found.lastIndex { !isCharged($0.state) } ?? last
            case .running: found.lastIndex { isCharged($0.state) } ?? last
            case .last: found.firstIndex { $0.state == days[days.count - 1] } ?? last
            }
        found[taker].days += 30 - days.count
        return found.filter { $0.days > 0 }
    }

    /// Thirtieths of a month that it was suspended.
    func suspended(_ month: BillingMonth, known: Day) -> Int {
        stretches(month, known: known).filter { $0.state.kind == .suspended }.map(\.days).reduce(0, +)
    }

    /// The first day that anything is known of it.
    private var firstDay: Day? { changes.first?.from }

    /// The month's parts, with what the year's limit and a suspension that turned out too short add.
    func parts(of month: BillingMonth) -> [CapacityMonth.Part] {
        let known = month.lastDay
        let stretches = stretches(month, known: known)
        var parts: [CapacityMonth.Part] = []
        func add(_ kind: CapacityMonth.Kind, _ capacity: ApparentPower, _ days: Int, _ share: Percent) {
            guard days > 0, !capacity.isZero else { return }
            parts.append(
                CapacityMonth.Part(
                    equipment: equipment.id, name: equipment.name, kind: kind, capacity: capacity, days: days,
                    share: share))
        }
        var left = Int.max
        if stretches.contains(where: { $0.state.kind == .suspended }) {
            let january = BillingMonth(year: month.year, month: 1)
            let used = (january.number..<month.number).map {
                suspended(BillingMonth(number: Int($0))!, known: known)
            }
            left = max(0, rules.yearMonths * 30 - used.reduce(0, +))
        }
        for stretch in stretches {
            let state = stretch.state
            if state.kind == .absent {
                add(.absent, equipment.capacity, stretch.days, .zero)
                continue
            }
            let isStill = !state.stopped.isZero
            add(isStill ? .running : state.kind, state.counting, stretch.days, .whole)
            let free = state.kind == .suspended ? min(stretch.days, left) : stretch.days
            if state.kind == .suspended, left != .max { left -= free }
            if isStill {
                add(state.kind, state.stopped, free, state.share)
                add(.yearOver, state.stopped, stretch.days - free, .whole)
            }
        }
        for charge in backCharges(month) { add(.backCharge, charge.capacity, charge.days, charge.share) }
        return parts
    }

    /// What earlier months left uncharged of suspensions that this month showed to be too short.
    private func backCharges(
        _ month: BillingMonth
    ) -> [(capacity: ApparentPower, days: Int, share: Percent)] {
        var found: [(capacity: ApparentPower, days: Int, share: Percent)] = []
        for index in changes.indices.dropLast() where changes[index].state == .suspended {
            let end = changes[index + 1].from
            let from = changes[index].from
            guard end.billingMonth == month, from.billingMonth < month,
                isShort(index, known: month.lastDay)
            else { continue }
            for number in from.billingMonth.number..<month.number {
                guard let earlier = BillingMonth(number: Int(number)) else { continue }
                for stretch in stretches(earlier, known: earlier.lastDay)
                where stretch.state.suspension == index {
                    found.append((stretch.state.stopped, stretch.days, .whole - stretch.state.share))
                }
            }
        }
        return found
    }
}
