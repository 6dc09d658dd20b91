import Kernel
import Rating
import Records

extension Assessment {
    mutating func measure(_ point: UsagePointID, _ placed: [Placed]) {
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
                    stretch(
                        meter, register, removal, on: meter.removedOn ?? day, status: .normal, isRemoval: true
                    ))
            }
        }
        for item in placed {
            stretches.append(
                stretch(item.meter, item.register, item.reading.value, on: day, status: item.reading.status))
        }
        let begin = stretches.map(\.fromDay).min() ?? day
        var energy = PointEnergy(
            account: account.account, usagePoint: point, month: input.month, firstDay: begin.adding(days: 1),
            lastDay: day)
        energy.days = day.days(since: begin)
        energy.isEstimated = placed.contains { $0.reading.status.isEstimated }
        energy.version =
            (input.energies.first { $0.month == input.month && $0.usagePoint == point }?.version ?? 0) + 1
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

    struct Stretch {
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
                rolledOver: status == .rollover, cut: .carryRemainder
            ).value
        }
    }

    func stretch(
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
    mutating func add(
        _ kind: RegisterKind, _ stretches: [Stretch], to energy: inout PointEnergy, _ point: UsagePointID
    ) -> [RegisterEvidence]? {
        if kind.isDemand {
            // The larger of the old and the new meter's demand, each after its multiplier.
            let demands = stretches.map { Self.demand($0.current, $0.meter.multiplier) }
            let highest = demands.max() ?? .zero
            switch kind {
            case .demandSharp: energy.periodDemand[1] = highest
            case .demandPeak: energy.periodDemand[2] = highest
            case .demandFlat: energy.periodDemand[3] = highest
            case .demandValley: energy.periodDemand[4] = highest
            case .demandDeepValley: energy.periodDemand[5] = highest
            default: energy.demand = highest
            }
            for stretch in stretches { store(stretch, carried: .zero) }
            return zip(stretches, demands).map { evidence($0, $1.units, .zero, .zero) }
        }
        let cut = input.rules.cut
        let carried = cut == .carryRemainder ? input.past.carried(point, kind) : .zero
        do throws(RegisterRefusal) {
            let own = stretches.map {
                RegisterStretch(
                    previous: $0.previous, current: $0.current,
                    integerDigits: UInt8(clamping: $0.register.digits),
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
            case .deepValley: energy.deepValley = sum.energy
            case .fedBack: energy.fedBack[0] = sum.energy
            case .fedBackSharp: energy.fedBack[1] = sum.energy
            case .fedBackPeak: energy.fedBack[2] = sum.energy
            case .fedBackFlat: energy.fedBack[3] = sum.energy
            case .fedBackValley: energy.fedBack[4] = sum.energy
            case .fedBackDeepValley: energy.fedBack[5] = sum.energy
            case .demand, .demandPeak, .demandFlat, .demandValley, .demandSharp, .demandDeepValley: break
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

    mutating func store(_ stretch: Stretch, carried: Energy) {
        readings.append(
            StoredReading(
                installation: stretch.meter.id, usagePoint: stretch.meter.usagePoint,
                register: stretch.register.kind, day: stretch.toDay, value: stretch.current,
                status: stretch.status,
                isRemoval: stretch.isRemoval, carried: carried))
    }

    func evidence(_ stretch: Stretch, _ amount: Int64, _ carriedIn: Energy, _ carriedOut: Energy)
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
    mutating func balance(_ energy: inout PointEnergy, _ stretches: [Stretch], _ kinds: Set<RegisterKind>) {
        let periods: [RegisterKind] = [.sharp, .peak, .flat, .valley, .deepValley].filter(kinds.contains)
        energy.isTimeOfUse = !periods.isEmpty
        if periods.isEmpty { return }
        let sum = energy.sharp + energy.peak + energy.flat + energy.valley + energy.deepValley
        let hasTotal = kinds.contains(.total)
        var isBalanced = !hasTotal || isWithinTolerance(stretches, periods)
        if !hasTotal || (!periods.contains(.flat) && input.rules.flatless == .totalIsSum) {
            energy.total = sum
        } else {
            let values = PeriodEnergy(
                sharp: energy.sharp, peak: energy.peak, flat: energy.flat, valley: energy.valley,
                deepValley: energy.deepValley)
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
                energy.deepValley = balanced.deepValley
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
    func isWithinTolerance(_ stretches: [Stretch], _ periods: [RegisterKind]) -> Bool {
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
                all.allSatisfy { $0.previous == $0.previous.wholePart }
                || all.allSatisfy { $0.current == $0.current.wholePart }
            let digit = isWhole ? RegisterValue.unitsPerWhole : Self.resolution(total.register.decimals)
            if (moved - sum).magnitude.units > digit * Int64(all.count) * input.rules.balanceDigits {
                return false
            }
        }
        return true
    }
}
