import Kernel

extension BillDraft {
    /// Energy by period and tier, the surcharge, the agency premium, and the funds inside.
    ///
    /// Free energy is the first of the month (即征即退, at no price); it counts towards the year's energy.
    mutating func addEnergy(to lines: inout [RatedLine]) {
        var periods = InlineArray<13, Int64>(repeating: 0)
        if tariff.pointee.isTimeOfUse {
            for slot in 1..<13 { periods[slot] = usage.pointee.energy.values[slot].wattHours }
        } else {
            periods[0] = usage.pointee.total.wattHours
        }
        drawn = usage.pointee.total.wattHours
        if tariff.pointee.sellScheme.nets { setOff(&periods, to: &lines) }
        bill.energy = Energy(wattHours: drawn)
        // Energy used before tiers begin is not of the tier year.
        let counts = usage.pointee.tierMonths > 0
        let hasTiers = tariff.pointee.tierBasis != .none && counts
        bill.yearToDate = Energy(wattHours: usage.pointee.yearToDate.wattHours + (counts ? drawn : 0))
        var free = InlineArray<13, Int64>(repeating: 0)
        if usage.pointee.isLowIncome { takeFree(from: &periods, &free, to: &lines) }

        if !hasTiers || usage.pointee.choosesSurcharge {
            addPeriods(periods, tier: 0, label: hasTiers ? 1 : 0, to: &lines)
        } else if tariff.pointee.combination == .periodTiers {
            addPeriodTiers(periods, free, to: &lines)
        } else {
            addTiers(periods, to: &lines)
        }
        if usage.pointee.choosesSurcharge, drawn > freeEnergy {
            energyLine(
                .surcharge, 0, tier: 0, wattHours: drawn - freeEnergy, price: tariff.pointee.surchargePrice,
                to: &lines)
        }
        if tariff.pointee.roundingPlace == .total { roundTotal(to: &lines) }
        if usage.pointee.paysAgencyMultiple { addAgencyPremium(periods, to: &lines) }
        if tariff.pointee.fundPrice > 0 {
            let funds = Int128(tariff.pointee.fundPrice) * Int128(drawn - freeEnergy)
            bill.fundsIncluded = Money(fen: fen(funds, perFen: Self.unitsPerFen, tariff.pointee.rounding))
        }
    }

    @inline(__always)
    mutating func addPeriods(
        _ periods: InlineArray<13, Int64>, tier: Int, label: Int, to lines: inout [RatedLine]
    ) {
        for slot in 0..<13 where periods[slot] > 0 {
            energyLine(
                .energy, slot, tier: label, wattHours: periods[slot], price: season[tier * 13 + slot],
                to: &lines)
        }
    }

    /// Takes the free energy out of the periods in the tariff's order, never more than was used.
    private mutating func takeFree(
        from periods: inout InlineArray<13, Int64>, _ free: inout InlineArray<13, Int64>,
        to lines: inout [RatedLine]
    ) {
        var left =
            tariff.pointee.freePerMonth * Int64(usage.pointee.monthsCovered)
            - usage.pointee.monthSoFar.freeEnergy.wattHours
        for place in 0..<13 {
            let slot = Int(tariff.pointee.freeOrder[place])
            guard left > 0, slot < 13 else { break }
            let part = Swift.min(left, periods[slot])
            if part == 0 { continue }
            periods[slot] -= part
            free[slot] = part
            left -= part
            freeEnergy += part
            energyLine(.freeEnergy, slot, tier: 0, wattHours: part, price: 0, to: &lines)
        }
    }

    private mutating func roundTotal(to lines: inout [RatedLine]) {
        let whole = Money(fen: fen(exact, perFen: Self.unitsPerFen, tariff.pointee.rounding))
        let difference = whole - bill.energyAmount
        if difference.isZero { return }
        bill.energyAmount += difference
        bill.total += difference
        lines.append(
            RatedLine(
                kind: .rounding, period: .total, tier: 0, factorNumerator: 1, factorDenominator: 1,
                quantity: 0, unitPrice: 0, amount: difference))
    }

    /// What owners of captive plants and others pay above the agency price (1.5 倍代理购电): the component's price
    /// times the part above one, a line a period.
    private mutating func addAgencyPremium(
        _ periods: InlineArray<13, Int64>, to lines: inout [RatedLine]
    ) {
        let premium = tariff.pointee.agencyPremium
        let factor = reduced(Int32(truncatingIfNeeded: premium), 1_000_000)
        for slot in 0..<13 where periods[slot] > 0 {
            bill.energyAmount += line(
                .agencyPremium, slot, quantity: periods[slot],
                price: season[Int(tariff.pointee.agencyAt) + slot], factor, to: &lines)
        }
    }
}

/// A fraction in its lowest terms, as a person would write it.
func reduced(_ numerator: Int32, _ denominator: Int32) -> (numerator: Int32, denominator: Int32) {
    var (one, other) = (numerator, denominator)
    while other != 0 { (one, other) = (other, one % other) }
    return one == 0 ? (0, 1) : (numerator / one, denominator / one)
}
