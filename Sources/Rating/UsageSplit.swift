public import Kernel

/// Dividing a billing period at the day on which a new tariff version begins.
public enum UsageSplit {
    /// Divides by days (BY_DAYS): every energy in proportion, whole kWh as whole kWh, and the second part has what the
    /// first leaves, so that both together are the whole. What is left of a unit goes to the larger remainder, to the
    /// first part where both are the same.
    ///
    /// Demands and capacities are in both parts; the basic charge and everything by the month counts each
    /// part's days of 30. The second part's year to date begins where the first ends, and its month so far is
    /// the first, so that monthly and yearly tiers go on. What the first part's lines gave free goes into the
    /// second's `monthSoFar.freeEnergy` before it is rated.
    /// - Parameters:
    ///   - days: days of the first part, 1 ≤ `days` < `usage.daysInPeriod`.
    /// - Returns: nil for days outside, or where an energy is negative.
    public static func byDays(_ usage: Usage, first days: UInt16) -> (first: Usage, second: Usage)? {
        guard days >= 1, days < usage.daysInPeriod else { return nil }
        func part<Value: Quantity>(_ value: Value) -> Value {
            let unit: Int64 = value.units % 1_000 == 0 ? 1_000 : 1
            let share = Rounding.halfUp.quotient(
                Int128(value.units / unit) * Int128(days), Int128(usage.daysInPeriod))
            return Value(units: Int64(share) * unit)
        }
        var energy = PeriodEnergy()
        var sum: Int64 = 0
        for slot in 0..<13 {
            energy.values[slot] = part(usage.energy.values[slot])
            if slot > 0 { sum += energy.values[slot].units }
        }
        // With periods their parts make the total; without, the total is divided itself.
        let hasPeriods = (1..<13).contains { usage.energy.values[$0] != .zero }
        return divide(
            usage, at: days, total: hasPeriods ? Energy(units: sum) : part(usage.total), energy: energy,
            reactive: part(usage.reactive), fedBack: mapped(usage.fedBack, part))
    }

    /// Divides at the register frozen at 00:00 of the day (BY_FROZEN).
    /// - Parameters:
    ///   - total, energy, reactive, fedBack: what the registers counted before the day.
    ///   - days: days of the first part.
    /// - Returns: nil where the frozen register says more than the whole period has, or for days outside.
    public static func byFrozen(
        _ usage: Usage, first days: UInt16, total: Energy, energy: PeriodEnergy = PeriodEnergy(),
        reactive: ReactiveEnergy = .zero, fedBack: PeriodEnergy = PeriodEnergy()
    ) -> (first: Usage, second: Usage)? {
        guard days >= 1, days < usage.daysInPeriod else { return nil }
        return divide(usage, at: days, total: total, energy: energy, reactive: reactive, fedBack: fedBack)
    }

    private static func mapped(_ values: PeriodEnergy, _ change: (Energy) -> Energy) -> PeriodEnergy {
        var result = PeriodEnergy()
        for slot in 0..<13 { result.values[slot] = change(values.values[slot]) }
        return result
    }

    private static func divide(
        _ usage: Usage, at days: UInt16, total: Energy, energy: PeriodEnergy, reactive: ReactiveEnergy,
        fedBack: PeriodEnergy
    ) -> (first: Usage, second: Usage)? {
        var first = usage
        var second = usage
        first.total = total
        first.energy = energy
        first.reactive = reactive
        first.fedBack = fedBack
        second.total = usage.total - total
        second.reactive = usage.reactive - reactive
        guard !total.isNegative, !reactive.isNegative, !second.total.isNegative, !second.reactive.isNegative
        else { return nil }
        for slot in 0..<13 {
            let (rest, restBack) = (
                usage.energy.values[slot] - energy.values[slot],
                usage.fedBack.values[slot] - fedBack.values[slot]
            )
            guard !rest.isNegative, !restBack.isNegative, !energy.values[slot].isNegative else { return nil }
            second.energy.values[slot] = rest
            second.fedBack.values[slot] = restBack
        }
        let inService = UInt32(usage.daysInService) * UInt32(days) / UInt32(usage.daysInPeriod)
        first.daysInPeriod = usage.daysInPeriod
        first.daysInService = usage.daysInService == usage.daysInPeriod ? days : UInt16(inService)
        second.daysInService = usage.daysInService - first.daysInService
        second.yearToDate += usage.tierMonths > 0 ? total : .zero
        // Held to a power factor each part has one of its own: its tiers go on by `MonthPart`.
        if usage.powerFactorStandard == .none { second.monthSoFar.total += total }
        for slot in 1..<13 { second.energySoFar.values[slot] += energy.values[slot] }
        second.carriedEnergy = PeriodEnergy()
        second.carriedMoney = .zero
        first.isLastOfYear = false
        first.isFinalBill = false
        return (first, second)
    }
}
