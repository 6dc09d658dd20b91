import Kernel

extension BillDraft {
    /// Splits the bill over the tiers between the energy before it and after it. A limit belongs to the tier
    /// below it (「含」).
    ///
    /// A bill inside one tier pays that tier's published prices. One that crosses a limit pays, with one price
    /// for all hours, each tier its part; with times of use by the tariff's combination: every period at the
    /// first tier's price and each part above a limit its tier's adder whatever the period, since nobody knows
    /// which hours it fell in (Shanghai, 沪发改价管〔2012〕020号, note 2 to the table: in that month both tiers pay
    /// 0.05 and 0.30 in all periods); or each tier's part over the periods in proportion.
    @inline(__always)
    mutating func addTiers(to lines: inout [RatedLine]) {
        let tiers = Int(tariff.pointee.tierCount)
        let start =
            tariff.pointee.tierBasis == .year
            ? usage.pointee.yearToDate.wattHours
            : (usage.pointee.monthSoFar.total - usage.pointee.monthSoFar.netted
                + usage.pointee.part.energyBefore).wattHours
        let end = start + drawn
        var parts = InlineArray<6, Int64>(repeating: 0)
        var first = tiers - 1
        var last = tiers - 1
        var below = start
        for tier in 0..<tiers {
            let limit =
                tier < tiers - 1
                ? tariff.pointee.limit(
                    season[FlatTariff.limitsAt + tier], year: tariff.pointee.yearLimits[tier], usage)
                : Int64.max
            if start < limit, first > tier { first = tier }
            if end <= limit, last > tier { last = tier }
            let upper = Swift.min(end, limit)
            if upper > below {
                parts[tier] = upper - below
                below = upper
            }
        }
        if last < first { last = first }
        bill.pointee.tierReached = UInt8(truncatingIfNeeded: last + 1)
        if first == last {
            addPeriods(tier: first, label: last + 1, to: &lines)
            return
        }
        var left = freeEnergy
        for tier in first...last {
            let taken = Swift.min(left, parts[tier])
            parts[tier] -= taken
            left -= taken
        }
        if !tariff.pointee.isTimeOfUse {
            for tier in first...last where parts[tier] > 0 {
                energyLine(
                    .energy, 0, tier: tier + 1, wattHours: parts[tier], price: season[tier * 13], to: &lines)
            }
        } else if tariff.pointee.combination == .crossingAdders {
            addPeriods(tier: 0, label: 0, to: &lines)
            for tier in Swift.max(first, 1)...last where parts[tier] > 0 {
                energyLine(
                    .tierAdder, 0, tier: tier + 1, wattHours: parts[tier],
                    price: tariff.pointee.crossingAdders[tier], to: &lines)
            }
        } else {
            share(parts, first...last, to: &lines)
        }
    }

    /// Each tier's energy over the periods in proportion to their energy: whole Wh, cut; the Wh left over go by
    /// one each to the first periods that have room, and round again where more are left than those have. What all
    /// periods have left is what all later tiers want, so that there is room for each. The last tier takes what remains of every period, so that
    /// tiers and periods both add up.
    private mutating func share(
        _ parts: InlineArray<6, Int64>, _ tiers: ClosedRange<Int>, to lines: inout [RatedLine]
    ) {
        var remaining = InlineArray<13, Int64>(repeating: 0)
        for slot in 1..<13 where used >> UInt16(slot) & 1 == 1 { remaining[slot] = hours[slot] }
        let total = Int128(drawn - freeEnergy)
        for tier in tiers where parts[tier] > 0 {
            var taken = InlineArray<13, Int64>(repeating: 0)
            var left = parts[tier]
            for slot in 1..<13 where used >> UInt16(slot) & 1 == 1 {
                let even = Int64(Int128(hours[slot]) * Int128(parts[tier]) / total)
                taken[slot] = tier == tiers.upperBound ? remaining[slot] : Swift.min(even, remaining[slot])
                left -= taken[slot]
            }
            while left > 0 {
                for slot in 1..<13 where left > 0 && taken[slot] < remaining[slot] {
                    taken[slot] += 1
                    left -= 1
                }
            }
            for slot in 1..<13 where taken[slot] > 0 {
                remaining[slot] -= taken[slot]
                energyLine(
                    .energy, slot, tier: tier + 1, wattHours: taken[slot], price: season[tier * 13 + slot],
                    to: &lines)
            }
        }
    }

    /// Each period through tiers of its own, on from what it had in the month; free energy is the first of its period.
    mutating func addPeriodTiers(to lines: inout [RatedLine]) {
        let tiers = Int(tariff.pointee.tierCount)
        let limits = season + Int(tariff.pointee.periodLimitsAt)
        var reached = 0
        let goesOn = usage.pointee.monthSoFar.total.units != 0 || usage.pointee.part.energyBefore.units != 0
        for slot in 0..<13 where used >> UInt16(slot) & 1 == 1 {
            var below = freeEnergy > 0 ? room.pointee.free[slot] : 0
            if goesOn { below += usage.pointee.energySoFar.values[slot].wattHours }
            let end = below + hours[slot]
            for tier in 0..<tiers {
                let limit =
                    tier < tiers - 1
                    ? tariff.pointee.limit(limits[slot * 5 + tier], year: 0, usage) : Int64.max
                let upper = Swift.min(end, limit)
                guard upper > below else { continue }
                energyLine(
                    .energy, slot, tier: tier + 1, wattHours: upper - below, price: season[tier * 13 + slot],
                    to: &lines)
                below = upper
                reached = Swift.max(reached, tier + 1)
            }
        }
        bill.pointee.tierReached = UInt8(truncatingIfNeeded: Swift.max(reached, 1))
    }
}
