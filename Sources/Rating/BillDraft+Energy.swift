import Kernel

extension BillDraft {
    /// Energy by period and tier, the surcharge, the agency premium, and the funds inside.
    ///
    /// Free energy is the first of the month (即征即退, at no price); it counts towards the year's energy.
    mutating func addEnergy(to lines: inout [RatedLine]) {
        if tariff.pointee.sellScheme.nets || usage.pointee.isLowIncome { changeHours(to: &lines) }
        bill.pointee.energy = Energy(wattHours: drawn)
        // Energy used before tiers begin is not of the tier year.
        let counts = usage.pointee.tierMonths > 0
        let hasTiers = tariff.pointee.tierBasis != .none && counts
        bill.pointee.yearToDate = Energy(
            wattHours: usage.pointee.yearToDate.wattHours + (counts ? drawn : 0))
        if !hasTiers || usage.pointee.choosesSurcharge {
            addPeriods(tier: 0, label: hasTiers ? 1 : 0, to: &lines)
        } else if tariff.pointee.combination == .periodTiers {
            addPeriodTiers(to: &lines)
        } else {
            addTiers(to: &lines)
        }
        if usage.pointee.choosesSurcharge, drawn > freeEnergy {
            energyLine(
                .surcharge, 0, tier: 0, wattHours: drawn - freeEnergy, price: tariff.pointee.surchargePrice,
                to: &lines)
        }
        if tariff.pointee.roundingPlace == .total { roundTotal(to: &lines) }
        if usage.pointee.paysAgencyMultiple { addAgencyPremium(to: &lines) }
        if tariff.pointee.fundPrice > 0 {
            let funds = Int128(tariff.pointee.fundPrice) * Int128(drawn - freeEnergy)
            bill.pointee.fundsIncluded = Money(
                fen: fen(funds, perFen: Self.unitsPerFen, tariff.pointee.rounding))
        }
    }

    /// Every period at a tier's price.
    @inline(__always)
    mutating func addPeriods(tier: Int, label: Int, to lines: inout [RatedLine]) {
        var slots = used
        while slots != 0 {
            let slot = slots.trailingZeroBitCount
            slots &= slots &- 1
            energyLine(
                .energy, slot, tier: label, wattHours: hours[slot], price: season[tier * 13 + slot],
                to: &lines)
        }
    }

    /// Sets off what was fed back and takes the free energy out, in the room's own slots.
    private mutating func changeHours(to lines: inout [RatedLine]) {
        room.pointee = BillRoom()
        for slot in 0..<13 where used >> UInt16(slot) & 1 == 1 { room.pointee.hours[slot] = hours[slot] }
        if tariff.pointee.sellScheme.nets { setOff(to: &lines) }
        if usage.pointee.isLowIncome { takeFree(to: &lines) }
        used = 0
        for slot in 0..<13 where room.pointee.hours[slot] > 0 { used |= 1 << UInt16(slot) }
        hours = UnsafeRawPointer(room).assumingMemoryBound(to: Int64.self)
    }

    /// Takes the free energy out of the periods in the tariff's order, never more than was used.
    private mutating func takeFree(to lines: inout [RatedLine]) {
        var left =
            tariff.pointee.freePerMonth * Int64(usage.pointee.monthsCovered)
            - usage.pointee.monthSoFar.freeEnergy.wattHours
        for place in 0..<13 {
            let slot = Int(tariff.pointee.freeOrder[place])
            guard left > 0, slot < 13 else { break }
            let part = Swift.min(left, room.pointee.hours[slot])
            if part == 0 { continue }
            room.pointee.hours[slot] -= part
            room.pointee.free[slot] = part
            left -= part
            freeEnergy += part
            energyLine(.freeEnergy, slot, tier: 0, wattHours: part, price: 0, to: &lines)
        }
    }

    private mutating func roundTotal(to lines: inout [RatedLine]) {
        let whole = Money(fen: fen(exact, perFen: Self.unitsPerFen, tariff.pointee.rounding))
        let difference = whole - bill.pointee.energyAmount
        if difference.isZero { return }
        bill.pointee.energyAmount += difference
        bill.pointee.total += difference
        lines.append(
            RatedLine(
                kind: .rounding, period: .total, tier: 0, factorNumerator: 1, factorDenominator: 1,
                quantity: 0, unitPrice: 0, amount: difference))
    }

    /// What owners of captive plants and others pay above the agency price (1.5 倍代理购电): the component's price
    /// times the part above one, a line a period.
    private mutating func addAgencyPremium(to lines: inout [RatedLine]) {
        let premium = tariff.pointee.agencyPremium
        let factor = reduced(Int32(truncatingIfNeeded: premium), 1_000_000)
        for slot in 0..<13 where used >> UInt16(slot) & 1 == 1 {
            bill.pointee.energyAmount += line(
                .agencyPremium, slot, quantity: hours[slot],
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
