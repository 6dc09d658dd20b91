import Kernel
import Rating
import Records

/// What was read of an account before: the rows of the last month it was read in.
struct PastReadings: Sendable {
    struct Row: Sendable {
        let installation: Int64
        let register: RegisterKind
        let usagePoint: UsagePointID
        let day: Day
        let value: RegisterValue
        let carried: Energy
        let revision: Int64
    }

    var rows: [Row] = []

    var lastDay: Day? { rows.lazy.map(\.day).max() }

    func row(_ installation: Int64, _ register: RegisterKind) -> Row? {
        rows.first { $0.installation == installation && $0.register == register }
    }

    /// What the point's register of this kind was left owing in Wh, on whichever meter.
    func carried(_ point: UsagePointID, _ register: RegisterKind) -> Energy {
        rows.lazy.filter { $0.usagePoint == point && $0.register == register }.map(\.carried).max() ?? .zero
    }
}

/// Everything an account's readings are judged by; a value, so that the judgement is a pure function.
struct AssessmentInput: Sendable {
    let readings: AccountReadings
    let account: ReadableAccount
    let month: BillingMonth
    let today: Day
    var past = PastReadings()
    /// Energies of the year before, of this month and the next, as far as there are any.
    var energies: [PointHistory] = []
    var isBilled = false
    let rules: ReadingRules
}

/// What is known of a usage point's month without its evidence.
struct PointHistory: Sendable {
    let month: BillingMonth
    let usagePoint: UsagePointID
    let total: Energy
    let days: Int
    let state: PointEnergy.State
    let isEstimated: Bool
    let version: Int64
}

/// The judgement on one account's readings of one month: what would be stored, its energy, and what was found.
struct Assessment: Sendable {
    struct StoredReading: Sendable {
        let installation: Int64
        let usagePoint: UsagePointID
        let register: RegisterKind
        let day: Day
        let value: RegisterValue
        let status: ReadingStatus
        /// Taken over from the installation at a meter's removal.
        let isRemoval: Bool
        var carried: Energy = .zero
    }

    let account: ReadableAccount
    private(set) var readings: [StoredReading] = []
    private(set) var points: [PointEnergy] = []
    private(set) var findings: [ReadingFinding] = []
    private let input: AssessmentInput

    var hasErrors: Bool { findings.contains { $0.severity == .error } }
    var needsReview: Bool { findings.contains { $0.severity == .review } }

    init(_ input: AssessmentInput) {
        self.input = input
        account = input.account
        guard judgeAccount() else { return }
        let placed = place()
        if hasErrors || input.readings.hasBrokenRows { return }
        let points = Set(account.meters.map(\.usagePoint)).sorted()
        for point in points { measure(point, placed.filter { $0.meter.usagePoint == point }) }
        if needsReview { for index in self.points.indices { self.points[index].state = .pending } }
    }

    // MARK: - The account and the rows

    private struct Placed {
        let meter: Installation
        let register: Register
        let reading: RegisterReading
    }

    /// Whether the rows are worth looking at.
    private mutating func judgeAccount() -> Bool {
        let day = input.readings.day
        let line = input.readings.line
        if input.isBilled { report(.alreadyBilled, line, "consumer_no", ["month": input.month.description]) }
        if input.energies.contains(where: { $0.month > input.month }) {
            report(.laterMonthRead, line, "consumer_no", ["month": input.month.description])
        }
        if let closed = account.closedOn, day > closed {
            report(.accountClosed, line, "day", ["day": closed.description])
        } else if day > input.today {
            report(.dayInFuture, line, "day", ["day": day.description])
        } else if day < input.month.firstDay || day > input.month.lastDay.adding(days: Int(input.rules.daysAfter)) {
            report(.dayOutsideMonth, line, "day", ["day": day.description, "month": input.month.description])
        } else if let last = input.past.lastDay, day <= last {
            report(.dayNotAfterPrevious, line, "day", ["day": day.description, "previous": last.description])
        }
        return !findings.contains { [.alreadyBilled, .laterMonthRead, .accountClosed].contains($0.rule) }
    }

    /// Each value to its meter and register, checked by itself and for completeness.
    private mutating func place() -> [Placed] {
        // A day that is wrong itself says nothing of the meters.
        let isOutside = findings.contains { $0.rule == .dayOutsideMonth }
        let day = isOutside ? min(input.month.lastDay, input.today) : input.readings.day
        let inPlace = account.meters.filter { $0.isInPlace(on: day) }
        var placed: [Placed] = []
        for reading in input.readings.values {
            let meters = inPlace.filter { reading.assetNo == nil || $0.assetNo == reading.assetNo }
            guard let meter = meters.first, reading.assetNo != nil || meters.count == 1 else {
                report(.meterUnknown, reading.line, "meter", ["meter": reading.assetNo ?? ""])
                continue
            }
            guard let register = meter.registers.first(where: { $0.kind == reading.register }) else {
                report(
                    .registerNotOnMeter, reading.line, "register",
                    ["meter": meter.assetNo, "register": String(reading.register.rawValue)], meter.usagePoint)
                continue
            }
            if placed.contains(where: { $0.meter.id == meter.id && $0.register.kind == register.kind }) {
                report(
                    .duplicate, reading.line, "", ["register": String(reading.register.rawValue)], meter.usagePoint)
                continue
            }
            placed.append(Placed(meter: meter, register: register, reading: reading))
            check(reading, register, meter)
        }
        // What a row at the wrong place would have said is not missed besides.
        if input.readings.hasBrokenRows || placed.count < input.readings.values.count { return placed }
        for meter in inPlace {
            let read = placed.filter { $0.meter.id == meter.id }
            if read.isEmpty {
                report(.meterMissing, input.readings.line, "meter", ["meter": meter.assetNo], meter.usagePoint)
                continue
            }
            for register in meter.registers where !read.contains(where: { $0.register.kind == register.kind }) {
                report(
                    .registerMissing, read[0].reading.line, "register",
                    ["meter": meter.assetNo, "register": String(register.kind.rawValue)], meter.usagePoint)
            }
        }
        return placed
    }

    private mutating func check(_ reading: RegisterReading, _ register: Register, _ meter: Installation) {
        let value = reading.value
        let point = meter.usagePoint
        if value.isNegative {
            return report(.negative, reading.line, "value", ["value": value.text()], point)
        }
        if value.units % Self.resolution(register.decimals) != 0 {
            return report(
                .tooManyDecimals, reading.line, "value",
                ["value": value.text(), "decimals": String(register.decimals)], point)
        }
        if value.units / RegisterValue.unitsPerWhole >= Self.turn(register.digits) {
            return report(
                .tooManyDigits, reading.line, "value", ["value": value.text(), "digits": String(register.digits)], point)
        }
        guard register.kind != .demand else { return }
        let previous = input.past.row(meter.id, register.kind)?.value ?? register.installValue
        let values = [
            "previous": previous.text(), "value": value.text(), "register": String(register.kind.rawValue),
        ]
        if reading.status.rolledOver {
            if value >= previous { report(.didNotRollOver, reading.line, "status", values, point) }
        } else if value < previous {
            let rolled = rolledEnergy(previous, value, register, meter)
            let isLikely = rolled.map { $0 <= rolloverLimit(point) } ?? false
            report(isLikely ? .rolloverUnmarked : .runsBackwards, reading.line, "value", values, point)
        }
    }

    // MARK: - Energy

    private mutating func measure(_ point: UsagePointID, _ placed: [Placed]) {
        let day = input.readings.day
        let last = input.past.lastDay
        let removed = account.meters.filter { meter in
            guard meter.usagePoint == point, let removedOn = meter.removedOn else { return false }
            return removedOn <= day && last.map { removedOn > $0 } ?? true
        }
        if placed.isEmpty, removed.isEmpty { return }
        var stretches: [Stretch] = []
        for meter in removed {
            for register in meter.registers {
                guard let removal = register.removalValue else {
                    report(.removalMissing, input.readings.line, "meter", ["meter": meter.assetNo], point)
                    continue
                }
                stretches.append(
                    stretch(meter, register, removal, on: meter.removedOn ?? day, status: .normal, isRemoval: true))
            }
        }
        for item in placed {
            stretches.append(
                stretch(item.meter, item.register, item.reading.value, on: day, status: item.reading.status))
        }
        let begin = stretches.map(\.fromDay).min() ?? day
        var energy = PointEnergy(
            account: account.account, usagePoint: point, month: input.month, firstDay: begin.adding(days: 1), lastDay: day)
        energy.days = day.days(since: begin)
        energy.isEstimated = placed.contains { $0.reading.status.isEstimated }
        energy.version = (input.energies.first { $0.month == input.month && $0.usagePoint == point }?.version ?? 0) + 1
        var evidence: [RegisterEvidence] = []
        var kinds: Set<RegisterKind> = []
        for kind in RegisterKind.allCases {
            let own = stretches.filter { $0.register.kind == kind }
            if own.isEmpty { continue }
            kinds.insert(kind)
            guard let packed = add(kind, own, to: &energy, point) else { return }
            evidence += packed
        }
        balance(&energy, stretches, kinds)
        energy.evidence = RegisterEvidence.pack(evidence)
        compare(energy, placed)
        points.append(energy)
    }

    private struct Stretch {
        let meter: Installation
        let register: Register
        let fromDay: Day
        let previous: RegisterValue
        let toDay: Day
        let current: RegisterValue
        let status: ReadingStatus
        let isRemoval: Bool
        let isFirst: Bool

        /// How far this register moved, before any rounding; nil where it cannot be told.
        var moved: RegisterValue? {
            try? RegisterDifference(
                previous: previous, current: current, integerDigits: register.digits,
                rolledOver: status == .rollover, cut: .carryRemainder).value
        }
    }

    private func stretch(
        _ meter: Installation, _ register: Register, _ value: RegisterValue, on day: Day,
        status: ReadingStatus, isRemoval: Bool = false
    ) -> Stretch {
        let past = input.past.row(meter.id, register.kind)
        return Stretch(
            meter: meter, register: register, fromDay: past?.day ?? meter.installedOn,
            previous: past?.value ?? register.installValue, toDay: day, current: value, status: status,
            isRemoval: isRemoval, isFirst: past == nil)
    }

    /// Adds one kind of register to the point's energy; nil where it cannot be computed, which is reported.
    private mutating func add(
        _ kind: RegisterKind, _ stretches: [Stretch], to energy: inout PointEnergy, _ point: UsagePointID
    ) -> [RegisterEvidence]? {
        if kind == .demand {
            // The larger of the old and the new meter's demand, each after its multiplier.
            let demands = stretches.map { Self.demand($0.current, $0.meter.multiplier) }
            energy.demand = demands.max() ?? .zero
            for stretch in stretches { store(stretch, carried: .zero) }
            return zip(stretches, demands).map { evidence($0, $1.units, .zero, .zero) }
        }
        let cut = input.rules.cut
        let carried = cut == .carryRemainder ? input.past.carried(point, kind) : .zero
        do throws(RegisterRefusal) {
            let own = stretches.map {
                RegisterStretch(
                    previous: $0.previous, current: $0.current, integerDigits: UInt8(clamping: $0.register.digits),
                    multiplier: $0.meter.multiplier, rolledOver: $0.status.rolledOver)
            }
            let sum = try RegisterEnergy(stretches: own, cut: cut, carried: carried)
            switch kind {
            case .total: energy.total = sum.energy
            case .sharp: energy.sharp = sum.energy
            case .peak: energy.peak = sum.energy
            case .flat: energy.flat = sum.energy
            case .valley: energy.valley = sum.energy
            case .reactive: energy.reactive = ReactiveEnergy(varHours: sum.energy.wattHours)
            case .demand: break
            }
            var packed: [RegisterEvidence] = []
            for (index, stretch) in stretches.enumerated() {
                let isLast = index == stretches.count - 1
                store(stretch, carried: isLast ? sum.remainder : .zero)
                packed.append(
                    evidence(
                        stretch, try own[index].energy(cut: cut).wattHours, index == 0 ? carried : .zero,
                        isLast ? sum.remainder : .zero))
            }
            return packed
        } catch {
            let rule: ReadingRule =
                switch error {
                case .energyTooLarge: .energyTooLarge
                case .runsBackwards where stretches.contains(where: \.isRemoval): .removalBackwards
                case .runsBackwards: .runsBackwards
                case .didNotRollOver: .didNotRollOver
                case .negativeReading: .negative
                case .tooManyDigits: .tooManyDigits
                case .multiplierNotPositive, .remainderOutOfRange: .energyTooLarge
                }
            let stretch = stretches[0]
            report(
                rule, input.readings.line, "value",
                [
                    "previous": stretch.previous.text(), "value": stretch.current.text(),
                    "register": String(kind.rawValue), "meter": stretch.meter.assetNo,
                    "digits": String(stretch.register.digits),
                ], point)
            return nil
        }
    }

    private mutating func store(_ stretch: Stretch, carried: Energy) {
        readings.append(
            StoredReading(
                installation: stretch.meter.id, usagePoint: stretch.meter.usagePoint,
                register: stretch.register.kind, day: stretch.toDay, value: stretch.current, status: stretch.status,
                isRemoval: stretch.isRemoval, carried: carried))
    }

    private func evidence(_ stretch: Stretch, _ amount: Int64, _ carriedIn: Energy, _ carriedOut: Energy)
        -> RegisterEvidence
    {
        var flags: RegisterEvidence.Flags = []
        if stretch.status.rolledOver { flags.insert(.rolledOver) }
        if stretch.status.isEstimated { flags.insert(.estimated) }
        if stretch.isRemoval { flags.insert(.removed) }
        if stretch.isFirst { flags.insert(.installed) }
        if input.rules.cut == .wholeUnits { flags.insert(.cut) }
        return RegisterEvidence(
            register: stretch.register.kind, installation: stretch.meter.id, fromDay: stretch.fromDay,
            previous: stretch.previous, toDay: stretch.toDay, current: stretch.current,
            multiplier: stretch.meter.multiplier, flags: flags, amount: amount, carriedIn: carriedIn,
            carriedOut: carriedOut)
    }

    /// Makes the periods sum to the total register; the difference goes to flat, without a flat register by rule
    /// `reading.flatless`.
    private mutating func balance(_ energy: inout PointEnergy, _ stretches: [Stretch], _ kinds: Set<RegisterKind>) {
        let periods: [RegisterKind] = [.sharp, .peak, .flat, .valley].filter(kinds.contains)
        energy.isTimeOfUse = !periods.isEmpty
        if periods.isEmpty { return }
        let sum = energy.sharp + energy.peak + energy.flat + energy.valley
        let hasTotal = kinds.contains(.total)
        var isBalanced = !hasTotal || isWithinTolerance(stretches, periods)
        if !hasTotal || (!periods.contains(.flat) && input.rules.flatless == .totalIsSum) {
            energy.total = sum
        } else {
            let values = PeriodEnergy(
                sharp: energy.sharp, peak: energy.peak, flat: energy.flat, valley: energy.valley)
            let taker: TouPeriod =
                periods.contains(.flat)
                ? .flat
                : [(TouPeriod.peak, energy.peak), (.valley, energy.valley), (.sharp, energy.sharp)]
                    .max { $0.1 < $1.1 }!.0
            if let balanced = try? values.balanced(to: energy.total, on: taker) {
                energy.sharp = balanced.sharp
                energy.peak = balanced.peak
                energy.flat = balanced.flat
                energy.valley = balanced.valley
            } else {
                // The period cannot bear the difference: what the periods say is kept, and a person decides.
                isBalanced = false
                energy.total = sum
            }
        }
        if !isBalanced {
            report(
                .notBalanced, input.readings.line, "value",
                ["total": energy.total.text(), "sum": sum.text()], energy.usagePoint)
        }
    }

    /// Whether each meter's total register moved as far as its periods together, but for the last digit of each (or of
    /// the whole unit where readings were taken without decimals).
    private func isWithinTolerance(_ stretches: [Stretch], _ periods: [RegisterKind]) -> Bool {
        for total in stretches where total.register.kind == .total {
            let parts = stretches.filter {
                $0.meter.id == total.meter.id && periods.contains($0.register.kind)
            }
            guard let moved = total.moved else { return false }
            var sum = RegisterValue.zero
            for part in parts {
                guard let share = part.moved else { return false }
                sum += share
            }
            let all = parts + [total]
            let isWhole =
                all.allSatisfy { $0.previous == $0.previous.wholePart } || all.allSatisfy { $0.current == $0.current.wholePart }
            let digit = isWhole ? RegisterValue.unitsPerWhole : Self.resolution(total.register.decimals)
            if (moved - sum).magnitude.units > digit * Int64(all.count) * input.rules.balanceDigits { return false }
        }
        return true
    }

    // MARK: - Against history

    private mutating func compare(_ energy: PointEnergy, _ placed: [Placed]) {
        let point = energy.usagePoint
        let line = placed.first?.reading.line ?? input.readings.line
        let kilowattHours = energy.total.text()
        let average = recentAverage(point, days: energy.days)
        let isRolled = placed.contains { $0.reading.status.rolledOver && $0.register.kind != .reactive }
        if isRolled {
            if energy.total > rolloverLimit(point, days: energy.days) {
                report(
                    .rolloverImplausible, line, "status",
                    ["energy": kilowattHours, "average": average?.text() ?? "0"], point)
                return
            }
            report(.rollover, line, "status", ["energy": kilowattHours], point)
        }
        if energy.isEstimated {
            report(.estimated, line, "status", ["energy": kilowattHours], point)
            let streak = estimatedStreak(point)
            if streak >= input.rules.estimates {
                report(.tooManyEstimates, line, "status", ["most": String(input.rules.estimates)], point)
            }
        }
        if input.energies.contains(where: { $0.month == input.month && $0.usagePoint == point }) {
            report(.readAgain, line, "", ["month": input.month.description], point)
        }
        if energy.total.isZero { report(.zeroEnergy, line, "value", [:], point) }
        guard let average else { return }
        let limit = input.rules.limit(residential: account.isResidential)
        let known = [history(point, back: 1), history(point, back: 12)].compactMap { $0 }
            .filter { $0.days > 0 }.map { Self.scaled($0.total, $0.days, to: energy.days) }
        let ceiling = Int128(max(average, limit.floor).units) * Int128(input.rules.impossibleFactor)
        if Int128(energy.total.units) > ceiling {
            report(
                .impossibleRise, line, "value", ["energy": kilowattHours, "average": average.text()], point)
        } else if !known.isEmpty, known.allSatisfy({ Self.isJump(from: $0, to: energy.total, limit) }) {
            report(
                energy.total > known[0] ? .suddenRise : .suddenFall, line, "value",
                ["energy": kilowattHours, "previous": known[0].text()], point)
        }
    }

    private func history(_ point: UsagePointID, back: Int) -> PointHistory? {
        guard let month = BillingMonth(number: Int(input.month.number) - back) else { return nil }
        return input.energies.first { $0.usagePoint == point && $0.month == month }
    }

    /// The last three periods' energy per day over so many days; nil where there is none.
    private func recentAverage(_ point: UsagePointID, days: Int) -> Energy? {
        let recent = (1...3).compactMap { history(point, back: $0) }
        let span = recent.reduce(0) { $0 + $1.days }
        guard span > 0 else { return nil }
        return Self.scaled(recent.map(\.total).total(), span, to: days)
    }

    /// What a roll-over may bring: k times the recent average, never less than what is too little to look at. Without
    /// history any roll-over that a reader marked is believed.
    private func rolloverLimit(_ point: UsagePointID, days: Int? = nil) -> Energy {
        let begin = input.past.lastDay ?? account.openedOn
        guard let average = recentAverage(point, days: days ?? input.readings.day.days(since: begin)) else {
            return Energy(wattHours: RatingLimit.energy)
        }
        let most = Int128(average.units) * Int128(input.rules.rolloverFactor)
        let floor = input.rules.limit(residential: account.isResidential).floor
        return max(floor, Energy(wattHours: Int64(min(most, Int128(RatingLimit.energy)))))
    }

    private func rolledEnergy(
        _ previous: RegisterValue, _ value: RegisterValue, _ register: Register, _ meter: Installation
    ) -> Energy? {
        // Without history half a turn parts a roll-over from a slip of the pen.
        if recentAverage(meter.usagePoint, days: 30) == nil {
            let turn = Self.turn(register.digits) * RegisterValue.unitsPerWhole
            if value.units + turn - previous.units > turn / 2 { return nil }
        }
        return try? RegisterStretch(
            previous: previous, current: value, integerDigits: UInt8(clamping: register.digits),
            multiplier: meter.multiplier, rolledOver: true
        ).energy()
    }

    private func estimatedStreak(_ point: UsagePointID) -> Int64 {
        var streak: Int64 = 0
        while streak < 24, history(point, back: Int(streak) + 1)?.isEstimated == true { streak += 1 }
        return streak
    }

    private static func isJump(from before: Energy, to now: Energy, _ limit: ReadingRules.ChangeLimit) -> Bool {
        let change = (now - before).magnitude
        return change >= limit.floor
            && Int128(change.units) * 1_000_000 >= Int128(before.units) * Int128(limit.percent.ppm)
    }

    private static func scaled(_ energy: Energy, _ days: Int, to wanted: Int) -> Energy {
        let wattHours = Rounding.halfUp.quotient(Int128(energy.units) * Int128(max(wanted, 0)), Int128(max(days, 1)))
        return Energy(wattHours: Int64(clamping: wattHours))
    }

    /// A demand register's kW times the multiplier, in W half up.
    static func demand(_ value: RegisterValue, _ multiplier: Multiplier) -> Power {
        Power(watts: Int64(clamping: Rounding.halfUp.quotient(Int128(value.units) * Int128(multiplier.units), 10_000)))
    }

    /// The weight of a register's last digit in units of `RegisterValue`.
    private static func resolution(_ decimals: Int) -> Int64 {
        (min(max(decimals, 0), RegisterValue.decimals)..<RegisterValue.decimals).reduce(1) { weight, _ in weight * 10 }
    }

    private static func turn(_ digits: Int) -> Int64 { (0..<min(max(digits, 0), 12)).reduce(1) { turn, _ in turn * 10 } }

    private mutating func report(
        _ rule: ReadingRule, _ line: Int, _ column: String, _ arguments: [String: String], _ point: UsagePointID? = nil
    ) {
        let severity = input.rules.severity(rule)
        if severity == .off { return }
        findings.append(
            ReadingFinding(
                rule: rule, severity: severity, consumerNo: account.consumerNo, usagePoint: point, line: line,
                column: column, arguments: arguments))
    }
}
