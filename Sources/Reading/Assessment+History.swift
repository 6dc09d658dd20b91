import Kernel
import Rating
import Records

extension Assessment {
    mutating func compare(_ energy: PointEnergy, _ placed: [Placed]) {
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

    func history(_ point: UsagePointID, back: Int) -> PointHistory? {
        guard let month = BillingMonth(number: Int(input.month.number) - back) else { return nil }
        return input.energies.first { $0.usagePoint == point && $0.month == month }
    }

    /// The last periods' (`reading.averageMonths`) energy per day over so many days; nil where there is none.
    func recentAverage(_ point: UsagePointID, days: Int) -> Energy? {
        let recent = (1...Int(input.rules.averageMonths)).compactMap { history(point, back: $0) }
        let span = recent.reduce(0) { $0 + $1.days }
        guard span > 0 else { return nil }
        return Self.scaled(recent.map(\.total).total(), span, to: days)
    }

    /// What a roll-over may bring: k times the recent average, never less than what is too little to look at. Without
    /// history any roll-over that a reader marked is believed.
    func rolloverLimit(_ point: UsagePointID, days: Int? = nil) -> Energy {
        let begin = input.past.lastDay ?? account.openedOn
        guard let average = recentAverage(point, days: days ?? input.readings.day.days(since: begin)) else {
            return Energy(wattHours: RatingLimit.energy)
        }
        let most = Int128(average.units) * Int128(input.rules.rolloverFactor)
        let floor = input.rules.limit(residential: account.isResidential).floor
        return max(floor, Energy(wattHours: Int64(min(most, Int128(RatingLimit.energy)))))
    }

    func rolledEnergy(
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

    func estimatedStreak(_ point: UsagePointID) -> Int64 {
        var streak: Int64 = 0
        while streak < 24, history(point, back: Int(streak) + 1)?.isEstimated == true { streak += 1 }
        return streak
    }

    static func isJump(from before: Energy, to now: Energy, _ limit: ReadingRules.ChangeLimit) -> Bool {
        let change = (now - before).magnitude
        return change >= limit.floor
            && Int128(change.units) * 1_000_000 >= Int128(before.units) * Int128(limit.percent.ppm)
    }

    static func scaled(_ energy: Energy, _ days: Int, to wanted: Int) -> Energy {
        let wattHours = Rounding.halfUp.quotient(
            Int128(energy.units) * Int128(max(wanted, 0)), Int128(max(days, 1)))
        return Energy(wattHours: Int64(clamping: wattHours))
    }

    /// A demand register's kW times the multiplier, in W half up.
    static func demand(_ value: RegisterValue, _ multiplier: Multiplier) -> Power {
        Power(
            watts: Int64(
                clamping: Rounding.halfUp.quotient(Int128(value.units) * Int128(multiplier.units), 10_000)))
    }

    /// The weight of a register's last digit in units of `RegisterValue`.
    static func resolution(_ decimals: Int) -> Int64 {
        (min(max(decimals, 0), RegisterValue.decimals)..<RegisterValue.decimals).reduce(1) { weight, _ in
            weight * 10
        }
    }

    static func turn(_ digits: Int) -> Int64 {
        (0..<min(max(digits, 0), 12)).reduce(1) { turn, _ in turn * 10 }
    }
}
